// What is drawn while a chart moves has the marks that it has at rest: Plotly's, by their names and sizes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { corners, SHAPES } from "../../pages/shared/browser/shapes.js";
import { areaOf, drawTrace } from "../../pages/shared/browser/draw.js";

const layout = { margin: { l: 0, r: 0, t: 0, b: 0 }, xaxis: { range: [0, 100] }, yaxis: { range: [0, 100] } };

/** A context that notes what is drawn on it. */
function noting() {
  const calls = [];
  const note = (name) => (...numbers) => calls.push([name, ...numbers]);
  const names = ["beginPath", "arc", "moveTo", "lineTo", "closePath", "fill", "stroke", "setLineDash"];
  return { calls, ...Object.fromEntries(names.map((name) => [name, note(name)])) };
}

function marks(symbol) {
  const context = noting();
  const trace = { mode: "markers", marker: { symbol, size: 10, color: "#000000" } };
  drawTrace(context, areaOf(layout, 100, 100), trace, [50, 60], [50, NaN]);
  return context.calls.filter(([name]) => name !== "beginPath");
}

test("a cure's diamond stays a diamond in play, as wide as Plotly's", () => {
  assert.deepEqual(marks("diamond"), [
    ["lineTo", 56.5, 50], ["lineTo", 50, 56.5], ["lineTo", 43.5, 50], ["lineTo", 50, 43.5], ["closePath"], ["fill"],
  ]);
});

test("a circle is a circle, and so is what has no name", () => {
  const circle = [["arc", 50, 50, 5, 0, 2 * Math.PI], ["closePath"], ["fill"]];
  assert.deepEqual(marks("circle"), circle);
  assert.deepEqual(marks(undefined), circle);
});

test("in play every marker has the shape that it has at rest", () => {
  for (const shape of SHAPES) {
    const lines = marks(shape).filter(([name]) => name === "lineTo");
    assert.deepEqual(lines.map(([, x, y]) => [x, y]), corners(shape).map(([x, y]) => [50 + 5 * x, 50 + 5 * y]), shape);
  }
});
