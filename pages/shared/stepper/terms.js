// The same formula with this step's numbers: which terms a sum has, in which colours. Makes elements, draws nothing.

import { element } from "./dom.js";
import { concise, significant } from "./format.js";

const MOST_TERMS = 12;

/** "−0.5" as it stands inside a product or behind a sign: in parentheses when negative. */
function enclosed(value, digits) {
  const written = concise(value, digits);
  return written.startsWith("−") ? `(${written})` : written;
}

function factor(value, digits, colour) {
  return element("span", `bp-c-${colour}`, enclosed(value, digits));
}

/**
 * A line: plain strings and elements, one after another.
 * @param {Array<string|HTMLElement>} parts
 */
function line(...parts) {
  const made = element("p");
  made.append(...parts);
  return made;
}

/** A sum, which scrolls where it is long, so that its result stays in sight. */
function terms(...parts) {
  const made = line(...parts);
  made.className = "st-terms";
  return made;
}

/** A result, large. */
function result(value, digits) {
  return line("= ", element("b", "", significant(value, digits)));
}

/**
 * A sum of products as text: all terms up to 12, else the largest ones and how many more.
 * @param {Array<[number, number]>} pairs
 * @param {[string, string]} colours of the two factors
 * @param {Object} text
 */
function sum(pairs, colours, digits, text) {
  let shown = pairs.map((pair, i) => ({ pair, i, product: pair[0] * pair[1] }));
  let rest = [];
  if (shown.length > MOST_TERMS) {
    const ordered = [...shown].sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
    rest = ordered.slice(MOST_TERMS);
    shown = ordered.slice(0, MOST_TERMS);
  }
  const parts = [];
  shown.forEach(({ pair }, i) => {
    if (i) parts.push(" + ");
    parts.push(factor(pair[0], digits, colours[0]), "·", factor(pair[1], digits, colours[1]));
  });
  if (rest.length) {
    const total = rest.reduce((all, { product }) => all + product, 0);
    const more = text.more_terms.replace("{n}", rest.length).replace("{sum}", significant(total, digits));
    parts.push(" + ", element("span", "st-name", `(… ${more})`));
  }
  return parts;
}

/**
 * The lines for one operation.
 * @param {import("./scene.js").Scene} scene
 * @param {Object} op
 * @param {{i: number, j: number}} pick from-unit and to-unit in the operation's layer, from 0
 * @param {number} sample from 0
 * @param {number} digits
 * @returns {HTMLElement[]}
 */
export function numbers(scene, op, pick, sample, digits) {
  const { header, depth } = scene;
  const { text } = header;
  const { layer: l } = op;
  const { i, j } = pick;
  const write = (value) => concise(value, digits);
  const units = header.sizes;
  const range = (n) => Array.from({ length: n }, (_, index) => index);
  if (op.symbol === "z") {
    const pairs = range(units[l - 1]).map((from) => [scene.at(scene.below(l), sample, from), scene.at(`W${l}`, from, j)]);
    const bias = scene.at(`b${l}`, 0, j);
    return [terms("= ", ...sum(pairs, ["previous", "weights"], digits, text), " + ", enclosed(bias, digits)), result(scene.at(`z${l}`, sample, j), digits)];
  }
  if (op.symbol === "a") {
    const made = element("p");
    made.innerHTML = op.numbers.replaceAll("{{z}}", write(scene.at(`z${l}`, sample, j)));
    return [made, result(scene.at(`a${l}`, sample, j), digits)];
  }
  if (op.symbol === "loss") return loss(scene, digits);
  if (op.symbol === "delta") {
    const slope = factor(scene.at(`slope${l}`, sample, j), digits, "slope");
    const da = scene.at(`da${l}`, sample, j);
    const lines = [];
    if (l === depth) {
      const error = ["(", write(scene.at(`a${l}`, sample, j)), " − ", enclosed(scene.at("y", sample, j), digits), ")"];
      if (header.samples > 1) error.push(` / ${header.samples}`);
      lines.push(line("= ", ...error, " · ", slope));
    } else {
      const pairs = range(units[l + 1]).map((to) => [scene.at(`W${l + 1}`, j, to), scene.at(`delta${l + 1}`, sample, to)]);
      lines.push(terms("= ( ", ...sum(pairs, ["weights", "delta"], digits, text), " ) · ", slope));
    }
    lines.push(line("= ", factor(da, digits, "delta"), " · ", slope.cloneNode(true)));
    return [...lines, result(scene.at(`delta${l}`, sample, j), digits)];
  }
  if (op.symbol === "dW") {
    const pairs = range(header.samples).map((s) => [scene.at(scene.below(l), s, i), scene.at(`delta${l}`, s, j)]);
    const deltas = range(header.samples).map((s) => scene.at(`delta${l}`, s, j));
    const db = scene.at(`db${l}`, 0, j);
    const sums = deltas.flatMap((delta, s) => [...(s ? [" + "] : []), factor(delta, digits, "delta")]);
    return [
      terms("dW = ", ...sum(pairs, ["previous", "delta"], digits, text)), result(scene.at(`dW${l}`, i, j), digits),
      line("db = ", ...sums, ...(deltas.length > 1 ? [" = ", write(db)] : [])),
    ];
  }
  return update(scene, l, i, j, digits);
}

function update(scene, l, i, j, digits) {
  const { header } = scene;
  const one = (kind, row, column) => [
    `${kind}: `, factor(scene.at(`${kind}${l}`, row, column), digits, "weights"),
    ` − ${concise(header.learning_rate, digits)} · `,
    factor(scene.at(`d${kind}${l}`, row, column), digits, "delta"),
  ];
  const lines = [line(...one("W", i, j)), result(scene.at(`W${l}+`, i, j), digits)];
  if (header.biases) lines.push(line(...one("b", 0, j)), result(scene.at(`b${l}+`, 0, j), digits));
  return lines;
}

function loss(scene, digits) {
  const { header, depth } = scene;
  const { rows, columns, values } = scene.arrays[`a${depth}`];
  const targets = scene.arrays.y.values;
  let squares = Array.from(values, (a, index) => ({ a, y: targets[index], square: (a - targets[index]) ** 2 }));
  const count = header.loss === "mse" ? rows * columns : rows;
  const total = squares.length;
  if (total > MOST_TERMS) squares = [...squares].sort((a, b) => b.square - a.square).slice(0, MOST_TERMS);
  const parts = squares.flatMap(({ a, y }, k) => [
    ...(k ? [" + "] : []), "(", concise(a, digits), " − ", enclosed(y, digits), ")²",
  ]);
  if (total > squares.length) parts.push(` + … ${total - squares.length}`);
  const before = count === 1 ? "= ½ · ( " : `= ½ · 1/${count} · ( `;
  return [terms(before, ...parts, " )"), result(scene.arrays.loss.values[0], digits)];
}
