// The colour scale of what the cards and the first panel show: its colours, and its ends in numbers.

import { find, putText } from "../browser/dom.js";
import { contextOf, largest } from "../browser/draw.js";
import { significant } from "../browser/format.js";
import { matrixOf } from "./heatmaps.js";

/** @import { Frame } from "../browser/tape.js" */
/** @import { Choices, RunHeader } from "../browser/types.d.ts" */

export class Legend {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.place = find(root, ".bp-legend");
    this.low = find(root, ".bp-low");
    this.high = find(root, ".bp-high");
    this.canvas = /** @type {HTMLCanvasElement} */ (find(this.place, "canvas"));
  }

  /** @param {Uint32Array} table colours */
  look(table) {
    const context = contextOf(this.canvas);
    const pixels = context.createImageData(256, 1);
    new Uint32Array(pixels.data.buffer).set(table.subarray(0, 256));
    context.putImageData(pixels, 0, 0);
  }

  /**
   * Its ends; where values lie beyond them it says so.
   * @param {Pick<RunHeader, "cards"|"text">} header
   * @param {Frame} frame
   * @param {Pick<Choices, "view"|"scale">} values
   * @param {number} limit
   */
  show({ cards, text }, frame, { view, scale }, limit) {
    const each = scale === "each";
    const beyond = !each && cards.some((_, layer) => largest(frame.part(matrixOf(view), layer)) > limit);
    const end = significant(limit, 1);
    putText(this.low, each ? "−" : `${beyond ? "≤ " : ""}−${end}`);
    putText(this.high, each ? "+" : `${beyond ? "≥ " : ""}+${end}`);
    this.place.title = beyond ? text.legend_beyond : "";
  }
}
