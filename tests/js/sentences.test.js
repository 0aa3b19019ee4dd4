// The lab's sentence goes with the step: how the gradient comes back there, and whether anything is learned.

import assert from "node:assert/strict";
import { test } from "node:test";

import { sentences } from "../../pages/shared/lab/sentences.js";

const text = {
  now_smaller: "{name} @{step}: {factor} slower than {last}.", now_larger: "{name} @{step}: {factor} more than {last}.",
  now_alike: "{name} @{step}: alike.", now_zero: "{name} @{step}: zero.", now_none: "{name} @{step}: none.",
  now_nothing: "{name} @{step}: diverged.", now_vanished: "{name} @{step}: all {last} vanished, {most}.",
  now_rest: "{name} @{step}: rest, {most}.", now_guess: "guess {right} {loss} {chance}.",
  now_learned: "{right} {loss} {chance}.", now_loss: "loss {loss}.",
  says_dead: "{share} of {layer} dead.", says_dead_all: "all of {layer} dead.", says_saturation: "{share} of {layer} saturated.",
};
const rules = { vanished: 1e-8, learned: 0.02, right: 0.1, idle: 0.5, nothing: 1e-6 };
const half = { loss: 0.045, accuracy: 0.1, test_loss: null, test_accuracy: null };

/** Two networks of two layers; what is said of the second at step 1. */
function said({ sizes, loss = 0.02, right = 0.8, idle = [0, 0], kind = "saturation", chance = half }) {
  const header = { text, rules, lines: [{ name: "a" }, { name: "b" }], chances: [null, chance], idles: [null, kind] };
  const unread = [9, 9, 9, 9, 9, 9];
  const course = {
    sizes: { steps: 2, layers: 2, values: Float64Array.from([...unread, ...sizes]) },
    idle: Float64Array.from([...unread, ...idle]),
    loss: Float64Array.from([9, 9, 9, loss]), accuracy: Float64Array.from([9, 9, 9, right]),
  };
  return sentences(header, course, 1, 1);
}

test("it is of the network in focus and of the step that is shown", () => {
  assert.equal(said({ sizes: [0.01, 1] }), "b @1: 100 slower than 2. 80 % 0.0200 0.0450.");
  assert.equal(said({ sizes: [10, 1] }), "b @1: 10 more than 2. 80 % 0.0200 0.0450.");
  assert.equal(said({ sizes: [1, 1.5] }), "b @1: alike. 80 % 0.0200 0.0450.");
  assert.equal(said({ sizes: [0, 1] }), "b @1: zero. 80 % 0.0200 0.0450.");
  assert.equal(said({ sizes: [0, 0] }), "b @1: none. 80 % 0.0200 0.0450.");
  assert.equal(said({ sizes: [NaN, 1] }), "b @1: diverged.");
});

test("a network that learns nothing is told so, whatever its loss was before", () => {
  assert.equal(said({ sizes: [1, 1], loss: 0.0448, right: 0.11 }), "b @1: alike. guess 11 % 0.0448 0.0450.");
  assert.equal(said({ sizes: [1, 1], chance: null }), "b @1: alike. loss 0.0200.");
});

test("gradients too small to move anything have vanished, or the network is at rest", () => {
  assert.equal(said({ sizes: [1e-16, 2e-16], loss: 0.125, right: 0.1 }), "b @1: all 2 vanished, 2.0×10⁻¹⁶. guess 10 % 0.125 0.0450.");
  assert.equal(said({ sizes: [1e-12, 2e-12], loss: 1e-9, right: 1 }), "b @1: rest, 2.0×10⁻¹². 100 % 1.00×10⁻⁹ 0.0450.");
});

test("idle hidden units are counted, the output's are not", () => {
  assert.equal(said({ sizes: [1, 1], idle: [0.6, 1] }), "b @1: alike. 60 % of 1 saturated. 80 % 0.0200 0.0450.");
  assert.equal(said({ sizes: [1, 1], idle: [1, 0], kind: "dead" }), "b @1: alike. all of 1 dead. 80 % 0.0200 0.0450.");
  assert.equal(said({ sizes: [1, 1], idle: [0.4, 1] }), "b @1: alike. 80 % 0.0200 0.0450.");
});
