// Once the picture has come to rest, its charts get their numbers, one a frame.

/** @import { Panel } from "../browser/panels.js" */

const SETTLE_MS = 120;

/**
 * @typedef {Object} Does
 * @property {() => boolean} moves whether the picture plays
 * @property {() => boolean} stands whether it is on the page
 * @property {() => boolean} exactly fetch a frame for playing exactly; whether it is to come
 * @property {() => void} rested all charts have their numbers
 */

export class Resting {
  /** @param {Panel[]} panels @param {Does} does */
  constructor(panels, does) {
    this.panels = panels;
    this.does = does;
    this.timer = 0;
  }

  /** Something else is shown: begin anew. @param {number} [soon] */
  begin(soon = SETTLE_MS) {
    clearTimeout(this.timer);
    if (this.does.moves()) return;
    const timer = setTimeout(() => {
      if (this.does.stands() && !this.does.exactly()) requestAnimationFrame(() => this.#next([...this.panels], timer));
    }, soon);
    this.timer = timer;
  }

  /** @param {Panel[]} waiting @param {number} timer */
  #next(waiting, timer) {
    if (this.timer !== timer || this.does.moves() || !this.does.stands()) return; // begun anew
    waiting.shift()?.settle();
    if (waiting.length) requestAnimationFrame(() => this.#next(waiting, timer));
    else this.does.rested();
  }

  destroy() {
    clearTimeout(this.timer);
  }
}
