// The numbers of one weight in two runs, at the pointer.

import { element, putText } from "../../browser/dom.js";
import { fill, known } from "../../browser/format.js";
import { pointed } from "../../browser/pointing.js";
import { difference, pairing, saidOf } from "./difference.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Part, Text } from "../../browser/types.d.ts" */
/** @import { Compared } from "../types.d.ts" */
/** @import { StackGrid } from "./stack_grid.js" */

/** A cell of a layer's matrix, all from 0. @typedef {{layer: number, row: number, column: number}} Spot */

const DIGITS = 4;
const GAP = 14;

/**
 * The lines about a cell: its place, the number of each run that has it, and how they differ. None of a block, in which
 * many weights stand.
 * @param {Compared[]} pair
 * @param {Array<Part|undefined>} parts of that layer, none where a run has no such layer
 * @param {Spot} spot
 * @param {Text} text
 * @returns {string[]}
 */
export function linesOf(pair, parts, { layer, row, column }, text) {
  const cards = pair.map(({ header }) => header.cards[layer]);
  if (cards.some((card) => card && Math.max(...card.block) > 1)) return [];
  const numbers = pair.flatMap(({ name }, i) => {
    const part = parts[i];
    if (!part || row >= part.rows || column >= part.columns) return [];
    const value = part.values[row * part.columns + column] * part.factor;
    return [fill(text.stacks_number, { name, value: known(value, DIGITS, part.grain) })];
  });
  if (!numbers.length) return [];
  const place = fill(text.stacks_place, { n: layer + 1, from: row + 1, to: column + 1 });
  const [one, other] = parts;
  if (pairing(cards[0], cards[1]) !== "same" || !one || !other) return [place, ...numbers];
  const found = difference(other, one);
  const value = found.part.values[row * found.part.columns + column];
  const said = saidOf(Math.abs(value), found);
  const signed = said === null ? text.stacks_same : `${value < 0 && !said.startsWith("<") ? "−" : ""}${said}`;
  return [place, ...numbers, fill(text.stacks_number, { name: text.stacks_difference, value: signed })];
}

export class StackTip {
  /** @param {HTMLElement} host that the tip lies over @param {StackGrid} grid */
  constructor(host, grid) {
    this.host = host;
    this.grid = grid;
    this.tip = element("div", "bp-tip");
    this.tip.hidden = true;
    host.append(this.tip);
    /** @type {Spot|null} */
    this.spot = null;
    /** Where the pointer is, in the host. */
    this.at = { x: 0, y: 0 };
    /** Those of the two runs. @type {Frame[]|null} */
    this.frames = null;
    pointed(grid.root, (event) => this.#point(event), () => this.#leave());
  }

  /** @param {PointerEvent} event */
  #point(event) {
    this.spot = this.grid.spotOf(event);
    const { left, top } = this.host.getBoundingClientRect();
    this.at = { x: event.clientX - left, y: event.clientY - top };
    this.#write();
  }

  #leave() {
    this.spot = null;
    this.#write();
  }

  /** @param {Frame[]|null} frames of the two runs, with the matrix that is looked at */
  show(frames) {
    this.frames = frames;
    if (!this.spot) return;
    if (!frames) this.spot = null; // of other runs, or another matrix
    this.#write();
  }

  #write() {
    const { tip, spot, frames, grid, at, host } = this;
    const lines = spot && frames ? linesOf(grid.pair, frames.map((frame, place) => grid.partOf(frame, place, spot.layer)), spot, grid.comparison.text) : [];
    tip.hidden = !lines.length;
    if (tip.hidden) return;
    putText(tip, lines.join("\n"));
    tip.style.left = `${Math.max(0, Math.min(at.x - tip.offsetWidth / 2, host.clientWidth - tip.offsetWidth))}px`;
    tip.style.top = `${at.y > tip.offsetHeight + GAP ? at.y - tip.offsetHeight - GAP : at.y + GAP}px`;
  }
}
