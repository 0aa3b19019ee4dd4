// The hidden layers' widths, and the + and − that change them.

import { element, findAll } from "../../browser/dom.js";
import { fill } from "../../browser/format.js";

/** @import { RunHeader, Text } from "../../browser/types.d.ts" */

// As far as an Experiment goes; of the parameters in all the server knows.
const MOST_LAYERS = 50;
const MOST_UNITS = 512;
/** Clicks that follow one another faster than this count on from what the one before asked for. */
const TOGETHER_MS = 2000;

export class Widths {
  /** @type {Text} */
  text;

  /**
   * @param {HTMLElement} root
   * @param {(hidden: number[]) => void} onChange
   */
  constructor(root, onChange) {
    this.root = root;
    this.onChange = onChange;
    /** The widths as they are. @type {number[]} */
    this.hidden = [];
    /** Those that were asked for last, and when. @type {number[]|null} */
    this.wanted = null;
    this.when = 0;
    /** The button that had the focus before they were made anew, as a selector. @type {string|null} */
    this.focused = null;
    this.depth = findAll(root, ".bp-depth button");
    for (const button of this.depth) button.onclick = () => this.#deeper(Number(button.dataset.by));
  }

  /** @param {RunHeader} header */
  begin({ cards, text }) {
    this.text = text;
    this.hidden = cards.slice(0, -1).map((card) => card.columns);
    this.wanted = null;
    const focused = /** @type {HTMLElement|null} */ (this.root.querySelector(".bp-units button:focus"));
    const { layer, by } = focused?.dataset ?? {};
    this.focused = by ? `.bp-units [data-layer="${layer}"][data-by="${by}"]` : null;
    for (const button of this.depth) {
      const more = button.dataset.by === "1";
      button.textContent = more ? text.layer_more : text.layer_fewer;
      this.#name(button, more ? text.layer_more_name : text.layer_fewer_name);
      this.#bar(button, this.hidden.length, MOST_LAYERS);
    }
  }

  /** The buttons of a hidden layer, from 0. @param {number} layer @param {string} between what stands between them */
  pair(layer, between = "") {
    const pair = element("div", "bp-units");
    const [fewer, more] = [-1, 1].map((by) => {
      const button = element("button", "", by < 0 ? "−" : "+");
      button.type = "button";
      button.dataset.layer = String(layer);
      button.dataset.by = String(by);
      this.#name(button, fill(by < 0 ? this.text.units_fewer : this.text.units_more, { n: layer + 1 }));
      this.#bar(button, this.hidden[layer], MOST_UNITS);
      button.onclick = () => this.#wider(layer, by);
      return button;
    });
    pair.append(fewer, ...(between ? [element("span", "", between)] : []), more);
    return pair;
  }

  /** The buttons were made anew: give the one with the focus the focus back. */
  refocus() {
    if (!this.focused) return;
    findAll(this.root, this.focused).find((button) => button.offsetParent !== null)?.focus({ preventScroll: true });
    this.focused = null;
  }

  /** @param {HTMLElement} button @param {string} name */
  #name(button, name) {
    button.setAttribute("aria-label", name);
    button.title = name;
  }

  /**
   * Not `disabled`, which would take the focus away.
   * @param {HTMLElement} button
   * @param {number} now
   * @param {number} most
   */
  #bar(button, now, most) {
    const next = now + Number(button.dataset.by);
    button.setAttribute("aria-disabled", String(next < 1 || next > most));
  }

  /** @param {number} layer @param {number} by */
  #wider(layer, by) {
    this.#change((hidden) => hidden.map((units, i) => (i === layer ? units + by : units)));
  }

  /** @param {number} by */
  #deeper(by) {
    this.#change((hidden) => (by > 0 ? [...hidden, ...hidden.slice(-1)] : hidden.slice(0, -1)));
  }

  /**
   * Ask for it; a click that comes before the answer goes on from there.
   * @param {(hidden: number[]) => number[]} change
   */
  #change(change) {
    const now = performance.now();
    const fresh = now - this.when < TOGETHER_MS ? this.wanted : null;
    const next = change(fresh ?? this.hidden);
    const good = next.length >= 1 && next.length <= MOST_LAYERS && next.every((n) => n >= 1 && n <= MOST_UNITS);
    if (!good) return;
    this.wanted = next;
    this.when = now;
    this.onChange(next);
  }
}
