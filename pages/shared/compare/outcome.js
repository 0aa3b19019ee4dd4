// What came of the runs at one moment: their numbers, and the factors between them. Pure.

import { fill, percent, raised, significant } from "../browser/format.js";

/** @import { Frame } from "../browser/tape.js" */
/** @import { RunHeader, Text } from "../browser/types.d.ts" */

/** What is compared, in the order in which it is shown. */
export const MEASURES = /** @type {const} */ (["loss", "test_loss", "accuracy", "test_accuracy", "gradient", "gradient_last", "ratio"]);
/** @typedef {typeof MEASURES[number]} Measure */

/**
 * A number that is none below 0. A ratio can lie beyond the numbers that there are: its logarithm, to base 10, does not.
 * @typedef {{value: number, log: number, least?: number|null}} Amount `least`: the smallest number above 0 that the run has
 */
/**
 * How one is to the first: so many times larger or smaller, as large within two digits, or, where one is 0, which.
 * @typedef {{kind: "larger"|"smaller"|"same"|"zero"|"from_zero"|"both_zero", times: string}} Factor
 */
/** @typedef {{amount: Amount|null, factor: Factor|null}} Cell */
/** Quartiles and median. @typedef {{low: Amount, median: Amount, high: Amount}} Spread */
/** @typedef {{measure: Measure, comparable: boolean, cells: Cell[], spread: Spread|null}} Row `cells`: one a run */
/** Which numbers of these runs mean the same. @typedef {{loss: boolean, accuracy: boolean}} Comparable */
/** @typedef {Pick<RunHeader, "cards"|"data"|"least">} About */

const FACTOR_DIGITS = 2;
const DIGITS = 3;
const SEEDS_AT_LEAST = 3;

/** The measures that some of the runs have. @param {About[]} headers @returns {Measure[]} */
export function measuresOf(headers) {
  const tested = headers.some(({ data }) => data.test > 0);
  const judged = headers.some(({ data }) => data.task !== "regression");
  const deep = headers.some(({ cards }) => cards.length > 1);
  const there = {
    loss: true, test_loss: tested, accuracy: judged, test_accuracy: headers.some(({ data }) => data.test > 0 && data.task !== "regression"),
    gradient: true, gradient_last: deep, ratio: deep,
  };
  return MEASURES.filter((measure) => there[measure]);
}

/** Whether it is a share of 1. @param {Measure} measure */
export const isShare = (measure) => measure.endsWith("accuracy");

/** @param {number} value @param {number|null} [least] @returns {Amount|null} */
function amountOf(value, least = null) {
  return Number.isNaN(value) ? null : { value, log: Math.log10(value), least };
}

/**
 * A run's numbers at a step: its losses over all samples where frames have them, else that of the step.
 * @param {About} header
 * @param {Frame} frame
 * @returns {Record<Measure, Amount|null>}
 */
export function measured({ cards, least }, frame) {
  const scores = frame.has("scores") ? frame.numbers("scores") : [frame.numbers("loss")[0], NaN, NaN, NaN];
  const norms = frame.numbers("dW_norm");
  const first = amountOf(norms[0], least);
  const last = amountOf(norms[cards.length - 1], least);
  return {
    loss: amountOf(scores[0]), test_loss: amountOf(scores[1]), accuracy: amountOf(scores[2]), test_accuracy: amountOf(scores[3]),
    gradient: first, gradient_last: last, ratio: cards.length > 1 && first && last ? quotient(last, first) : null,
  };
}

/** None where it has no value. @param {Amount} one @param {Amount} other @returns {Amount|null} */
function quotient(one, other) {
  if (other.value === 0 || !Number.isFinite(one.value) || !Number.isFinite(other.value)) return null;
  return { value: one.value / other.value, log: one.log - other.log };
}

/** A number of any size, also beyond those that there are. @param {Amount} amount @param {number} digits */
export function written({ value, log }, digits = DIGITS) {
  // Below the normal numbers a quotient has lost digits; its logarithm has not.
  if ((value > 1e-300 && value < Infinity) || !Number.isFinite(log)) return significant(value, digits);
  const power = Math.floor(log);
  const mantissa = (10 ** (log - power)).toFixed(digits - 1);
  return Number(mantissa) < 10 ? `${mantissa}×10${raised(power)}` : `${significant(1, digits)}×10${raised(power + 1)}`;
}

/**
 * How one number is to another; null where that means nothing.
 * @param {Amount|null} now
 * @param {Amount|null} first
 * @returns {Factor|null}
 */
