// Whether an answer in a lesson is right: as a person writes numbers, and as near as the lesson asks for.

import assert from "node:assert/strict";
import test from "node:test";

import { apart, at, blanksJudged, counted, factor, isNear, numberIn, verdictOn } from "../../pages/shared/lessons/judge.js";

for (const [typed, value] of [
  ["0.02", 0.02], ["0,02", 0.02], [".5", 0.5], ["5.", 5], ["-3", -3], ["−3", -3], ["+3", 3], [" 7 ", 7], ["1 000", 1000],
  ["1e-3", 1e-3], ["1E3", 1e3], ["1e−3", 1e-3], ["2.5e-7", 2.5e-7],
  ["1/8", 0.125], ["1 / 8", 0.125], ["-1/8", -0.125], ["1/-8", -0.125], ["1/2/4", 0.125], ["1e-3/2", 5e-4], ["0/5", 0],
  ["10^-3", 1e-3], ["10^3", 1e3], ["10⁻³", 1e-3], ["-10^-3", -1e-3], ["10^−3", 1e-3], ["10^(-3)", 1e-3], ["1/10^3", 1e-3], ["10", 10], ["103", 103],
  ["3×10⁻⁷", 3e-7], ["3x10^-7", 3e-7], ["3*10^-7", 3e-7], ["3·10^-7", 3e-7], ["3 × 10^(-7)", 3e-7], ["2,5 × 10⁻¹²", 2.5e-12], ["3×10⁰", 3],
  ["12 %", 0.12], ["12%", 0.12], ["0,5 %", 0.005], ["100%", 1], ["1/8 %", 0.00125],
]) {
  test(`“${typed}” is ${value}`, () => {
    const found = numberIn(typed);
    assert.ok(found !== null && Math.abs(found - value) <= 1e-15 * Math.abs(value), String(found));
  });
}

for (const typed of ["", " ", "?", "about 3", "1/0", "1/", "/8", "%", "e5", "10^", "x10^3", "1.2.3", "1,000,000", "--1", "NaN", "Infinity", "0x10", "1e999", "<b>1</b>", "3 apples", "4*105", "10^^3"]) {
  test(`“${typed}” is no number`, () => assert.equal(numberIn(typed), null));
}

test("what is shown as right can be typed as it is shown", async () => {
  const { significant } = await import("../../pages/shared/browser/format.js");
  for (const value of [0.000123, -4.56e-21, 7.89e12, 0.5, 1e-300]) {
    const found = Number(numberIn(significant(value, 3)));
    assert.ok(factor(found, value) < 1.001, significant(value, 3));
  }
});

test("a factor is how far apart two numbers are, whichever is greater, and infinite across 0", () => {
  assert.deepEqual([factor(2, 8), factor(8, 2), factor(-2, -8), factor(3, 3), factor(0, 0)], [4, 4, 4, 1, 1]);
  assert.deepEqual([factor(0, 1), factor(1, 0), factor(-1, 1), factor(NaN, 1), factor(1, NaN), factor(Infinity, 1)], [Infinity, Infinity, Infinity, Infinity, Infinity, Infinity]);
  assert.ok(Math.abs(factor(1e-200, 1e-150) - 1e50) < 1e36);
});

test("near is within the factor or within the distance, the bounds among them", () => {
  const within = (given) => isNear(given, 10, { within: 2, tolerance: null });
  assert.deepEqual([5, 20, 4.99, 20.01, -10, 0].map(within), [true, true, false, false, false, false]);
  const off = (given) => isNear(given, 10, { within: null, tolerance: 0.3 });
  assert.deepEqual([9.7, 10.3, 9.69, 10.31, NaN].map(off), [true, true, false, false, false]);
  assert.deepEqual([4, 10.2, 25].map((given) => isNear(given, 10, { within: 2, tolerance: 7 })), [true, true, false]);
  assert.equal(isNear(10, 10, { within: null, tolerance: null }), false);
  assert.equal(isNear(0.1 + 0.2, 0.4, { within: null, tolerance: 0.1 }), true, "not by what is rounded");
});

const LINE = /** @type {Array<[number, number]>} */ ([[0, 1], [10, 0.5], [20, 0.125]]);

test("a curve is straight between its points, and goes on as it ends", () => {
  assert.deepEqual([0, 5, 10, 15, 20, 99].map((step) => at(LINE, step)), [1, 0.75, 0.5, 0.3125, 0.125, 0.125]);
  assert.equal(at([[5, 2], [9, 3]], 0), 2);
  assert.equal(at([[5, 2]], 7), 2);
});

