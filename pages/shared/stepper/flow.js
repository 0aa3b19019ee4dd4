// Which way things flow below the picture; and where a step is played, by how much delta shrinks on its way back.

import { fromJson } from "../browser/bytes.js";
import { element } from "../browser/dom.js";
import { fill, significant } from "../browser/format.js";

/** @import { Header, Named, Operation } from "./types.d.ts" */

export class Flow {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    /** When the second of two factors is said. */
    this.timer = 0;
  }

  /** @param {Operation|null} op @param {Header} header @param {number} pace milliseconds an operation is looked at where a step is played; else 0 */
  write(op, { text, factors }, pace) {
    clearTimeout(this.timer);
    const isBack = op?.phase === "backward";
    this.place.replaceChildren(...(op && op.phase !== "update" ? [
      element("b", "", isBack ? "⟵ " : ""), isBack ? text.flow_backward : op.phase === "forward" ? text.flow_forward : "",
      element("b", "", op.phase === "forward" ? " ⟶" : ""),
    ] : []));
    const split = op?.kind === "delta" && pace ? factors[String(op.layer)] : null;
    if (!split) return;
    this.#say(text.beat_weights, split.weights);
    this.timer = setTimeout(() => this.#say(text.beat_slopes, split.slope), pace / 2);
  }

  /** By how much delta shrinks: through the weights, and then by the slopes. @param {string} words @param {Named} n */
  #say(words, n) {
    this.place.replaceChildren(element("b", "", "⟵ "), fill(words, { n: significant(fromJson(n), 2) }));
  }

  destroy() {
    clearTimeout(this.timer);
  }
}
