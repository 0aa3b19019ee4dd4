// A cell of Train that unfolds: which one a place of a picture is, its arithmetic, and the way to Step through.

import assert from "node:assert/strict";
import test from "node:test";

import { usePage } from "./help/page.js";

usePage();
globalThis.window = { location: { search: "", pathname: "/" }, history: {} };
const { inGrid, inMosaic, spanOf } = await import("../../pages/shared/player/unfold/places.js");
const { CellNumbers } = await import("../../pages/shared/player/unfold/cell_numbers.js");
const { addressOf, wordsOf } = await import("../../pages/shared/player/unfold/way.js");
const { titleOf } = await import("../../pages/shared/player/unfold/cell_card.js");
const { numbers, weightGradient } = await import("../../pages/shared/arithmetic/terms.js");

const TEXT = { more_terms: "{n} more: {sum}", graph_unit: "unit {n}", unfold_input: "input {n}",
  unfold_W: "W {layer}: {from} to {to} at {step}", unfold_a: "a {layer}: {to} at {step}", unfold_a_sample: "a {layer}: {to} at {step} of {sample}" };

/** What the server sends of a cell of a 2-3-2 network. */
function foundOf(changes = {}) {
  return {
    kind: "a", layer: 1, row: 1, column: 2, value: 0, why: "", operations: [], strips: {}, sizes: [2, 3, 2], samples: 2, rate: 0.5,
    objective: {}, rule: { memory: [], change: "gradient" }, epsilon: 1e-5, penalty: { l1: 0, l2: 0 }, normalization: "none", biases: false, shown: true,
    ...changes,
  };
}

test("a place of a matrix is its cell, and a cell of a large one stands for several units", () => {
  const cells = { rows: 2, columns: 4 };
  assert.deepEqual(inGrid({ x: 0.3, y: 0.9 }, cells, [1, 1], cells), { rows: [1, 1], columns: [1, 1] });
  assert.deepEqual(inGrid({ x: 1, y: 1 }, cells, [3, 2], { rows: 5, columns: 7 }), { rows: [3, 4], columns: [6, 6] }, "the last ones are fewer");
  assert.deepEqual(spanOf(0, 1, 1), [0, 0]);
});

test("of units as images the place is a pixel and a unit", () => {
  // Three images of 2 x 2, two beside one another: 5 x 5 pixels, in a box that is wider.
  const [box, picture, image] = [{ width: 70, height: 50 }, { width: 5, height: 5 }, [2, 2]];
  const at = (x, y) => inMosaic({ x: 10 + 10 * x, y: 10 * y }, box, picture, image, 3);
  assert.deepEqual(at(0.5, 0.5), { rows: [0, 0], columns: [0, 0] });
  assert.deepEqual(at(4.5, 1.5), { rows: [3, 3], columns: [1, 1] });
  assert.deepEqual(at(1.5, 3.5), { rows: [1, 1], columns: [2, 2] });
  assert.deepEqual(at(2.5, 0.5), { rows: [1, 1], columns: [0, 0] }, "a line between two is not to be hit");
  assert.equal(at(-0.5, 0.5), null);
  assert.equal(at(4.5, 4.5), null, "there is no fourth unit");
});

test("rows and columns that came are found by their places in the whole array", () => {
  const scene = new CellNumbers(foundOf({
    normalization: "batch",
    strips: {
      a0: [{ row: 1, column: null, values: [3, 4] }], W1: [{ row: null, column: 2, values: [5, 6] }, { row: 0, column: 0, values: ["-inf"] }],
      z1: [{ row: 1, column: null, values: [7, 8, 9] }, { row: null, column: 2, values: [1, 9] }], s1: [{ row: 0, column: null, values: [1, 2, 3] }],
    },
  }), TEXT);
  assert.equal(scene.at("a0", 1, 1), 4);
  assert.equal(scene.at("W1", 1, 2), 6);
  assert.equal(scene.at("W1", 0, 0), -Infinity);
  assert.deepEqual(scene.group("z1", 1, 2), [1, 9], "of all samples");
  assert.equal(scene.spread(1, 1, 2), 3);
  scene.header.normalization = "layer";
  assert.deepEqual(scene.group("z1", 1, 2), [7, 8, 9]);
  assert.throws(() => scene.at("a0", 0, 0), /has not come/);
});

