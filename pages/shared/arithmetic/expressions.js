// Expressions with numbers put in: the trees that the server sends of a loss and an optimizer. Makes elements, draws nothing.

import { element } from "../browser/dom.js";
import { concise, raised } from "../browser/format.js";
import { enclosed } from "./sums.js";

/** @import { Parts } from "./sums.js" */
/** @import { Tree } from "../stepper/types.d.ts" */

/**
 * Where a number stands: "first" where nothing is before it, "inside" a product or behind a sign, or as a "base".
 * @typedef {"first"|"inside"|"base"} Place
 */

/**
 * What symbols stand for.
 * @typedef {Object} Look
 * @property {(name: string) => number} value
 * @property {(name: string, place: Place) => string|HTMLElement} write
 * @property {() => {most: number, log: number}} [row] of the sample's all z: the greatest, and the log of the sum of e^(z − most)
 * @property {number} digits
 */

/**
 * From left to right: text that belongs to the formula, numbers of the step, and elements with such.
 * @typedef {Array<string|{number: string}|HTMLElement>} Pieces
 */

/** From here on e to the power of it is too small to be written. */
const LEAST_LOG = -700;

/** log of 1 / (1 + e^−z): from z, as it is computed, so that neither a nor 1 − a is rounded to 0. @param {number} z */
function logSigmoid(z) {
  return -(Math.max(-z, 0) + Math.log1p(Math.exp(-Math.abs(z))));
}

/** log of one share of softmax. @param {number} z @param {Look} look */
function logShare(z, look) {
  if (!look.row) throw new Error("a share of a sample's z, where no sample is");
  const { most, log } = look.row();
  return z - most - log;
}

/** @type {Record<string, (look: Look, ...operands: number[]) => number>} */
const VALUES = {
  "+": (_, a, b) => a + b,
  "-": (_, a, b) => a - b,
  "*": (_, a, b) => a && a * b, // 0 times anything is 0 here: y log a of a class that is not the sample's
  "/": (_, a, b) => a / b,
  "**": (_, a, b) => a ** b,
  negative: (_, a) => -a,
  known: (_, a) => a,
  exp: (_, a) => Math.exp(a),
  sqrt: (_, a) => Math.sqrt(a),
  tanh: (_, a) => Math.tanh(a),
  maximum: (_, a, b) => Math.max(a, b),
  log: (_, a, exactly) => exactly ?? Math.log(a),
  log_sigmoid: (_, z) => logSigmoid(z),
  log_softmax: (look, z) => logShare(z, look),
};

/** What an expression comes to. @param {Tree} tree @param {Look} look @returns {number} */
export function value(tree, look) {
  if (typeof tree === "number") return tree;
  if (typeof tree === "string") return look.value(tree);
  const [head, ...operands] = tree;
  return known(VALUES, head)(look, ...operands.map((of) => value(of, look)));
}

/** @template T @param {Record<string, T>} table @param {string} head @returns {T} */
function known(table, head) {
  if (!Object.hasOwn(table, head)) throw new Error(`no expression has ${head}`);
  return table[head];
}

/** @param {Tree} tree @param {...string} heads */
function is(tree, ...heads) {
  return Array.isArray(tree) && heads.includes(tree[0]);
}

/** A constant as it is set, not rounded: 0.9, and 1e-8 as 10⁻⁸. @param {number} constant */
export function fixed(constant) {
  const [digits, decade] = constant.toExponential().split("e").map(Number);
  const signed = (/** @type {number} */ number) => String(number).replace("-", "−");
  if (decade > -5) return signed(constant);
  const ten = `10${raised(decade)}`;
  return digits === 1 ? ten : `${signed(digits)}×${ten}`;
}

/** Whether nothing has to be told apart inside its brackets: (1 − 0.9²), but ( m / 2 ). @param {Tree} tree */
function plain(tree) {
  return !Array.isArray(tree) || (is(tree, "**") && tree.slice(1).every((part) => !Array.isArray(part)));
}

/**
 * In brackets, with some distance to them where there is more inside than a number or two.
 * @param {Tree} tree
 * @param {Look} look
 * @returns {Pieces}
 */
function brackets(tree, look) {
  const tight = Array.isArray(tree) && tree.slice(1).every(plain) && is(tree, "+", "-");
  return tight ? ["(", ...written(tree, look), ")"] : ["( ", ...written(tree, look), " )"];
}

