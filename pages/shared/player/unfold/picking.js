// A click on a cell unfolds it: of the selected layer's card and panel, and of every strip.

import { find, findAll } from "../../browser/dom.js";
import { matrixOf } from "../heatmaps.js";
import { around, inGrid, inMosaic, spanOf } from "./places.js";

/** @import { Choices, RunHeader } from "../../browser/types.d.ts" */
/** @import { Charts } from "../charts/charts.js" */
/** @import { Box } from "../../browser/placing.js" */
/** @import { Cell } from "./unfold.js" */

/** A pointer that went so far dragged something. */
const STILL = 4;

export class Picking {
  /** @type {RunHeader} */
  header;

  /**
   * @param {HTMLElement} root
   * @param {{charts: Charts, values: Choices, step: () => number, open: (cell: Cell, box: Box) => void}} does
   * @param {AbortSignal} signal
   */
  constructor(root, does, signal) {
    this.does = does;
    this.cards = find(root, ".bp-cards");
    /** Where the pointer was pressed. @type {[number, number]} */
    this.pressed = [0, 0];
    // Before the card itself hears it, and is selected.
    this.cards.addEventListener("click", (event) => this.#onCard(event), { signal, capture: true });
    const plot = find(root, "[data-panel=weights] .bp-plot");
    plot.addEventListener("pointerdown", ({ clientX, clientY }) => { this.pressed = [clientX, clientY]; }, { signal, capture: true });
    plot.addEventListener("click", (event) => this.#onPanel(event), { signal });
  }

  /** Another run, and other cards. @param {RunHeader} header */
  begin(header) {
    this.header = header;
    for (const canvas of findAll(this.cards, ".bp-map, .bp-strip")) canvas.title = header.text.unfold_help;
  }

  /** @param {MouseEvent} event */
  #onCard(event) {
    const { target } = event;
    if (!(target instanceof HTMLCanvasElement) || !target.closest(".bp-card")) return;
    const slot = /** @type {Element} */ (target.closest(".bp-slot"));
    const index = [...this.cards.children].indexOf(slot);
    const selected = target.closest(".bp-card")?.getAttribute("aria-checked") === "true";
    const cell = target.matches(".bp-strip") ? this.#ofStrip(event, target, index) : selected ? this.#ofMap(event, target, index) : null;
    if (cell) this.does.open(cell, around(event.clientX, event.clientY));
  }

  /** @param {MouseEvent} event @param {HTMLCanvasElement} canvas @param {number} index @returns {Cell} */
  #ofStrip({ offsetX }, canvas, index) {
    const { columns: units } = this.header.cards[index];
    const cell = Math.min(canvas.width - 1, Math.max(0, Math.floor((offsetX / canvas.clientWidth) * canvas.width)));
    const kind = canvas.previousElementSibling?.matches(".bp-row-delta") ? "delta" : "a";
    return { kind, layer: index + 1, rows: [0, 0], columns: spanOf(cell, Math.ceil(units / canvas.width), units) };
  }

  /** @param {MouseEvent} event @param {HTMLCanvasElement} canvas @param {number} index @returns {Cell|null} */
  #ofMap({ offsetX, offsetY }, canvas, index) {
    const card = this.header.cards[index];
    const box = { width: canvas.clientWidth, height: canvas.clientHeight };
    const { image } = this.header.data;
    const place = canvas.matches(".bp-mosaic") && image
      ? inMosaic({ x: offsetX, y: offsetY }, box, canvas, image, card.columns)
      : inGrid({ x: offsetX / box.width, y: offsetY / box.height }, { rows: canvas.height, columns: canvas.width }, card.block, card);
    return place && { kind: matrixOf(this.does.values.view), layer: index + 1, ...place };
  }

  /** @param {MouseEvent} event */
  #onPanel(event) {
    const { charts, values, step } = this.does;
    const [x, y] = this.pressed;
    const at = charts.weights.at(event);
    if (!at || Math.hypot(event.clientX - x, event.clientY - y) > STILL) return;
    const card = this.header.cards[values.selected];
    const [column, row] = [Math.round(at.x) - 1, Math.round(at.y) - 1];
    if (column < 0 || row < 0 || column >= card.columns || row >= card.rows) return;
    const [down, across] = charts.hasDetail(step()) ? [1, 1] : card.block;
    this.does.open({
      kind: matrixOf(values.view), layer: values.selected + 1,
      rows: spanOf(Math.floor(row / down), down, card.rows), columns: spanOf(Math.floor(column / across), across, card.columns),
    }, around(event.clientX, event.clientY));
  }
}
