// The curve of a run's losses: what is kept, and what a chart gets of it.

import assert from "node:assert/strict";
import test from "node:test";

import { Curve } from "../../pages/shared/browser/curve.js";

const MOST_POINTS = 3000;

/** A curve of `count` losses in the chunks in which they come. */
function curveOf(count, loss, chunk = 97) {
  const curve = new Curve();
  for (let first = 0; first < count; first += chunk) {
    curve.put(first, Float64Array.from({ length: Math.min(chunk, count - first) }, (_, i) => loss(first + i)));
  }
  return curve;
}

test("a short run is drawn loss by loss, up to the step that is shown", () => {
  const curve = curveOf(101, (step) => 1 / (step + 1));
  const { x, y } = curve.upTo(40, 100);
  assert.deepEqual(x, Array.from({ length: 41 }, (_, step) => step));
  assert.deepEqual(y, x.map((step) => 1 / (step + 1)));
});

test("it ends where losses are known, however far the step is", () => {
  assert.equal(curveOf(30, () => 1).upTo(90, 100).x.length, 30);
  assert.deepEqual(new Curve().upTo(0, 100), { x: [], y: [] });
});

for (const count of [3000, 20_000, 200_000]) {
  test(`${count} losses are thinned to what a chart can show, in the order of their steps`, () => {
    const curve = curveOf(count, (step) => 2 + Math.sin(step), 5000);
    const { x, y } = curve.upTo(count - 1, count - 1);
    assert.ok(x.length <= MOST_POINTS + 2 * Math.ceil((2 * count) / MOST_POINTS), `${x.length} points`);
    assert.ok(x.length > MOST_POINTS / 4);
    assert.ok(x.every((step, i) => i === 0 || step >= x[i - 1]));
    assert.deepEqual(y, x.map((step) => 2 + Math.sin(step)));
  });
}

test("thinning loses no spike, wherever it stands", () => {
  const [count, spikes] = [60_000, new Map([[0, 9], [777, 50], [20_000, -3], [20_001, 60], [59_998, 70]])];
  const curve = curveOf(count, (step) => spikes.get(step) ?? 1, 1000);
  const { x, y } = curve.upTo(count - 1, count - 1);
  for (const [step, loss] of spikes) {
    const at = x.indexOf(step);
    assert.ok(at >= 0, `the spike at step ${step}`);
    assert.equal(y[at], loss);
  }
});

test("a step backwards draws the shorter curve, and forwards the longer one again", () => {
  const curve = curveOf(30_000, (step) => Math.cos(step), 3000);
  const whole = curve.upTo(29_999, 29_999);
  const part = curve.upTo(12_345, 29_999);
  assert.equal(part.x.at(-1), 12_345);
  assert.ok(part.x.every((step) => step <= 12_345));
  assert.deepEqual(curve.upTo(29_999, 29_999), whole);
});

test("a run that is made longer is thinned more", () => {
  const curve = curveOf(10_000, (step) => step % 7, 1000);
  const before = curve.upTo(9999, 10_000).x.length;
  const after = curve.upTo(9999, 100_000).x.length;
  assert.ok(after < before / 5, `${before} and ${after} points`);
  assert.deepEqual(curve.upTo(9999, 10_000).x.length, before);
});

test("losses that do not follow on are left out, those that overlap are taken", () => {
  const curve = new Curve();
  curve.put(5, Float64Array.of(1));
  assert.equal(curve.known, 0);
  curve.put(0, Float64Array.of(4, 3, 2));
  curve.put(0, Float64Array.of(9, 9));
  assert.equal(curve.known, 3);
  curve.put(2, Float64Array.of(2, 1));
  assert.deepEqual(curve.upTo(9, 9).y, [4, 3, 2, 1]);
});

test("least and most are of the finite losses above 0", () => {
  const curve = new Curve();
  assert.deepEqual([curve.least, curve.most], [Infinity, 0]);
  curve.put(0, Float64Array.of(3, 0, -1, NaN, Infinity, 1e-9, 2));
  assert.deepEqual([curve.least, curve.most], [1e-9, 3]);
});
