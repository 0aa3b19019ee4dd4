// Two stacks and their difference: a row each, and a column for every layer.

import { element, putText } from "../../browser/dom.js";
import { largest, niceCeiling, paintCells } from "../../browser/draw.js";
import { fill, known } from "../../browser/format.js";
import { limitOf } from "../../player/heatmaps.js";
import { scrolls } from "../scrolls.js";
import { colourOf, swatch } from "../swatch.js";
import { difference, pairing, saidOf } from "./difference.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Palette } from "../../browser/types.d.ts" */
/** @import { Compared, Comparison, Frames } from "../types.d.ts" */
/** @import { Difference } from "./difference.js" */
/** @import { Spot } from "./stack_tip.js" */

/** What is looked at: a matrix, one scale for all layers or each its own, and the places of the two runs. @typedef {{view: "W"|"dW", scale: "all"|"each", runs: [number, number]}} Looked */
/** A layer of one run, or the difference of two. @typedef {{canvas: HTMLCanvasElement, number: HTMLElement}} Cell */
/**
 * Where the colours end, and whether values lie beyond; no difference where nothing can be subtracted.
 * @typedef {{values: number, beyond: boolean, difference: number|null}} Ends
 */

export class StackGrid {
  /** @type {Comparison} */
  comparison;
  /** @type {Looked} */
  looked;
  /** @type {Palette|null} */
  palette = null;
  /** @type {Uint32Array|null} */
  table = null;

  /**
   * @param {HTMLElement} host
   * @param {(place: number, run: number) => void} pick another run for the first or the second row
   */
  constructor(host, pick) {
    this.pick = pick;
    this.root = element("div", "bp-stacks-grid");
    this.root.setAttribute("role", "group");
    this.scrolling = scrolls(this.root, this.root);
    host.append(this.root);
    /** Of both runs, and of their difference, by layers. @type {Array<Array<Cell|null>>} */
    this.cells = [];
    /** @type {HTMLElement[]} */
    this.steps = [];
    /** @type {SVGElement[]} */
    this.swatches = [];
  }

  /** The two runs. @returns {Compared[]} */
  get pair() {
    return this.looked.runs.map((run) => this.comparison.runs[run]);
  }

  /** @param {Comparison} comparison @param {Looked} looked */
  build(comparison, looked) {
    const focused = /** @type {HTMLElement|null} */ (document.activeElement)?.dataset?.place;
    Object.assign(this, { comparison, looked });
    const depth = Math.max(...this.pair.map(({ header }) => header.cards.length));
    this.root.setAttribute("aria-label", comparison.text.stacks_group);
    this.root.style.setProperty("--bp-layers", String(depth));
    const layers = Array.from({ length: depth }, (_, layer) => layer);
    this.steps = [];
    this.swatches = [];
    this.root.replaceChildren(element("span"), ...layers.map((layer) => this.#head(layer)));
    this.cells = [0, 1].map((place) => {
      this.root.append(this.#name(place));
      return layers.map((layer) => this.#matrix(place, layer));
    });
    this.root.append(this.#differenceName());
    this.cells.push(layers.map((layer) => this.#difference(layer)));
    if (this.palette) this.#colour(this.palette);
    if (focused) /** @type {HTMLElement|null} */ (this.root.querySelector(`[data-place="${focused}"]`))?.focus();
  }

  /** A layer's name, and its shape where both have the same. @param {number} layer */
  #head(layer) {
    const cards = this.pair.map(({ header }) => header.cards[layer]);
    const shapes = new Set(cards.filter(Boolean).map(({ shape }) => shape));
    const head = element("span", "bp-stacks-layer", fill(this.comparison.text.stacks_layer, { n: layer + 1 }));
    if (shapes.size === 1) head.append(element("small", "", [...shapes][0]));
    return head;
  }

  /** Whose row it is; of more than two it can be chosen. @param {number} place */
  #name(place) {
    const { comparison: { runs, text }, looked } = this;
    const run = this.pair[place];
    const name = element("div", "bp-stacks-name");
    const mark = swatch(run);
    const step = element("small");
    name.append(mark);
    if (runs.length > 2) {
      const select = element("select", "bp-select");
      select.dataset.place = String(place);
      select.setAttribute("aria-label", text[place ? "stacks_second" : "stacks_first"]);
      runs.forEach((one, i) => select.append(new Option(one.name, String(i), false, i === looked.runs[place])));
      select.onchange = () => this.pick(place, Number(select.value));
      name.append(select);
    } else {
      name.append(element("b", "", run.name));
    }
    name.append(step);
    this.steps.push(step);
    this.swatches.push(mark);
    return name;
  }

  #differenceName() {
    const [first, second] = this.pair;
    const name = element("div", "bp-stacks-name");
    const { text } = this.comparison;
    name.append(element("b", "", text.stacks_difference), element("small", "", fill(text.stacks_minus, { one: second.name, other: first.name })));
    return name;
  }

  /** @param {number} place @param {number} layer */
  #matrix(place, layer) {
    const run = this.pair[place];
    const { text } = this.comparison;
    const card = run.header.cards[layer];
    const about = { name: run.name, n: layer + 1, matrix: this.looked.view, rows: card?.rows, columns: card?.columns };
    if (!card) return this.#words(fill(text.stacks_missing, { n: layer + 1 }));
    return this.#cell(fill(text[Math.max(...card.block) > 1 ? "stacks_label_blocks" : "stacks_label"], about));
  }

  /** @param {number} layer */
  #difference(layer) {
    const { text } = this.comparison;
    const [first, second] = this.pair;
    const [one, other] = [first, second].map(({ header }) => header.cards[layer]);
    const found = pairing(one, other);
    const shapes = { one: `${one?.rows}\u00a0×\u00a0${one?.columns}`, other: `${other?.rows}\u00a0×\u00a0${other?.columns}` };
    if (found !== "same") return this.#words(found === "missing" ? "" : fill(text[`stacks_${found}`], shapes));
    return this.#cell(fill(text.stacks_label_difference, { one: second.name, other: first.name, n: layer + 1, matrix: this.looked.view }));
  }

  /** In place of a picture. @param {string} words */
  #words(words) {
    this.root.append(element("p", "bp-none bp-stacks-words", words));
    return null;
  }

  /** @param {string} label @returns {Cell} */
  #cell(label) {
    const place = element("div", "bp-stacks-cell");
    const canvas = element("canvas", "bp-map");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", label);
    const number = element("small");
    place.append(canvas, number);
    this.root.append(place);
    return { canvas, number };
  }

