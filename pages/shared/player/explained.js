// What Train's names and symbols stand for at this moment.

import { find } from "../browser/dom.js";
import { largest } from "../browser/draw.js";
import { known, percent, significant } from "../browser/format.js";
import { legAt, sampleOf } from "../browser/tape.js";
import { matrixOf } from "./heatmaps.js";

/** @import { Frame } from "../browser/tape.js" */
/** @import { Marks, Question } from "../browser/explained.js" */
/** @import { Choices, Header } from "../browser/types.d.ts" */

/**
 * What there is to answer with: the layer is that of the card in which the term stands, or the selected one, from 0.
 * @typedef {Object} Moment
 * @property {Header} header
 * @property {Frame} frame
 * @property {Choices} values
 * @property {number} layer
 * @property {number} end
 * @property {number} sample
 * @property {[number, number]} range of the meters, as powers of ten
 * @property {string} shown what the first panel shows
 * @property {string} ends of the colour scale
 */

/** A sentence of the catalogue, and what is filled in; none where there is no number. @typedef {Pick<Question, "now"|"values">} Said */

const DIGITS = 4;
/** @type {Said} */
const NOTHING = { now: "", values: {} };

/** @type {Marks} */
export const MARKS = [
  [".bp-digits-step .bp-label", "step"], [".bp-digits-epoch > span:first-child", "epoch"], [".bp-digits-loss .bp-label", "loss"],
  [".bp-part", "accuracy"], [".bp-views [data-value=W]", "W"], [".bp-views [data-value=dW]", "dW"],
  [".bp-views [data-value=change]", "change"], [".bp-views [data-value=units]", "unit"], [".bp-sample-word", "sample"],
  [".bp-high", "colours"], [".bp-low", "colours"], [".bp-scale-choice", "colours"],
  [".bp-card-head b", "layer"], [".bp-card-about span:first-child", "parameters"], [".bp-card-about span:last-child", "activation"],
  [".bp-row-a > span:first-child", "a"], [".bp-row-delta > span:first-child", "delta"], [".bp-most", "max"],
  [".bp-row-measure > span", "measure"], [".bp-meter", "meter"], [".bp-end-in > span", "x"], [".bp-end-out > span", "y"],
  ["[data-panel=weights] figcaption b", "shown"], ["[data-panel=profile] figcaption b", "gradient"], [".bp-measure", "measure"],
  ["[data-panel=profile] .bp-note", "faint"], ["[data-panel=loss] figcaption b", "curve"], [".bp-curve", "curve"], [".bp-axis", "log_axis"],
  ["[data-panel=loss] .bp-note", "lines"],
];

/** Places that stand for what is chosen. @type {Record<string, (moment: Moment) => string>} */
export const CHOSEN = {
  measure: ({ values }) => values.measure,
  curve: ({ values, header }) => (header.figures.light.accuracy ? values.curve : "loss"),
  shown: ({ shown, values }) => ({ weights: matrixOf(values.view), surface: "surface", confusion: "confusion", mistakes: "accuracy" })[shown] ?? "y",
  lines: ({ header }) => (header.published.length ? "published" : header.data.test ? "test" : "batch"),
};

/** @param {string} term as it is marked @param {Moment} moment */
export function chosen(term, moment) {
  return CHOSEN[term]?.(moment) ?? term;
}

/** @param {Moment} moment @param {string} value @returns {Said} */
const atStep = ({ frame }, value) => ({ now: "value", values: { step: frame.step, value } });

/** @param {Moment} moment @param {string} value @returns {Said} */
const ofLayer = ({ frame, layer }, value) => ({ now: "layer", values: { layer: layer + 1, step: frame.step, value } });

/** One number a layer, as its card has it. @param {string} measure @returns {(moment: Moment) => Said} */
const measured = (measure) => (moment) => ofLayer(moment, significant(moment.frame.numbers(measure)[moment.layer], DIGITS));

/** The largest of a channel's part. @param {string} channel @returns {(moment: Moment) => Said} */
function largestOf(channel) {
  return (moment) => {
    const { frame, layer, header } = moment;
    if (!frame.has(channel)) return NOTHING; // it comes without what nobody looks at
    const part = frame.part(channel, layer);
    const { rows, columns } = header.cards[layer];
    const count = channel === matrixOf(/** @type {any} */ (channel)) && part.rows > 1 ? rows * columns : part.rows * part.columns;
    const value = known(largest(part), DIGITS, part.grain);
    return { now: "largest", values: { layer: layer + 1, step: frame.step, count: count.toLocaleString("en"), value } };
  };
}

