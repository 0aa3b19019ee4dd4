// The chart of a run's losses, or of its accuracies: what is drawn up to the step shown, and on which axes.

import { element, find, putText } from "../../browser/dom.js";
import { percent, significant } from "../../browser/format.js";
import { SCORES } from "../../browser/scores.js";

/** @import { Panel } from "../../browser/panels.js" */
/** @import { Store } from "../../browser/store.js" */
/** @import { Frame } from "../../browser/tape.js" */
/** @import { Choices, Figure, RunFigures, RunHeader } from "../../browser/types.d.ts" */

/**
 * At most about eight labelled values of a log axis: decades, and 2 and 5 where they are few.
 * @param {number} low
 * @param {number} high
 */
export function logTicks(low, high) {
  const decades = Math.log10(high / low);
  const every = Math.max(1, Math.ceil(decades / 8));
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power += every) {
    for (const digit of decades < 3 ? [1, 2, 5] : [1]) {
      const value = Number(`${digit}e${power}`);
      if (value >= low && value <= high) ticks.push(value);
    }
  }
  return ticks;
}

export class Losses {
  /** @type {RunHeader} */
  header;
  /** @type {Choices} */
  choices;
  /** @type {Store} */
  store;
  /** Of the theme. @type {RunFigures} */
  figures;
  /** The one that is shown. @type {Figure} */
  template;

  /** @param {Panel} panel @param {HTMLElement} figure its element */
  constructor(panel, figure) {
    this.panel = panel;
    this.axis = find(figure, ".bp-axis");
    /** @type {Choices["curve"]} */
    this.shown = "loss";
    /** The ends of the loss's axis, and where its top is by itself. */
    this.top = 0;
    this.low = 0;
    this.leastTop = 0;
    /** Whether losses or accuracies of all samples are drawn too. */
    this.scored = false;
    this.panel.onReset = () => this.axes();
  }

  /**
   * Another run.
   * @param {RunHeader} header
   * @param {Choices} choices as they are now and later
   * @param {Store} store
   */
  begin(header, choices, store) {
    this.header = header;
    this.choices = choices;
    this.store = store;
  }

  /** @param {RunFigures} figures of this theme */
  setTheme(figures) {
    this.figures = figures;
    this.choose();
  }

  /** The loss or the accuracy, as chosen. */
  choose() {
    const { curve } = this.choices;
    this.shown = this.figures[curve] ? curve : "loss";
    const template = this.figures[this.shown] ?? this.figures.loss;
    this.template = template;
    this.leastTop = template.layout.yaxis.range[1];
    this.scored = template.data.some((trace) => SCORES.includes(trace.meta));
    this.axis.hidden = this.shown === "accuracy";
    this.panel.setTemplate(template, true);
    this.#legend(template.data);
    this.axes();
  }

  /** What the lines are, each behind a piece of it. @param {Figure["data"]} traces */
  #legend(traces) {
    const { note } = this.panel;
    const { text, legs, published } = this.header;
    const lines = traces.filter(({ meta, mode }) => meta && mode === "lines");
    const shown = (this.scored ? lines : []).map(({ meta, line }) => {
      const [part] = meta.split("_"); // train, test, each
      const key = element("span", `bp-key bp-key-${part}`, text[`key_${part}`]);
      key.style.setProperty("--bp-key-line", `calc(${line.width} * var(--px)) ${line.dash ? "dashed" : "solid"} ${line.color}`);
      return key;
    });
    note.title = this.scored && this.shown === "loss" ? text.each_batch : "";
    if (shown.length) note.replaceChildren(...shown);
    else note.textContent = legs[legs.length - 1].start > 0 ? text.continued : (published.length ? text.published : "");
  }

  axes() {
    const { end } = this.header;
    const x = { "xaxis.range": [-0.015 * end, 1.015 * end] }; // room for the whole of a marker
    if (this.shown === "accuracy") this.panel.relayout({ ...x, "yaxis.range": [0, this.leastTop] });
    else this.panel.relayout({ ...x, ...this.#lossAxis() });
  }

  #lossAxis() {
    const { published, end } = this.header;
    const behind = published.slice(0, end + 1);
    const { curve, scores } = this.store;
    const least = Math.min(curve.least, scores.least, ...behind);
    const most = Math.max(curve.most, scores.most, ...behind);
    // The tutorial's losses fix the axis where they are drawn; else there is only this run.
    const ceiling = behind.length || !(most > 0) ? this.leastTop : 0;
    this.top = most > ceiling ? 1.3 * most : ceiling;
    this.low = Math.min(least, this.top) / 1.5;
    const log = this.choices.axis === "log";
    const ticks = log ? logTicks(this.low, this.top) : null;
    return {
      "yaxis.type": this.choices.axis,
      "yaxis.range": log ? [Math.log10(this.low), Math.log10(this.top)] : [0, this.top],
      "yaxis.tickmode": log ? "array" : "auto",
      "yaxis.tickvals": ticks,
      "yaxis.ticktext": ticks?.map((value) => significant(value, 1)) ?? null,
    };
  }

  /** Widen an axis that a value has left. @param {Frame} frame */
  #widen(frame) {
    if (this.shown === "accuracy") return;
    const values = [frame.numbers("loss")[0]];
    if (this.scored) {
      this.store.scores.see(frame);
      values.push(...frame.numbers("scores").subarray(0, 2));
    }
    /** @param {number} loss */
    const left = (loss) => Number.isFinite(loss) && (loss > this.top || (loss > 0 && loss < this.low));
    if (values.some(left)) this.axes();
  }

  /** What stands where, by the meta of its trace. @param {Frame} frame @param {string} meta */
  #moving(frame, meta) {
    const { curve, scores } = this.store;
    if (meta === "each") return curve.upTo(frame.step, this.header.end);
    if (meta === "now") return { x: [frame.step], y: [frame.numbers("loss")[0]] };
    if (SCORES.includes(meta)) return scores.upTo(frame, meta);
    return { x: [frame.step], y: [frame.numbers("scores")[SCORES.indexOf(meta.replace("now_", ""))]] };
  }

  /**
   * @param {Frame} frame
   * @param {boolean} playing
   * @param {(entry: string) => string} heading with the step, as wide as with the last one
   */
  show(frame, playing, heading) {
    this.#widen(frame);
    const { text } = this.header;
    const { panel } = this;
    putText(panel.heading, heading(text[this.figures.accuracy ? "to_step" : "loss_title"]));
    const write = this.shown === "accuracy" ? (/** @type {number} */ value) => percent(value, 2) : undefined;
    panel.show(
      this.template.data.flatMap(({ meta }, trace) => (meta ? [{ trace, write, ...this.#moving(frame, meta) }] : [])),
      playing,
    );
  }
}
