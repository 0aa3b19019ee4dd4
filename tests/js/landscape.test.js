// The loss landscape: contour lines, colours by decades, places along a path, the surface's height, and what is said.

import assert from "node:assert/strict";
import { test } from "node:test";

import { placeAt, upTo } from "../../pages/shared/landscape/along.js";
import { contour } from "../../pages/shared/landscape/contours.js";
import { isOf, usual } from "../../pages/shared/landscape/controls.js";
import { barTicks, roundValues, scaled, scaleOf, shareOf } from "../../pages/shared/landscape/scale.js";
import { heading, sentences, standing, wordsOf } from "../../pages/shared/landscape/sentences.js";
import { filled, heightAt } from "../../pages/shared/landscape/surface.js";
import { wordOf } from "../../pages/shared/landscape/word.js";

/** f at columns and rows. @param {number} columns @param {number} rows @param {(x: number, y: number) => number} f */
const grid = (columns, rows, f) => Array.from({ length: columns * rows }, (_, i) => f(i % columns, Math.floor(i / columns)));

/** @param {number[][]} pieces @returns {Map<string, number>} how many pieces end at each place */
function ends(pieces) {
  const found = new Map();
  for (const [x, y, toX, toY] of pieces) {
    for (const place of [`${x.toFixed(9)},${y.toFixed(9)}`, `${toX.toFixed(9)},${toY.toFixed(9)}`]) found.set(place, (found.get(place) ?? 0) + 1);
  }
  return found;
}

test("a plane's contour is a straight line, where the plane has the level", () => {
  const pieces = contour(grid(6, 5, (x, y) => 2 * x + 3 * y), 6, 5, 7.5);
  assert.ok(pieces.length > 0);
  for (const [x, y, toX, toY] of pieces) for (const [a, b] of [[x, y], [toX, toY]]) assert.ok(Math.abs(2 * a + 3 * b - 7.5) < 1e-12);
});

test("a bowl's contour is a closed ring, near the circle that it stands for", () => {
  const pieces = contour(grid(41, 41, (x, y) => (x - 20) ** 2 + (y - 20) ** 2), 41, 41, 144);
  for (const [x, y] of pieces) assert.ok(Math.abs(Math.hypot(x - 20, y - 20) - 12) < 0.03);
  assert.ok([...ends(pieces).values()].every((count) => count === 2));
});

test("a contour ends at the border alone", () => {
  const pieces = contour(grid(9, 9, (x, y) => Math.sin(x) + Math.cos(1.3 * y)), 9, 9, 0.2);
  for (const [place, count] of ends(pieces)) {
    const [x, y] = place.split(",").map(Number);
    const border = [x, y].some((at) => at === 0 || at === 8);
    assert.equal(count, border ? 1 : 2, place);
  }
});

test("at a saddle the mean of the corners says which sides are one", () => {
  /** @param {number} middle added to two corners across */
  const pieces = (middle) => contour([1 + middle, 0, 0, 1 + middle], 2, 2, 0.5).map((piece) => piece.map((n) => Math.round(100 * n) / 100));
  // High corners (0, 0) and (1, 1): with a high middle they hang together, and each line cuts off a low corner.
  for (const [x, y, toX, toY] of pieces(1)) assert.ok(Math.max(x, toX) === 1 ? Math.min(y, toY) === 0 : Math.max(y, toY) === 1);
  for (const [x, y, toX, toY] of pieces(-0.2)) assert.ok(Math.min(x, toX) === 0 ? Math.min(y, toY) === 0 : Math.max(y, toY) === 1);
  assert.equal(pieces(1).length, 2);
});

test("cells beside what is not finite, or not there yet, have no line", () => {
  assert.deepEqual(contour([0, 1, NaN, 1], 2, 2, 0.5), []);
  assert.deepEqual(contour([0, 1, 0, Infinity], 2, 2, 0.5), []);
  assert.deepEqual(contour([0, 1, 0], 2, 2, 0.5), []);
});

test("colours go by decades where the values span more than two, or as was chosen", () => {
  assert.deepEqual(scaleOf([1, 99], null), { low: 1, high: 99, log: false, decades: false });
  assert.deepEqual(scaleOf([1, 101, null], null), { low: 1, high: 101, log: true, decades: true });
  assert.equal(scaleOf([1, 99], true)?.log, true);
  assert.equal(scaleOf([1, 1e9], false)?.log, false);
  assert.equal(scaleOf([null, NaN], null), null);
  assert.equal(scaleOf([0, 0], true)?.log, false); // there is no logarithm
});

