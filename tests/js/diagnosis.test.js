// What is said of a run's health: absolute sizes, chance, idle units. No ratio alone reads like health.

import assert from "node:assert/strict";
import { test } from "node:test";

import { diagnosis } from "../../pages/shared/player/diagnosis.js";

const text = {
  measure_dW_norm: "dW", caption_vanishing: "hardly moves", caption_slow: "slower",
  caption_smaller: "{measure} of 1 is {factor} times smaller than of {last}: {consequence}.",
  caption_larger: "{measure} of 1 is {factor} times larger.",
  caption_alike: "alike: {value}.", caption_zero: "zero.", caption_none: "none.", caption_nonfinite: "not finite.",
  caption_vanished: "vanished in all {last}: at most {value}.", caption_vanished_1: "vanished: {value}.",
  caption_rest: "rest: at most {value}.",
  caption_zero_float32: "zero: below {least}.", caption_none_float32: "none: below {least}.",
  caption_guess_classes: "guess: {right}, {loss}, {chance}.", caption_guess_mean: "guess: {loss}, {chance}.",
  caption_guess_test_classes: "test guess: {right}, {loss}, {chance}.", caption_guess_test_mean: "test guess: {loss}, {chance}.",
  caption_dead: "{share} of {layer} dead.", caption_dead_all: "all of {layer} dead.", caption_saturation: "{share} of {layer} saturated.",
};
const rules = { vanished: 1e-8, learned: 0.02, right: 0.1, idle: 0.5, nothing: 1e-6 };
const chance = { loss: 0.045, accuracy: 0.1, test_loss: 0.046, test_accuracy: 0.09 };

/** A run's header. */
function about({ task = "classes", kind = "saturation", by = chance, layers = 3, least = null } = {}) {
  const legs = [{ start: 0, chance: by, idle: kind }];
  return { text, rules, legs, least, data: { task }, cards: Array.from({ length: layers }, () => ({})) };
}

/** A frame with these channels. */
function frame(channels, step = 10) {
  const all = { loss: [0.02], idle: [0, 0, 0], ...channels };
  return { step, has: (name) => name in all, numbers: (name) => Float64Array.from(all[name]) };
}

const said = (header, channels, step) => diagnosis(header, frame(channels, step), "dW_norm").join(" ");
const well = [0.02, 0.021, 0.9, 0.88];

test("gradients of 1e-16 in every layer are not alike: they have vanished", () => {
  const scores = [0.0449, NaN, 0.104, NaN];
  assert.equal(said(about(), { dW_norm: [1.1e-16, 2e-16, 1e-16], scores }), "vanished in all 3: at most 2.0×10⁻¹⁶. guess: 10 %, 0.0449, 0.0450.");
  assert.equal(said(about({ layers: 1 }), { dW_norm: [1e-9], scores: [0.1, NaN, 0.1, NaN] }, 0), "vanished: 1.0×10⁻⁹.");
});

test("gradients that are alike and large are alike", () => {
  assert.equal(said(about(), { dW_norm: [0.3, 0.2, 0.4], scores: well }), "alike: 0.30.");
  assert.equal(said(about(), { dW_norm: [1e-9, 1, 1], scores: well }), "dW of 1 is **1.0×10⁹** times smaller than of 3: hardly moves.");
});

test("a network that has learned and has no gradient left is at rest", () => {
  assert.equal(said(about(), { dW_norm: [1e-9, 1e-10, 1e-9], scores: [1e-5, NaN, 1, NaN] }), "rest: at most 1.0×10⁻⁹.");
  const one = about({ task: "regression", by: null });
  assert.equal(said(one, { dW_norm: [1e-9, 1e-10, 1e-9], loss: [1e-12] }), "rest: at most 1.0×10⁻⁹.");
  assert.equal(said(one, { dW_norm: [1e-9, 1e-10, 1e-9], loss: [0.2] }), "vanished in all 3: at most 1.0×10⁻⁹.");
});

test("what float32 rounds to 0 is not called exactly 0", () => {
  const [zero, none] = [{ dW_norm: [0, 0.2, 0.4], scores: well }, { dW_norm: [0, 0, 0], scores: well }];
  const [wide, narrow] = [about(), about({ least: 2 ** -149 })];
  assert.deepEqual([zero, none].map((channels) => said(wide, channels)), ["zero.", "none."]);
  assert.deepEqual([zero, none].map((channels) => said(narrow, channels)), ["zero: below 1.4×10⁻⁴⁵.", "none: below 1.4×10⁻⁴⁵."]);
});

test("guessing is named by the loss of its own kind, on the samples that it is of", () => {
  const dW_norm = [1, 1, 1];
  assert.equal(said(about(), { dW_norm, scores: [0.0448, NaN, 0.12, NaN] }), "alike: 1.0. guess: 12 %, 0.0448, 0.0450.");
  assert.equal(said(about(), { dW_norm, scores: [0.0448, NaN, 0.12, NaN] }, 0), "alike: 1.0.");
  assert.equal(said(about(), { dW_norm, scores: [0.0449, NaN, 0.4, NaN] }), "alike: 1.0.");
  assert.equal(said(about(), { dW_norm, scores: [0.001, 0.2, 1, 0.1] }), "alike: 1.0. test guess: 10 %, 0.200, 0.0460.");
  const mean = about({ task: "regression", by: { loss: 0.5, accuracy: null, test_loss: null, test_accuracy: null } });
  assert.equal(said(mean, { dW_norm, loss: [0.499] }), "alike: 1.0. guess: 0.499, 0.500.");
  assert.equal(said(mean, { dW_norm, loss: [0.4] }), "alike: 1.0.");
});

test("the hidden layer with the most idle units is named, the output layer never", () => {
  const dW_norm = [1, 1, 1];
  assert.equal(said(about({ kind: "dead" }), { dW_norm, scores: well, idle: [0.25, 0.75, 1] }), "alike: 1.0. 75 % of 2 dead.");
  assert.equal(said(about({ kind: "dead" }), { dW_norm, scores: well, idle: [0, 1, 0] }), "alike: 1.0. all of 2 dead.");
  assert.equal(said(about(), { dW_norm, scores: well, idle: [0.998, 0.75, 0] }), "alike: 1.0. 99 % of 1 saturated.");
  assert.equal(said(about(), { dW_norm, scores: well, idle: [0.49, 0, 1] }), "alike: 1.0.");
  assert.equal(said(about({ kind: null }), { dW_norm, scores: well, idle: [NaN, NaN, NaN] }), "alike: 1.0.");
});

test("what is not finite or exactly 0 is said first", () => {
  assert.equal(said(about(), { dW_norm: [NaN, 1, 1], scores: well }), "not finite.");
  assert.equal(said(about(), { dW_norm: [0, 1, 1], scores: well }), "zero.");
  assert.equal(said(about(), { dW_norm: [0, 0, 0], scores: well }), "none.");
});
