// What the tabs of a comparison work out: how two layers differ, how exactly, and how small multiples lie.

import assert from "node:assert/strict";
import test from "node:test";

import { difference, pairing, saidOf } from "../../pages/shared/compare/tabs/difference.js";
import { sameAxes, sameColours, sameInputs } from "../../pages/shared/compare/tabs/same.js";
import { linesOf } from "../../pages/shared/compare/tabs/stack_tip.js";
import { across } from "../../pages/shared/compare/tabs/tiling.js";

const card = (rows, columns, block = [1, 1]) => ({ rows, columns, block });
const part = (values, factor = 1, grain = 0) => ({ rows: 1, columns: values.length, factor, grain, values: Float32Array.from(values) });

test("only layers of one shape, shown cell by cell, are subtracted", () => {
  assert.equal(pairing(card(64, 32), card(64, 32)), "same");
  assert.equal(pairing(card(64, 32), card(64, 16)), "shapes");
  assert.equal(pairing(card(64, 32), card(32, 64)), "shapes");
  assert.equal(pairing(card(784, 128, [13, 2]), card(784, 128, [13, 2])), "blocks");
  assert.equal(pairing(card(64, 32), card(64, 32, [2, 1])), "blocks");
  assert.equal(pairing(card(64, 32), undefined), "missing");
});

test("a difference is one minus the other, each by its own factor", () => {
  const found = difference(part([1, 2, -3], 0.5), part([1, -1, 1], 2));
  assert.deepEqual([...found.part.values], [-1.5, 3, -3.5]);
  assert.deepEqual([found.largest, found.part.rows, found.part.columns, found.part.factor], [3.5, 1, 3, 1]);
  assert.equal(found.norm, Math.hypot(1.5, 3, 3.5));
});

test("the norm of tiny differences is not 0", () => {
  const found = difference(part([3, 4], 1e-200), part([0, 0], 1e-200));
  assert.ok(Math.abs(found.norm / 5e-200 - 1) < 1e-12);
});

test("equal matrices are the same as far as a frame tells", () => {
  const exact = difference(part([0.5, 0.25]), part([0.5, 0.25]));
  assert.equal(saidOf(exact.largest, exact), null);
  const coarse = difference(part([127, 3], 0.01, 0.01), part([127, 3], 0.01, 0.01));
  assert.equal(saidOf(coarse.largest, coarse), "< 0.02");
});

test("no more is said of a difference than float32 keeps of the matrices", () => {
  const close = difference(part([1, 0.5]), part([1, 0.5 + 2 ** -24]));
  assert.equal(saidOf(close.largest, close), "< 2×10⁻⁷");
  const apart = difference(part([1, 0.5]), part([1, 0.5 + 2 ** -20]));
  assert.equal(saidOf(apart.largest, apart), "1×10⁻⁶");
  const far = difference(part([1, 0.5]), part([1, 0.25]));
  assert.equal(saidOf(far.largest, far), "0.250");
});

test("a difference of coarse frames says that it is not exact", () => {
  const found = difference(part([100, 0], 0.01, 0.01), part([0, 0], 0.01, 0.01));
  assert.equal(saidOf(found.largest, found), "≈ 1.0");
});

test("small multiples lie so that their pictures are largest", () => {
  assert.deepEqual([1, 2, 3, 6].map((count) => across(count, 960, 430)), [1, 2, 3, 3]);
  assert.equal(across(4, 700, 960), 2);
  assert.equal(across(6, 1020, 320, true), 3);
  assert.equal(across(3, 300, 900), 1);
  assert.equal(across(0, 960, 430), 1);
  assert.equal(across(5, 0, 0) > 0, true);
});

const plane = (y, more = {}) => ({ data: { kind: "plane", task: "binary", axes: [[0, 1], [0, 1]], features: [], classes: ["0", "1"], points: { x: [], y, row: [] }, ...more } });

test("pictures of the same data have the same axes and colours", () => {
  assert.ok(sameAxes([plane([0, 1]), plane([1, 0])]));
  assert.ok(!sameAxes([plane([0, 1]), plane([0, 1], { axes: [[0, 2], [0, 1]] })]));
  assert.ok(sameColours([plane([0, 1]), plane([1, 0])]));
  assert.ok(!sameColours([plane([0, 1]), plane([0, 1], { classes: ["a", "b"] })]));
  assert.ok(!sameColours([plane([0, 3], { task: "regression" }), plane([0, 4], { task: "regression" })]));
  assert.ok(sameAxes([]));
  assert.ok(sameInputs([plane([0, 1]), plane([0, 1], { axes: [[0, 2], [0, 1]] })]));
  assert.ok(!sameInputs([plane([0, 1]), plane([0, 1], { features: ["a", "b"] })]));
});

test("a curve's upright axis follows from its targets", () => {
  const line = (y, task = "regression") => plane(y, { kind: "line", axes: [[0, 1]], task });
  assert.ok(sameAxes([line([0, 2]), line([2, 1, 0])]));
  assert.ok(!sameAxes([line([0, 2]), line([0, 3])]));
});

const TEXT = { stacks_place: "Layer {n}: {from} to {to}", stacks_number: "{name}: {value}", stacks_difference: "Difference", stacks_same: "the same" };
const runOf = (name, ...cards) => ({ name, header: { cards } });

test("at a cell stand the numbers of both runs and their difference, the second minus the first", () => {
  const [one, other] = [{ ...part([0.5, 0.25]), rows: 1 }, { ...part([0.5, -0.5]), rows: 1 }];
  const pair = [runOf("A", card(1, 2)), runOf("B", card(1, 2))];
  assert.deepEqual(linesOf(pair, [one, other], { layer: 0, row: 0, column: 1 }, TEXT), ["Layer 1: 1 to 2", "A: 0.2500", "B: −0.5000", "Difference: −0.750"]);
  assert.equal(linesOf(pair, [one, other], { layer: 0, row: 0, column: 0 }, TEXT)[3], "Difference: the same");
});

test("where shapes differ, or one run has no such layer, there is the number of who has it", () => {
  const pair = [runOf("A", card(1, 2)), runOf("B", card(1, 1))];
  assert.deepEqual(linesOf(pair, [part([1, 2]), part([3])], { layer: 0, row: 0, column: 1 }, TEXT), ["Layer 1: 1 to 2", "A: 2.000"]);
  assert.deepEqual(linesOf([runOf("A"), runOf("B", card(1, 1))], [undefined, part([3])], { layer: 0, row: 0, column: 0 }, TEXT), ["Layer 1: 1 to 1", "B: 3.000"]);
});

test("of a block no number is said to be a weight's", () => {
  const pair = [runOf("A", card(2, 4, [2, 2])), runOf("B", card(2, 4, [2, 2]))];
  assert.deepEqual(linesOf(pair, [part([1, 2]), part([3, 4])], { layer: 0, row: 0, column: 1 }, TEXT), []);
});
