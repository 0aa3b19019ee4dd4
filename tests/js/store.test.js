// The store of frames: what is kept, what is dropped, and which step is missing.

import assert from "node:assert/strict";
import test from "node:test";

import { Scores } from "../../pages/shared/browser/scores.js";
import { Store } from "../../pages/shared/browser/store.js";

const MEGABYTE = 2 ** 20;
const none = { steps: [], rows: [] };

/** A decoded tape of these steps. */
function tapeOf(steps, bytes = MEGABYTE, from = "tape") {
  return {
    header: { curve: { first: 0 }, scores: none }, curve: new Float64Array(0), bytes,
    frames: steps.map((step) => ({ step, from })),
  };
}

function range(first, count) {
  return Array.from({ length: count }, (_, i) => first + i);
}

test("frames are found by their steps", () => {
  const store = new Store();
  store.put(tapeOf([0, 5, 10]), 0);
  assert.equal(store.get(5).step, 5);
  assert.equal(store.get(4), undefined);
});

test("a frame that is here already stays the one it is, and costs nothing twice", () => {
  const store = new Store();
  store.put(tapeOf([0, 1], MEGABYTE, "first"), 0);
  store.put(tapeOf([0, 1], MEGABYTE, "second"), 0);
  assert.equal(store.get(1).from, "first");
  assert.equal(store.bytes, MEGABYTE);
});

test("an exact frame takes the place of one for playing, not the other way, and outlasts its tape", () => {
  const store = new Store();
  const coarse = (steps) => ({ ...tapeOf(steps, 40 * MEGABYTE), frames: steps.map((step) => ({ step, coarse: true })) });
  store.put(coarse([0, 1, 2]), 0);
  store.put(tapeOf([1], MEGABYTE, "exact"), 0);
  store.put(coarse([1]), 0);
  assert.equal(store.get(1).from, "exact");
  assert.equal(store.bytes, 41 * MEGABYTE);
  store.put(coarse([3, 4]), 3);
  assert.deepEqual([0, 1, 2, 3].map((step) => Boolean(store.get(step))), [false, true, false, true]);
});

test("of too many bytes the oldest tapes go, but not the one on the screen", () => {
  const store = new Store();
  for (let i = 0; i < 80; i += 1) store.put(tapeOf(range(10 * i, 10)), 15);
  assert.equal(store.bytes, 64 * MEGABYTE);
  assert.equal(store.get(0), undefined);
  assert.equal(store.get(15).step, 15);
  assert.equal(store.get(799).step, 799);
  assert.equal(store.get(169), undefined);
  assert.equal(store.frames.size, 640);
});

test("one tape is kept, however large it is", () => {
  const store = new Store();
  store.put(tapeOf([0], 100 * MEGABYTE), 0);
  assert.equal(store.get(0).step, 0);
  store.put(tapeOf([1], 100 * MEGABYTE), 0);
  assert.deepEqual([store.get(0)?.step, store.get(1)?.step], [0, 1]);
  store.put(tapeOf([2], 100 * MEGABYTE), 2);
  assert.deepEqual([0, 1, 2].map((step) => store.get(step)?.step), [undefined, undefined, 2]);
});

test("the first missing step, by strides and to the run's end", () => {
  const store = new Store();
  store.put(tapeOf(range(0, 11)), 0);
  store.put(tapeOf([20, 30, 33]), 0);
  assert.equal(store.missing(0, 1, 33, 8), null);
  assert.equal(store.missing(0, 1, 33, 25), 11);
  assert.equal(store.missing(10, 10, 33, 25), null);
  assert.equal(store.missing(10, 5, 33, 25), 15);
  assert.equal(store.missing(99, 1, 33, 8), null);
  assert.equal(store.missing(99, 1, 32, 8), 32);
});

test("losses and scores of a tape are kept too, though its frames are here already", () => {
  const store = new Store();
  store.put(tapeOf([0]), 0);
  const again = tapeOf([0]);
  again.curve = Float64Array.of(3, 2);
  again.header.scores = { steps: [1], rows: [[1, 2, 0.5, null]] };
  store.put(again, 0);
  assert.equal(store.curve.known, 2);
  assert.deepEqual(store.scores.steps, [1]);
});

test("scores up to a step end with the frame's own; what was known stays, what is null is NaN", () => {
  const scores = new Scores();
  scores.put({ steps: [0, 10, 20], rows: [[4, 5, 0.1, 0.2], [3, null, 0.3, 0.4], [2, 3, 0.5, 0.6]] });
  scores.put({ steps: [20, 30], rows: [[9, 9, 9, 9], [1, 2, 0.7, 0.8]] });
  const frame = (step) => ({ step, numbers: () => Float64Array.of(1.5, 2.5, 0.55, 0.65) });
  assert.deepEqual(scores.upTo(frame(15), "train_loss"), { x: [0, 10, 15], y: [4, 3, 1.5] });
  assert.deepEqual(scores.upTo(frame(20), "test_loss"), { x: [0, 10, 20], y: [5, NaN, 2.5] });
  assert.deepEqual(scores.upTo(frame(99), "train_loss"), { x: [0, 10, 20, 30, 99], y: [4, 3, 2, 1, 1.5] });
  assert.deepEqual([scores.least, scores.most], [1, 5]);
  scores.see({ numbers: () => Float64Array.of(0.25, Infinity, 1000, 1000) });
  assert.deepEqual([scores.least, scores.most], [0.25, 5]);
});
