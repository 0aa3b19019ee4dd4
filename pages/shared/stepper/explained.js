// What Step through's names and symbols stand for in the operation that is shown.

import { fill, significant } from "../browser/format.js";
import { fromJson } from "../browser/bytes.js";
import { layerTold, selectionIn } from "./selected.js";

/** @import { Marks, Question } from "../browser/explained.js" */
/** @import { Scene } from "./scene.js" */
/** @import { Selected } from "./selected.js" */
/** @import { Operation, Selection } from "./types.d.ts" */

/**
 * What there is to answer with: the operation, after how many it has run, and the selection in its layer, from 0.
 * @typedef {Object} Moment
 * @property {Scene} scene
 * @property {Operation|null} op
 * @property {number} k
 * @property {number} layer from 1
 * @property {Selection} pick
 * @property {number} sample
 * @property {number} digits
 * @property {boolean} [ofUnit] whether it is asked of one unit, in its place in the drawing
 */

/** @typedef {Pick<Question, "now"|"values">} Said */

/** @type {{now: string, values: {}}} */
const NOTHING = { now: "", values: {} };

/** @type {Marks} */
export const MARKS = [
  ["[data-text=step_label]", "step"], ["[data-text=loss_label]", "loss"], [".st-about h3", "operation"], [".st-sample", "sample"],
  [".st-why .bp-c-weights", "gain"], [".st-why .bp-c-slope", "slope"], [".st-flow", "flow"], [".st-tabs [data-value=check]", "check"],
  [".st-tabs [data-value=path]", "chain_rule"], [".st-moved p b", "relative_update"],
];

/** What an operation's symbol is called in the glossary, where that is otherwise. @type {Record<string, string>} */
const SYMBOLS = { n: "normalization" };

/** Places that stand for what is shown. @type {Record<string, (moment: Moment) => string>} */
export const CHOSEN = {
  operation: ({ op }) => (op ? (SYMBOLS[op.symbol] ?? op.symbol) : "step"),
  flow: ({ op }) => (op?.phase === "backward" ? "chain_rule" : "layer"),
};

/** One number of a unit. @param {string} kind @returns {(moment: Moment) => Said} */
function ofUnit(kind) {
  return ({ scene, k, layer, pick, sample, digits }) => {
    const name = `${kind}${layer}`;
    if (!scene.has(name, k)) return NOTHING; // not computed yet in this step
    const row = scene.arrays[name].rows > 1 ? sample : 0;
    const value = significant(scene.at(name, row, pick.j), digits);
    return { now: "unit", values: { layer, unit: pick.j + 1, step: scene.header.step, value } };
  };
}

/** One number of a weight: what holds after the operations that have run. @param {string} kind @returns {(moment: Moment) => Said} */
function ofWeight(kind) {
  return ({ scene, k, layer, pick, digits }) => {
    if (!scene.has(`${kind}${layer}`, k)) return NOTHING;
    const { columns, values } = kind === "W" ? scene.parameters("W", layer, k) : scene.arrays[`${kind}${layer}`];
    const value = significant(values[pick.i * columns + pick.j], digits);
    return { now: "weight", values: { layer, from: pick.i + 1, to: pick.j + 1, step: scene.header.step, value } };
  };
}

/** The root of the sum of squares, also of numbers whose squares are 0. @param {Float64Array} values */
export function norm(values) {
  const top = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (top === 0 || !Number.isFinite(top)) return top;
  return top * Math.sqrt(values.reduce((sum, value) => sum + (value / top) ** 2, 0));
}

/** A layer's norm. @param {string} kind @returns {(moment: Moment) => Said} */
function normOf(kind) {
  return ({ scene, k, layer, digits }) => {
    const name = `${kind}${layer}`;
    if (!scene.has(name, k)) return NOTHING;
    return { now: "layer", values: { layer, step: scene.header.step, value: significant(norm(scene.arrays[name].values), digits) } };
  };
}

/** Of how the gradient comes from the layer behind. @param {"ratio"|"slope"} which @returns {(moment: Moment) => Said} */
function ofFactor(which) {
  return ({ scene, layer }) => {
    const found = scene.header.factors[String(layer)];
    if (!found) return NOTHING;
    return { now: "layer", values: { layer, step: scene.header.step, value: significant(fromJson(found[which]), 4) } };
  };
}

