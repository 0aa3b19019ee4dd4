// What the lab says of a step of the training; of step 0 the server says it, with what it has measured besides.

import { faded, learned, mostIdle } from "../browser/health.js";
import { fill, percent, significant } from "../browser/format.js";
import { idleAt, rowOf, sizesAt } from "./course.js";

/** @import { Course, Header } from "./types.d.ts" */

/** Gradients that differ by less are called alike: captions.py. */
const ALIKE = 2;

/** What is read of a header. @typedef {Pick<Header, "text"|"lines"|"chances"|"idles"|"rules">} About */

/**
 * The network in focus at a step after the first; what stands between ** is emphasised.
 * @param {About} header
 * @param {Course} course
 * @param {number} focus
 * @param {number} step
 */
export function sentences(header, course, focus, step) {
  const { text, lines, chances, rules } = header;
  const row = rowOf(course, focus, step);
  const sizes = sizesAt(course, row);
  const [loss, right, chance] = [course.loss[row], course.accuracy[row], chances[focus]];
  const about = { name: lines[focus].name, step, last: sizes.length };
  if (!Array.from(sizes).every(Number.isFinite)) return fill(text.now_nothing, about);
  const good = learned(loss, right, chance, rules);
  const key = way(sizes, good, loss, header);
  const [first, last] = [sizes[0], sizes[sizes.length - 1]];
  const factor = significant(Math.max(first, last) / Math.min(first, last), 2);
  const said = [fill(text[`now_${key}`], { ...about, factor, most: significant(Math.max(...sizes), 2) }), idle(header, idleAt(course, row), focus)];
  const judged = good === null ? "now_loss" : good ? "now_learned" : "now_guess";
  const least = significant(chance?.loss ?? NaN, 3);
  said.push(fill(text[judged], { loss: significant(loss, 3), right: percent(right, 0), chance: least }));
  return said.filter(Boolean).join(" ");
}

/**
 * How the gradient comes back, first layer against last, unless nothing of it is left anywhere.
 * @param {Float64Array} sizes
 * @param {boolean|null} good
 * @param {number} loss
 * @param {About} header
 */
function way(sizes, good, loss, { rules }) {
  const [first, last] = [sizes[0], sizes[sizes.length - 1]];
  const small = faded(sizes, good, loss, rules);
  if (small) return small;
  if (!sizes.some((size) => size > 0)) return "none";
  if (first === 0) return "zero";
  if (last > ALIKE * first) return "smaller";
  return first > ALIKE * last ? "larger" : "alike";
}

/** @param {About} header @param {Float64Array} shares of every layer @param {number} focus */
function idle({ text, idles, rules }, shares, focus) {
  const kind = idles[focus];
  const found = kind && mostIdle(shares, rules);
  if (!found) return "";
  const all = kind === "dead" && found.share === 1 ? "_all" : "";
  return fill(text[`says_${kind}${all}`], { layer: found.layer, share: percent(found.share, 0) });
}
