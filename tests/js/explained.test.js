// What names and symbols stand for at a moment, on Train, in the lab and on Step through.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fill } from "../../pages/shared/browser/format.js";
import * as lab from "../../pages/shared/lab/explained.js";
import * as train from "../../pages/shared/player/explained.js";
import { norm, NUMBERS, operationOf, placeOf } from "../../pages/shared/stepper/explained.js";

/** A matrix, or a strip. */
const part = (rows, columns, ...values) => ({ rows, columns, factor: 2, grain: 0, values: Float32Array.from(values) });

const header = {
  cards: [{ rows: 2, columns: 3, shape: "2 → 3", parameters: 9 }, { rows: 3, columns: 1, shape: "3 → 1", parameters: 4 }],
  legs: [{ start: 0, idle: "dead", chance: { loss: 0.25 }, x: [1, -3], y: [0.5] }], data: { test: 4, batch: 8, steps_per_epoch: 5, task: "binary", sample: 0 },
  published: [0.3, 0.2], initial: { dW_norm: [1e-9, 0.5] }, figures: { light: { accuracy: {} } },
};
const numbers = { loss: [0.125], dW_norm: [3e-11, 0.5], idle: [0.25, NaN], scores: [0.1, 0.2, 0.75, 0.5] };
const frame = {
  step: 12, has: (name) => name in numbers || name === "dW" || name === "a", numbers: (name) => Float64Array.from(numbers[name]),
  part: (name, layer) => (name === "dW" ? part(2, 3, 0, 1e-12, -4e-12, 0, 0, 0) : part(1, 3, 0.25, -0.5, layer)),
};
const moment = {
  header, frame, layer: 0, end: 100, sample: 2, range: [-12, 1], shown: "weights", ends: "−1 … +1",
  values: { measure: "dW_norm", view: "dW", curve: "loss", selected: 0 },
};
const said = (term, other = {}) => train.NUMBERS[term]({ ...moment, ...other });

test("Train answers with the numbers that its frame has", () => {
  assert.deepEqual(said("step"), { now: "step", values: { step: 12, end: 100 } });
  assert.equal(said("epoch").values.value, "2");
  assert.equal(said("loss").values.value, "0.12500");
  assert.equal(said("accuracy").values.value, "50.0 %");
  assert.deepEqual(said("dW_norm").values, { layer: 1, step: 12, value: "3.000×10⁻¹¹" });
  assert.deepEqual(said("dW").values, { layer: 1, step: 12, count: "6", value: "8.000×10⁻¹²" });
  assert.equal(said("a", { layer: 1 }).values.value, "2.000");
  assert.deepEqual(said("meter").values, { layer: 1, step: 12, value: "3.000×10⁻¹¹", low: "1×10⁻¹²", high: "10" });
  assert.equal(said("faint").values.value, "1.000×10⁻⁹");
  assert.deepEqual(said("gradient").values, { step: 12, first: "3.000×10⁻¹¹", last: 2, value: "0.5000" });
  assert.equal(said("guess").values.value, "0.2500");
});

test("what a frame has not is not made up", () => {
  assert.equal(said("W").now, "", "it comes without what nobody looks at");
  assert.equal(said("published").now, "", "the tutorial printed no more");
  assert.equal(said("saturation").now, "", "these units die");
  assert.equal(said("dead").values.value, "25 %");
  assert.equal(said("dead", { layer: 1 }).now, "", "no unit of the output is idle");
});

test("a place that stands for what is chosen says which term it is", () => {
  assert.equal(train.chosen("measure", moment), "dW_norm");
  assert.equal(train.chosen("curve", { ...moment, values: { curve: "accuracy" } }), "accuracy");
  assert.equal(train.chosen("shown", moment), "dW");
  assert.equal(train.chosen("shown", { ...moment, shown: "confusion" }), "confusion");
  assert.equal(train.chosen("delta", moment), "delta");
});

test("max is that of the strip it stands beside, a layer that of its card", () => {
  const slots = [{}, {}];
  const slot = Object.assign(slots[1], { parentElement: { children: slots } });
  const place = { closest: (selector) => (selector === ".bp-slot" ? slot : null) };
  const question = { term: "max", place, now: "", values: {}, layer: null };
  train.answer(question, moment);
  assert.deepEqual(question.values, { layer: 2, step: 12, count: "3", value: "2.000" });
  assert.equal(question.layer, 2);
});

