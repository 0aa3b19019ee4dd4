// Numbers of any size: as floats are, where these have them; and written out where these do not.

import assert from "node:assert/strict";
import test from "node:test";

import { significant } from "../../pages/shared/browser/format.js";
import { added, exceeds, over, scaled, times, written } from "../../pages/shared/stepper/scaled.js";
import { randoms } from "./help/chains.js";

const FLOATS = [0, 1, -1, 0.5, 2, 3.7, -1e-5, 1e300, -1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 1 / 3, 2 ** -1022];

test("a float is itself, whatever its size", () => {
  for (const value of FLOATS) {
    const { m, e } = scaled(value);
    assert.ok(m === 0 || (Math.abs(m) >= 0.5 && Math.abs(m) < 1), String(value));
    assert.equal(over({ m, e }, scaled(2 ** 100)), value / 2 ** 100);
    assert.equal(written({ m, e }, 6), significant(value, 6));
  }
});

test("products, sums and comparisons are those of floats", () => {
  const next = randoms(5);
  for (let n = 0; n < 500; n += 1) {
    const [one, other] = [next() * 10 ** (80 * next()), next() * 10 ** (80 * next())];
    const [a, b] = [scaled(one), scaled(other)];
    assert.deepEqual(times(a, b), scaled(one * other));
    assert.equal(over(added([a, b]), scaled(1)), one + other);
    assert.equal(exceeds(scaled(Math.abs(one)), scaled(Math.abs(other))), Math.abs(one) > Math.abs(other));
  }
});

test("a number that no float has is written with its digits and its power of ten", () => {
  const tiny = [...Array(4)].reduce((all) => times(all, scaled(-1.5e-200)), scaled(1));
  assert.equal(written(tiny, 3), "5.06×10⁻⁸⁰⁰"); // 1.5^4 = 5.0625
  assert.equal(written(times(tiny, scaled(-1)), 2), "−5.1×10⁻⁸⁰⁰");
  const nearly = [...Array(3)].reduce((all) => times(all, scaled(0.99999e-110)), scaled(1));
  assert.equal(written(nearly, 3), "1.00×10⁻³³⁰");
  assert.equal(written(nearly, 1), "1×10⁻³³⁰");
  const huge = times(scaled(1e300), scaled(2.5e200));
  assert.equal(written(huge, 3), "2.50×10⁵⁰⁰");
  assert.equal(over(tiny, scaled(1)), 0);
  assert.ok(Number.isNaN(over(tiny, scaled(0))));
});

test("sums of tiny numbers keep their digits, and what cancels is 0", () => {
  const tiny = times(scaled(3e-200), scaled(1e-200));
  assert.equal(over(added([tiny, tiny, times(tiny, scaled(-0.5))]), tiny), 1.5);
  assert.equal(added([tiny, times(tiny, scaled(-1))]).m, 0);
  assert.equal(added([]).m, 0);
});
