// What came of compared runs: the factors between their numbers, what has none, and the spread over seeds.

import assert from "node:assert/strict";
import test from "node:test";

import { besides, factorOf, inWords, measured, measuresOf, outcome, quantile, sentence, written } from "../../pages/shared/compare/outcome.js";

const TEXT = Object.fromEntries([
  ["outcome_sentence", "{name} beside {first}: {parts}."], ["outcome_and", "; "],
  ["outcome_larger", "{factor} times larger"], ["outcome_smaller", "{factor} times smaller"], ["outcome_same", "about the same"],
  ["outcome_zero", "0: no factor"], ["outcome_from_zero", "there 0: no factor"], ["outcome_both_zero", "both 0"],
  ["outcome_zero_float32", "0 in float32 (below {least})"], ["outcome_incomparable", "not comparable"],
  ["outcome_gradient_larger", "layer 1's gradient {factor} times larger"], ["outcome_gradient_smaller", "layer 1's gradient {factor} times smaller"],
  ["outcome_gradient_same", "layer 1's gradient about as large"], ["outcome_gradient_zero", "layer 1's gradient {now} instead of {before}"],
  ["outcome_gradient_both_zero", "layer 1's gradient 0 in both"],
  ["outcome_loss", "loss {now} instead of {before}"], ["outcome_loss_same", "loss {now} in both"],
  ["outcome_accuracy", "{now} right instead of {before}"], ["outcome_accuracy_same", "{now} right in both"],
  ["outcome_accuracy_test", "{now} of the test samples right instead of {before}"],
]);
const ALL = { loss: true, accuracy: true };

const headerOf = ({ depth = 3, task = "classes", held = 0, least = null } = {}) => ({ cards: Array.from({ length: depth }, () => ({})), data: { task, test: held }, least });

/** @param {number[]} norms of dW @param {number} loss @param {number[]} [scores] */
function frameOf(norms, loss, scores) {
  const numbers = { dW_norm: norms, loss: [loss], ...(scores && { scores }) };
  return { step: 7, has: (name) => name in numbers, numbers: (name) => Float64Array.from(numbers[name]) };
}

/** A number as a run has it. */
const amount = (value) => ({ value, log: Math.log10(value), least: null });
const said = (now, first) => factorOf(amount(now), amount(first));

test("a factor is above 1 and says which way", () => {
  assert.deepEqual(said(4.1, 1e-8), { kind: "larger", times: "4.1×10⁸" });
  assert.deepEqual(said(0.0021, 0.105), { kind: "smaller", times: "50" });
  assert.deepEqual(said(0.105, 0.105), { kind: "same", times: "1.0" });
  assert.deepEqual(said(1.04, 1), { kind: "same", times: "1.0" });
  assert.deepEqual(said(1.06, 1), { kind: "larger", times: "1.1" });
});

test("no factor is written as 0 or infinity, whatever lies between two numbers", () => {
  assert.deepEqual(said(1e200, 1e-200), { kind: "larger", times: "1.0×10⁴⁰⁰" });
  assert.deepEqual(said(1e-200, 1e200), { kind: "smaller", times: "1.0×10⁴⁰⁰" });
  assert.deepEqual(said(5e-324, 1.7e308), { kind: "smaller", times: "3.4×10⁶³¹" });
  for (let power = -323; power < 308; power += 7) {
    for (const other of [-323, -150, 0, 150, 307]) {
      const { times } = said(Number(`3e${power}`), Number(`1e${other}`));
      assert.match(times, /^[1-9]/);
      assert.doesNotMatch(times, /∞|NaN/);
    }
  }
});

test("a number below the normal ones keeps its digits", () => {
  assert.equal(written(amount(2.5e-310)), "2.50×10⁻³¹⁰");
  assert.equal(written({ value: 0, log: -400 }), "1.00×10⁻⁴⁰⁰");
  assert.equal(written({ value: 0, log: Math.log10(9.999) - 400 }), "1.00×10⁻³⁹⁹");
  assert.equal(written(amount(0)), "0");
});

test("a gradient of 0 has words in place of a factor", () => {
  assert.deepEqual([said(0, 1), said(1, 0), said(0, 0)].map(({ kind }) => kind), ["zero", "from_zero", "both_zero"]);
  const runs = [headerOf(), headerOf({ least: 1.4e-45 })];
  const rows = outcome(runs, [frameOf([1, 1, 1], 1), frameOf([0, 1, 1], 1)], ALL);
  const row = rows.find(({ measure }) => measure === "gradient");
  assert.equal(inWords("gradient", row.cells[1].amount, TEXT), "0 in float32 (below 1.4×10⁻⁴⁵)");
  assert.equal(besides(row, 1, TEXT), "0: no factor");
  const ratio = rows.find(({ measure }) => measure === "ratio");
  assert.equal(inWords("ratio", ratio.cells[1].amount, TEXT), "–");
  assert.equal(besides(ratio, 1, TEXT), "");
});

