// The paths of all runs through one loss landscape, where the same weights have the same loss in all of them.

import { LandscapeView } from "../../landscape/view.js";

/** @import { Palette, Theme } from "../../browser/types.d.ts" */
/** @import { Landscape } from "../../landscape/types.d.ts" */
/** @import { Comparison, Frames } from "../types.d.ts" */

/** Strokes and gaps of Plotly's dashes, on canvas. @type {Record<string, number[]>} */
const DASHES = { solid: [], dash: [8, 5], dot: [2, 4], dashdot: [8, 4, 2, 4], longdash: [14, 6], longdashdot: [14, 5, 2, 5] };

export class LandscapeTab {
  /** @type {Comparison} */
  comparison;
  /** @type {Palette} */
  palette;

  /** @param {HTMLElement} host empty */
  constructor(host) {
    host.classList.add("bp-scape-wide");
    const own = document.createElement("div");
    host.append(own);
    this.view = new LandscapeView(own, {
      ask: (details) => this.comparison.ask("landscape", details),
      look: (index) => this.#look(index), names: () => this.comparison.runs.map(({ name }) => name), enlarge: null,
    });
  }

  /** What frames must have: nothing but their steps. */
  static wants() {
    return [];
  }

  /** Every run has a loss. @param {Comparison} comparison */
  static fits({ runs }) {
    return runs.length > 0;
  }

  /** @param {Comparison} comparison */
  begin(comparison) {
    this.comparison = comparison;
    const [{ header: { text, cards } }] = comparison.runs;
    this.view.begin({ text, cards, plotly: comparison.plotly });
  }

  /** @param {Theme} theme @param {Palette} palette */
  look(theme, palette) {
    this.palette = palette;
    this.view.look(theme, palette);
  }

  /** @param {Frames} frames @param {boolean} playing */
  show(frames, playing) {
    this.view.show(frames.map(({ step }) => step), playing);
  }

  /** @param {Frames} frames */
  rest(frames) {
    this.view.rest(frames.map(({ step }) => step));
  }

  /** What the server answered. @param {{landscape?: Landscape|null}} answer */
  extra({ landscape }) {
    if (landscape !== undefined) this.view.take(landscape);
  }

  /** @param {number} index */
  #look(index) {
    const { colour, dash, symbol } = this.comparison.runs[index];
    return { colour: this.palette?.lines[colour % this.palette.lines.length] ?? "#ff7a2f", dash: DASHES[dash] ?? [], symbol };
  }

  destroy() {
    this.view.destroy();
  }
}
