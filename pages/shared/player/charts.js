// The three charts of a step: the selected layer, the gradient of all layers, the loss. Which arrays go where.

import { fill, significant } from "./format.js";
import { Panel } from "./panels.js";

const MANY_CELLS = 64 * 64;
const DECADES = [1, 2, 3, 5, 10, 20, 30, 50, 100];

/** At most about eight labelled values of a log axis: decades, and 2 and 5 where they are few. */
function logTicks(low, high) {
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

/**
 * Ticks of an axis that counts units or layers: every one of few, else as Plotly chooses.
 * @param {string} axis xaxis or yaxis
 * @param {number} count
 */
export function unitTicks(axis, count) {
  const few = count <= 12;
  return { [`${axis}.tickmode`]: few ? "linear" : "auto", [`${axis}.tick0`]: 1, [`${axis}.dtick`]: few ? 1 : null };
}

export class Charts {
  /** @param {HTMLElement} root */
  constructor(root) {
    const panel = (name) => new Panel(root.querySelector(`[data-panel=${name}]`));
    this.weights = panel("weights");
    this.profile = panel("profile");
    this.loss = panel("loss");
    this.panels = [this.weights, this.profile, this.loss];
    this.weights.onReset = () => this.weightsAxes();
    this.profile.onReset = () => this.profileAxes();
    this.loss.onReset = () => this.lossAxes();
  }

  /**
   * Another run.
   * @param {Object} header
   * @param {Object} choices as they are now and later
   * @param {import("./tape.js").Store} store
   */
  begin(header, choices, store) {
    Object.assign(this, { header, choices, store, detail: null });
    this.ranges = structuredClone(header.ranges);
  }

  /** Figures of this theme, "light" or "dark". @param {string} theme @param {Uint32Array} table */
  setTheme(theme, table) {
    this.table = table;
    const figures = this.header.figures[theme];
    this.leastTop = figures.loss.layout.yaxis.range[1];
    this.weights.setTemplate(figures.weights);
    this.profile.setTemplate(figures.profile);
    this.loss.setTemplate(figures.loss);
    this.axes();
  }

  /** @param {Object} plotly the loaded library */
  async attach(plotly) {
    for (const panel of this.panels) await panel.attach(plotly);
    this.axes();
  }

  axes() {
    this.weightsAxes();
    this.profileAxes();
    this.lossAxes();
  }

  /** The axes of the selected layer. */
  weightsAxes() {
    const card = this.header.cards[this.choices.selected];
    this.weights.relayout({
      "xaxis.range": [0.5, card.columns + 0.5],
      "yaxis.range": [card.rows + 0.5, 0.5],
      "yaxis.title.text": card.from,
      ...unitTicks("xaxis", card.columns),
      ...unitTicks("yaxis", card.rows),
    });
  }

  /** The axes of the chosen measure: the same decades for the whole run, unless a value leaves them. */
  profileAxes() {
    const { measure } = this.choices;
    const [low, high] = this.ranges[measure];
    this.profile.relayout({
      "xaxis.range": [0.7, this.header.cards.length + 0.3],
      ...unitTicks("xaxis", this.header.cards.length),
      "yaxis.range": [low, high],
      "yaxis.dtick": DECADES.find((d) => (high - low) / d <= 6) ?? 100,
      "yaxis.title.text": this.header.text[`measure_${measure}`],
    });
  }

  lossAxes() {
    const { published, end } = this.header;
    const behind = published.slice(0, end + 1);
    const { curve } = this.store;
    const least = Math.min(curve.least, ...behind);
    const most = Math.max(curve.most, ...behind);
    // The tutorial's losses fix the axis where they are drawn; else there is only this run.
    const ceiling = behind.length || !(most > 0) ? this.leastTop : 0;
    this.top = most > ceiling ? 1.3 * most : ceiling;
    this.low = Math.min(least, this.top) / 1.5;
    const log = this.choices.axis === "log";
    const ticks = log ? logTicks(this.low, this.top) : null;
    this.loss.relayout({
      "xaxis.range": [-0.015 * end, 1.015 * end], // room for the whole of a marker
      "yaxis.type": this.choices.axis,
      "yaxis.range": log ? [Math.log10(this.low), Math.log10(this.top)] : [0, this.top],
      "yaxis.tickmode": log ? "array" : "auto",
      "yaxis.tickvals": ticks,
      "yaxis.ticktext": ticks?.map((value) => significant(value, 1)) ?? null,
    });
  }

  /** Widen an axis that a value has left. */
  #widen(frame) {
    const { measure } = this.choices;
    const range = this.ranges[measure];
    const powers = Array.from(frame.numbers(measure), Math.log10).filter(Number.isFinite);
    if (powers.some((power) => power < range[0] || power > range[1])) {
      const room = Math.max(0.3, 0.04 * (Math.max(range[1], ...powers) - Math.min(range[0], ...powers)));
      this.ranges[measure] = [
        Math.min(range[0], ...powers.map((power) => Math.floor(power - room))),
        Math.max(range[1], ...powers.map((power) => Math.ceil(power + room))),
      ];
      this.profileAxes();
    }
    const [loss] = frame.numbers("loss");
    if (Number.isFinite(loss) && (loss > this.top || (loss > 0 && loss < this.low))) this.lossAxes();
  }

  /**
   * @param {import("./tape.js").Frame} frame
   * @param {boolean} playing
   * @param {number} limit where the colours of the selected layer end
   */
  show(frame, playing, limit) {
    this.#widen(frame);
    this.#showWeights(frame, playing, limit);
    this.#showProfile(frame, playing);
    this.#showLoss(frame, playing);
  }

  #showWeights(frame, playing, limit) {
    const { view, selected } = this.choices;
    const { text, cards } = this.header;
    const full = this.hasDetail(frame.step) ? this.detail : null;
    const part = full ?? frame.part(view, selected);
    const card = cards[selected];
    const name = text[`name_${view}`];
    this.weights.heading.textContent = fill(text.weights_title, { n: selected + 1, name, step: frame.step });
    const [rows, columns] = full ? [1, 1] : card.block;
    this.#noteBlocks(card, part, rows, columns);
    const span = { rows: part.rows * rows, columns: part.columns * columns };
    const matrix = (write) => Array.from({ length: part.rows }, (_, r) =>
      Array.from(part.values.subarray(r * part.columns, (r + 1) * part.columns), (v) => write(v * part.factor)));
    // Of very many cells Plotly itself writes the one under the pointer.
    const many = part.values.length > MANY_CELLS;
    const template = this.header.figures.light.weights.data[0].hovertemplate;
    const heatmap = () => ({
      z: matrix((v) => v),
      text: many ? null : matrix((v) => significant(v, 4)),
      hovertemplate: many ? template.replace("%{text}", "%{z:.3e}") : template,
      x0: (columns + 1) / 2, dx: columns, y0: (rows + 1) / 2, dy: rows,
      zmin: -limit, zmax: limit, name,
    });
    this.weights.show([{ trace: 0, part, limit, table: this.table, span, heatmap }], playing);
  }

  /** A layer too large for a cell a weight says so. */
  #noteBlocks(card, part, rows, columns) {
    const { text } = this.header;
    const { note } = this.weights;
    if (rows * columns === 1) {
      note.textContent = fill(text.parameters, { n: card.parameters.toLocaleString("en") });
      note.title = "";
      return;
    }
    note.textContent = fill(text.reduced, { block_rows: rows, block_columns: columns });
    note.title = fill(text.reduced_help, {
      rows: card.rows, columns: card.columns, shown_rows: part.rows, shown_columns: part.columns,
    });
  }

  /** Whether the selected layer needs a cell for each weight that the frames do not have. */
  needsDetail(step) {
    const [rows, columns] = this.header.cards[this.choices.selected].block;
    return rows * columns > 1 && !this.hasDetail(step);
  }

  hasDetail(step) {
    const { detail, choices } = this;
    return Boolean(detail) && detail.step === step && detail.view === choices.view && detail.layer === choices.selected;
  }

  /** A step as wide as the last one (figure spaces are as wide as digits), so that what follows keeps its place. */
  #padded(step) {
    return String(step).padEnd(String(this.header.end).length, "\u2007");
  }

  #showProfile(frame, playing) {
    const { measure } = this.choices;
    const { text, cards, initial } = this.header;
    const layers = cards.map((_, i) => i + 1);
    this.profile.heading.textContent = fill(text.profile_title, { step: this.#padded(frame.step) });
    this.profile.note.textContent = text.profile_note;
    this.profile.show([
      { trace: 0, x: layers, y: initial[measure] },
      { trace: 1, x: layers, y: frame.numbers(measure) },
    ], playing);
  }

  #showLoss(frame, playing) {
    const { text, end, legs } = this.header;
    this.loss.heading.textContent = fill(text.loss_title, { step: this.#padded(frame.step) });
    const { start } = legs.at(-1);
    this.loss.note.textContent = start > 0 ? text.continued : (this.header.published.length ? text.published : "");
    this.loss.show([
      { trace: 1, ...this.store.curve.upTo(frame.step, end) },
      { trace: 2, x: [frame.step], y: [frame.numbers("loss")[0]] },
    ], playing);
  }

  destroy() {
    for (const panel of this.panels) panel.destroy();
  }
}
