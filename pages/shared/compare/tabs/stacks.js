// The layers of two runs one above the other, and how they differ.

import { check, element, options, putText } from "../../browser/dom.js";
import { contextOf, lookup } from "../../browser/draw.js";
import { significant } from "../../browser/format.js";
import { StackGrid } from "./stack_grid.js";
import { StackTip } from "./stack_tip.js";

/** @import { Palette, Theme } from "../../browser/types.d.ts" */
/** @import { Comparison, Frames } from "../types.d.ts" */
/** @import { Looked } from "./stack_grid.js" */

const WRITE_MS = 100;

/** The colours of one kind, and where they end. */
class Scale {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.root = element("span", "bp-stacks-legend");
    this.name = element("b");
    this.low = element("span", "bp-low");
    this.high = element("span", "bp-high");
    this.canvas = element("canvas");
    Object.assign(this.canvas, { width: 256, height: 1 });
    this.root.append(this.name, this.low, this.canvas, this.high);
    host.append(this.root);
  }

  /** @param {Uint32Array} table */
  look(table) {
    const context = contextOf(this.canvas);
    const pixels = context.createImageData(256, 1);
    new Uint32Array(pixels.data.buffer).set(table.subarray(0, 256));
    context.putImageData(pixels, 0, 0);
  }

  /**
   * @param {number|null} limit where they end; null where that is another value in each layer
   * @param {boolean} beyond whether values lie beyond the ends
   */
  show(limit, beyond = false) {
    putText(this.low, limit === null ? "−" : `${beyond ? "≤ " : ""}−${significant(limit, 1)}`);
    putText(this.high, limit === null ? "+" : `${beyond ? "≥ " : ""}+${significant(limit, 1)}`);
  }
}

export class Stacks {
  /** @type {Comparison} */
  comparison;
  /** @type {Frames|null} */
  frames = null;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.root = element("div", "bp-stacks");
    this.controls = element("div", "bp-stacks-controls");
    this.views = element("div", "bp-options");
    this.scales = element("div", "bp-options bp-stacks-scales");
    for (const group of [this.views, this.scales]) group.setAttribute("role", "radiogroup");
    this.controls.append(this.views, this.scales);
    this.values = new Scale(this.controls);
    this.differences = new Scale(this.controls);
    this.note = element("p", "bp-tiles-note");
    this.root.append(this.controls);
    /** @type {Looked} */
    this.looked = { view: "W", scale: "all", runs: [0, 1] };
    this.grid = new StackGrid(this.root, (place, run) => this.#pick(place, run));
    this.tip = new StackTip(this.root, this.grid);
    this.root.append(this.note);
    host.append(this.root);
    this.written = -Infinity;
  }

  /** What frames have to have for it. @param {Comparison} _comparison @returns {import("../../browser/types.d.ts").Skipped[]} */
  static wants(_comparison) {
    return ["W", "dW"];
  }

  /** @param {Comparison} comparison */
  static fits({ runs }) {
    return runs.length > 1;
  }

  /** @param {Comparison} comparison */
  begin(comparison) {
    const { text, runs, chosen } = comparison;
    this.comparison = comparison;
    this.frames = null;
    this.looked = chosen.stacks ??= { view: "W", scale: "all", runs: [0, 1] };
    if (!this.looked.runs.every((run) => run < runs.length)) this.looked.runs = [0, 1];
    this.views.setAttribute("aria-label", text.stacks_view);
    this.scales.setAttribute("aria-label", text.stacks_scale);
    options(this.views, [["W", text.stacks_view_W], ["dW", text.stacks_view_dW]], (view) => this.#choose({ view: view === "dW" ? "dW" : "W" }));
    options(this.scales, [["all", text.stacks_scale_all], ["each", text.stacks_scale_each]], (scale) => this.#choose({ scale: scale === "each" ? "each" : "all" }));
    putText(this.values.name, text.stacks_legend);
    putText(this.differences.name, text.stacks_legend_difference);
    const reduced = runs.some(({ header }) => header.cards.some(({ block }) => Math.max(...block) > 1));
    this.note.textContent = reduced ? text.stacks_blocks_note : "";
    this.note.hidden = !reduced;
    this.#choose({});
  }

  /** Another of the runs in a row; the one that is there already changes places with it. @param {number} place 0 or 1 @param {number} run */
  #pick(place, run) {
    const { runs } = this.looked;
    const other = runs[1 - place] === run ? runs[place] : runs[1 - place];
    this.#choose({ runs: place ? [other, run] : [run, other] });
  }

  /** @param {Partial<Looked>} chosen */
  #choose(chosen) {
    Object.assign(this.looked, chosen);
    const { view, scale } = this.looked;
    check(this.views, view);
    check(this.scales, scale);
    this.tip.show(null);
    this.grid.build(this.comparison, this.looked);
    if (this.frames) this.rest(this.frames);
  }

  /** @param {Theme} _theme @param {Palette} palette */
  look(_theme, palette) {
    const table = lookup(palette.diverging, palette.slope);
    this.values.look(table);
    this.differences.look(table);
    this.grid.look(palette, table);
    if (this.frames) this.rest(this.frames);
  }

  /** @param {Frames} frames @param {boolean} playing */
  show(frames, playing) {
    const now = performance.now();
    const due = !playing || now - this.written >= WRITE_MS;
    if (due) this.written = now;
    this.#paint(frames, due);
  }

  /** @param {Frames} frames */
  rest(frames) {
    this.#paint(frames, true);
  }

  /** @param {Frames} frames @param {boolean} words whether the numbers are written too */
  #paint(frames, words) {
    this.frames = frames;
    const { looked } = this;
    if (!looked.runs.every((run) => frames[run]?.has(looked.view))) return; // what is wanted is on its way
    if (words) this.tip.show(looked.runs.map((run) => frames[run]));
    const ends = this.grid.paint(frames, words);
    if (!ends || !words) return;
    this.values.show(looked.scale === "all" ? ends.values : null, ends.beyond);
    this.differences.root.hidden = ends.difference === null;
    this.differences.show(looked.scale === "all" ? ends.difference : null);
  }

  destroy() {
    this.grid.scrolling.disconnect();
    this.root.remove();
  }
}
