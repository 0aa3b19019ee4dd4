// How two matrices differ, cell by cell, and how exactly that is known. Pure.

import { largest, niceCeiling } from "../../browser/draw.js";
import { known, significant } from "../../browser/format.js";

/** @import { Card, Part } from "../../browser/types.d.ts" */

/** What is read of a layer's card. @typedef {Pick<Card, "rows"|"columns"|"block">} Shape */
/**
 * What can be said of two layers: their difference; that one run has no such layer; that their shapes differ; or that one
 * stands in blocks, of each its value of largest magnitude: which that is may be another weight in each run, so that the
 * difference of two blocks is none of weights.
 * @typedef {"same"|"missing"|"shapes"|"blocks"} Pairing
 */
/**
 * One minus the other; `grain` is how far it may be off.
 * @typedef {{part: Part<Float64Array>, largest: number, norm: number, grain: number, coarse: boolean}} Difference
 */

/** Of a part's largest number, how far a float32 may be off. */
const ROUNDING = 2 ** -24;
const DIGITS = 3;

/** @param {Shape|undefined} one @param {Shape|undefined} other @returns {Pairing} */
export function pairing(one, other) {
  if (!one || !other) return "missing";
  if (one.rows !== other.rows || one.columns !== other.columns) return "shapes";
  return Math.max(...one.block, ...other.block) > 1 ? "blocks" : "same";
}

/**
 * Of two parts of one shape, the first minus the second.
 * @param {Part} one
 * @param {Part} other
 * @returns {Difference}
 */
export function difference(one, other) {
  const { rows, columns } = one;
  const values = Float64Array.from(one.values, (value, i) => value * one.factor - other.values[i] * other.factor);
  const part = { rows, columns, factor: 1, values };
  const most = largest(part);
  const grains = [one, other].map((matrix) => (matrix.grain ?? 0) / 2 + ROUNDING * largest(matrix));
  return { part, largest: most, norm: norm(values, most), grain: grains[0] + grains[1], coarse: Boolean(one.grain || other.grain) };
}

/** The root of the sum of squares, which neither squares too small nor too large for a number spoil. @param {Float64Array} values @param {number} most */
function norm(values, most) {
  if (most === 0 || !Number.isFinite(most)) return most;
  return most * Math.sqrt(values.reduce((sum, value) => sum + (value / most) ** 2, 0));
}

/**
 * A number of a difference as it is written: no more of it than is known. Null where both are the same as far as that.
 * @param {number} value none below 0
 * @param {Pick<Difference, "grain"|"coarse">} about
 */
export function saidOf(value, { grain, coarse }) {
  if (value === 0 && !coarse) return null;
  if (value <= grain) return `< ${significant(niceCeiling(grain), 1)}`;
  return `${coarse ? "≈ " : ""}${known(value, DIGITS, grain)}`;
}