  /** A run's matrix of a layer, where it has one. @param {Frame} frame @param {number} place @param {number} layer */
  partOf(frame, place, layer) {
    return this.cells[place][layer] ? frame.part(this.looked.view, layer) : undefined;
  }

  /** Which cell is pointed at. @param {PointerEvent} event @returns {Spot|null} */
  spotOf({ target, offsetX, offsetY }) {
    for (const row of this.cells) {
      const layer = row.findIndex((cell) => cell?.canvas === target);
      const canvas = row[layer]?.canvas;
      if (!canvas) continue;
      const [rows, columns] = [canvas.height, canvas.width];
      /** @param {number} share @param {number} count */
      const within = (share, count) => Math.min(count - 1, Math.max(0, Math.floor(share * count)));
      return { layer, row: within(offsetY / canvas.clientHeight, rows), column: within(offsetX / canvas.clientWidth, columns) };
    }
    return null;
  }

  /** @param {Palette} palette @param {Uint32Array} table */
  look(palette, table) {
    this.palette = palette;
    this.table = table;
    if (this.comparison) this.#colour(palette);
  }

  /** @param {Palette} palette */
  #colour(palette) {
    this.swatches.forEach((mark, place) => { mark.style.color = colourOf(this.pair[place], palette); });
  }

  /**
   * @param {Frames} frames of all runs, with the matrix that is looked at
   * @param {boolean} words whether the numbers are written too
   * @returns {Ends|null} null while there are no colours
   */
  paint(frames, words) {
    const { looked: { view, scale, runs }, pair, table } = this;
    if (!table) return null;
    const two = runs.map((run) => frames[run]);
    const common = Math.max(...pair.map(({ header }, place) => limitOf(header, two[place], 0, { view, scale: "all" })));
    const differences = this.cells[2].map((cell, layer) => (cell ? difference(two[1].part(view, layer), two[0].part(view, layer)) : null));
    const most = niceCeiling(Math.max(0, ...differences.map((found) => found?.largest ?? 0)));
    this.cells[2].forEach((_, layer) => {
      const own = scale === "all" ? common : this.#limitOf(two, layer);
      for (const place of [0, 1]) this.#paintMatrix(place, layer, two[place], own, table);
      const [cell, found] = [this.cells[2][layer], differences[layer]];
      if (cell && found) paintCells(cell.canvas, found.part, scale === "all" ? most : niceCeiling(found.largest), table);
    });
    if (words) this.#write(two, differences);
    const beyond = words && scale === "all" && this.cells.slice(0, 2).some((row, place) => row.some((cell, layer) => cell && largest(two[place].part(view, layer)) > common));
    return { values: common, beyond, difference: differences.some(Boolean) ? most : null };
  }

  /** Where the colours of both runs' layers end. @param {Frame[]} two @param {number} layer */
  #limitOf(two, layer) {
    const there = two.filter((_, place) => this.cells[place][layer]);
    return niceCeiling(Math.max(...there.map((frame) => largest(frame.part(this.looked.view, layer)))));
  }

  /** @param {number} place @param {number} layer @param {Frame} frame @param {number} limit @param {Uint32Array} table */
  #paintMatrix(place, layer, frame, limit, table) {
    const cell = this.cells[place][layer];
    if (cell) paintCells(cell.canvas, frame.part(this.looked.view, layer), limit, table);
  }

  /** @param {Frame[]} two @param {Array<Difference|null>} differences */
  #write(two, differences) {
    const { text } = this.comparison;
    two.forEach((frame, place) => {
      putText(this.steps[place], fill(text.stacks_step, { step: frame.step }));
      this.cells[place].forEach((cell, layer) => {
        if (!cell) return;
        const part = frame.part(this.looked.view, layer);
        putText(cell.number, fill(text.stacks_largest, { value: known(largest(part), 3, part.grain) }));
      });
    });
    differences.forEach((found, layer) => {
      const cell = this.cells[2][layer];
      if (!cell || !found) return;
      const said = saidOf(found.largest, found);
      putText(cell.number, said === null ? text.stacks_same : said.startsWith("<") ? said : fill(text.stacks_largest, { value: said }));
      const norm = saidOf(found.norm, { ...found, grain: found.grain * Math.sqrt(found.part.values.length) });
      cell.number.title = norm === null ? "" : fill(text.stacks_norm, { value: norm });
    });
  }
}
