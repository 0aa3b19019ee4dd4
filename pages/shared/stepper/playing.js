// Playing a step: one operation after another at the pace of reading, as far as its last one.

/** Milliseconds an operation is looked at. @type {Record<string, number>} */
export const PACES = { slow: 3200, medium: 1600, fast: 700 };

export class Playing {
  /**
   * @param {Object} does
   * @param {() => boolean} does.next goes on by one operation; says whether there is another one after it
   * @param {() => void} does.changed it has begun or stopped
   */
  constructor({ next, changed }) {
    this.next = next;
    this.changed = changed;
    this.timer = 0;
    this.pace = PACES.medium;
  }

  get isOn() {
    return this.timer !== 0;
  }

  toggle() {
    if (this.isOn) this.stop();
    else this.#go(0);
  }

  /** @param {number} wait milliseconds */
  #go(wait) {
    this.timer = setTimeout(() => {
      if (this.next()) this.#go(this.pace);
      else this.stop();
    }, wait);
    if (!wait) this.changed();
  }

  stop() {
    if (!this.isOn) return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.changed();
  }
}
