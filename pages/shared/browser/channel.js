// Asking the server: one question at a time is on its way, and the newest counts. Knows no page and no player.

const AGAIN_MS = 3000;
const TIMER = { set: (call, ms) => setTimeout(call, ms), clear: (timer) => clearTimeout(timer) };

/**
 * What is on its way: a question, its number, when it was first sent, and what its asker noted beside it.
 * @typedef {{n: number, question: Object, when: number, note: *}} Asked
 */

export class Channel {
  /**
   * @param {(message: Object) => void} send a question with its number `n`
   * @param {Object} options
   * @param {() => number} options.count the next number; who also counts other things by it lends theirs
   * @param {number} options.again milliseconds until a question without an answer is sent once more
   * @param {() => number} options.clock
   * @param {{set: (call: () => void, ms: number) => *, clear: (timer: *) => void}} options.timer
   */
  constructor(send, { count, again = AGAIN_MS, clock = () => performance.now(), timer = TIMER }) {
    Object.assign(this, { send, count, again, clock, timer });
    /** What is on its way, or null. @type {Asked|null} */
    this.asked = null;
    this.later = null;
  }

  /**
   * Ask; this takes the place of what was asked before.
   * @param {Object} question
   * @param {*} note stays here, beside the question, until it is answered
   */
  ask(question, note = null) {
    this.asked = { n: this.count(), question, when: this.clock(), note };
    this.#put();
  }

  /** Send what was asked, and again while it has no answer: word for word, so that the answer to either counts. */
  #put() {
    const { n, question } = this.asked;
    this.hush();
    this.later = this.timer.set(() => this.#put(), this.again);
    this.send({ ...question, n });
  }

  /**
   * An answer has come.
   * @param {number|null} n the number of the question that it answers
   * @returns {Asked|null} what it answers; null for a late one, which answers a question before
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