test("two curves are as far apart as in the middle of their steps, so that one wild point does no harm", () => {
  const right = Array.from({ length: 101 }, (_, step) => /** @type {[number, number]} */ ([step, 1 / (1 + step)]));
  assert.equal(apart(right, right), 1);
  assert.ok(Math.abs(apart(right.map(([step, loss]) => [step, 3 * loss]), right) - 3) < 1e-12);
  const spiked = right.map(([step, loss]) => /** @type {[number, number]} */ ([step, step === 50 ? 1e9 : loss]));
  assert.equal(apart(spiked, right), 1);
});

const BASE = { name: "ask", options: [], value: null, said: "", within: null, tolerance: null, layers: 0, curve: [] };
const CHOICE = { ...BASE, ask: "choice", options: [{ text: [], right: false, say: [] }, { text: [], right: true, say: [] }] };
const LAYER = { ...BASE, ask: "layer", value: 3, layers: 7 };
const NUMBER = { ...BASE, ask: "number", value: 0.01, within: 10 };
const CURVE = { ...BASE, ask: "curve", value: 0.125, within: 2, curve: LINE };

test("without an answer there is no verdict, and a class counts that there is none", () => {
  for (const predicted of [CHOICE, LAYER, NUMBER, CURVE]) {
    assert.equal(verdictOn(predicted, undefined), null);
    assert.equal(verdictOn(predicted, { value: null }), null);
    assert.equal(counted(predicted, { value: null }), "none");
  }
});

test("of a choice one answer is right, and one that there is not is wrong", () => {
  assert.deepEqual([0, 1, 2, -1].map((value) => verdictOn(CHOICE, { value }).right), [false, true, false, false]);
  assert.equal(counted(CHOICE, { value: 1 }), "1");
});

test("of the layers one is right", () => {
  assert.deepEqual([1, 3, 7].map((value) => verdictOn(LAYER, { value }).right), [false, true, false]);
  assert.equal(counted(LAYER, { value: 7 }), "7");
});

test("a number says by which factor it is off, and a class on which side", () => {
  assert.deepEqual(verdictOn(NUMBER, { value: 0.05 }), { right: true, off: 5 });
  assert.deepEqual([0.2, 1e-5, -0.01].map((value) => verdictOn(NUMBER, { value }).right), [false, false, false]);
  assert.ok(Math.abs(verdictOn(NUMBER, { value: 0.2 }).off - 20) < 1e-12);
  assert.equal(verdictOn(NUMBER, { value: -0.01 }).off, Infinity);
  assert.deepEqual([0.05, 0.2, 1e-5, -3].map((value) => counted(NUMBER, { value })), ["near", "more", "less", "less"]);
});

test("a curve is right where it ends right and runs near: a straight way to the right end is not enough", () => {
  const right = (/** @type {Array<[number, number]>} */ value) => verdictOn(CURVE, { value }).right;
  assert.equal(right(LINE), true);
  assert.equal(right(LINE.map(([step, loss]) => [step, 1.9 * loss])), true);
  assert.equal(right([[0, 1], [20, 1]]), false);
  assert.equal(right([[0, 1], [10, 0.5], [20, 0.3]]), false);
  assert.equal(right([[0, 9], [10, 8], [19, 7], [20, 0.1]]), false);
  assert.deepEqual([LINE, [[0, 1], [20, 1]], [[0, 1], [20, 0.01]]].map((value) => counted(CURVE, { value })), ["near", "more", "less"]);
});

test("a curve with a tolerance alone is judged by its end", () => {
  const predicted = { ...CURVE, within: null, tolerance: 0.05 };
  assert.equal(verdictOn(predicted, { value: [[0, 9], [20, 0.12]] }).right, true);
  assert.equal(verdictOn(predicted, { value: [[0, 1], [20, 0.2]] }).right, false);
});

test("blanks are judged one by one, to their digits; what was not typed is no number", () => {
  const blanks = [[0.1234, 3], [-2, 2], [3e-7, 2]].map(([value, digits]) => ({ before: [], after: [], value, said: "", digits }));
  assert.deepEqual(blanksJudged(blanks, ["0.123", "-2", "3e-7"]), ["right", "right", "right"]);
  assert.deepEqual(blanksJudged(blanks, ["1.23", "2", "x"]), ["power", "sign", "no_number"]);
  assert.deepEqual(blanksJudged(blanks, ["0.13"]), ["wrong", "no_number", "no_number"]);
});
