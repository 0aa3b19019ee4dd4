// What the lab's names and symbols stand for: of the network in focus, at the step that is shown.

import { percent, significant } from "../browser/format.js";
import { idleAt, rowOf, sizesAt } from "./course.js";

/** @import { Marks, Question } from "../browser/explained.js" */
/** @import { Course, Header } from "./types.d.ts" */

/**
 * What there is to answer with; `first` has the measure of every layer before training, as the staircase shows it.
 * @typedef {Object} Moment
 * @property {Pick<Header, "view"|"steps"|"measure"|"initializers"|"idles"|"chances">} header
 * @property {Course|null} course
 * @property {number} at
 * @property {ArrayLike<number|null>} first
 */

/** @typedef {Pick<Question, "now"|"values">} Said */

/** @type {Said} */
const NOTHING = { now: "", values: {} };
const DIGITS = 4;

/** @type {Marks} */
export const MARKS = [
  ["[data-text=step_label]", "step"], ["[data-panel=staircase] figcaption b", "staircase"], [".lab-aside", "aside"],
  ["[data-panel=staircase] .bp-note", "ceiling"], ["[data-panel=left] figcaption b", "measure"], ["[data-panel=right] figcaption b", "right"],
  ["[data-panel=right] .bp-note", "noted"], [".lab-legend button", "line"], [".lab-about", "quartiles"], [".lab-curve [data-value=loss]", "loss"],
  [".lab-curve [data-value=accuracy]", "accuracy"], ["[data-panel=aside] .bp-note", "beside"],
];

/** @type {Record<string, string>} */
const ASIDES = { passes: "gain", saturation: "saturation", z: "z" };
/** What is measured, by the server's names. @type {Record<string, string>} */
const MEASURES = { grad_norm: "dW_norm", grad_rms: "grad_rms", delta_norm: "delta_norm", grad_max: "grad_max", bias_norm: "db_norm" };

/** Initializers with an entry of their own. */
const INITIALIZERS = ["xavier", "he", "lecun", "orthogonal"];

/** How a network's weights are drawn. @param {Moment} moment @param {number} line */
function initializer({ header: { initializers } }, line) {
  return INITIALIZERS.includes(initializers[line]) ? initializers[line] : "initializer";
}

/** Places that stand for what is chosen. @type {Record<string, (moment: Moment, place: Element) => string>} */
export const CHOSEN = {
  aside: ({ header: { view } }) => ASIDES[view.aside] ?? view.aside,
  beside: (moment) => (moment.header.view.aside === "saturation" ? "dead" : initializer(moment, moment.header.view.focus)),
  noted: (moment) => (moment.header.view.below === "course" ? "guess" : initializer(moment, moment.header.view.focus)),
  line: (moment, place) => initializer(moment, Number(/** @type {HTMLElement} */ (place).dataset.value)),
  measure: ({ header: { measure } }) => MEASURES[measure],
  right: ({ header: { view, chances, measure } }) => (view.below !== "course" ? MEASURES[measure] : view.curve === "accuracy" && !chances.includes(null) ? "accuracy" : "loss"),
};

/** The measure of every layer at this step. @param {Moment} moment @returns {ArrayLike<number|null>} */
function sizes(moment) {
  const { header, course, at, first } = moment;
  return at === 0 || !course ? first : sizesAt(course, rowOf(course, header.view.focus, at));
}

/** Layer 1 and the last one. @param {Moment} moment @returns {Said} */
function ends(moment) {
  const all = sizes(moment);
  if (!all.length) return NOTHING;
  const [first, last] = [all[0], all[all.length - 1]].map((value) => significant(value ?? NaN, DIGITS));
  return { now: "ends", values: { step: moment.at, first, last: all.length, value: last } };
}

/** Of layer 1 in times of the last one. @param {Moment} moment @returns {Said} */
function times(moment) {
  const all = sizes(moment);
  if (!all.length) return NOTHING;
  return { now: "times", values: { step: moment.at, last: all.length, value: significant(Number(all[0]) / Number(all[all.length - 1]), DIGITS) } };
}

/** One number of the course. @param {"loss"|"accuracy"} which @param {(value: number) => string} write @returns {(moment: Moment) => Said} */
function trained(which, write) {
  return ({ header, course, at }) => {
    const value = course?.[which][rowOf(course, header.view.focus, at)];
    return value === undefined || Number.isNaN(value) ? NOTHING : { now: "value", values: { step: at, value: write(value) } };
  };
}

/** The layer with the most idle units. @param {string} kind @returns {(moment: Moment) => Said} */
function idle(kind) {
  return ({ header, course, at }) => {
    const { focus } = header.view;
    if (!course || header.idles[focus] !== kind) return NOTHING;
    const shares = Array.from(idleAt(course, rowOf(course, focus, at)), (share) => (Number.isNaN(share) ? -1 : share));
    const most = Math.max(...shares);
    return most < 0 ? NOTHING : { now: "layer", values: { layer: shares.indexOf(most) + 1, step: at, value: percent(most, 0) } };
  };
}

/** By terms. @type {Record<string, (moment: Moment) => Said>} */
export const NUMBERS = {
  step: ({ header, at }) => ({ now: "step", values: { step: at, end: header.steps } }),
  loss: trained("loss", (value) => significant(value, DIGITS)),
  accuracy: trained("accuracy", (value) => percent(value, 0)),
  guess: ({ header, at }) => {
    const chance = header.chances[header.view.focus];
    return chance ? { now: "value", values: { step: at, value: significant(chance.loss, DIGITS) } } : NOTHING;
  },
  saturation: idle("saturation"), dead: idle("dead"),
  dW_norm: ends, db_norm: ends, delta_norm: ends, grad_rms: ends, grad_max: ends, gradient: ends,
  staircase: times, vanishing: times, exploding: times,
};

/** Answer a question. @param {Question} question @param {Moment} moment */
export function answer(question, moment) {
  question.term = CHOSEN[question.term]?.(moment, question.place) ?? question.term;
  question.layer = 1;
  Object.assign(question, NUMBERS[question.term]?.(moment) ?? NOTHING);
}