test("Step through's own lines are written from them", () => {
  const scene = new CellNumbers(foundOf({ strips: {
    a0: [{ row: 1, column: null, values: [3, 4] }, { row: null, column: 0, values: [2, 3] }], W1: [{ row: null, column: 2, values: [0.5, -1] }, { row: 0, column: 2, values: [0.5] }],
    b1: [{ row: 0, column: null, values: [0, 0, 0.25] }], z1: [{ row: 1, column: null, values: [0, 0, -2.25] }],
    delta1: [{ row: null, column: 2, values: [0.5, -1] }], dW1: [{ row: 0, column: 2, values: [-2] }], "W1+": [{ row: 0, column: 2, values: [1.5] }],
  } }), TEXT);
  /** @param {HTMLElement[]} lines */
  const said = (lines) => lines.map((line) => line.textContent);
  const product = { kind: "product", layer: 1, roles: { previous: "a0", weights: "W1", bias: "b1" } };
  assert.deepEqual(said(numbers(scene, product, { i: 1, j: 2 }, 1, 4)), ["= 3·0.5 + 4·(−1) + 0.25", "= −2.250"]);
  const gradient = { kind: "gradient", layer: 1, roles: { previous: "a0", delta: "delta1", shift: "delta1" } };
  assert.deepEqual(said(weightGradient(scene, gradient, 0, 2, 4)), ["dW = 2·0.5 + 3·(−1)", "= −2.000"]);
  const update = { kind: "update", layer: 1, roles: {} };
  assert.deepEqual(said(numbers(scene, update, { i: 0, j: 2 }, 0, 4)), ["W: 0.5 − 0.5 · (−2)", "= 1.500"], "and nothing of the bias");
});

test("a cell is named by its units, inputs and samples", () => {
  const data = { batch: 1, outputs: ["no", "yes"], features: [], image: null };
  const header = { text: TEXT, data, cards: [{ rows: 2, columns: 3 }, { rows: 3, columns: 2 }] };
  const cell = { kind: "W", layer: 1, row: 0, column: 2 };
  assert.equal(titleOf(header, cell, 7), "W 1: input 1 to unit 3 at 7");
  assert.equal(titleOf(header, { ...cell, layer: 2, column: 1 }, 7), "W 2: unit 1 to yes at 7");
  assert.equal(titleOf(header, { ...cell, kind: "a" }, 7), "a 1: unit 3 at 7");
  assert.equal(titleOf({ ...header, data: { ...data, batch: 4 } }, { ...cell, kind: "a", row: 3 }, 7), "a 1: unit 3 at 7 of 4");
});

test("the way to Step through leads to the operation that made the number, at its unit", () => {
  const cell = foundOf({ layer: 3, row: 3, column: 6 });
  assert.deepEqual(wordsOf({ ...cell, kind: "dW" }, 42), { step: "42", show: "dW.3", unit: "3.4.7" });
  assert.deepEqual(wordsOf({ ...cell, kind: "W" }, 42), { step: "41", show: "W.3", unit: "3.4.7" }, "the update before");
  assert.deepEqual(wordsOf({ ...cell, kind: "W" }, 0), { unit: "3.4.7" }, "nothing made it");
  assert.deepEqual(wordsOf({ ...cell, kind: "delta" }, 42), { step: "42", show: "delta.3", unit: "3.7", sample: "4" });
  document.documentElement.dataset = { backpropLanguage: "ko", backpropProjector: "1" };
  const words = wordsOf({ ...cell, kind: "dW" }, 42);
  assert.equal(addressOf("dataset=xor&lr=1", words), "./step_through?lang=ko&projector=1&dataset=xor&lr=1&step=42&show=dW.3&unit=3.4.7");
  assert.equal(addressOf("", words), "./step_through?lang=ko&projector=1&step=42&show=dW.3&unit=3.4.7");
});
