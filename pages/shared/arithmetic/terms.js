// The same formula with this step's numbers: which terms a sum has, in which colours. Makes elements, draws nothing.

import { element } from "../browser/dom.js";
import { concise } from "../browser/format.js";
import { fixed } from "./expressions.js";
import { gradientParts, lossLines } from "./loss_terms.js";
import { BACK_TERMS, enclosed, factor, grouped, line, mean, plainSum, products, range, result, sum, terms, USUAL } from "./sums.js";
import { updateLines } from "./updates.js";

/** @import { Room } from "./sums.js" */
/** @import { Numbers } from "./types.d.ts" */
/** @import { LayerOperation, Operation, Selection } from "../stepper/types.d.ts" */

/**
 * The lines for unit j of an operation's layer.
 * @typedef {(scene: Numbers, op: LayerOperation, j: number, sample: number, digits: number) => HTMLElement[]} OfUnit
 */

/** From here on e^z itself would leave the numbers there are: the greatest z is subtracted first. */
const MOST_EXPONENT = 500;

/**
 * The lines for one operation.
 * @param {Numbers} scene
 * @param {Operation} op
 * @param {Selection} pick from-unit and to-unit in the operation's layer, from 0
 * @param {number} sample from 0
 * @param {number} digits
 * @param {Room} [room] how much of a long sum is written
 * @returns {HTMLElement[]}
 */
export function numbers(scene, op, pick, sample, digits, room = USUAL) {
  if (op.kind === "loss") return lossLines(scene, op, digits, room);
  return ofLayer(scene, /** @type {LayerOperation} */ (op), pick, sample, digits, room);
}

/** @type {(scene: Numbers, op: LayerOperation, pick: Selection, sample: number, digits: number, room: Room) => HTMLElement[]} */
function ofLayer(scene, op, { i, j }, sample, digits, room) {
  const { layer: l } = op;
  switch (op.kind) {
    case "product": return weightedSum(scene, op, j, sample, digits, room);
    case "normalization": return normalization(scene, l, j, sample, digits);
    case "activation": return op.shares ? softmax(scene, l, j, sample, digits) : activation(scene, op, j, sample, digits);
    case "output_delta": return [...outputDelta(scene, op, j, sample, digits), result(scene.at(`delta${l}`, sample, j), digits)];
    case "delta": return [...hiddenDelta(scene, op, j, sample, digits), result(scene.at(`delta${l}`, sample, j), digits)];
    case "gradient": return gradient(scene, op, i, j, digits, room);
    case "update": return updateLines(scene, l, i, j, digits);
    default: throw new Error(`no numbers for ${op.kind}`);
  }
}

/** @type {(...of: [...Parameters<OfUnit>, Room]) => HTMLElement[]} */
function weightedSum(scene, { layer: l, roles }, j, sample, digits, room) {
  const { sizes, text } = scene.header;
  const pairs = range(sizes[l - 1]).map((from) => [scene.at(roles.previous, sample, from), scene.at(roles.weights, from, j)]);
  const bias = roles.bias ? [" + ", enclosed(scene.at(roles.bias, 0, j), digits)] : [];
  return [terms("= ", ...products(pairs, ["previous", "weights"], digits, text, ...room.alone), ...bias), result(scene.at(`z${l}`, sample, j), digits)];
}

/** f of one number: the formula with it in its places. @type {OfUnit} */
function activation(scene, op, j, sample, digits) {
  const { layer: l, roles, skip } = op;
  const seen = scene.at(roles.seen, sample, j);
  const below = skip ? scene.at(roles.previous, sample, j) : 0;
  /** @type {Record<string, string>} */
  const filled = { z: concise(seen, digits), enclosed: enclosed(seen, digits), below: enclosed(below, digits) };
  const made = element("p");
  made.innerHTML = String(op.numbers).replace(/\{\{(\w+)\}\}/g, (_, name) => filled[name]);
  const added = skip ? [line("= ", concise(scene.at(`f${l}`, sample, j), digits), " + ", factor(below, digits, "previous"))] : [];
  return [made, ...added, result(scene.at(`a${l}`, sample, j), digits)];
}

/**
 * e^z of one unit as a share of all units' e^z.
 * @param {Numbers} scene
 * @param {number} l
 * @param {number} j
 * @param {number} sample
 * @param {number} digits
 */
function softmax(scene, l, j, sample, digits) {
  const all = range(scene.header.sizes[l]).map((unit) => scene.at(`z${l}`, sample, unit));
  const most = Math.max(...all);
  const less = Math.abs(most) > MOST_EXPONENT ? most : 0;
  /** @param {number} z */
  const power = (z) => ["e", element("sup", "", concise(z - less, digits))];
  const addends = all.map((z) => ({ value: Math.exp(z - less), write: () => power(z) }));
  const total = addends.reduce((sofar, { value }) => sofar + value, 0);
  return [
    terms("= ", ...power(all[j]), " / ( ", ...sum(addends, digits, scene.header.text), " )"),
    line("= ", concise(addends[j].value, digits), " / ", grouped(total, digits)),
    result(scene.at(`a${l}`, sample, j), digits),
  ];
}

