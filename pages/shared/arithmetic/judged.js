// Whether a number that a person has written is the one that is asked for.

import { parsed } from "../browser/format.js";

/** How an answer is: right, right but for a sign or powers of ten, else not; or no number at all. @typedef {"right"|"sign"|"power"|"wrong"|"no_number"} Judged */

/**
 * Whether a number is the one that is asked for, to so many digits; the last may be one off, since who calculates has
 * rounded numbers before them.
 * @param {string} typed
 * @param {number} value
 * @param {number} digits
 * @returns {Judged}
 */
export function judged(typed, value, digits) {
  const number = parsed(typed);
  if (number === null) return "no_number";
  /** @param {number} one @param {number} other */
  const same = (one, other) => one === other || Math.abs(one - other) <= 1.5 * 10 ** (Math.floor(Math.log10(Math.abs(other))) + 1 - digits) * (1 + 1e-9);
  if (same(number, value)) return "right";
  if (same(-number, value)) return "sign";
  const power = Math.round(Math.log10(Math.abs(value / number)));
  return Number.isFinite(power) && same(number * 10 ** power, value) ? "power" : "wrong";
}
