// What an update moved: ratios and the furthest parameters, by hand.

import assert from "node:assert/strict";
import test from "node:test";

import { usePage } from "./help/page.js";

usePage();
const { decades, furthest, layerMoves } = await import("../../pages/shared/stepper/moved.js");
const { apart, movedWords, ratioText } = await import("../../pages/shared/stepper/moved_card.js");

const array = (rows, values) => ({ rows, columns: values.length / rows, values: Float64Array.from(values) });
/** Two layers, the second updated by operation 2; `changes` are arrays. */
function sceneOf(changes = {}) {
  const arrays = {
    W1: array(2, [3, 0, 0, 4]), "W1+": array(2, [3, 0, 0, 4.5]), dW1: array(2, [0, 0, 0, -1]), b1: array(1, [0, 0]), "b1+": array(1, [0, -0.25]),
    W2: array(2, [1, -2]), "W2+": array(2, [1.001, -2]), dW2: array(2, [1, 0]), ...changes,
  };
  return { depth: 2, arrays, has: (name, k) => k >= (name.includes("1") ? 1 : 2) };
}

const TEXT = new Proxy({}, { get: (_, key) => `${String(key)} {low} {high} {change}` });
const names = (scene, k, most = 5) => furthest(scene, k, most).map(({ name }) => name);

test("the relative update of a layer is ‖ΔW‖ by ‖W‖", () => {
  const [first, second] = layerMoves(sceneOf(), 2);
  assert.deepEqual([first.size, first.change, first.ratio], [5, 0.5, 0.1]);
  assert.ok(Math.abs(second.ratio - 0.001 / Math.sqrt(5)) < 1e-15);
  assert.deepEqual(decades([first, second]), { low: -4, high: -1 });
});

test("a layer whose update has not run is not told yet", () => {
  const moves = layerMoves(sceneOf(), 1);
  assert.deepEqual(moves.map(({ done }) => done), [true, false]);
  assert.equal(ratioText(moves[1], TEXT).split(" ")[0], "moved_not_yet");
  assert.deepEqual(names(sceneOf(), 1), ["W1[2, 2]", "b1[2]"]);
  assert.deepEqual(decades(moves), { low: -1, high: 0 });
});

test("the furthest come first, by their absolute change, with what that is of their size", () => {
  const found = furthest(sceneOf(), 2, 5);
  assert.deepEqual(found.map(({ name }) => name), ["W1[2, 2]", "b1[2]", "W2[1, 1]"]);
  assert.deepEqual(found[0], { name: "W1[2, 2]", before: 4, after: 4.5, change: 0.5, relative: 0.125 });
  assert.equal(found[1].relative, null, "it was 0");
  assert.deepEqual(names(sceneOf(), 2, 1), ["W1[2, 2]"]);
});

test("of equal ones the first stay, and one that is no number is ahead of all", () => {
  const equal = { W1: array(1, [0, 0, 0, 0]), "W1+": array(1, [1, -1, 1, 1]) };
  assert.deepEqual(names(sceneOf(equal), 1, 3), ["W1[1, 1]", "W1[1, 2]", "W1[1, 3]"]);
  assert.equal(names(sceneOf({ "W1+": array(2, [3, 0, NaN, 4.5]) }), 1)[0], "W1[2, 1]");
});

test("weights that were 0 have no ratio, and it says so", () => {
  const [first] = layerMoves(sceneOf({ W1: array(2, [0, 0, 0, 0]), "W1+": array(2, [0, 0, 0, 0.5]) }), 2);
  assert.equal(first.ratio, null);
  assert.match(ratioText(first, TEXT), /^moved_from_zero .*0\.500$/);
});

test("what stayed although there was a gradient is told from what had none", () => {
  const stayed = { "W1+": array(2, [3, 0, 0, 4]) };
  const keys = (scene) => movedWords(layerMoves(scene, 2), { text: TEXT, rate: 0.1 }).map((words) => words.split(" ")[0]);
  assert.deepEqual(keys(sceneOf()), ["moved_scale"]);
  assert.deepEqual(keys(sceneOf(stayed)), ["moved_scale", "moved_rounded"]);
  const none = { ...stayed, dW1: array(2, [0, 0, 0, 0]), "W2+": array(2, [1, -2]), dW2: array(2, [0, 0]) };
  assert.deepEqual(keys(sceneOf(none)), ["moved_no_gradient"]);
  assert.equal(ratioText(layerMoves(sceneOf(none), 2)[0], TEXT), "0");
});

test("a change too small for its square is none the less one", () => {
  const [first] = layerMoves(sceneOf({ W1: array(2, [0, 0, 0, 1e-200]), "W1+": array(2, [0, 0, 0, 3e-200]) }), 2);
  assert.ok(Math.abs(first.ratio - 2) < 1e-12);
});

test("before and after have as many digits as tell them apart", () => {
  assert.deepEqual(apart(0.4, 0.3589), ["0.400", "0.359"]);
  assert.deepEqual(apart(0.3, 0.29978), ["0.3000", "0.2998"]);
  assert.deepEqual(apart(1, 1 + 1e-9), ["1.00", "1.00"]);
});
