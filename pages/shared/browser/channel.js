// Asking the server: one question at a time is on its way, and the newest counts. Knows no page and no player.

const AGAIN_MS = 3000;
/** How many times as long as answers take an answer may take, and how long that is at most. */
const [PATIENCE, LONGEST_MS] = [3, 20_000];
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
    /** Whether what is on its way was sent more than once. */
    this.repeated = false;
    /** How long an answer is waited for before the question is sent once more, in milliseconds. */
    this.patience = again;
  }

  /**
   * Ask; this takes the place of what was asked before.
   * @param {Question} question
   * @param {Note|null} note stays here, beside the question, until it is answered
   */
  ask(question, note = null) {
    const asked = { n: this.count(), question, when: this.clock(), note };
    this.asked = asked;
    this.repeated = false;
    this.#put(asked);
  }

  /**
   * Send what was asked, and again while it has no answer: word for word, so that the answer to either counts.
   * @param {Asked<Question, Note>} asked
   */
  #put(asked) {
    const { n, question } = asked;
    this.hush();
    this.later = this.timer.set(() => this.#again(asked), this.patience);
    this.send({ ...question, n });
  }

  /**
   * On a slow line a question that is repeated too soon is answered twice: from repeat to repeat it is waited longer,
   * until an answer comes to what was asked once (as TCP does: P. Karn, C. Partridge, 1987).
   * @param {Asked<Question, Note>} asked
   */
  #again(asked) {
    this.patience = Math.min(LONGEST_MS, 2 * this.patience);
    this.repeated = true;
    this.#put(asked);
  }

  /**
   * An answer has come.
   * @param {number|null} n the number of the question that it answers
   * @returns {Asked<Question, Note>|null} what it answers; null for a late one, which answers a question before
   */
  answered(n) {
    const { asked } = this;
    if (!asked || asked.n !== n) return null;
    const took = this.clock() - asked.when;
    if (!this.repeated) this.patience = Math.min(LONGEST_MS, Math.max(this.again, PATIENCE * took));
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
