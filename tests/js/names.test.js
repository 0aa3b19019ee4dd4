// What inputs and outputs are called on charts and in tables.

import assert from "node:assert/strict";
import test from "node:test";

import { namesOf } from "../../pages/shared/player/names.js";

const text = { pixel: "pixel {row}, {column}" };
const cards = [{ rows: 4, columns: 3 }, { rows: 3, columns: 2 }];

/** @param {object} data */
const header = (data) => ({ cards, text, data: { features: [], outputs: [], image: null, ...data } });

test("a first layer's weights come from the features, a last one's lead to the outputs", () => {
  const iris = header({ features: ["a", "b", "c", "d"], outputs: ["yes", "no"] });
  assert.deepEqual(namesOf(iris, 0), { from: ["a", "b", "c", "d"], to: [] });
  assert.deepEqual(namesOf(iris, 1), { from: [], to: ["yes", "no"] });
});

test("a picture's inputs are its pixels, by rows", () => {
  const names = namesOf(header({ image: [2, 2] }), 0).from;
  assert.deepEqual(names, ["pixel 1, 1", "pixel 1, 2", "pixel 2, 1", "pixel 2, 2"]);
});

test("what has no name has none made up", () => {
  assert.deepEqual(namesOf(header({ features: ["a", "b"] }), 0), { from: [], to: [] });
});