const course = {
  sizes: { steps: 2, layers: 2, values: Float64Array.from([1, 1, 1e-9, 1, 1, 1, 1, 1]) },
  loss: Float64Array.from([1, 0.5, 1, 1]), accuracy: Float64Array.from([NaN, 0.75, 1, 1]), idle: Float64Array.from([0, 0, 0.5, NaN, 0, 0, 0, 0]),
};
const view = { view: { focus: 0, aside: "saturation", below: "course", curve: "loss" }, steps: 1, chances: [{ loss: 0.9 }, null], idles: ["saturation", null],
  measure: "delta_norm", initializers: ["normal", "he"] };
const here = { header: view, course, at: 1, first: [1e-20, 0.1] };

test("the lab answers for the network in focus at the step that is shown", () => {
  assert.deepEqual(lab.NUMBERS.delta_norm(here).values, { step: 1, first: "1.000×10⁻⁹", last: 2, value: "1.000" });
  assert.deepEqual(lab.NUMBERS.staircase({ ...here, at: 0, course: null }).values, { step: 0, last: 2, value: "1.000×10⁻¹⁹" });
  assert.equal(lab.NUMBERS.loss(here).values.value, "0.5000");
  assert.equal(lab.NUMBERS.loss({ ...here, course: null }).now, "");
  assert.equal(lab.NUMBERS.accuracy({ ...here, at: 0 }).now, "");
  assert.deepEqual(lab.NUMBERS.saturation(here).values, { layer: 1, step: 1, value: "50 %" });
  assert.equal(lab.NUMBERS.dead(here).now, "");
  assert.equal(lab.CHOSEN.measure(here), "delta_norm");
  assert.equal(lab.CHOSEN.measure({ ...here, header: { ...view, measure: "bias_norm" } }), "db_norm");
  assert.deepEqual(["0", "1"].map((value) => lab.CHOSEN.line(here, { dataset: { value } })), ["initializer", "he"]);
});

test("Step through answers with the selected unit's numbers, once they are computed", () => {
  const arrays = { delta2: { rows: 2, columns: 3, values: Float64Array.from([1, 2, 3, 4, 5, 6]) } };
  const scene = {
    header: { step: 7, rate: 0.5, samples: 2, factors: { 2: { ratio: "nan", slope: 0.25 } } }, arrays, has: (name, k) => name in arrays && k >= 5,
    at: (name, row, column) => arrays[name].values[row * arrays[name].columns + column],
  };
  const now = { scene, op: null, k: 5, layer: 2, pick: { i: 0, j: 1 }, sample: 1, digits: 3 };
  assert.deepEqual(NUMBERS.delta(now).values, { layer: 2, unit: 2, step: 7, value: "5.00" });
  assert.equal(NUMBERS.delta({ ...now, k: 4 }).now, "");
  assert.equal(NUMBERS.dW(now).now, "");
  assert.equal(NUMBERS.slope(now).values.value, "0.2500");
  assert.equal(NUMBERS.gain(now).values.value, "NaN");
  assert.equal(NUMBERS.delta_norm(now).values.value, "9.54");
});

test("a label in the drawing is of its own layer and unit", () => {
  const within = (dataset) => placeOf({ closest: () => dataset && { dataset } });
  assert.deepEqual([within({ unit: "2.3" }), within({ layer: "4" }), within(null)], [[2, 3], [4, 0], [0, 0]]);
});

test("a norm is not 0 because its squares are", () => {
  assert.equal(norm(Float64Array.from([3e-200, 4e-200])), 5e-200);
  assert.equal(norm(new Float64Array(3)), 0);
  assert.equal(norm(Float64Array.from([Infinity])), Infinity);
});

test("what is to be shown is found among the operations", () => {
  const operations = [["z", 1], ["a", 1], ["loss", null], ["delta", 1], ["W", 1]].map(([symbol, layer]) => ({ symbol, layer }));
  assert.deepEqual(["z.1", "loss", "loss.3", "delta.1", "delta.9", "nothing"].map((word) => operationOf(operations, word)), [1, 3, 3, 4, null, null]);
});

test("a number that is not there leaves no gap in a sentence", () => {
  assert.equal(fill("At step {step}: {value}", said("loss").values), "At step 12: 0.12500");
});
