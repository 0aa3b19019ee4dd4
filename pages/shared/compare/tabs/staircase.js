// How large the gradient of every layer is, of the runs that are compared, on one log axis.

import { putText } from "../../browser/dom.js";
import { attachAll, loadPlotly } from "../../browser/panels.js";
import { quantile } from "../outcome.js";
import { choice, panelIn } from "./panel.js";

/** @import { Figure, Theme } from "../../browser/types.d.ts" */
/** @import { Comparison, Frames } from "../types.d.ts" */
/** @import { Series } from "./series.js" */

const DECADES = [1, 2, 3, 5, 10, 20, 30, 50, 100];
/** @type {Record<string, number>} */
const SHARES = { low: 0.25, median: 0.5, high: 0.75 };

export class Staircase {
  /** @type {Comparison} */
  comparison;
  /** @type {Figure|null} */
  template = null;

  /** @param {HTMLElement} host */
  constructor(host) {
    const { panel, caption } = panelIn(host, "staircase");
    this.panel = panel;
    this.caption = caption;
    /** @type {Promise<void>|null} */
    this.loading = null;
    this.panel.onReset = () => this.#axes();
    /** The axis, as powers of ten. @type {[number, number]} */
    this.range = [-3, 0];
    /** @type {Frames|null} */
    this.frames = null;
    /** @type {HTMLSelectElement|null} */
    this.measures = null;
  }

  static wants() {
    return [];
  }

  static fits() {
    return true;
  }

  /** @param {Comparison} comparison */
  begin(comparison) {
    this.comparison = comparison;
    this.frames = null;
    const { text, player, chosen, runs: [{ header }], plotly } = comparison;
    this.chosen = chosen.staircase ??= { measure: header.measures[0] };
    this.measures?.remove();
    this.measures = choice(this.caption, text.measure, header.measures.map((name) => [name, player[`measure_${name}`]]), this.chosen.measure, (measure) => {
      this.chosen.measure = measure;
      this.#range();
      if (this.frames) {
        this.show(this.frames, false);
        this.rest(this.frames);
      }
    });
    putText(this.panel.heading, text.heading_staircase);
    this.panel.heading.dataset.term = "staircase";
    putText(this.panel.note, text.note_staircase);
    this.#range();
    this.loading ??= loadPlotly(plotly).then((loaded) => attachAll([this.panel], loaded)).then(() => this.rest(this.frames));
  }

  /** The axis holds what all runs begin with. */
  #range() {
    const { runs } = this.comparison;
    const ends = runs.map(({ header }) => header.ranges[this.chosen.measure]);
    this.range = [Math.min(...ends.map(([low]) => low)), Math.max(...ends.map(([, high]) => high))];
    this.#axes();
  }

  #axes() {
    const { runs, player } = this.comparison;
    const [low, high] = this.range;
    const layers = Math.max(...runs.map(({ header }) => header.cards.length));
    this.panel.relayout({
      "xaxis.range": [0.7, layers + 0.3], "xaxis.tickmode": layers <= 16 ? "linear" : "auto", "xaxis.tick0": 1, "xaxis.dtick": layers <= 16 ? 1 : null,
      "yaxis.range": [low, high], "yaxis.dtick": DECADES.find((d) => (high - low) / d <= 6) ?? 100,
      "yaxis.title.text": player[`measure_${this.chosen.measure}`],
    });
  }

  /** @param {Theme} theme */
  look(theme) {
    this.template = this.comparison.figures[theme].staircase;
    this.panel.setTemplate(this.template, true);
    this.#axes();
  }

  /** Widen an axis that a value has left. @param {number[][]} all */
  #widen(all) {
    const powers = all.flat().filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
    const [low, high] = this.range;
    if (!powers.some((power) => power < low || power > high)) return;
    this.range = [Math.floor(Math.min(low, ...powers) - 0.3), Math.ceil(Math.max(high, ...powers) + 0.3)];
    this.#axes();
  }

  /** @param {Frames} frames @param {boolean} playing */
  show(frames, playing) {
    this.frames = frames;
    const { template } = this;
    if (!template) return;
    const all = frames.map((frame) => [...frame.numbers(this.chosen.measure)]);
    this.#widen(all);
    this.panel.show(template.data.map(({ meta }, trace) => ({ trace, ...this.#series(String(meta), all) })), playing);
  }

  /** What stands where, by the meta of its trace. @param {string} meta @param {number[][]} all @returns {Series} */
  #series(meta, all) {
    const [what, place] = meta.split(" ");
    if (what in SHARES) {
      const of = this.comparison.seeds.map((i) => all[i]);
      return { x: of[0].map((_, layer) => layer + 1), y: of[0].map((_, layer) => quantile(of.map((values) => values[layer]).sort((a, b) => a - b), SHARES[what])) };
    }
    const values = all[Number(place)];
    const layers = values.map((_, layer) => layer + 1);
    if (what === "line") return { x: layers, y: values };
    const [low, high] = this.range; // what is exactly 0 has no place on a log axis: a triangle at its foot
    const zeros = layers.filter((layer) => values[layer - 1] === 0);
    return { x: zeros, y: zeros.map(() => 10 ** (low + 0.02 * (high - low))) };
  }

  /** @param {Frames|null} frames */
  rest(frames) {
    if (frames) this.panel.settle();
  }

  destroy() {
    this.panel.destroy();
  }
}
