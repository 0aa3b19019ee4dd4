// Sums and products with numbers, in the colours of their factors. Makes elements, draws nothing.

import { element } from "../browser/dom.js";
import { concise, fill, significant } from "../browser/format.js";

/** @import { Text } from "../browser/types.d.ts" */

/** What a line is put together from. @typedef {Array<string|Node>} Parts */

/** What is added: its value, and how it is written. @typedef {{value: number, write: () => Parts}} Addend */

export const MOST_TERMS = 12;
/** Of what comes back, whose factors are long and below which stands why it is small: so many, of more than one more. */
export const BACK_TERMS = 5;

/**
 * How many terms of a long sum are written, and up to how many are all: of a sum alone, and of each of two below one another.
 * With what the others come to, all then fits without scrolling.
 * @typedef {{alone: [number, number], beside: [number, number]}} Room
 */
/** @type {Room} */
export const USUAL = { alone: [MOST_TERMS, MOST_TERMS], beside: [8, MOST_TERMS] };
/** On a projector. @type {Room} */
export const PROJECTED = { alone: [8, 10], beside: [4, 5] };

/**
 * "−0.5" as it stands inside a product or behind a sign: in parentheses when negative.
 * @param {number} value
 * @param {number} digits
 */
export function enclosed(value, digits) {
  const written = concise(value, digits);
  return written.startsWith("−") ? `(${written})` : written;
}

/**
 * As it stands behind a division or below an exponent: a power of ten needs parentheses there too.
 * @param {number} value
 * @param {number} digits
 */
export function grouped(value, digits) {
  const written = concise(value, digits);
  return /[−×]/.test(written) ? `(${written})` : written;
}

/** @param {number} value @param {number} digits @param {string} colour */
export function factor(value, digits, colour) {
  return element("span", `bp-c-${colour}`, enclosed(value, digits));
}

/**
 * A line: plain strings and elements, one after another.
 * @param {Parts} parts
 */
export function line(...parts) {
  const made = element("p");
  made.append(...parts);
  return made;
}

/** A sum, which scrolls where it is long, so that its result stays in sight. @param {Parts} parts */
export function terms(...parts) {
  const made = line(...parts);
  made.className = "st-terms";
  return made;
}

/** A result, large. @param {number} value @param {number} digits */
export function result(value, digits) {
  return line("= ", element("b", "", significant(value, digits)));
}

/**
 * A sum as text: all terms up to so many, else the largest ones and how many more.
 * @param {Addend[]} addends
 * @param {number} digits
 * @param {Text} text
 * @param {number} largest how many of more than `most`
 * @param {number} most
 * @returns {Parts}
 */
export function sum(addends, digits, text, largest = MOST_TERMS, most = MOST_TERMS) {
  let shown = addends;
  /** @type {Addend[]} */
  let rest = [];
  if (shown.length > most) {
    const ordered = [...shown].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
    rest = ordered.slice(largest);
    shown = ordered.slice(0, largest);
  }
  const parts = shown.flatMap(({ write }, i) => [...(i ? [" + "] : []), ...write()]);
  if (rest.length) {
    const total = rest.reduce((all, { value }) => all + value, 0);
    const more = fill(text.more_terms, { n: rest.length, sum: significant(total, digits) });
    parts.push(" + ", element("span", "st-name", `(… ${more})`));
  }
  return parts;
}

/**
 * @param {number[][]} pairs
 * @param {[string, string]} colours of the two factors
 * @param {number} digits
 * @param {Text} text
 * @param {number} [largest]
 * @param {number} [most]
 */
export function products(pairs, colours, digits, text, largest, most) {
  return sum(pairs.map(([one, other]) => ({
    value: one * other,
    write: () => [factor(one, digits, colours[0]), "·", factor(other, digits, colours[1])],
  })), digits, text, largest, most);
}

/**
 * @param {number[]} values
 * @param {string} colour
 * @param {number} digits
 * @param {Text} text
 * @param {number} [largest]
 * @param {number} [most]
 */
export function plainSum(values, colour, digits, text, largest, most) {
  return sum(values.map((value) => ({ value, write: () => [factor(value, digits, colour)] })), digits, text, largest, most);
}

/** @param {number[]} values */
export function mean(values) {
  return values.reduce((all, value) => all + value, 0) / values.length;
}

/** @param {number} n @returns {number[]} 0 to n − 1 */
export function range(n) {
  return Array.from({ length: n }, (_, index) => index);
}
