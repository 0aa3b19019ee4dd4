// An operation between layers too large for circles, as what it is: a product, an outer product, strips of cells.

import { svg } from "../../browser/dom.js";
import { largest, niceCeiling } from "../../browser/draw.js";
import { concise } from "../../browser/format.js";
import { rowOf } from "../scene.js";
import { pointOf } from "./answers.js";
import { CellCanvas, cells, turned } from "./cells.js";
import { lay } from "./layout.js";
import { appear, fade, MOTION_MS, moveFrom } from "./motion.js";
import { cellOn } from "./path.js";

/** @import { Part as CellPart, Text } from "../../browser/types.d.ts" */
/** @import { Matrix, Scene } from "../scene.js" */
/** @import { StepMoment, Stage } from "./stage.d.ts" */
/** @import { Box, Placed } from "./layout.js" */
/** @import { Image, Picture } from "./picture.js" */

/** The colours of the chain rule's factors, by the terms of what has them. @type {Record<string, string>} */
const COLOURS = { a: "previous", x: "previous", W: "weights", delta: "delta", chain_rule: "delta", dW: "delta", db: "delta", slope: "slope" };
/** A cell has its unit's name beside it where it is so high, or wide; of so many letters. */
const NAMED = { width: 30, height: 12, letters: 7 };
/** A cell holds its number where it is so wide and high. */
const NUMBERED = { width: 38, height: 13 };

/** What images of the input are called, for a unit of the first layer. @type {Record<string, (unit: number, text: Text) => string>} */
const IMAGES = { answers: (_, text) => text.answers, x: () => "x", W: (j) => `W1[:, ${j}]`, xW: (j) => `x · W1[:, ${j}]`, dW: (j) => `dW1[:, ${j}]` };

/** @type {Record<string, string>} */
const IMAGE_TERMS = { xW: "x", answers: "surface" };

/**
 * The pixels of a sample, or what belongs to each for unit j of the first layer.
 * @param {Scene} scene
 * @param {Image} image
 * @param {number} sample
 * @param {number} j
 */
function pixels(scene, image, sample, j) {
  return Float64Array.from({ length: scene.header.sizes[0] }, (_, i) => {
    const x = image === "W" || image === "dW" ? 1 : scene.at("a0", sample, i);
    return image === "x" ? x : x * scene.at(image === "dW" ? "dW1" : "W1", i, j);
  });
}

/** @param {Placed} placed */
function keyOf({ part, whole, image }) {
  if (image) return `image-${image}`;
  return part ? part.array : [whole?.array, whole?.less, whole?.scale].join();
}

/** @param {string} term */
const colourOf = (term) => `var(--bp-${COLOURS[term] ?? "accent"})`;