/** By terms. @type {Record<string, (moment: Moment) => Said>} */
export const NUMBERS = {
  step: ({ scene: { header } }) => ({ now: "value", values: { step: header.step, value: `${header.step} → ${header.step + 1}` } }),
  epoch: ({ scene: { header } }) => ({ now: "value", values: { step: header.step, value: header.epoch } }),
  batch: ({ scene: { header } }) => ({ now: "batch", values: { batch: header.samples, n: header.train_count } }),
  learning_rate: ({ scene: { header } }) => ({ now: "value", values: { step: header.step, value: significant(header.rate, 4) } }),
  sample: ({ scene: { header }, sample }) => ({ now: "place", values: { value: sample + 1, count: header.samples } }),
  loss: ({ scene, k, digits }) =>
    scene.has("loss", k) ? { now: "value", values: { step: scene.header.step, value: significant(scene.arrays.loss.values[0], digits) } } : NOTHING,
  layer: ({ scene: { header: { sizes } }, layer }) => ({ now: "shape", values: { layer, value: `${sizes[layer - 1]} → ${sizes[layer]}` } }),
  unit: ({ scene: { header: { sizes } }, layer }) => ({ now: "shape", values: { layer, value: sizes[layer] } }),
  z: ofUnit("z"), a: ofUnit("a"), delta: ofUnit("delta"), db: ofUnit("db"), b: ofUnit("b"),
  W: ofWeight("W"), dW: ofWeight("dW"), gradient: ofWeight("dW"), dW_norm: normOf("dW"), delta_norm: normOf("delta"),
  gain: ofFactor("ratio"), slope: (moment) => (moment.ofUnit ? ofUnit("slope") : ofFactor("slope"))(moment),
};

/** The layer and the unit in whose place a term stands in the drawing, from 1; 0 for none. @param {Element} place */
export function placeOf(place) {
  const { unit, layer } = /** @type {HTMLElement|SVGElement|null} */ (place.closest("[data-unit], [data-layer]"))?.dataset ?? {};
  const [own, j = 0] = (unit ?? layer ?? "0").split(".").map(Number);
  return [own, j];
}

/** What is shown, for who explains it. @param {Scene} scene @param {Selected & {digits: number}} state @param {number} layer 0 for the one that the cards speak of @returns {Moment} */
export function here(scene, state, layer = 0) {
  const { op: k, picks, sample, digits } = state;
  const own = layer || layerTold(scene, state) || 1;
  return { scene, op: scene.operation(k), k, layer: own, pick: selectionIn(scene.header.sizes, picks, own), sample, digits };
}

/** Answer a question, of the layer and the unit in whose place it is asked. @param {Question} question @param {Scene} scene @param {Selected & {digits: number}} state */
export function answer(question, scene, state) {
  const [layer, unit] = placeOf(question.place);
  const found = here(scene, state, layer);
  const moment = unit ? { ...found, pick: { ...found.pick, j: unit - 1 }, ofUnit: true } : found;
  question.term = CHOSEN[question.term]?.(moment) ?? question.term;
  question.layer = moment.layer;
  Object.assign(question, NUMBERS[question.term]?.(moment) ?? NOTHING);
}

/**
 * What is shown, in words: the operation with its number, and what it does.
 * @param {Moment} moment
 * @param {Element} title as it is printed
 * @param {Element} about
 */
export function spoken(moment, title, about) {
  const { scene: { operations, header: { text } }, op, k } = moment;
  const [name, says] = [title.textContent, about.textContent];
  const value = op ? NUMBERS[op.symbol]?.(moment).values.value : undefined;
  if (!op) return `${name}. ${says}`;
  const place = { k, n: operations.length, name };
  return `${value === undefined ? fill(text.said_operation, place) : fill(text.said_number, { ...place, value })} ${says}`;
}

/**
 * After how many operations what was asked for is there: delta.3 is delta of layer 3; null where it never is.
 * @param {Array<{symbol: string, layer: number|null}>} operations
 * @param {string} word
 */
export function operationOf(operations, word) {
  const [symbol, layer] = word.split(".");
  const at = operations.findIndex((op) => op.symbol === symbol && (layer === undefined || op.layer === null || op.layer === Number(layer)));
  return at < 0 ? null : at + 1;
}
