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
 * A sum as text: all terms up to 12, else the largest ones and how many more.
 * @param {Array<{value: number, write: () => Array<string|HTMLElement>}>} addends
 * @param {Object} text
 */
function sum(addends, digits, text) {
  let [shown, rest] = [addends, []];
  if (shown.length > MOST_TERMS) {
    const ordered = [...shown].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
    rest = ordered.slice(MOST_TERMS);
    shown = ordered.slice(0, MOST_TERMS);
  }
  const parts = shown.flatMap(({ write }, i) => [...(i ? [" + "] : []), ...write()]);
  if (rest.length) {
    const total = rest.reduce((all, { value }) => all + value, 0);
    const more = text.more_terms.replace("{n}", rest.length).replace("{sum}", significant(total, digits));
    parts.push(" + ", element("span", "st-name", `(… ${more})`));
  }
  return parts;
}

/** @param {Array<[number, number]>} pairs @param {[string, string]} colours of the two factors */
function products(pairs, colours, digits, text) {
  return sum(pairs.map(([one, other]) => ({
    value: one * other,
    write: () => [factor(one, digits, colours[0]), "·", factor(other, digits, colours[1])],
  })), digits, text);
}

/** @param {number[]} values @param {string} colour */
function plainSum(values, colour, digits, text) {
  return sum(values.map((value) => ({ value, write: () => [factor(value, digits, colour)] })), digits, text);
}

function mean(values) {
  return values.reduce((all, value) => all + value, 0) / values.length;
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
    const bias = scene.normalized(l) ? [] : [" + ", enclosed(scene.at(`b${l}`, 0, j), digits)];
    return [terms("= ", ...products(pairs, ["previous", "weights"], digits, text), ...bias), result(scene.at(`z${l}`, sample, j), digits)];
  }
  if (op.symbol === "n") return normalization(scene, l, j, sample, digits);
  if (op.symbol === "a") {
    const made = element("p");
    const below = scene.skips(op) ? scene.at(scene.below(l), sample, j) : 0;
    made.innerHTML = op.numbers.replaceAll("{{z}}", write(scene.at(scene.seen(l), sample, j))).replace("{{below}}", enclosed(below, digits));
    const added = scene.skips(op) ? [line("= ", write(scene.at(`f${l}`, sample, j)), " + ", factor(below, digits, "previous"))] : [];
    return [made, ...added, result(scene.at(`a${l}`, sample, j), digits)];
  }
  if (op.symbol === "loss") return loss(scene, digits);
  if (op.symbol === "delta") {
    const last = result(scene.at(`delta${l}`, sample, j), digits);
    const error = ["(", write(scene.at(`a${depth}`, sample, j)), " − ", enclosed(scene.at("y", sample, j), digits), ")"];
    if (header.samples > 1) error.push(` / ${header.samples}`);
    if (l === depth && scene.fused) return [line("= ", ...error), last];
    const slope = factor(scene.at(`slope${l}`, sample, j), digits, "slope");
    const before = scene.normalized(l) ? "dn = " : "= ";
    const lines = [];
    if (l === depth) {
      lines.push(line(before, ...error, " · ", slope));
    } else {
      const pairs = range(units[l + 1]).map((to) => [scene.at(`W${l + 1}`, j, to), scene.at(`delta${l + 1}`, sample, to)]);
      const skip = scene.skips(op) ? [" + ", factor(scene.at(`da${l + 1}`, sample, j), digits, "delta")] : [];
      lines.push(terms(before, "( ", ...products(pairs, ["weights", "delta"], digits, text), ...skip, " ) · ", slope));
    }
    const product = [factor(scene.at(`da${l}`, sample, j), digits, "delta"), " · ", slope.cloneNode(true)];
    if (scene.normalized(l)) lines.push(line("= ", ...product, " = ", write(scene.at(`dn${l}`, sample, j))), throughNormalization(scene, l, j, sample, digits));
    else lines.push(line("= ", ...product));
    return [...lines, last];
  }
  if (op.symbol === "dW") {
    const pairs = range(header.samples).map((s) => [scene.at(scene.below(l), s, i), scene.at(`delta${l}`, s, j)]);
    const shift = scene.normalized(l) ? `dn${l}` : `delta${l}`;
    const shifts = range(header.samples).map((s) => scene.at(shift, s, j));
    const db = scene.at(`db${l}`, 0, j);
    return [
      terms("dW = ", ...products(pairs, ["previous", "delta"], digits, text)), result(scene.at(`dW${l}`, i, j), digits),
      terms("db = ", ...plainSum(shifts, "delta", digits, text), ...(shifts.length > 1 ? [" = ", write(db)] : [])),
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

/** n of one unit: the mean and the s of its group, and what they make of its z. */
function normalization(scene, l, j, sample, digits) {
  const write = (value) => concise(value, digits);
  const group = scene.group(`z${l}`, sample, j);
  const middle = mean(group);
  const variance = mean(group.map((z) => (z - middle) ** 2));
  const s = scene.spread(l, sample, j);
  return [
    terms("mean z = ( ", ...plainSum(group, "previous", digits, scene.header.text), ` ) / ${group.length} = `, write(middle)),
    line("s = √( ", write(variance), " + 10⁻⁵ ) = ", write(s)),
    line("n = ( ", write(scene.at(`z${l}`, sample, j)), " − ", enclosed(middle, digits), " ) / ", write(s), " + ", enclosed(scene.at(`b${l}`, 0, j), digits)),
    result(scene.at(`n${l}`, sample, j), digits),
  ];
}

/** delta of one unit from dn: less what its z moves the mean and the s of its group. */
function throughNormalization(scene, l, j, sample, digits) {
  const all = scene.group(`dn${l}`, sample, j);
  const hats = scene.group(`n_hat${l}`, sample, j);
  const both = mean(all.map((dn, at) => dn * hats[at]));
  return line(
    "δ = ( ", factor(scene.at(`dn${l}`, sample, j), digits, "delta"), " − ", enclosed(mean(all), digits),
    " − ", enclosed(scene.at(`n_hat${l}`, sample, j), digits), "·", enclosed(both, digits),
    " ) / ", concise(scene.spread(l, sample, j), digits),
  );
}

/** y log a + (1 − y) log(1 − a) of every output. From z, as it is computed: neither a nor 1 − a is rounded to 0. */
function crossEntropy(scene, digits) {
  const { header, depth, arrays } = scene;
  const write = (value) => concise(value, digits);
  const log = (z) => -(Math.max(-z, 0) + Math.log1p(Math.exp(-Math.abs(z)))); // of 1 / (1 + e^−z)
  const written = (z) => (log(z) > -700 ? `log ${write(Math.exp(log(z)))}` : enclosed(log(z), digits));
  const targets = arrays.y.values;
  const addends = Array.from(arrays[`z${depth}`].values, (z, index) => {
    const [yes, no] = [targets[index], 1 - targets[index]];
    return {
      value: (yes && yes * log(z)) + (no && no * log(-z)),
      write: () => [`${write(yes)}·${written(z)} + ${write(no)}·${written(-z)}`],
    };
  });
  const before = header.samples === 1 ? "= −( " : `= −1/${header.samples} · ( `;
  return [terms(before, ...sum(addends, digits, header.text), " )"), result(arrays.loss.values[0], digits)];
}

function loss(scene, digits) {
  const { header, depth } = scene;
  if (header.loss === "bce") return crossEntropy(scene, digits);
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
