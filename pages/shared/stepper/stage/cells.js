// One array of a picture as a canvas of cells: its colours, which cell the pointer is on, and where it moves from.

import { element } from "../../browser/dom.js";
import { largest, niceCeiling, paintCells } from "../../browser/draw.js";
import { significant } from "../../browser/format.js";

/** @import { Part } from "../../browser/types.d.ts" */
/** @import { Box, Placed } from "./layout.js" */

/** @param {number} rows @param {number} columns @param {ArrayLike<number>} values @returns {Part} */
export function cells(rows, columns, values) {
  return { rows, columns, factor: 1, values: /** @type {Float64Array} */ (values) };
}

/** Rows as columns. @param {Part} part @returns {Part} */
export function turned({ rows, columns, values }) {
  const made = new Float64Array(values.length);
  for (let r = 0; r < rows; r += 1) for (let c = 0; c < columns; c += 1) made[c * rows + r] = values[r * columns + c];
  return cells(columns, rows, made);
}

export class CellCanvas {
  /**
   * @param {HTMLElement} stage
   * @param {(row: number, column: number) => void} onCell a cell was clicked
   */
  constructor(stage, onCell) {
    this.canvas = element("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    this.onCell = onCell;
    /** @type {Placed|null} */
    this.placed = null;
    /** @type {Part|null} */
    this.part = null;
    this.canvas.addEventListener("click", (event) => this.onCell(...this.#at(event)));
    this.canvas.addEventListener("mousemove", (event) => this.#name(...this.#at(event)));
    stage.append(this.canvas);
  }

  /** @param {Placed} placed */
  put(placed) {
    this.placed = placed;
    const { x, y, width, height } = placed.box;
    Object.assign(this.canvas.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
  }

  /** @param {Part|null} part null where it is not computed yet @param {number|null} limit where its colours end; null: at its own largest number @param {Uint32Array} table */
  paint(part, limit, table) {
    this.part = part;
    this.canvas.classList.toggle("st-empty", !part);
    if (part) paintCells(this.canvas, part, limit ?? niceCeiling(largest(part)), table);
  }

  /** The place of a cell. @param {number} row @param {number} column @returns {Box} */
  cell(row, column) {
    const { box, rows, columns } = /** @type {Placed} */ (this.placed);
    const [width, height] = [box.width / columns, box.height / rows];
    return { x: box.x + column * width, y: box.y + row * height, width, height };
  }

  /** @param {MouseEvent} event @returns {[number, number]} */
  #at(event) {
    const box = this.canvas.getBoundingClientRect();
    const { rows, columns } = /** @type {Placed} */ (this.placed);
    /** @param {number} at @param {number} length @param {number} count */
    const place = (at, length, count) => Math.min(count - 1, Math.max(0, Math.floor((at / length) * count)));
    return [place(event.clientY - box.top, box.height, rows), place(event.clientX - box.left, box.width, columns)];
  }

  /** @param {number} row @param {number} column */
  #name(row, column) {
    const { part, placed } = this;
    if (!part || !placed) return;
    if (this.canvas.closest("[data-blank]")) {
      this.canvas.title = "";
      return;
    }
    const [i, j] = placed.whole?.turned ? [column, row] : [row, column];
    const index = placed.kind === "matrix" ? `${i + 1}, ${j + 1}` : Math.max(row, column) + 1;
    const name = placed.part?.name ?? placed.whole?.name;
    this.canvas.title = `${name}[${index}] = ${significant(part.values[row * part.columns + column], 6)}`;
  }
}