/**
 * As an operand of a product or a quotient: sums in brackets.
 * @param {Tree} tree @param {Look} look @param {Place} place @param {boolean} [quotients] whether they too want brackets
 * @returns {Pieces}
 */
function operand(tree, look, place = "inside", quotients = false) {
  const loose = is(tree, "+", "-", "negative") || (quotients && is(tree, "/"));
  return loose ? brackets(tree, look) : written(tree, look, place);
}

/**
 * A function of one: `log 0.3`, `tanh (0.3 − 0.2)`.
 * @param {string} name
 * @param {Tree} of
 * @param {Look} look
 * @returns {Pieces}
 */
function applied(name, of, look) {
  return [`${name}\u00a0`, ...(Array.isArray(of) ? brackets(of, look) : written(of, look, "inside"))];
}

/**
 * A log that is computed another way than from what stands in it: where that is too small to be written, its own value.
 * @param {number} exactly
 * @param {number} digits
 */
function logged(exactly, digits) {
  return exactly > LEAST_LOG ? `log\u00a0${concise(Math.exp(exactly), digits)}` : enclosed(exactly, digits);
}

/** @param {Tree} base @param {Tree} exponent @param {Look} look @returns {Pieces} */
function power(base, exponent, look) {
  const below = Array.isArray(base) ? brackets(base, look) : written(base, look, "base");
  const count = Array.isArray(exponent) ? NaN : value(exponent, look);
  return [...below, count >= 0 && Number.isInteger(count) ? raised(count) : up(exponent, look)];
}

/** Raised, as an exponent. @param {Tree} tree @param {Look} look */
function up(tree, look) {
  const made = element("sup");
  made.append(...joined(written(tree, look)));
  return made;
}

/** @type {Record<string, (look: Look, place: Place, ...operands: Tree[]) => Pieces>} */
const WRITTEN = {
  "+": (look, place, a, b) => [...written(a, look, place), " + ", ...written(b, look, "inside")],
  "-": (look, place, a, b) => [...written(a, look, place), " − ", ...operand(b, look)],
  "*": (look, place, a, b) => [...operand(a, look, place), "·", ...operand(b, look)],
  "/": (look, place, a, b) => [...operand(a, look, place, true), " / ", ...operand(b, look, "inside", true)],
  "**": (look, _, base, exponent) => power(base, exponent, look),
  negative: (look, _, a) => ["−", ...operand(a, look)],
  known: (look, place, a) => [(place === "first" ? concise : enclosed)(value(a, look), look.digits)],
  exp: (look, _, a) => ["e", up(a, look)],
  sqrt: (look, _, a) => ["√( ", ...written(a, look, "inside"), " )"],
  tanh: (look, _, a) => applied("tanh", a, look),
  maximum: (look, _, a, b) => ["max(", ...written(a, look), ", ", ...written(b, look), ")"],
  log: (look, _, a, exactly) => (exactly === undefined ? applied("log", a, look) : [logged(value(exactly, look), look.digits)]),
};

/** @param {Tree} tree @param {Look} look @param {Place} place @returns {Pieces} */
function written(tree, look, place = "first") {
  if (typeof tree === "number") return [fixed(tree)];
  if (typeof tree === "string") {
    const made = look.write(tree, place);
    return [typeof made === "string" ? { number: made } : made];
  }
  const [head, ...operands] = tree;
  return known(WRITTEN, head)(look, place, ...operands);
}

/**
 * What belongs to the formula in one piece, and the numbers by themselves: text that is split otherwise is painted
 * otherwise, by a fraction of a pixel.
 * @param {Pieces} pieces
 */
function joined(pieces) {
  /** @type {Parts} */
  const made = [];
  let text = ""; // of the formula, since the last number
  for (const piece of pieces) {
    if (typeof piece === "string") {
      text += piece;
      continue;
    }
    if (text) made.push(text);
    text = "";
    made.push("number" in piece ? piece.number : piece);
  }
  return text ? [...made, text] : made;
}

/** An expression with its numbers. @param {Tree} tree @param {Look} look */
export function sideOf(tree, look) {
  return joined(written(tree, look));
}

/**
 * The same where a product goes on: sums in brackets, and quotients where it goes on with a division.
 * @param {Tree} tree
 * @param {Look} look
 * @param {boolean} [divided]
 */
export function factorOf(tree, look, divided = false) {
  return joined(operand(tree, look, "first", divided));
}
