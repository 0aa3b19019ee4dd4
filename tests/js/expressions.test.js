// Expressions with numbers put in: which brackets there are, and what they come to.

import assert from "node:assert/strict";
import test from "node:test";

import { usePage } from "./help/page.js";

usePage();
const { factorOf, fixed, sideOf, value } = await import("../../pages/shared/arithmetic/expressions.js");
const { enclosed, grouped } = await import("../../pages/shared/arithmetic/sums.js");
const { concise } = await import("../../pages/shared/browser/format.js");

const NUMBERS = { a: -0.5, y: 0.25, m: 3, tiny: 4e-9, t: 12, z: 2 };
const look = {
  value: (name) => NUMBERS[name],
  write: (name, place) => ({ first: concise, inside: enclosed, base: grouped })[place](NUMBERS[name], 4),
  row: () => ({ most: 2, log: Math.log(1 + Math.exp(-1)) }),
  digits: 4,
};

function textOf(parts) {
  return parts.map((part) => (typeof part === "string" ? part : part.textContent)).join("");
}

for (const [tree, written, comesTo] of [
  [["-", "a", "y"], "−0.5 − 0.25", -0.75],
  [["-", "y", ["-", "a", "m"]], "0.25 − (−0.5 − 3)", 3.75],
  [["-", ["-", "y", "a"], "m"], "0.25 − (−0.5) − 3", -2.25],
  [["**", ["-", "a", "y"], 2], "(−0.5 − 0.25)²", 0.5625],
  [["**", "a", 2], "(−0.5)²", 0.25],
  [["**", "tiny", 2], "(4.000×10⁻⁹)²", 1.6e-17],
  [["**", 0.9, "t"], "0.9¹²", 0.9 ** 12],
  [["*", 0.9, "a"], "0.9·(−0.5)", -0.45],
  [["*", 0.9, ["+", "a", ["*", 2, "m"]]], "0.9·( −0.5 + 2·3 )", 0.9 * 5.5],
  [["/", "m", ["-", 1, ["**", 0.5, "z"]]], "3 / (1 − 0.5²)", 4],
  [["/", ["/", "m", "z"], ["+", ["sqrt", "y"], 1e-8]], "( 3 / 2 ) / ( √( 0.25 ) + 10⁻⁸ )", 1.5 / (0.5 + 1e-8)],
  [["negative", ["+", "a", "m"]], "−(−0.5 + 3)", -2.5],
  [["exp", ["negative", "z"]], "e−2", Math.exp(-2)],
  [["tanh", ["-", "a", "y"]], "tanh\u00a0(−0.5 − 0.25)", Math.tanh(-0.75)],
  [["maximum", 0, "a"], "max(0, −0.5)", 0],
  [["known", ["-", 1, "y"]], "0.75", 0.75],
  [["log", "y"], "log\u00a00.25", Math.log(0.25)],
  [["log", "a", ["log_sigmoid", "z"]], "log\u00a00.8808", -Math.log1p(Math.exp(-2))],
  [["*", ["known", "y"], ["log", "a", ["log_softmax", "z"]]], "0.25·log\u00a00.7311", -0.25 * Math.log(1 + Math.exp(-1))],
]) {
  test(`${JSON.stringify(tree)} is ${written}`, () => {
    assert.equal(textOf(sideOf(tree, look)), written);
    assert.ok(Math.abs(value(tree, look) - comesTo) <= 1e-15 * Math.abs(comesTo), `${value(tree, look)}`);
  });
}

test("where a product goes on a sum has brackets, and where it is divided a quotient too", () => {
  assert.equal(textOf(factorOf(["-", "a", "y"], look)), "(−0.5 − 0.25)");
  assert.equal(textOf(factorOf(["/", "a", "m"], look)), "−0.5 / 3");
  assert.equal(textOf(factorOf(["/", "a", "m"], look, true)), "( −0.5 / 3 )");
});

test("0 times anything is 0: a class that is not the sample's adds nothing, whatever its log", () => {
  assert.equal(value(["*", 0, ["log", 0]], look), 0);
  assert.ok(Number.isNaN(value(["*", NaN, 0], look)));
});

test("a log that is too small for its number is written by itself", () => {
  const far = { ...look, value: () => -800 };
  assert.deepEqual(sideOf(["log", "a", ["log_sigmoid", "z"]], far), ["(−800)"]);
});

test("text of the formula is one piece, numbers stand by themselves", () => {
  assert.deepEqual(sideOf(["**", ["-", "a", "y"], 2], look), ["(", "−0.5", " − ", "0.25", ")²"]);
  assert.deepEqual(sideOf(["*", 0.9, "m"], look), ["0.9·", "3"]);
});

test("constants are written as they are set", () => {
  assert.deepEqual([0.9, 0.999, 1e-8, 1e-10, 2.5e-7, -2].map(fixed), ["0.9", "0.999", "10⁻⁸", "10⁻¹⁰", "2.5×10⁻⁷", "−2"]);
});

test("what no expression has is an error, not a gap", () => {
  assert.throws(() => sideOf(["erf", "z"], look), /no expression has erf/);
  assert.throws(() => value(["constructor", "z"], look), /no expression has constructor/);
});