/** The largest of a sample's numbers. @param {"x"|"y"} which @returns {(moment: Moment) => Said} */
function ofSample(which) {
  return ({ header, frame }) => {
    const values = Array.from(sampleOf(header, frame)[which], Math.abs);
    return { now: "sample", values: { step: frame.step, count: values.length.toLocaleString("en"), value: significant(Math.max(...values), DIGITS) } };
  };
}

/** How many units are idle, where a layer's can be so. @param {string} kind @returns {(moment: Moment) => Said} */
function idle(kind) {
  return (moment) => {
    const share = moment.frame.numbers("idle")[moment.layer];
    if (legAt(moment.header.legs, moment.frame.step).idle !== kind || Number.isNaN(share)) return NOTHING;
    return ofLayer(moment, percent(share, 0));
  };
}

/** First layer against last. @param {Moment} moment @returns {Said} */
function ends({ frame, values }) {
  const all = frame.numbers(values.measure);
  const [first, last] = [all[0], all[all.length - 1]];
  return { now: "ends", values: { step: frame.step, first: significant(first, DIGITS), last: all.length, value: significant(last, DIGITS) } };
}

/** By terms. @type {Record<string, (moment: Moment) => Said>} */
export const NUMBERS = {
  step: ({ frame, end }) => ({ now: "step", values: { step: frame.step, end } }),
  epoch: (moment) => atStep(moment, String(Math.floor(moment.frame.step / moment.header.data.steps_per_epoch))),
  loss: (moment) => atStep(moment, significant(moment.frame.numbers("loss")[0], 5)),
  accuracy: (moment) => (moment.frame.has("scores") ? atStep(moment, percent(moment.frame.numbers("scores")[moment.header.data.test ? 3 : 2], 1)) : NOTHING),
  guess: (moment) => {
    const { chance } = legAt(moment.header.legs, moment.frame.step);
    return chance ? atStep(moment, significant(chance.loss, DIGITS)) : NOTHING;
  },
  published: (moment) => {
    const printed = moment.header.published[moment.frame.step - 1];
    return printed === undefined ? NOTHING : atStep(moment, significant(printed, 5));
  },
  sample: ({ sample, header }) => ({ now: "place", values: { value: sample + 1, count: header.data.batch.toLocaleString("en") } }),
  layer: ({ header, layer }) => ({ now: "shape", values: { layer: layer + 1, value: header.cards[layer].shape } }),
  unit: ({ header, layer }) => ({ now: "shape", values: { layer: layer + 1, value: header.cards[layer].columns } }),
  parameters: ({ header, layer }) => ({ now: "shape", values: { layer: layer + 1, value: header.cards[layer].parameters.toLocaleString("en") } }),
  W: largestOf("W"), dW: largestOf("dW"), change: largestOf("change"), b: largestOf("b"), a: largestOf("a"), delta: largestOf("delta"),
  x: ofSample("x"), y: ofSample("y"),
  dW_norm: measured("dW_norm"), db_norm: measured("db_norm"), delta_norm: measured("delta_norm"), dW_mean_abs: measured("dW_mean_abs"),
  gradient: ends, vanishing: ends, exploding: ends,
  saturation: idle("saturation"), dead: idle("dead"),
  meter: ({ frame, layer, values, range: [low, high] }) => ({ now: "range", values: {
    layer: layer + 1, step: frame.step, value: significant(frame.numbers(values.measure)[layer], DIGITS),
    low: significant(10 ** low, 1), high: significant(10 ** high, 1),
  } }),
  faint: ({ header, layer, values }) => ({ now: "first", values: { layer: layer + 1, value: significant(header.initial[values.measure][layer], DIGITS) } }),
  colours: (moment) => atStep(moment, moment.ends),
};

/**
 * Which strip a place in a card's row is of.
 * @param {Element} place
 */
function stripOf(place) {
  return place.closest(".bp-row-delta") ? "delta" : "a";
}

/**
 * Answer a question.
 * @param {Question} question
 * @param {Omit<Moment, "layer">} here
 */
export function answer(question, here) {
  const slot = question.place.closest(".bp-slot");
  const layer = slot ? [...(slot.parentElement?.children ?? [])].indexOf(slot) : here.values.selected;
  const moment = { ...here, layer };
  question.term = chosen(question.term, moment);
  question.layer = layer + 1;
  const say = question.term === "max" ? NUMBERS[stripOf(question.place)] : NUMBERS[question.term];
  Object.assign(question, say?.(moment) ?? NOTHING);
}

/** The ends of the colour scale, as they are printed. @param {HTMLElement} root */
export function endsOf(root) {
  return `${find(root, ".bp-low").textContent} … ${find(root, ".bp-high").textContent}`;
}
