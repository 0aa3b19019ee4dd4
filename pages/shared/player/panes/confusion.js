// How well classes are told apart: the confusion matrix.

import { element } from "../../browser/dom.js";
import { rgb } from "../../browser/draw.js";
import { counted, fill } from "../../browser/format.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Palette, RunHeader } from "../../browser/types.d.ts" */
/** @import { Tools } from "./panes.js" */

/**
 * A cell, and the count and shade that it has.
 * @typedef {{cell: HTMLTableCellElement, said: {true: string, told: string}, count: number|null, share: number|null}} Cell
 */

const WRITE_MS = 100;
/** All columns together, at the least, in pixels. */
const CELLS_WIDTH = 250;
/** The palest that a cell with a count may be, in percent: never as pale as an empty one. */
const PALEST = 12;

/** How light a colour is, 0 to 1, as WCAG has it. @param {number[]} colour red, green, blue */
function luminance(colour) {
  const [r, g, b] = colour.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * For 0 to 100 percent, the colour from background to accent, and that of the two in which text reads better on it.
 * @param {Palette} palette
 */
function countShades({ background, accent, ink }) {
  const [from, to] = [rgb(background), rgb(accent)];
  const texts = [background, ink].map((colour) => ({ colour, light: luminance(rgb(colour)) }));
  return Array.from({ length: 101 }, (_, share) => {
    const mixed = from.map((v, c) => Math.round(v + (share / 100) * (to[c] - v)));
    const light = luminance(mixed);
    /** @param {{light: number}} other */
    const contrast = (other) => (Math.max(light, other.light) + 0.05) / (Math.min(light, other.light) + 0.05);
    const [one, two] = texts;
    return { fill: `rgb(${mixed.join(" ")})`, text: (contrast(one) > contrast(two) ? one : two).colour };
  });
}

/** Which samples are judged, and how many. @param {RunHeader} header @param {string} key */
export function judged({ text, data }, key) {
  return counted(text, `${key}_${data.test ? "test" : "train"}`, data.test || data.train);
}

/** How often each class was taken for each: a table, a row for each true class. */
export class Confusion {
  /** @type {RunHeader} */
  header;
  /** @type {HTMLTableElement} */
  table;
  /** @type {ReturnType<typeof countShades>} */
  shades;

  /** @param {HTMLElement} host @param {Tools} _tools */
  constructor(host, _tools) {
    this.host = host;
    /** By rows. @type {Cell[][]} */
    this.cells = [];
    this.written = -Infinity;
    /** @type {Frame|null} */
    this.frame = null;
    host.classList.add("bp-confusion");
  }

  /** @param {RunHeader} header */
  static fits(header) {
    return header.channels.some(({ name }) => name === "confusion");
  }

  /** @param {RunHeader} header */
  begin(header) {
    this.header = header;
    const { text, data } = header;
    const names = data.classes;
    const table = element("table");
    table.append(element("caption", "bp-hidden", text.confusion_caption));
    const [over, top] = [table.insertRow(), table.insertRow()];
    const told = element("th", "bp-axis-name", text.told);
    told.colSpan = names.length;
    const corner = element("td");
    Object.assign(corner, { colSpan: 2, rowSpan: 2 });
    over.append(corner, told);
    top.append(...names.map((name) => this.#name(name, "col")));
    this.cells = names.map((name, i) => {
      const row = table.insertRow();
      if (i === 0) {
        const side = element("th", "bp-axis-name bp-side");
        side.append(element("span", "", text.true));
        side.rowSpan = names.length;
        row.append(side);
      }
      row.append(this.#name(name, "row"));
      return names.map((other, j) => {
        const cell = row.insertCell();
        cell.className = i === j ? "bp-right" : "";
        return { cell, said: { true: name, told: other }, count: null, share: null };
      });
    });
    this.host.replaceChildren(table);
    this.table = table;
    this.frame = null;
  }

  /** @param {string} name @param {string} scope */
  #name(name, scope) {
    const head = element("th", "", name);
    head.scope = scope;
    head.title = name;
    return head;
  }

  /** @param {Palette} palette */
  look(palette) {
    this.shades = countShades(palette);
    for (const cell of this.cells.flat()) cell.share = null;
    if (this.frame) this.#write(this.frame);
  }

  /** @param {Frame} frame @param {boolean} playing */
  show(frame, playing) {
    if (playing && performance.now() - this.written < WRITE_MS) return;
    this.#write(frame);
  }

  /** @param {Frame} frame */
  rest(frame) {
    this.#write(frame);
    for (const { cell, said, count } of this.cells.flat()) {
      cell.title = fill(this.header.text.confusion_cell, { ...said, n: String(count) });
    }
  }

  /** @param {Frame} frame */
  #write(frame) {
    this.frame = frame;
    this.written = performance.now();
    const counts = frame.numbers("confusion");
    const k = this.cells.length;
    const sums = this.cells.map((_, i) => counts.subarray(i * k, (i + 1) * k).reduce((sum, n) => sum + n, 0));
    this.cells.forEach((row, i) => row.forEach((cell, j) => this.#fill(cell, counts[i * k + j], sums[i])));
    const room = CELLS_WIDTH / k / (0.6 * String(Math.max(...sums)).length);
    const size = `max(var(--bp-least), ${Math.max(9, Math.min(17, Math.floor(room)))} * var(--px))`;
    if (this.table.style.fontSize !== size) this.table.style.fontSize = size;
  }

  /** @param {Cell} cell @param {number} count @param {number} all */
  #fill(cell, count, all) {
    const share = count ? Math.round(PALEST + (100 - PALEST) * (count / all)) : 0;
    if (count !== cell.count) cell.cell.textContent = String(count);
    if (share !== cell.share) {
      const { fill: colour, text } = this.shades[share];
      cell.cell.style.background = colour;
      cell.cell.style.color = count ? text : "";
      cell.cell.classList.toggle("bp-zero", !count);
    }
    Object.assign(cell, { count, share });
  }

  extra() {}

  /** @param {Frame} frame */
  title(frame) {
    const { text } = this.header;
    return { heading: fill(text.confusion_title, { step: frame.step }), note: judged(this.header, "judged") };
  }

  destroy() {}
}
