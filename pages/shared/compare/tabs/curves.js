// Losses and accuracies of the runs that are compared, over the clock, up to the moment shown.

import { putText } from "../../browser/dom.js";
import { percent, significant } from "../../browser/format.js";
import { attachAll, loadPlotly } from "../../browser/panels.js";
import { logTicks } from "../../player/charts/losses.js";
import { choice, panelIn } from "./panel.js";
import { along, quartiles, stepsOf } from "./series.js";

/** @import { Figure, Theme } from "../../browser/types.d.ts" */
/** @import { Comparison, Frames } from "../types.d.ts" */
/** @import { Series } from "./series.js" */

/** @type {Array<"loss"|"accuracy">} */
const KINDS = ["loss", "accuracy"];
/** How many times as much as where any run begins a linear axis shows. */
const FAR = 2;
const QUARTILES = ["low", "median", "high"];

export class Curves {
  /** @type {Comparison} */
  comparison;
  /** @type {Figure|null} */
  loss = null;
  /** @type {Figure|null} */
  accuracy = null;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.charts = KINDS.map((kind) => ({ kind, ...panelIn(host, kind) }));
    /** The ends of the loss's axis. */
    this.low = 0;
    this.top = 0;
    this.most = 0;
    /** @type {HTMLSelectElement[]} */
    this.choices = [];
    /** @type {Frames|null} */
    this.frames = null;
    /** @type {Promise<void>|null} */
    this.loading = null;
    for (const { panel } of this.charts) panel.onReset = () => this.#axes();
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
    const { text, chosen, runs, plotly } = comparison;
    this.chosen = chosen.curves ??= { axis: "linear", part: "train" };
    for (const old of this.choices) old.remove();
    const tested = runs.some(({ header }) => header.data.test > 0);
    if (!tested) this.chosen.part = "train";
    const [loss, accuracy] = this.charts;
    this.choices = [
      choice(loss.caption, text.axis, [["linear", text.axis_linear], ["log", text.axis_log]], this.chosen.axis, (axis) => this.#choose({ axis })),
      ...(tested ? [choice(loss.caption, text.part, [["train", text.part_train], ["test", text.part_test]], this.chosen.part, (part) => this.#choose({ part }))] : []),
    ];
    for (const { panel, kind } of this.charts) {
      putText(panel.heading, text[`heading_${kind}`]);
      panel.heading.dataset.term = kind;
    }
    accuracy.panel.figure.hidden = runs.every(({ header }) => header.data.task === "regression");
    this.loading ??= loadPlotly(plotly).then((loaded) => attachAll(this.charts.map(({ panel }) => panel), loaded)).then(() => this.rest(this.frames));
  }

  /** @param {object} what */
  #choose(what) {
    Object.assign(this.chosen, what);
    this.#axes();
    if (this.frames) {
      this.show(this.frames, false);
      this.rest(this.frames);
    }
  }

  /** @param {Theme} theme */
  look(theme) {
    for (const chart of this.charts) {
      this[chart.kind] = this.comparison.figures[theme][chart.kind];
      chart.panel.setTemplate(this.comparison.figures[theme][chart.kind], true);
    }
    this.#axes();
  }

  #axes() {
    const { clock, text, runs } = this.comparison;
    const { last } = clock;
    const x = { "xaxis.range": [-0.015 * last, 1.015 * last], "xaxis.title.text": text[`axis_${clock.kind}`], "xaxis.tickformat": clock.kind === "step" ? "d" : "" };
    const log = this.chosen.axis === "log";
    const kept = runs.flatMap(({ store }) => [store.curve, store.scores]);
    const most = Math.max(...kept.map((of) => of.most));
    this.most = most;
    // One that explodes leaves a linear axis, so that the others can be told apart; a log axis holds all.
    const first = Math.max(...runs.map(({ store }) => (store.curve.known ? store.curve.losses[0] : 0)), ...runs.map(({ store }) => store.scores.columns[0][0] || 0));
    this.top = 1.15 * (log || !(first > 0) ? most : Math.min(most, FAR * first)) || 1;
    this.low = Math.min(this.top, ...kept.map(({ least }) => least)) / 1.3;
    const ticks = log ? logTicks(this.low, this.top) : null;
    this.charts[0].panel.relayout({
      ...x, "yaxis.type": this.chosen.axis, "yaxis.range": log ? [Math.log10(this.low), Math.log10(this.top)] : [0, this.top],
      "yaxis.tickmode": log ? "array" : "auto", "yaxis.tickvals": ticks, "yaxis.ticktext": ticks?.map((value) => significant(value, 1)) ?? null,
    });
    this.charts[1].panel.relayout(x);
  }

  /** Widen the axis that a value has left. */
  #widen() {
    const kept = this.comparison.runs.flatMap(({ store }) => [store.curve, store.scores]);
    const [most, least] = [Math.max(...kept.map((of) => of.most)), Math.min(...kept.map((of) => of.least))];
    if (most > this.most || (this.chosen.axis === "log" && least < this.low)) this.#axes();
  }

  /** @param {Frames} frames @param {boolean} playing */
  show(frames, playing) {
    this.frames = frames;
    const { runs } = this.comparison;
    frames.forEach((frame, i) => frame.has("scores") && runs[i].store.scores.see(frame));
    this.#widen();
    for (const { kind, panel } of this.charts) {
      const template = this[kind];
      if (template && !panel.figure.hidden) panel.show(this.#moving(kind, template, frames), playing);
    }
  }

  /** What stands where, by the meta of its trace. @param {"loss"|"accuracy"} kind @param {Figure} template @param {Frames} frames */
  #moving(kind, template, frames) {
    const { runs, clock, seeds } = this.comparison;
    const all = runs.map((run, i) => along(clock, i, stepsOf(run, frames[i], kind, this.chosen.part)));
    const spread = seeds.length ? quartiles(seeds.map((i) => all[i])) : [];
    const write = kind === "accuracy" ? (/** @type {number} */ value) => percent(value, 2) : undefined;
    return template.data.map(({ meta }, trace) => ({ trace, write, ...this.#series(String(meta), all, spread) }));
  }

  /** @param {string} meta @param {Series[]} all @param {Series[]} spread @returns {Series} */
  #series(meta, all, spread) {
    const [what, place] = meta.split(" ");
    if (QUARTILES.includes(what)) return spread[QUARTILES.indexOf(what)] ?? { x: [], y: [] };
    const { x, y } = all[Number(place)];
    return what === "line" ? { x, y } : { x: x.slice(-1), y: y.slice(-1) };
  }

  /** @param {Frames|null} frames */
  rest(frames) {
    if (frames) for (const { panel } of this.charts) panel.settle();
  }

  destroy() {
    for (const { panel } of this.charts) panel.destroy();
  }
}
