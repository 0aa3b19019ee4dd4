// Asking the server: one question at a time is on its way, and the newest counts. Knows no page and no player.

const AGAIN_MS = 3000;
/** @type {Timer} */
const TIMER = { set: (call, ms) => setTimeout(call, ms), clear: (timer) => clearTimeout(timer) };

/** @typedef {{set: (call: () => void, ms: number) => number, clear: (timer: number) => void}} Timer */

/**
 * What is on its way: a question, its number, when it was first sent, and what its asker noted beside it.
 * @template {object} Question
 * @template Note
 * @typedef {{n: number, question: Question, when: number, note: Note|null}} Asked
 */

/**
 * @template {object} Question
 * @template [Note=unknown]
 */
export class Channel {
  /**
   * @param {(message: Question & {n: number}) => void} send a question with its number `n`
   * @param {Object} options
   * @param {() => number} options.count the next number; who also counts other things by it lends theirs
   * @param {number} [options.again] milliseconds until a question without an answer is sent once more
   * @param {() => number} [options.clock]
   * @param {Timer} [options.timer]
   */
  constructor(send, { count, again = AGAIN_MS, clock = () => performance.now(), timer = TIMER }) {
    this.send = send;
    this.count = count;
    this.again = again;
    this.clock = clock;
    this.timer = timer;
    /** What is on its way, or null. @type {Asked<Question, Note>|null} */
    this.asked = null;
    this.later = 0;
  }

  /**
   * Ask; this takes the place of what was asked before.
   * @param {Question} question
   * @param {Note|null} note stays here, beside the question, until it is answered
   */
  ask(question, note = null) {
    const asked = { n: this.count(), question, when: this.clock(), note };
    this.asked = asked;
    this.#put(asked);
  }

  /**
   * Send what was asked, and again while it has no answer: word for word, so that the answer to either counts.
   * @param {Asked<Question, Note>} asked
   */
  #put(asked) {
    const { n, question } = asked;
    this.hush();
    this.later = this.timer.set(() => this.#put(asked), this.again);
    this.send({ ...question, n });
  }

  /**
   * An answer has come.
   * @param {number|null} n the number of the question that it answers
   * @returns {Asked<Question, Note>|null} what it answers; null for a late one, which answers a question before
   */
  answered(n) {
    const { asked } = this;
    if (!asked || asked.n !== n) return null;
    this.drop();
    return asked;
  }

  /** Wait on, but do not ask once more. */
  hush() {
    this.timer.clear(this.later);
  }

  /** Wait no longer: nothing is on its way. */
  drop() {
    this.hush();
    this.asked = null;
  }
}
