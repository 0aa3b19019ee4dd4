// Numbers of any size: products of so many factors that a float would round them to 0. As mlp_core/analysis/scaled.py.

import { raised, significant } from "../browser/format.js";

/** m · 2^e with 0.5 ≤ |m| < 1, or m = 0. @typedef {{m: number, e: number}} Scaled */

/** @type {Scaled} */
const ZERO = { m: 0, e: -(2 ** 40) };
/** A term that many powers of two below another adds nothing to it. */
const BITS = 1100;
/** So far from 1 a float still has all its digits. */
const PLAIN = 1000;

/** Exactly this value, which has to be finite. @param {number} value @returns {Scaled} */
export function scaled(value) {
  if (value === 0) return ZERO;
  let e = Math.min(1024, Math.floor(Math.log2(Math.abs(value))) + 1); // log2 of the largest float is rounded up
  let m = value / 2 ** (e - 1) / 2; // 2^e may be no float
  if (Math.abs(m) >= 1) [m, e] = [m / 2, e + 1]; // the logarithm was rounded
  if (Math.abs(m) < 0.5) [m, e] = [m * 2, e - 1];
  return { m, e };
}

/** @param {Scaled} one @param {Scaled} other @returns {Scaled} */
export function times(one, other) {
  const m = one.m * other.m;
  if (m === 0) return ZERO;
  return Math.abs(m) < 0.5 ? { m: m * 2, e: one.e + other.e - 1 } : { m, e: one.e + other.e };
}

/** @param {Scaled} one @returns {Scaled} */
export function magnitude({ m, e }) {
  return { m: Math.abs(m), e };
}

/** As floats that are near to the largest one are added. @param {Scaled[]} all @returns {Scaled} */
export function added(all) {
  const top = all.reduce((most, { e }) => Math.max(most, e), ZERO.e);
  const { m, e } = scaled(all.reduce((sum, one) => (one.e > top - BITS ? sum + power(one.m, one.e - top) : sum), 0));
  return m === 0 ? ZERO : { m, e: e + top };
}

/** Whether a magnitude is larger than another. @param {Scaled} one @param {Scaled} other */
export function exceeds(one, other) {
  return one.e > other.e || (one.e === other.e && one.m > other.m);
}

/** One divided by another, as a float; NaN where the other is 0. @param {Scaled} one @param {Scaled} other */
export function over(one, other) {
  return other.m === 0 ? NaN : power(one.m / other.m, Math.max(-2 * BITS, Math.min(BITS, one.e - other.e)));
}

/** m · 2^e as a float; in two steps, since 2^e itself may be none. @param {number} m @param {number} e */
function power(m, e) {
  const half = Math.trunc(e / 2);
  return m * 2 ** half * 2 ** (e - half);
}

/** As `significant` writes a number: 1.2×10⁻⁶¹² is one like any other. @param {Scaled} one @param {number} digits */
export function written({ m, e }, digits) {
  if (m === 0 || Math.abs(e) < PLAIN) return significant(m && power(m, e), digits);
  const [mantissa, exponent] = decimal(Math.abs(m), e, digits);
  return `${m < 0 ? "−" : ""}${mantissa}×10${raised(exponent)}`;
}

/**
 * The digits and the power of ten, exactly rounded: with whole numbers that have no end.
 * @param {number} m
 * @param {number} e
 * @param {number} digits
 * @returns {[string, number]}
 */
function decimal(m, e, digits) {
  let exponent = Math.floor(Math.log10(m) + e * Math.log10(2));
  /** @param {number} n how often by ten */
  const rounded = (n) => {
    const [up, down] = [BigInt(m * 2 ** 53) * 10n ** BigInt(Math.max(0, n)), 10n ** BigInt(Math.max(0, -n))];
    const [top, bottom] = e < 53 ? [up, down * 2n ** BigInt(53 - e)] : [up * 2n ** BigInt(e - 53), down];
    return String((2n * top + bottom) / (2n * bottom));
  };
  let found = rounded(digits - 1 - exponent);
  if (found.length !== digits) { // the logarithm was rounded, or 9.99 to 10
    exponent += found.length - digits;
    found = rounded(digits - 1 - exponent);
  }
  return [digits > 1 ? `${found[0]}.${found.slice(1)}` : found, exponent];
}
