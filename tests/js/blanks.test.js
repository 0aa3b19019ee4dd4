// Blanks: what counts as right, and what is told of what is not.

import assert from "node:assert/strict";
import test from "node:test";

import { judged } from "../../pages/shared/arithmetic/judged.js";

test("a number is right to the digits shown, the last may be one off", () => {
  for (const typed of ["0.0087714", "8.7714e-3", "0.00877", "0,00877"]) assert.equal(judged(typed, 0.0087713546, 3), "right", typed);
  assert.equal(judged("0.00876", 0.0087713546, 3), "right");
  assert.equal(judged("0.00875", 0.0087713546, 3), "wrong");
  assert.equal(judged("0.00877", 0.0087713546, 6), "wrong");
  assert.equal(judged("-1.82e-4", -1.81683e-4, 3), "right");
});

test("a wrong sign, a wrong power of ten and what is no number are told apart", () => {
  assert.equal(judged("0.000182", -1.81683e-4, 3), "sign");
  assert.equal(judged("1.75", 0.0175, 3), "power");
  assert.equal(judged("2", 0.0175, 3), "wrong");
  assert.equal(judged("", 1, 3), "no_number");
  assert.equal(judged("abc", 1, 3), "no_number");
  assert.equal(judged("0", 0, 3), "right");
  assert.equal(judged("1", 0, 3), "wrong");
});