test("a loss of 0 has the least colour of a log scale, and one that is not finite has none", () => {
  const scale = scaleOf([0, 1e-3, 10], null);
  assert.ok(scale?.log);
  assert.deepEqual([0, 1e-3, 0.1, 10].map((value) => Math.round(1e6 * shareOf(scale, value)) / 1e6), [0, 0, 0.5, 1]);
  assert.ok(Number.isNaN(shareOf(scale, null)));
  assert.equal(scaled(scale, 0), -3);
});

test("levels are round, and at most as many as there is room for", () => {
  for (const [low, high] of [[0.001, 5], [1e-12, 3e8], [0.02, 0.3], [3, 1000], [1e-300, 1e300]]) {
    for (const log of [true, false]) {
      const scale = scaleOf([low, high], log);
      assert.ok(scale);
      const found = roundValues(scale, 8);
      assert.ok(found.length <= 9, `${low} ${high} ${log}: ${found.length}`);
      assert.ok(found.length > 0);
      const rounding = 1e-9 * (log ? low : high);
      for (const { value } of found) assert.ok(value >= low - rounding && value <= high * (1 + 1e-9));
    }
  }
  const scale = scaleOf([0.001, 5], true);
  assert.ok(scale);
  assert.deepEqual(roundValues(scale, 8).map(({ label }) => label), ["0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3"]);
});

test("where all losses are nearly the same, the bar says by how much they differ", () => {
  const scale = scaleOf([0.06879204028330, 0.06879204028960], null);
  assert.ok(scale);
  assert.deepEqual(barTicks(scale), [{ share: 0, label: "0.0688" }, { share: 1, label: "+6×10⁻¹²" }]);
  assert.deepEqual(barTicks({ low: 2, high: 2, log: false, decades: false }), [{ share: 0, label: "2.00" }]);
});

const PATH = { steps: [0, 10, 15], x: [0, 1, 3], y: [5, 5, 0] };

test("a path's place lies between the states around the step, and nowhere before or after", () => {
  assert.deepEqual([0, 5, 10, 12, 15].map((step) => placeAt(PATH, step)), [[0, 5], [0.5, 5], [1, 5], [1.8, 3], [3, 0]]);
  assert.equal(placeAt(PATH, 16), null);
  assert.equal(placeAt({ steps: [], x: [], y: [] }, 0), null);
  assert.deepEqual([-1, 0, 9, 10, 99].map((step) => upTo(PATH, step)), [0, 1, 1, 2, 3]);
});

/** @type {import("../../pages/shared/landscape/types.d.ts").LandscapeMap} */
const MAP = {
  key: "k", plane: "path", seed: 0, weights: [], span: 1, around: 15, ends: [15], held: [0.95, 0.0399], xs: [0, 1, 2], ys: [0, 10],
  done: 6, of: 6, losses: [1, 2, 3, 11, 12, 13], flat_below: 0.0025, flat: "000000",
};
const SHOWN = {
  step: 12, x: 1.5, y: 5, distance: 0.5, loss: 8, on_plane: null, whole: true, degrees: 20,
  gradient: { x: 1, y: 0, norm: 2, share: 0.5 }, update: { x: 1, y: 0, norm: 2, share: 1e-9 },
};
const WORDS = {
  title: "T", title_path: "to {end}", title_around: "around {step}", on: "on {step} {loss}", off: "off {distance} {loss} {on_plane}",
  off_run: "{name} {step}", held: "{one} {other}", gradient: "g {norm} {share}", gradient_batch: "b {norm}", update: "u {norm} {share}", degrees: "{degrees}°", key_gradient: "kg", key_update: "ku", flat: "f {value}",
};

