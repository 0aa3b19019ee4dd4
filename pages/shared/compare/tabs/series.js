// The curves of compared runs up to the moment shown, over the clock; of several seeds their quartiles. Pure.

import { quantile } from "../outcome.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Compared } from "../types.d.ts" */
/** @import { Clock } from "../clock.js" */

/** @typedef {{x: number[], y: number[]}} Series */
/** What is drawn: of all samples trained on, or of those held back. @typedef {"train"|"test"} Part */

const MOST_POINTS = 300;
const SHARES = [0.25, 0.5, 0.75];

/**
 * A run's losses or accuracies up to a frame; nothing where it has none of that kind.
 * @param {Pick<Compared, "store"|"header">} run
 * @param {Frame} frame
 * @param {"loss"|"accuracy"} kind
 * @param {Part} part
 * @returns {Series}
 */
export function stepsOf({ store, header }, frame, kind, part) {
  if (frame.has("scores")) {
    const { x, y } = store.scores.upTo(frame, `${part}_${kind}`);
    return y.every(Number.isNaN) ? { x: [], y: [] } : { x, y };
  }
  return kind === "loss" && part === "train" ? store.curve.upTo(frame.step, header.end) : { x: [], y: [] };
}

/**
 * The same over the clock.
 * @param {Clock} clock
 * @param {number} place the run's
 * @param {Series} series
 */
export function along(clock, place, { x, y }) {
  return { x: x.map((step) => clock.along(place, step)), y };
}

/**
 * Lower quartile, median and upper quartile of several runs' series of the same steps, at some of the steps that all have.
 * @param {Series[]} all
 * @returns {Series[]}
 */
export function quartiles(all) {
  const steps = commonSteps(all);
  const values = all.map((series) => valuesAt(series, steps));
  return SHARES.map((share) => ({ x: steps, y: steps.map((_, i) => quantile(values.map((of) => of[i]).sort((a, b) => a - b), share)) }));
}

/** @param {Series[]} all */
function commonSteps(all) {
  const [shortest] = [...all].sort((a, b) => (a.x.at(-1) ?? -1) - (b.x.at(-1) ?? -1));
  const { x } = shortest;
  const every = Math.max(1, Math.ceil(x.length / MOST_POINTS));
  return x.filter((_, i) => i % every === 0 || i === x.length - 1);
}

/** A series at these ascending steps: at those between two of its own on the line between them. @param {Series} series @param {number[]} steps */
function valuesAt({ x, y }, steps) {
  let i = 0;
  return steps.map((step) => {
    while (i < x.length - 2 && x[i + 1] < step) i += 1;
    if (x[i] >= step || i + 1 >= x.length) return y[i];
    const share = (step - x[i]) / (x[i + 1] - x[i]);
    return share >= 1 ? y[i + 1] : y[i] + share * (y[i + 1] - y[i]);
  });
}