/** What the loss hands back, such as (a − y) / N: dLoss/da, and of a fused loss already delta. @type {OfUnit} */
function outputDelta(scene, { layer: l, roles, fused, shares }, j, sample, digits) {
  const { sizes, text } = scene.header;
  const error = gradientParts(scene, sample, j, digits);
  if (fused) return [line("= ", ...error)];
  const own = factor(scene.at(roles.upstream, sample, j), digits, "delta");
  if (shares) {
    const pairs = range(sizes[l]).map((unit) => [scene.at(roles.upstream, sample, unit), scene.at(roles.output, sample, unit)]);
    const all = pairs.reduce((sofar, [da, a]) => sofar + da * a, 0);
    return [
      line("∂L/∂a: ", ...error, " = ", own.cloneNode(true)),
      terms("∑: ", ...products(pairs, ["delta", "previous"], digits, text), " = ", concise(all, digits)),
      line("δ: ", concise(scene.at(roles.output, sample, j), digits), " · ( ", own, " − ", enclosed(all, digits), " )"),
    ];
  }
  const slope = factor(scene.at(roles.slope, sample, j), digits, "slope");
  return [line("= ", ...error, " · ", slope), line("= ", own, " · ", slope.cloneNode(true))];
}

/** @type {OfUnit} */
function hiddenDelta(scene, op, j, sample, digits) {
  const { sizes, text } = scene.header;
  const { layer: l, roles, normalized } = op;
  const slope = factor(scene.at(roles.slope, sample, j), digits, "slope");
  const pairs = range(sizes[l + 1]).map((to) => [scene.at(roles.weights, j, to), scene.at(roles.upstream, sample, to)]);
  const skip = op.skip ? [" + ", factor(scene.at(roles.skip, sample, j), digits, "delta")] : [];
  const before = normalized ? "dn = " : "= ";
  const whole = terms(before, "( ", ...products(pairs, ["weights", "delta"], digits, text, BACK_TERMS, BACK_TERMS + 1), ...skip, " ) · ", slope);
  const product = ["= ", factor(scene.at(`da${l}`, sample, j), digits, "delta"), " · ", slope.cloneNode(true)];
  if (!normalized) return [whole, line(...product)];
  const dn = concise(scene.at(`dn${l}`, sample, j), digits);
  return [whole, line(...product, " = ", dn), throughNormalization(scene, l, j, sample, digits)];
}

/**
 * dW of one weight, with the penalty's pull: a sum over the samples.
 * @param {Numbers} scene
 * @param {LayerOperation} op
 * @param {number} i
 * @param {number} j
 * @param {number} digits
 * @param {Room} [room]
 */
export function weightGradient(scene, { layer: l, roles }, i, j, digits, room = USUAL) {
  const { samples, penalty, text } = scene.header;
  const pairs = range(samples).map((s) => [scene.at(roles.previous, s, i), scene.at(roles.delta, s, j)]);
  const pull = () => scene.at(`W${l}`, i, j);
  const pulls = [
    ...(penalty.l1 ? [` + ${concise(penalty.l1, digits)}·`, element("span", "bp-c-weights", `sign(${concise(pull(), digits)})`)] : []),
    ...(penalty.l2 ? [` + ${concise(penalty.l2, digits)}·`, factor(pull(), digits, "weights")] : []),
  ];
  const written = terms("dW = ", ...products(pairs, ["previous", "delta"], digits, text, ...room.beside), ...pulls);
  return [written, result(scene.at(`dW${l}`, i, j), digits)];
}

/**
 * dW of one weight, and db of the unit that it leads to.
 * @param {Numbers} scene
 * @param {LayerOperation} op
 * @param {number} i
 * @param {number} j
 * @param {number} digits
 * @param {Room} room
 */
function gradient(scene, op, i, j, digits, room) {
  const { layer: l, roles } = op;
  const shifts = range(scene.header.samples).map((s) => scene.at(roles.shift, s, j));
  const db = concise(scene.at(`db${l}`, 0, j), digits);
  return [
    ...weightGradient(scene, op, i, j, digits, room),
    terms("db = ", ...plainSum(shifts, "delta", digits, scene.header.text, ...room.beside), ...(shifts.length > 1 ? [" = ", db] : [])),
  ];
}

/**
 * n of one unit: the mean and the s of its group, and what they make of its z.
 * @param {Numbers} scene
 * @param {number} l
 * @param {number} j
 * @param {number} sample
 * @param {number} digits
 */
function normalization(scene, l, j, sample, digits) {
  /** @param {number} value */
  const write = (value) => concise(value, digits);
  const group = scene.group(`z${l}`, sample, j);
  const middle = mean(group);
  const variance = mean(group.map((z) => (z - middle) ** 2));
  const s = scene.spread(l, sample, j);
  return [
    terms("mean z = ( ", ...plainSum(group, "previous", digits, scene.header.text), ` ) / ${group.length} = `, write(middle)),
    line("s = √( ", write(variance), ` + ${fixed(scene.header.epsilon)} ) = `, write(s)),
    line("n = ( ", write(scene.at(`z${l}`, sample, j)), " − ", enclosed(middle, digits), " ) / ", grouped(s, digits), " + ", enclosed(scene.at(`b${l}`, 0, j), digits)),
    result(scene.at(`n${l}`, sample, j), digits),
  ];
}

/**
 * delta of one unit from dn: less what its z moves the mean and the s of its group.
 * @param {Numbers} scene
 * @param {number} l
 * @param {number} j
 * @param {number} sample
 * @param {number} digits
 */
function throughNormalization(scene, l, j, sample, digits) {
  const all = scene.group(`dn${l}`, sample, j);
  const hats = scene.group(`n_hat${l}`, sample, j);
  const both = mean(all.map((dn, at) => dn * hats[at]));
  return line(
    "δ = ( ", factor(scene.at(`dn${l}`, sample, j), digits, "delta"), " − ", enclosed(mean(all), digits),
    " − ", enclosed(scene.at(`n_hat${l}`, sample, j), digits), "·", enclosed(both, digits),
    " ) / ", grouped(scene.spread(l, sample, j), digits),
  );
}
