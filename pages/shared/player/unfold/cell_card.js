// What the card of a cell says: its name, the operations that make its number, with their numbers, and when those are.

import { element } from "../../browser/dom.js";
import { fromJson } from "../../browser/bytes.js";
import { concise, fill, significant } from "../../browser/format.js";
import { enclosed, factor, line, result } from "../../arithmetic/sums.js";
import { numbers, weightGradient } from "../../arithmetic/terms.js";
import { namesOf } from "../names.js";
import { CellNumbers } from "./cell_numbers.js";
import { isOfWeight } from "./places.js";
import { canLead, linkTo, wordsOf } from "./way.js";

/** @import { Header } from "../../browser/types.d.ts" */
/** @import { Unfolded } from "../../arithmetic/types.d.ts" */
/** @import { LayerOperation } from "../../stepper/types.d.ts" */

export const DIGITS = 6;

/**
 * The cell's name.
 * @param {Pick<Header, "cards"|"data"|"text">} header
 * @param {Pick<Unfolded, "kind"|"layer"|"row"|"column">} cell
 * @param {number} step
 */
export function titleOf(header, { kind, layer, row, column }, step) {
  const { text, data } = header;
  const { from, to } = namesOf(header, layer - 1);
  /** @param {number} n */
  const unit = (n) => fill(text.graph_unit, { n: n + 1 });
  const values = { layer, step, to: to[column] ?? unit(column), from: from[row] ?? (layer === 1 ? fill(text.unfold_input, { n: row + 1 }) : unit(row)) };
  if (isOfWeight(kind)) return fill(text[`unfold_${kind}`], values);
  return fill(text[data.batch > 1 ? `unfold_${kind}_sample` : `unfold_${kind}`], { ...values, sample: row + 1 });
}

/**
 * The operations with their numbers, the cell's own last.
 * @param {Unfolded} found
 * @param {CellNumbers} scene
 */
function linesOf({ operations, row, column, layer, kind }, scene) {
  return operations.flatMap((op) => {
    const math = element("div", "bp-unfold-math");
    math.innerHTML = op.math ?? "";
    if (op.kind === "change") return [math, ...changeLines(scene, layer, row, column)];
    if (op.kind === "gradient") return [math, ...weightGradient(scene, /** @type {LayerOperation} */ (op), row, column, DIGITS)];
    const sample = isOfWeight(kind) ? 0 : row;
    return [math, ...numbers(scene, op, { i: row, j: column }, sample, DIGITS)];
  });
}

/** W now, less what it was at first. @param {CellNumbers} scene @param {number} l @param {number} i @param {number} j */
function changeLines(scene, l, i, j) {
  const now = factor(scene.at(`W${l}`, i, j), DIGITS, "weights");
  now.textContent = concise(scene.at(`W${l}`, i, j), DIGITS);
  return [line("= ", now, " − ", enclosed(scene.at(`W${l}_first`, i, j), DIGITS)), result(scene.at(`change${l}`, i, j), DIGITS)];
}

/** Of which step the numbers are, or why there are none. @param {Header} header @param {Unfolded} found @param {number} step */
function noteOf({ text }, { kind, why }, step) {
  if (why) return fill(text[`unfold_${why}`], { step });
  if (kind === "change") return "";
  return fill(text[kind === "W" ? "unfold_before" : "unfold_now"], { step, before: step - 1 });
}

/**
 * Write the card's body.
 * @param {HTMLElement} body
 * @param {Header} header
 * @param {Unfolded} found
 * @param {number} step
 * @returns {string} a sentence with the number
 */
export function writeCell(body, header, found, step) {
  const { text } = header;
  const lines = element("div", "bp-unfold-lines");
  if (found.why) lines.append(result(fromJson(found.value), DIGITS));
  else lines.append(...linesOf(found, new CellNumbers(found, text)));
  const note = element("p", "bp-unfold-note", noteOf(header, found, step));
  body.replaceChildren(lines, ...(note.textContent ? [note] : []));
  if (found.shown && canLead(header.link, found)) body.append(linkTo(header.link, wordsOf(found, step), text.unfold_step_through));
  return fill(text.unfold_said, { name: titleOf(header, found, step), value: significant(fromJson(found.value), DIGITS) });
}
