// The three charts of a step: the selected layer, the gradient of all layers, the loss. Which arrays go where.

import { find, putText } from "../../browser/dom.js";
import { fill, known, significant } from "../../browser/format.js";
import { attachAll, Panel } from "../../browser/panels.js";
import { matrixOf } from "../heatmaps.js";
import { namesOf } from "../names.js";
import { steady } from "../steady.js";
import { Losses } from "./losses.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Store } from "../../browser/store.js" */
/** @import { Card, Choices, FullMatrix, Numbers, Part, Plotly, RunHeader, Theme } from "../../browser/types.d.ts" */

const MANY_CELLS = 64 * 64;
const [MOST_NAME_TICKS, LONGEST_TICK] = [10, 11];
/** Left of a heatmap, for numbers and for names. */
const [MARGIN, NAMED_MARGIN] = [44, 96];
const DECADES = [1, 2, 3, 5, 10, 20, 30, 50, 100];

/**
 * Ticks of an axis that counts units or layers: every one of few, else as Plotly chooses.
 * @param {string} axis xaxis or yaxis
 * @param {number} count
 */
function unitTicks(axis, count) {
  const few = count <= 12;
  return { [`${axis}.tickmode`]: few ? "linear" : "auto", [`${axis}.tick0`]: 1, [`${axis}.dtick`]: few ? 1 : null };
}