test("the surface's height is linear between the places around, and a path lies upon it", () => {
  const scale = scaleOf(MAP.losses ?? [], null);
  assert.ok(scale);
  assert.equal(heightAt(MAP, scale, 1.5, 5), 1 + 1.5 + 5);
  assert.equal(heightAt(MAP, scale, 2, 10), 13);
  const template = { data: [{ colorbar: {} }, { line: { width: 6 } }, { marker: {} }], layout: { scene: { xaxis: {}, yaxis: {}, zaxis: {} } } };
  const found = { map: MAP, runs: [{ path: { steps: [0, 15], x: [0, 2], y: [0, 10] }, shown: SHOWN }], apart: "" };
  const { data, layout } = filled(template, found, scale, [12], () => ({ colour: "red" }), { x: "one", y: "other" });
  assert.deepEqual(data[0].z, [[1, 2, 3], [11, 12, 13]]);
  assert.deepEqual(data[1].z.map((/** @type {number} */ z) => Math.round(z)), [1, 13]);
  assert.deepEqual([data[2].x, data[2].y], [[1.5], [5]]);
  assert.equal(layout.scene.xaxis.title.text, "one");
  assert.equal(template.data.length, 3); // and it stays a template
});

test("what is said has the numbers that were answered", () => {
  const found = { map: MAP, runs: [{ path: PATH, shown: SHOWN }], apart: "" };
  const said = sentences(WORDS, found, { plateaus: true, names: [] });
  assert.deepEqual(said.map(({ words }) => words), ["f 0.0025", "g 2.00 50.0 %", "u 2.00 1×10⁻⁷ %", "20°", "off 0.500 8.000 ∞", "95.0 % 4.0 %"]);
  assert.deepEqual(said.slice(1, 3).map(({ arrow }) => arrow), ["gradient", "update"]);
  const batch = { ...found, runs: [{ path: PATH, shown: { ...SHOWN, whole: false } }] };
  assert.equal(sentences(WORDS, batch, { plateaus: false, names: [] })[0].words, "b 2.00");
  assert.equal(standing(WORDS, MAP, { ...SHOWN, distance: 1e-12 }), "on 12 8.000");
  assert.equal(heading(WORDS, MAP), "to 15");
  assert.equal(heading(WORDS, { ...MAP, plane: "random" }), "around 15");
  assert.equal(heading(WORDS, undefined), "T");
  const two = sentences(WORDS, { ...found, runs: [found.runs[0], found.runs[0]], apart: "why" }, { plateaus: false, names: ["A", "B"] });
  assert.deepEqual(two.map(({ words }) => words), ["why", "kg", "ku", "A 12", "B 12", "95.0 % 4.0 %"]);
  assert.deepEqual(wordsOf({ landscape_title: "T", step: "s" }), { title: "T" });
});

test("an answer is of what is chosen, also where two weights were one and the server took the next", () => {
  const map = /** @type {any} */ ({ plane: "weights", weights: [[1, 0, 1], [1, 1, 0]] });
  /** @param {any} weights */
  const chosen = (weights) => ({ ...usual(), plane: /** @type {const} */ ("weights"), weights });
  assert.ok(isOf(map, chosen(null)));
  assert.ok(isOf(map, chosen([[1, 0, 1], [1, 1, 0]])));
  assert.ok(isOf(map, chosen([[1, 0, 1], [1, 0, 1]])));
  assert.ok(!isOf(map, chosen([[1, 0, 1], [1, 2, 0]])));
  assert.ok(!isOf(map, chosen([[1, 0, 0], [1, 0, 0]])));
  assert.ok(!isOf(map, usual()));
  assert.ok(isOf({ ...map, plane: "random", seed: 3 }, { ...usual(), plane: "random", seed: 3 }));
  assert.ok(!isOf({ ...map, plane: "random", seed: 3 }, { ...usual(), plane: "random", seed: 4 }));
});

test("an address has what is chosen where it is not as usual, and of a plane only what is its own", () => {
  const weights = /** @type {Array<[number, number, number]>} */ ([[1, 1, 2], [3, 0, 0]]);
  for (const [chosen, word] of /** @type {const} */ ([
    [{}, ""],
    [{ seed: 5, weights, around: null }, ""],
    [{ span: 0.015625, log: false, plateaus: true, look: "surface" }, "scape=span!0.015625!log!0!plateaus!1!look!surface"],
    [{ plane: "random", seed: 5, weights, around: 0 }, "scape=plane!random!seed!5!around!0"],
    [{ plane: "weights", seed: 5, weights, around: 40, span: 4, log: true }, "scape=plane!weights!weights!1.2.3_3.1.1!around!40!span!4!log!1"],
  ])) assert.equal(wordOf({ ...usual(), ...chosen }), word);
});
