// Where the colours of heatmaps end: one scale for all layers that keeps its meaning, or one for each.

import assert from "node:assert/strict";
import test from "node:test";

import { limitOf, matrixOf, skipped, unseen } from "../../pages/shared/player/heatmaps.js";

/** A frame whose matrices are given by layer; factors that are not 1 as a tape has them. */
function frameOf(matrices, factor = 1) {
  const part = (name, layer) => {
    const rows = matrices[name][layer];
    return { rows: rows.length, columns: rows[0].length, factor, values: Float32Array.from(rows.flat(), (v) => v / factor) };
  };
  return { known: {}, part };
}

/** Of layers that are shown cell by cell, or in blocks. */
function headerOf(limits, shapes, block = [1, 1]) {
  return { limits, cards: shapes.map(([rows, columns]) => ({ rows, columns, block })) };
}

const ALL = { view: "W", scale: "all" };
const EACH = { view: "W", scale: "each" };
const SHAPES = [[2, 2], [2, 1]];
/** Root mean squares 1 and 4; of all six numbers √((4·1 + 2·16) / 6) = √6. */
const W = [[[1, -1], [1, -1]], [[4], [-4]]];

test("frames come without the change until somebody has looked at it", () => {
  assert.deepEqual(skipped(new Set(["W"])), ["change", "units"]);
  assert.deepEqual(skipped(new Set(["W", "change"])), ["units"]);
  assert.deepEqual(unseen(["W"]), ["dW", "change", "units"]);
});

test("one scale for all layers is that of step 0 as long as values stay within twice its spread", () => {
  const header = headerOf({ W: 7.5, change: 7.5, dW: 1 }, SHAPES);
  assert.equal(limitOf(header, frameOf({ W }), 0, ALL), 7.5);
  assert.equal(limitOf(header, frameOf({ W }), 1, ALL), 7.5);
});

test("a run whose values have outgrown it has twice the root mean square of all cells, up to a round number", () => {
  const header = headerOf({ W: 4.8, change: 4.8, dW: 1 }, SHAPES); // 2·√6 = 4.899
  assert.equal(limitOf(header, frameOf({ W }), 0, ALL), 5);
  assert.equal(limitOf(header, frameOf({ W }), 1, ALL), 5);
  assert.equal(limitOf(headerOf({ W: 4.9, change: 4.9, dW: 1 }, SHAPES), frameOf({ W }), 0, ALL), 4.9);
});

test("cells count as often as they are: a small layer of large weights moves the common scale little", () => {
  const many = { W: [Array.from({ length: 10 }, () => Array(10).fill(1)), [[9]]] };
  // √((100·1 + 81) / 101) = 1.339, twice that 2.677; the mean of the two layers' squares would be 41.
  const header = (limit) => headerOf({ W: limit }, [[10, 10], [1, 1]]);
  assert.equal(limitOf(header(2.6), frameOf(many), 0, ALL), 3);
  assert.equal(limitOf(header(2.7), frameOf(many), 0, ALL), 2.7);
});

test("a gradient's scale is that of the layer with the largest", () => {
  const choices = { view: "dW", scale: "all" };
  assert.equal(limitOf(headerOf({ dW: 7.9 }, SHAPES), frameOf({ dW: W }), 0, choices), 10);
  assert.equal(limitOf(headerOf({ dW: 8.1 }, SHAPES), frameOf({ dW: W }), 0, choices), 8.1);
});

test("every view has a common scale of its own", () => {
  const header = headerOf({ W: 10, change: 20, dW: 30 }, SHAPES);
  const frame = frameOf({ W, change: W, dW: W });
  assert.deepEqual(["W", "change", "dW", "W"].map((view) => limitOf(header, frame, 0, { view, scale: "all" })), [10, 20, 30, 10]);
});

test("it follows from the frame alone, whatever factor its numbers have", () => {
  const header = headerOf({ W: 3, change: 3, dW: 1 }, SHAPES);
  assert.equal(limitOf(header, frameOf({ W }, 2 ** -20), 0, ALL), limitOf(header, frameOf({ W }), 0, ALL));
});

test("values that are not finite, and layers in blocks, leave the scale of step 0", () => {
  const broken = [[[1, NaN], [1, 1]], [[400], [Infinity]]];
  assert.equal(limitOf(headerOf({ W: 3 }, SHAPES), frameOf({ W: broken }), 0, ALL), 3);
  assert.equal(limitOf(headerOf({ W: 3 }, SHAPES, [1, 2]), frameOf({ W }), 0, ALL), 3);
});

test("a scale for each layer ends at its largest magnitude, up to a round number", () => {
  const header = headerOf({ W: 100 }, SHAPES);
  assert.deepEqual([0, 1].map((layer) => limitOf(header, frameOf({ W }), layer, EACH)), [1, 5]);
});

test("beside the units' pictures it is about the weights", () => {
  assert.deepEqual(["W", "dW", "change", "units"].map(matrixOf), ["W", "dW", "change", "W"]);
});