/** Plotly takes tags. @param {string} name */
function plain(name) {
  return name.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** At most so many letters. @param {string} line */
function cut(line) {
  return line.length > LONGEST_TICK ? `${line.slice(0, LONGEST_TICK - 1)}…` : line;
}

/** A name in a line, or where it has a space in two, as Plotly writes them. @param {string} name */
export function nameTick(name) {
  const space = name.length > LONGEST_TICK ? name.lastIndexOf(" ", LONGEST_TICK) : -1;
  const lines = space > 0 ? [name.slice(0, space), name.slice(space + 1)] : [name];
  return lines.map((line) => plain(cut(line))).join("<br>");
}

/**
 * Ticks of an axis whose cells have names, perhaps a person's own; a long one takes two lines, or is cut.
 * @param {string} axis
 * @param {string[]} names
 */
function nameTicks(axis, names) {
  return {
    [`${axis}.tickmode`]: "array",
    [`${axis}.tickvals`]: names.map((_, i) => i + 1),
    [`${axis}.ticktext`]: names.map(nameTick),
  };
}

export class Charts {
  /** @type {RunHeader} */
  header;
  /** @type {Choices} */
  choices;
  /** The colours of a heatmap. @type {Uint32Array} */
  table;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.weights = new Panel(find(root, "[data-panel=weights]"));
    this.profile = new Panel(find(root, "[data-panel=profile]"));
    this.loss = new Panel(find(root, "[data-panel=loss]"));
    this.panels = [this.weights, this.profile, this.loss];
    /** The selected layer, a cell for each weight, where its frames have not as many. @type {FullMatrix|null} */
    this.detail = null;
    /** The profile's axis of each measure, as powers of ten. @type {RunHeader["ranges"]} */
    this.ranges = {};
    this.weights.onReset = () => this.weightsAxes();
    this.profile.onReset = () => this.profileAxes();
    this.losses = new Losses(this.loss, find(root, "[data-panel=loss]"));
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
    this.detail = null;
    this.ranges = structuredClone(header.ranges);
    this.losses.begin(header, choices, store);
  }

  /** Figures of this theme. @param {Theme} theme @param {Uint32Array} table */
  setTheme(theme, table) {
    this.table = table;
    const figures = this.header.figures[theme];
    this.weights.setTemplate(figures.weights, true);
    this.profile.setTemplate(figures.profile, true);
    this.losses.setTheme(figures);
    this.axes();
  }

  /** @param {Plotly} plotly the loaded library */
  async attach(plotly) {
    await attachAll(this.panels, plotly);
    this.axes();
  }

  axes() {
    this.weightsAxes();
    this.profileAxes();
    this.losses.axes();
  }

  /** The axes of the selected layer. */
  weightsAxes() {
    const { selected } = this.choices;
    const card = this.header.cards[selected];
    const { from, to } = namesOf(this.header, selected);
    const named = from.length > 0 && from.length <= MOST_NAME_TICKS;
    this.weights.relayout({
      "margin.l": named ? NAMED_MARGIN : MARGIN,
      "xaxis.range": [0.5, card.columns + 0.5],
      "yaxis.range": [card.rows + 0.5, 0.5],
      "yaxis.title.text": card.from,
      ...(to.length && to.length <= MOST_NAME_TICKS ? nameTicks("xaxis", to) : unitTicks("xaxis", card.columns)),
      ...(named ? nameTicks("yaxis", from) : unitTicks("yaxis", card.rows)),
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

  /** Widen an axis that a value has left. @param {Frame} frame */
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
  }

  /**
   * @param {Frame} frame
   * @param {boolean} playing
   * @param {number|null} limit where the colours of the selected layer end; null where its weights are not shown
   */
  show(frame, playing, limit) {
    this.#widen(frame);
    if (limit !== null) this.#showWeights(frame, playing, limit);
    this.#showProfile(frame, playing);
    this.losses.show(frame, playing, (entry) => this.#heading(entry, frame.step));
  }

  /** @param {Frame} frame @param {boolean} playing @param {number} limit */
  #showWeights(frame, playing, limit) {
    const { selected } = this.choices;
    const view = matrixOf(this.choices.view);
    const { text, cards } = this.header;
    const full = this.hasDetail(frame.step) ? this.detail : null;
    const part = full ?? frame.part(view, selected);
    const card = cards[selected];
    const name = text[`name_${view}`];
    putText(this.weights.heading, steady(fill(text.weights_title, { n: selected + 1, name, step: frame.step }), frame.step, this.header.end));
    const [rows, columns] = full ? [1, 1] : card.block;
    this.#noteBlocks(card, part, rows, columns);
    const span = { rows: part.rows * rows, columns: part.columns * columns };
    /** @type {<Cell>(write: (value: number) => Cell) => Cell[][]} */
    const matrix = (write) => Array.from({ length: part.rows }, (_, r) =>
      Array.from(part.values.subarray(r * part.columns, (r + 1) * part.columns), (v) => write(v * part.factor)));
    // Of very many cells Plotly itself writes the one under the pointer.
    const many = part.values.length > MANY_CELLS;
    const template = this.header.figures.light.weights.data[0].hovertemplate;
    const places = rows * columns === 1 ? this.#places(selected, part) : null;
    const heatmap = () => ({
      z: matrix((v) => v),
      text: many ? null : matrix((v) => (part.grain ? `≈ ${known(v, 4, part.grain)}` : significant(v, 4))),
      customdata: places,
      hovertemplate: [
        ...(many ? [["%{text}", "%{z:.3e}"]] : []),
        ...(places ? [["%{y}", "%{customdata[0]}"], ["%{x}", "%{customdata[1]}"]] : []),
      ].reduce((written, [place, other]) => written.replace(place, other), template),
      x0: (columns + 1) / 2, dx: columns, y0: (rows + 1) / 2, dy: rows,
      zmin: -limit, zmax: limit, name,
    });
    this.weights.show([{ trace: 0, part, limit, table: this.table, span, heatmap }], playing);
  }

  /**
   * From where to where each weight of a layer leads, where any of them has a name.
   * @param {number} layer
   * @param {Part} part
   */
  #places(layer, { rows, columns }) {
    const { from, to } = namesOf(this.header, layer);
    if (!from.length && !to.length) return null;
    /** @param {string[]} names @param {number} count */
    const all = (names, count) => Array.from({ length: count }, (_, i) => plain(names[i] ?? String(i + 1)));
    const [below, above] = [all(from, rows), all(to, columns)];
    return below.map((start) => above.map((end) => [start, end]));
  }

  /**
   * A layer too large for a cell a weight says so.
   * @param {Card} card
   * @param {Part} part
   * @param {number} rows
   * @param {number} columns
   */
  #noteBlocks(card, part, rows, columns) {
    const { text } = this.header;
    const { note } = this.weights;
    if (rows * columns === 1) {
      putText(note, fill(text.parameters, { n: card.parameters.toLocaleString("en") }));
      note.title = "";
      return;
    }
    putText(note, fill(text.reduced, { block_rows: rows, block_columns: columns }));
    note.title = fill(text.reduced_help, {
      rows: card.rows, columns: card.columns, shown_rows: part.rows, shown_columns: part.columns,
    });
  }

  /** Whether the selected layer needs a cell for each weight that the frames do not have. @param {number} step */
  needsDetail(step) {
    const [rows, columns] = this.header.cards[this.choices.selected].block;
    return rows * columns > 1 && !this.hasDetail(step);
  }

  /** @param {number} step */
  hasDetail(step) {
    const { detail, choices } = this;
    return detail !== null && detail.step === step && detail.view === matrixOf(choices.view) && detail.layer === choices.selected;
  }

  /** @param {string} entry with the step somewhere in it @param {number} step */
  #heading(entry, step) {
    return steady(fill(entry, { step }), step, this.header.end);
  }

  /** @param {Frame} frame @param {boolean} playing */
  #showProfile(frame, playing) {
    const { measure } = this.choices;
    const { text, cards, initial } = this.header;
    const layers = cards.map((_, i) => i + 1);
    putText(this.profile.heading, this.#heading(text.profile_title, frame.step));
    putText(this.profile.note, text.profile_note);
    this.profile.show([
      { trace: 0, x: layers, y: initial[measure] },
      { trace: 1, x: layers, y: frame.numbers(measure) },
    ], playing);
  }

  destroy() {
    for (const panel of this.panels) panel.destroy();
  }
}