export class Product {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    /** What is on the stage, by its array. @type {Map<string, CellCanvas>} */
    this.shown = new Map();
    /** @type {Picture|null} */
    this.picture = null;
    /** After how long a number is seen that moves in, by its array. @type {Map<string, number>} */
    this.delays = new Map();
    /** What is free below. @type {Box|null} */
    this.rest = null;
  }

  /** Put a picture up; what the one before has too moves to its place. @param {Scene} scene @param {Picture} picture @param {{width: number, height: number}} room @param {boolean} moves @param {number} beat */
  show(scene, picture, room, moves, beat) {
    const laid = lay(picture, scene.header.sizes, room, scene.header.image);
    this.picture = picture;
    this.rest = laid.rest;
    const before = this.shown;
    this.shown = new Map();
    this.delays.clear();
    for (const placed of laid.placed) {
      const key = keyOf(placed);
      const old = before.get(key);
      before.delete(key);
      const made = old ?? new CellCanvas(this.stage.box, () => {});
      const from = made.placed;
      made.onCell = (row, column) => this.#pick(placed, row, column);
      made.put(placed);
      this.shown.set(key, made);
      if (!moves) continue;
      if (from) moveFrom(made.canvas, from, placed);
      else {
        const delay = this.#delay(placed, beat);
        appear(made.canvas, delay);
        if (placed.part?.written) this.delays.set(placed.part.array, delay);
      }
    }
    for (const { canvas } of before.values()) {
      if (moves) fade(canvas);
      else canvas.remove();
    }
  }

  /** What is computed comes after what it is computed from, in the order of its parts. @param {Placed} placed @param {number} beat */
  #delay({ part, whole }, beat) {
    if (!(part ?? whole)?.written) return 0;
    const { below } = /** @type {Picture} */ (this.picture);
    const order = part ? below.filter(({ written, term }) => written || term === "slope").findIndex(({ array }) => array === part.array) : 0;
    return beat ? beat * (1 + Math.max(0, order) / 2) : MOTION_MS / 2;
  }

  /** @param {Placed} placed @param {number} row @param {number} column */
  #pick({ part, whole }, row, column) {
    const { layer, lit } = /** @type {Picture} */ (this.picture);
    const { j } = this.stage.pick;
    const at = Math.max(row, column);
    if (whole?.turned) this.stage.onPick(layer, column, null);
    else if (whole) this.stage.onPick(layer, column, row);
    else if (part?.unit === "j") this.stage.onPick(layer, at, lit === "cell" ? this.stage.pick.i : null);
    else if (part && part.layer < layer) this.stage.onPick(layer, j, at);
    else if (part) this.stage.onPick(part.layer, at, null);
  }

  /** @param {StepMoment} moment */
  paint(moment) {
    const { stage } = this;
    stage.marks.replaceChildren();
    for (const made of this.shown.values()) {
      const placed = /** @type {Placed} */ (made.placed);
      const about = placed.part ?? placed.whole;
      const part = this.#cells(placed, moment);
      made.paint(part, this.#limit(placed, moment), moment.table);
      made.canvas.classList.toggle("st-written", Boolean(about?.written));
      this.#label(placed, part, moment);
      if (part) this.#numbers(made, part, moment.digits);
      this.#mark(made, part, moment);
    }
    this.delays.clear();
  }

  /** A number of a strip, seen no sooner than its cells. @param {SVGElement} mark @param {Placed} placed */
  #write(mark, { part, whole }) {
    if ((part ?? whole)?.written) mark.classList.add("st-new");
    this.stage.marks.append(mark);
    const delay = part && this.delays.get(part.array);
    if (delay) appear(mark, delay);
  }

  /** The array, or the sample's row of it; null where it is not there yet. @param {Placed} placed @param {StepMoment} moment @returns {CellPart|null} */
  #cells({ part, whole, image, kind, rows: tall, columns: wide }, { scene, k, sample, pick }) {
    if (image === "answers") return cells(scene.arrays.surface.rows, scene.arrays.surface.columns, scene.arrays.surface.values);
    if (image) return cells(tall, wide, pixels(scene, image, sample, pick.j));
    if (whole) {
      const W = this.#whole(whole.array, scene, k);
      if (!W) return null;
      const less = whole.less ? this.#whole(whole.less, scene, k) : null;
      if (whole.less && !less) return null;
      const values = less ? W.values.map((value, at) => value - less.values[at]) : W.values;
      const found = cells(W.rows, W.columns, values);
      return whole.turned ? turned(found) : found;
    }
    if (!part || !scene.has(part.array, k)) return null;
    const array = scene.arrays[part.array];
    const own = rowOf(array, array.rows > 1 ? sample : 0);
    return kind === "standing" ? cells(own.length, 1, own) : cells(1, own.length, own);
  }

  /** @param {string} name @param {Scene} scene @param {number} k @returns {Matrix|null} */
  #whole(name, scene, k) {
    return scene.has(name, k) ? scene.arrays[name] : null;
  }

  /** Where colours end: at another array's largest number where several stand on one scale. @param {Pick<Placed, "whole"|"image">} placed @param {StepMoment} moment */
  #limit({ whole, image }, { scene }) {
    if (image === "answers") return 1;
    if (!whole?.scale) return null;
    const { rows, columns, values } = scene.arrays[whole.scale];
    return niceCeiling(largest(cells(rows, columns, values)));
  }

  /** Its name, and of a matrix how many cells it has and where its colours end. @param {Placed} placed @param {CellPart|null} cellsOf @param {StepMoment} moment */
  #label({ part, whole, image, label, kind, rows, columns }, cellsOf, moment) {
    if (image) this.stage.marks.append(svg("text", { class: "st-name", "data-term": IMAGE_TERMS[image] ?? image, "data-layer": 1, x: label.x, y: label.y }, IMAGES[image](this.stage.pick.j + 1, moment.scene.header.text)));
    const about = part ?? whole;
    if (!about) return;
    const words = svg("text", {
      class: "st-name", "data-term": about.term, "data-layer": about.layer, x: label.x, y: label.y,
      style: kind === "lying" ? "text-anchor: end" : "text-anchor: middle",
    }, about.name);
    if (whole && columns > 4) {
      const note = svg("tspan", { class: "st-shape" }, `  ${rows}×${columns}`);
      words.append(note);
      if (cellsOf && (whole.less || whole.scale) && columns > 12) note.append(`  ±${concise(this.#limit({ whole, image }, moment) ?? niceCeiling(largest(cellsOf)), 2)}`);
    }
    this.stage.marks.append(words);
  }

  /** The numbers in their cells, where they fit. @param {CellCanvas} made @param {CellPart} part @param {number} digits */
  #numbers(made, part, digits) {
    if (made.placed?.image) return;
    const { width, height } = made.cell(0, 0);
    if (width < NUMBERED.width || height < NUMBERED.height) return;
    const few = Math.min(digits, width > 54 ? 4 : 2);
    part.values.forEach((value, at) => {
      const { x, y } = made.cell(Math.floor(at / part.columns), at % part.columns);
      this.#write(svg("text", { class: "st-label st-in", x: x + width / 2, y: y + height / 2 }, concise(value, few)), /** @type {Placed} */ (made.placed));
    });
  }

  /** What is lit, and the selected unit's number beside its strip. @param {CellCanvas} made @param {CellPart|null} part @param {StepMoment} moment */
  #mark(made, part, { pick, digits, scene, sample, path }) {
    const { lit } = /** @type {Picture} */ (this.picture);
    const placed = /** @type {Placed} */ (made.placed);
    const { box, rows, columns } = placed;
    if (placed.image === "answers") this.stage.marks.append(pointOf(scene, sample, box));
    const about = placed.part ?? placed.whole;
    if (!about) return;
    this.#named(made, placed, scene);
    const colour = colourOf(about.term);
    const onPath = cellOn(path, placed);
    if (onPath) this.#frame(made.cell(...onPath), "var(--bp-ink)");
    if (placed.whole) {
      const [i, j] = [Math.min(pick.i, rows - 1), Math.min(pick.j, columns - 1)];
      const cell = made.cell(lit === "cell" ? i : 0, j);
      this.#frame(lit === "cell" ? cell : { ...cell, height: box.height }, colour);
      return;
    }
    if (placed.kind === "standing" && lit === "column") {
      this.#frame(box, colour);
      return;
    }
    const at = placed.part?.unit === "i" ? pick.i : pick.j;
    const cell = placed.kind === "standing" ? made.cell(Math.min(at, rows - 1), 0) : made.cell(0, Math.min(at, columns - 1));
    this.#frame(cell, colour);
    if (placed.kind !== "lying" || !part) return;
    const called = scene.called(placed.part?.layer ?? 0, at);
    const number = svg("text", { class: "st-label st-beside", x: box.x + box.width + 8, y: box.y + box.height / 2, fill: colour, style: "text-anchor: start" }, concise(part.values[Math.min(at, columns - 1)], Math.min(digits, 4)));
    if (called) number.append(svg("title", {}, called));
    this.#write(number, placed);
  }

  /** Inputs, and outputs that stand for classes, by their names, where there is room. @param {CellCanvas} made @param {Placed} placed @param {Scene} scene */
  #named(made, { part, kind, rows, columns }, scene) {
    const own = made.cell(0, 0);
    const isRoomy = kind === "standing" ? own.height >= NAMED.height : own.width >= NAMED.width;
    if (!part || part.array === "y" || !isRoomy) return;
    for (let unit = 0; unit < Math.max(rows, columns); unit += 1) {
      const called = scene.called(part.layer, unit);
      const cell = kind === "standing" ? made.cell(unit, 0) : made.cell(0, unit);
      const [x, y] = kind === "standing" ? [cell.x - 5, cell.y + cell.height / 2] : [cell.x + cell.width / 2, cell.y + cell.height + 8];
      if (!called || (kind === "lying" && !part.written)) continue;
      const most = kind === "standing" ? NAMED.letters : Math.floor(own.width / 7);
      const words = svg("text", { class: "st-name", x, y, style: `text-anchor: ${kind === "standing" ? "end" : "middle"}` }, called.length > most ? `${called.slice(0, most - 1)}…` : called);
      words.append(svg("title", {}, called));
      this.stage.marks.append(words);
    }
  }

  /** @param {Box} box @param {string} colour */
  #frame({ x, y, width, height }, colour) {
    const grow = 1.5;
    this.stage.marks.append(svg("rect", { class: "st-cell", x: x - grow, y: y - grow, width: Math.max(3, width + 2 * grow), height: Math.max(3, height + 2 * grow), style: `stroke: ${colour}` }));
  }

  clear() {
    for (const { canvas } of this.shown.values()) canvas.remove();
    this.shown.clear();
    this.picture = null;
    this.rest = null;
  }
}
