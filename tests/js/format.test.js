// Numbers as a person reads them.

import assert from "node:assert/strict";
import test from "node:test";

import { concise, counted, fill, parsed, percent, raised, significant, subscript, unwritten } from "../../pages/shared/browser/format.js";

for (const [value, digits, written] of [
  [0, 3, "0"], [-0, 3, "0"], [0.25372, 5, "0.25372"], [-0.5, 2, "−0.50"], [2, 4, "2.000"],
  [3.1e-9, 2, "3.1×10⁻⁹"], [-2.5e-310, 2, "−2.5×10⁻³¹⁰"], [5e-324, 1, "5×10⁻³²⁴"], [1e21, 2, "1.0×10²¹"],
  [0.001, 2, "0.0010"], [0.000999, 2, "0.0010"], [0.000994, 2, "9.9×10⁻⁴"], [0.0009, 1, "9×10⁻⁴"],
  [999.6, 3, "1000"], [12345, 3, "12300"], [99999, 3, "1.00×10⁵"], [123456, 3, "1.23×10⁵"], [123456, 6, "123456"],
  [NaN, 3, "NaN"], [Infinity, 3, "∞"], [-Infinity, 3, "−∞"],
]) {
  test(`${value} to ${digits} digits is ${written}`, () => assert.equal(significant(value, digits), written));
}

test("a vanished gradient never prints as zero", () => {
  for (let power = -323; power < 0; power += 1) {
    for (const digits of [1, 2, 5]) {
      assert.match(significant(Number(`1e${power}`), digits), /[1-9]/);
      assert.match(concise(Number(`-1e${power}`), digits), /^−.*[1-9]/);
    }
  }
});

test("concise leaves out zeros that say nothing, and only those", () => {
  assert.deepEqual([0.4, 2, -1.5, 100, 1e-7, 0, 0.1 + 0.2].map((value) => concise(value, 6)),
    ["0.4", "2", "−1.5", "100", "1.00000×10⁻⁷", "0", "0.300000"]);
});

test("a share that is not the whole is never 100 %", () => {
  assert.deepEqual([1, 0.99999, 0.9951, 0, 0.5].map((share) => percent(share, 1)),
    ["100.0 %", "99.9 %", "99.5 %", "0.0 %", "50.0 %"]);
  assert.equal(percent(NaN, 1), "–");
});

test("texts are filled where a value is known", () => {
  assert.equal(fill("step {step} of {n}, {n} {other}", { step: 0, n: "ten" }), "step 0 of ten, ten {other}");
});

test("lower indices", () => assert.equal(subscript(1203), "₁₂₀₃"));

for (const [typed, value] of [
  ["0.5", 0.5], [" −1,5 ", -1.5], ["1e-3", 0.001], [".5", 0.5], ["5.", 5], ["+2E+2", 200],
  ["", null], ["1e", null], ["1.2.3", null], ["0x10", null], ["1e200", null], ["Infinity", null], ["1 000", null],
]) {
  test(`"${typed}" typed is ${value}`, () => assert.equal(parsed(typed), value));
}

test("a number of things has another sentence for one of them", () => {
  const text = { found: "{n} steps in {where}", found_1: "1 step in {where}" };
  const said = [0, 1, 2, 1200].map((n) => counted(text, "found", n, { where: "all" }));
  assert.deepEqual(said, ["0 steps in all", "1 step in all", "2 steps in all", "1,200 steps in all"]);
});

test("a whole number is raised with its sign", () => {
  assert.deepEqual([raised(1203), raised(-45), raised(0)], ["¹²⁰³", "⁻⁴⁵", "⁰"]);
});

test("what is written is read again, whatever its size", () => {
  for (const value of [0, 0.25372, -1.5, 3.1e-9, -2.5e-310, 5e-324, 1e21, -123456]) {
    assert.equal(unwritten(significant(value, 17)), value);
    assert.equal(unwritten(concise(value, 17)), value);
  }
});
