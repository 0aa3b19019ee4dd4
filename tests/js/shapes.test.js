// Shapes that tell classes apart.

import assert from "node:assert/strict";
import { test } from "node:test";

import { corners, SHAPES, shapeOf } from "../../pages/shared/browser/shapes.js";

/** Of a closed polygon. @param {Array<[number, number]>} points */
const area = (points) => Math.abs(points.reduce((sum, [x, y], i) => {
  const [nextX, nextY] = points[(i + 1) % points.length];
  return sum + x * nextY - nextX * y;
}, 0)) / 2;

test("all shapes are about as large as the circle", () => {
  for (const shape of SHAPES.slice(1)) {
    const share = area(corners(shape)) / Math.PI;
    assert.ok(share > 0.85 && share < 1.2, `${shape}: ${share}`);
  }
  assert.deepEqual(corners("circle"), []);
});

test("no two shapes are alike, and after the last comes the first again", () => {
  assert.equal(new Set(SHAPES.map((shape) => corners(shape).join())).size, SHAPES.length);
  assert.equal(shapeOf(SHAPES.length + 2), SHAPES[2]);
});

test("a triangle stands on its side, another on its corner", () => {
  const lowest = (/** @type {string} */ shape) => Math.max(...corners(shape).map(([, y]) => y));
  assert.ok(lowest("triangle-up") < lowest("triangle-down"));
});