export function factorOf(now, first) {
  if (!now || !first || !(now.log < Infinity) || !(first.log < Infinity)) return null; // nor of what lies below 0
  if (now.log === -Infinity || first.log === -Infinity) {
    return { kind: now.log !== -Infinity ? "from_zero" : first.log !== -Infinity ? "zero" : "both_zero", times: "" };
  }
  const [large, small] = now.log >= first.log ? [now, first] : [first, now];
  const times = written({ value: large.value / small.value, log: large.log - small.log }, FACTOR_DIGITS);
  if (times === significant(1, FACTOR_DIGITS)) return { kind: "same", times };
  return { kind: large === now ? "larger" : "smaller", times };
}

/**
 * The numbers of all runs beside those of the first.
 * @param {About[]} headers
 * @param {Frame[]} frames
 * @param {Comparable} comparable
 * @param {number[]} seeds the places of those that differ in nothing but their seed
 * @returns {Row[]}
 */
export function outcome(headers, frames, comparable, seeds = []) {
  const all = frames.map((frame, i) => measured(headers[i], frame));
  return measuresOf(headers).map((measure) => {
    const amounts = all.map((run) => run[measure]);
    const is = isShare(measure) ? comparable.accuracy : measure.endsWith("loss") ? comparable.loss : true;
    return {
      measure, comparable: is, spread: spreadOf(seeds.map((i) => amounts[i])),
      cells: amounts.map((amount, i) => ({ amount, factor: i && is && !isShare(measure) ? factorOf(amount, amounts[0]) : null })),
    };
  });
}

/** @param {Array<Amount|null>} amounts @returns {Spread|null} */
function spreadOf(amounts) {
  const values = amounts.map((amount) => amount?.value ?? NaN).sort((a, b) => a - b);
  if (values.length < SEEDS_AT_LEAST || !values.every(Number.isFinite)) return null;
  const least = amounts[0]?.least ?? null;
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantile(values, share)).map((value) => ({ value, log: Math.log10(value), least }));
  return { low, median, high };
}

/** As numpy.quantile has it by default: linear between the two nearest. @param {number[]} sorted @param {number} share */
export function quantile(sorted, share) {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const [a, b] = [sorted[below], sorted[Math.min(below + 1, sorted.length - 1)]];
  const t = at - below;
  return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
}

// In words

/** A number as it is written in a table or a sentence. @param {Measure} measure @param {Amount|null} amount @param {Text} text */
export function inWords(measure, amount, text) {
  if (!amount) return "–";
  if (isShare(measure)) return percent(amount.value, 1);
  if (amount.value === 0 && amount.log === -Infinity && amount.least) return fill(text.outcome_zero_float32, { least: significant(amount.least, 2) });
  return written(amount);
}

/** What stands below a number of a table. @param {Row} row @param {number} run its place @param {Text} text */
export function besides({ measure, comparable, cells }, run, text) {
  const { amount, factor } = cells[run];
  if (run === 0 || !amount) return "";
  if (!comparable) return text.outcome_incomparable;
  if (measure === "ratio" && !cells[0].amount) return "";
  return factor ? fill(text[`outcome_${factor.kind}`], { factor: factor.times }) : "";
}

/**
 * What the second of two runs has come to beside the first, in one sentence; nothing where nothing can be said.
 * @param {Row[]} rows
 * @param {[string, string]} names of the first and the second
 * @param {Text} text of the catalogue's section "compare"
 */
export function sentence(rows, [first, name], text) {
  const said = parts(rows, text);
  return said.length ? fill(text.outcome_sentence, { name, first, parts: said.join(text.outcome_and) }) : "";
}

/** @param {Row[]} rows @param {Text} text @returns {string[]} */
function parts(rows, text) {
  /** @param {Measure} measure */
  const row = (measure) => rows.find((one) => one.measure === measure && one.comparable && one.cells[0].amount && one.cells[1].amount);
  /** @param {Row} found */
  const both = ({ measure, cells: [before, now] }) => ({ now: inWords(measure, now.amount, text), before: inWords(measure, before.amount, text) });
  /** @param {Row} found @param {string} key */
  const say = (found, key) => {
    const values = both(found);
    return fill(text[values.now === values.before ? `${key}_same` : key], values);
  };
  const [gradient, loss, accuracy] = [row("gradient"), row("loss"), row("test_accuracy") ?? row("accuracy")];
  const found = [];
  if (gradient) {
    const { factor } = gradient.cells[1];
    if (factor) found.push(fill(text[`outcome_gradient_${factor.kind}`], { factor: factor.times, ...both(gradient) }));
  }
  if (loss) found.push(say(loss, "outcome_loss"));
  if (accuracy) found.push(say(accuracy, accuracy.measure === "accuracy" ? "outcome_accuracy" : "outcome_accuracy_test"));
  return found;
}
