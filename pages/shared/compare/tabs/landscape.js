// The paths of all runs through one loss landscape, where the same weights have the same loss in all of them.

import { element } from "../../browser/dom.js";
import { usual } from "../../landscape/controls.js";
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
  /** The steps shown. @type {number[]} */
  steps = [];
  /** @type {LandscapeView|null} */
  view = null;

  /** @param {HTMLElement} host empty */
  constructor(host) {
    this.host = host;
    this.own = element("div");
    host.classList.add("bp-scape-wide");
    host.append(this.own);
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
    this.view ??= new LandscapeView(this.own, {
      ask: (details) => this.comparison.ask("landscape", { ...details, steps: this.steps }),
      look: (index) => this.#look(index), names: () => this.comparison.runs.map(({ name }) => name), enlarge: null,
      chose: () => this.comparison.chose(),
    }, (comparison.chosen.landscape ??= usual()));
    this.view.begin({ text: comparison.player, cards: comparison.runs[0].header.cards, plotly: comparison.plotly });
  }

  /** @param {Theme} theme @param {Palette} palette */
  look(theme, palette) {
    this.palette = palette;
    this.view?.look(theme, palette);
  }

  /** @param {Frames} frames @param {boolean} playing */
  show(frames, playing) {
    this.steps = frames.map(({ step }) => step);
    this.view?.show(this.steps, playing);
  }

  /** @param {Frames} frames */
  rest(frames) {
    this.steps = frames.map(({ step }) => step);
    this.view?.rest(this.steps);
  }

  /** What the server answered. @param {{name: string, landscape?: Landscape|null}} answer */
  extra({ landscape }) {
    if (landscape !== undefined) this.view?.take(landscape);
  }

  /** @param {number} index */
  #look(index) {
    const { colour, dash, symbol } = this.comparison.runs[index];
    const { lines } = this.palette ?? { lines: ["#ff7a2f"] };
    return { colour: lines[colour % lines.length], dash: DASHES[dash] ?? [], symbol };
  }

  destroy() {
    this.view?.destroy();
  }
}
