// What is said of one path from a weight to the loss: which one it is, and its part of dW. Makes sentences alone.

import { fill, significant } from "../browser/format.js";
import { parameterName } from "./names.js";
import { count, total } from "./paths.js";
import { over, scaled, times, written } from "./scaled.js";

/** @import { Text } from "../browser/types.d.ts" */
/** @import { Chain } from "./paths.js" */
/** @import { Scaled } from "./scaled.js" */
/** @import { PathFactor, UnitPath, Way } from "./types.d.ts" */

/**
 * A path, and what it is a part of.
 * @typedef {Object} Told
 * @property {UnitPath} path
 * @property {Way["choice"]} choice
 * @property {number} i the unit below, whose activation comes in
 * @property {number} input that activation
 * @property {bigint} paths how many there are
 * @property {Scaled} sum of all of them: delta
 * @property {number} share of that sum
 */

/** So many units of a path are named, at each end. */
const NAMED = 4;
/** From here on a whole number is written with a power of ten. */
const MANY = 10n ** 9n;

/** @param {Chain} chain @param {UnitPath} path @param {Way["choice"]} choice @param {number} i @returns {Told} */
export function told(chain, path, choice, i) {
  const sum = total(chain, path.layer, path.units[0]);
  return {
    path, choice, i, sum, input: chain.scene.at(`a${path.layer - 1}`, chain.sample, i), paths: count(chain, path.layer), share: over(path.product, sum),
  };
}

/** What a path adds to dW of this sample. @param {Told} of */
export function contribution({ input, path }) {
  return times(scaled(input), path.product);
}

/** How many, in figures. @param {bigint} n */
export function counting(n) {
  return n < MANY ? Number(n).toLocaleString("en") : significant(Number(n), 3);
}

/** A share in percent, however small; 100 % only where it is the whole, not at 99.97. @param {number} share */
export function shareText(share) {
  const part = 100 * share;
  const size = Math.abs(part);
  if (size === 100 || Math.abs(size - 100) > 5) return `${significant(part, size < 100 ? 2 : 3)} %`;
  const shown = size < 100 ? Math.min(99.9, size) : Math.max(100.1, size);
  return `${part < 0 ? "−" : ""}${shown.toFixed(1)} %`;
}

/** How a factor is called. @param {PathFactor} factor @param {Text} text */
export function called({ role, layer, from, unit }, text) {
  if (role === "skip") return `${text.skip} ${layer}`;
  if (role === "weights") return parameterName("W", layer, Number(from), unit);
  return role === "slope" ? `f′(z${layer}[${unit + 1}])` : `δ${layer}[${unit + 1}]`;
}

/**
 * Which path it is and how much of dW it makes.
 * @param {Told} of
 * @param {string} name the weight's
 * @param {Text} text
 */
export function sentences({ path, choice, input, paths, sum, share }, name, text) {
  const which = fill(paths === 1n ? text.path_only : text[`path_${choice}`], { n: counting(paths), name });
  if (path.product.m === 0) {
    const zero = path.factors.find(({ value }) => value === 0);
    const all = choice === "strongest" && paths > 1n;
    return [which, all ? text.path_none : fill(text.path_zero, { factor: zero ? called(zero, text) : "" })];
  }
  if (sum.m === 0) return [which, text.path_cancel];
  const part = { share: shareText(share) };
  if (input === 0) return [which, text.path_no_input, fill(text.path_share_delta, part)];
  return [which, fill(share < 0 ? text.path_against : share > 1 ? text.path_beyond : text.path_share, part)];
}

/**
 * The path in one sentence, for who does not see it: its units and its product. Of a long one the ends.
 * @param {Told} of
 * @param {Text} text
 * @param {number} digits
 */
export function spokenPath(of, text, digits) {
  const { layer, units, around } = of.path;
  const places = units.map((unit, at) => fill(around.includes(layer + at) ? text.path_around : text.path_place, { l: layer + at, j: unit + 1 }));
  const named = places.length > 2 * NAMED ? [...places.slice(0, NAMED), "…", ...places.slice(-NAMED)] : places;
  return fill(text.path_said, { places: named.join(", "), product: written(contribution(of), digits) });
}
