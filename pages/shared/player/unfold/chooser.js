// Choosing a cell by keys: a place over the selected layer's card that takes the focus, and a frame around one cell.
// Arrows move it: through the matrix, and below that through the strips of a and delta. Each cell is said; Enter unfolds it.

import { element, find } from "../../browser/dom.js";
import { fill, known } from "../../browser/format.js";
import { matrixOf } from "../heatmaps.js";
import { AMONG_CELLS } from "../moves.js";
import { titleOf } from "./cell_card.js";
import { isOfWeight, spanOf } from "./places.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Choices, Header, Part } from "../../browser/types.d.ts" */
/** @import { Box } from "../../browser/placing.js" */
/** @import { CellKind } from "../../arithmetic/types.d.ts" */
/** @import { Cell } from "./unfold.js" */

const DIGITS = 4;

/** A row of cells: what of, its place in it, and where it is drawn. @typedef {{kind: CellKind, row: number, part: Part, canvas: HTMLCanvasElement}} Line */

export class Chooser {
  /** @type {Header} */
  header;

  /**
   * @param {HTMLElement} root
   * @param {{values: Choices, frame: () => Frame|null, sample: () => number, open: (cell: Cell, box: Box, back: HTMLElement) => void, tell: (words: string) => void}} does
   */
  constructor(root, does) {
    this.does = does;
    this.cards = find(root, ".bp-cards");
    this.place = element("div", "bp-cells");
    this.place.tabIndex = 0;
    this.place.setAttribute("role", "application");
    this.mark = element("i");
    this.mark.hidden = true;
    this.place.append(this.mark);
    this.at = { row: 0, column: 0 };
    this.place.addEventListener("keydown", (event) => this.#key(event));
    this.place.addEventListener("focus", () => this.#move(0, 0));
    this.place.addEventListener("blur", () => { this.mark.hidden = true; });
  }

  /** @param {Header} header of another run */
  begin(header) {
    this.header = header;
    this.at = { row: 0, column: 0 };
    this.select();
  }

  /** Another layer is selected. */
  select() {
    const { selected } = this.does.values;
    const { text, cards } = this.header;
    this.cards.children[selected]?.append(this.place);
    this.place.setAttribute("aria-label", fill(text.unfold_cells, { title: cards[selected].title }));
  }

  /** What can be chosen, from above: the rows of the matrix, where it is to be seen, and both strips. @returns {Line[]} */
  #lines() {
    const { frame, values: { selected, view } } = this.does;
    const now = frame();
    const slot = this.cards.children[selected];
    if (!now || !slot) return [];
    const kind = matrixOf(view);
    const part = now.part(kind, selected);
    /** @param {string} selector */
    const canvas = (selector) => /** @type {HTMLCanvasElement} */ (find(slot, selector));
    const matrix = view === "units" ? [] : Array.from({ length: part.rows }, (_, row) => ({ kind, row, part, canvas: canvas(".bp-map") }));
    const strips = /** @type {CellKind[]} */ (["a", "delta"]).map((name) => (
      { kind: name, row: 0, part: now.part(name, selected), canvas: canvas(`.bp-row-${name} + canvas`) }
    ));
    return [...matrix, ...strips].filter((line) => line.canvas.clientWidth > 0); // some screens leave some out
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const move = AMONG_CELLS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || (!move && event.key !== "Enter")) return;
    event.preventDefault(); // nor does it move the run
    if (move) this.#move(...move);
    else this.#open();
  }

  /** @param {number} down @param {number} across */
  #move(down, across) {
    const lines = this.#lines();
    if (!lines.length) return;
    const row = Math.min(lines.length - 1, Math.max(0, this.at.row + down));
    const column = Math.min(lines[row].part.columns - 1, Math.max(0, this.at.column + across));
    this.at = { row, column };
    this.#draw(lines[row], column);
    this.does.tell(this.#words(lines[row], column));
  }

  /** A cell as the server is asked about it. @param {Line} line @param {number} column @returns {Cell} */
  #cell({ kind, row, part }, column) {
    const { selected } = this.does.values;
    const card = this.header.cards[selected];
    const ofWeight = isOfWeight(kind);
    const across = ofWeight ? card.block[1] : Math.ceil(card.columns / part.columns);
    const rows = ofWeight ? spanOf(row, card.block[0], card.rows) : spanOf(0, 1, 1);
    return { kind, layer: selected + 1, rows, columns: spanOf(column, across, card.columns) };
  }

  /** @param {Line} line @param {number} column */
  #words(line, column) {
    const { kind, layer, rows, columns } = this.#cell(line, column);
    const { part: { values, factor, grain, columns: wide } } = line;
    const frame = this.does.frame();
    const row = isOfWeight(kind) ? rows[0] : this.does.sample();
    const name = titleOf(this.header, { kind, layer, row, column: columns[0] }, frame?.step ?? 0);
    return fill(this.header.text.unfold_said, { name, value: known(values[line.row * wide + column] * factor, DIGITS, grain) });
  }

  /** Where a cell is drawn, on the screen. @param {Line} line @param {number} column @returns {Box} */
  #box({ canvas, row, part: { rows, columns } }, column) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const image = canvas.matches(".bp-mosaic") ? this.header.data.image : null;
    if (!image) {
      return { left: left + (column * width) / columns, right: left + ((column + 1) * width) / columns,
        top: top + (row * height) / rows, bottom: top + ((row + 1) * height) / rows };
    }
    const [high, wide] = image;
    const scale = Math.min(width / canvas.width, height / canvas.height);
    const across = (canvas.width + 1) / (wide + 1);
    const x = (column % across) * (wide + 1) + (row % wide);
    const y = Math.floor(column / across) * (high + 1) + Math.floor(row / wide);
    const [x0, y0] = [left + (width - scale * canvas.width) / 2 + scale * x, top + (height - scale * canvas.height) / 2 + scale * y];
    return { left: x0, right: x0 + scale, top: y0, bottom: y0 + scale };
  }

  /** @param {Line} line @param {number} column */
  #draw(line, column) {
    const box = this.#box(line, column);
    const { left, top } = this.place.getBoundingClientRect();
    Object.assign(this.mark.style, {
      left: `${box.left - left}px`, top: `${box.top - top}px`, width: `${box.right - box.left}px`, height: `${box.bottom - box.top}px`,
    });
    this.mark.hidden = false;
  }

  #open() {
    const line = this.#lines()[this.at.row];
    if (line) this.does.open(this.#cell(line, this.at.column), this.#box(line, this.at.column), this.place);
  }
}