test("what is no finite number above 0 has no factor", () => {
  for (const value of [NaN, Infinity, -1]) assert.equal(factorOf(amount(value), amount(1)), null);
  assert.equal(factorOf(null, amount(1)), null);
});

test("losses are those of all samples where a frame has them, and of the step where not", () => {
  const found = measured(headerOf(), frameOf([2, 3, 8], 0.9, [0.5, NaN, 0.75, NaN]));
  assert.deepEqual([found.loss.value, found.test_loss, found.accuracy.value, found.test_accuracy], [0.5, null, 0.75, null]);
  assert.deepEqual([found.gradient.value, found.gradient_last.value, found.ratio.value], [2, 8, 4]);
  assert.equal(measured(headerOf(), frameOf([2, 3, 8], 0.9)).loss.value, 0.9);
});

test("the ratio of the last layer's gradient to the first's goes beyond the numbers there are", () => {
  const { ratio } = measured(headerOf({ depth: 2 }), frameOf([1e-200, 1e200], 1));
  assert.equal(inWords("ratio", ratio, TEXT), "1.00×10⁴⁰⁰");
});

test("only measures that some run has are shown", () => {
  assert.deepEqual(measuresOf([headerOf({ depth: 1, task: "regression" })]), ["loss", "gradient"]);
  assert.deepEqual(measuresOf([headerOf({ task: "regression", held: 5 }), headerOf({ depth: 1 })]),
    ["loss", "test_loss", "accuracy", "gradient", "gradient_last", "ratio"]);
});

test("losses that mean different things have no factor", () => {
  const frames = [frameOf([1, 1, 1], 4, [4, 4, 0.5, 0.5]), frameOf([1, 1, 1], 1, [1, 1, 0.9, 0.9])];
  const rows = outcome([headerOf({ held: 9 }), headerOf({ held: 9 })], frames, { loss: false, accuracy: true });
  for (const row of rows.filter(({ measure }) => measure.endsWith("loss"))) {
    assert.equal(row.cells[1].factor, null);
    assert.equal(besides(row, 1, TEXT), "not comparable");
    assert.equal(besides(row, 0, TEXT), "");
  }
  assert.equal(sentence(rows, ["A", "B"], TEXT), "B beside A: layer 1's gradient about as large; 90.0 % of the test samples right instead of 50.0 %.");
});

test("of two runs one sentence says gradient, loss and accuracy", () => {
  const frames = [frameOf([1e-9, 1, 1], 1, [0.105, NaN, 0.102, NaN]), frameOf([0.41, 1, 1], 1, [0.0021, NaN, 0.951, NaN])];
  const rows = outcome([headerOf(), headerOf()], frames, ALL);
  assert.equal(sentence(rows, ["sigmoid", "ReLU"], TEXT),
    "ReLU beside sigmoid: layer 1's gradient 4.1×10⁸ times larger; loss 0.00210 instead of 0.105; 95.1 % right instead of 10.2 %.");
});

test("what is the same in both is said so", () => {
  const same = frameOf([0, 1, 1], 1, [0.5, NaN, 0.5, NaN]);
  assert.equal(sentence(outcome([headerOf(), headerOf()], [same, same], ALL), ["A", "B"], TEXT),
    "B beside A: layer 1's gradient 0 in both; loss 0.500 in both; 50.0 % right in both.");
  const gone = outcome([headerOf(), headerOf()], [frameOf([2, 1, 1], 1), frameOf([0, 1, 1], 1)], { loss: false, accuracy: false });
  assert.equal(sentence(gone, ["A", "B"], TEXT), "B beside A: layer 1's gradient 0 instead of 2.00.");
});

test("quartiles are numpy's", () => {
  // np.quantile([1, 2, 4, 8, 16], q) and np.quantile([0.1, 0.2, 0.7, 5], q) for q = 0.25, 0.5, 0.75
  assert.deepEqual([0.25, 0.5, 0.75].map((share) => quantile([1, 2, 4, 8, 16], share)), [2, 4, 8]);
  assert.deepEqual([0.25, 0.5, 0.75].map((share) => quantile([0.1, 0.2, 0.7, 5], share)), [0.17500000000000002, 0.44999999999999996, 1.775]);
});

test("runs that differ only in their seed have a median and quartiles, three of them at least", () => {
  const losses = [0.4, 0.1, 9, 0.3, 0.2];
  const frames = losses.map((loss) => frameOf([loss, 1, 1], loss));
  const headers = losses.map(() => headerOf({ task: "regression" }));
  const [row] = outcome(headers, frames, ALL, [0, 1, 3, 4]);
  assert.deepEqual([row.spread.low.value, row.spread.median.value, row.spread.high.value].map((v) => Number(v.toFixed(9))), [0.175, 0.25, 0.325]);
  assert.equal(outcome(headers, frames, ALL, [0, 1])[0].spread, null);
});
