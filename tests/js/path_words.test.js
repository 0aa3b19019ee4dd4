// What is said of a path: shares that are never 0 % or 100 % by rounding, and why there are none.

import assert from "node:assert/strict";
import test from "node:test";

import { usePage } from "./help/page.js";
import { chainScene, matrix } from "./help/chains.js";

usePage();
const { Chain, pathOf } = await import("../../pages/shared/stepper/paths.js");
const { contribution, counting, sentences, shareText, spokenPath, told } = await import("../../pages/shared/stepper/path_words.js");
const { factorsOf } = await import("../../pages/shared/stepper/path_card.js");
const { written } = await import("../../pages/shared/stepper/scaled.js");

const TEXT = new Proxy({}, { get: (_, key) => `${String(key)} {n} {name} {share} {factor} {l}.{j} {places} {product}` });
/** A 1-1-2-1 network whose outputs' weights are given: two paths. */
function toldOf(weights, { slope = 1, input = 0.5, choice = "strongest" } = {}) {
  const scene = chainScene([1, 1, 2, 1], () => 1, { text: TEXT });
  Object.assign(scene.arrays, { W3: matrix(2, 1, (_, n) => weights[n]), slope1: matrix(1, 1, () => slope), a0: matrix(1, 1, () => input) });
  const chain = new Chain(scene, 0);
  return { scene, of: told(chain, pathOf(chain, 1, 0, { choice, units: {}, around: [], at: null }), choice, 0) };
}
const keys = (...given) => sentences(toldOf(...given).of, "W1[1, 1]", TEXT).map((words) => words.split(" ")[0]);

test("a share is told in percent, never rounded to nothing or to the whole", () => {
  const shares = [[0.03, "3.0 %"], [0.0000123, "0.0012 %"], [1e-9, "1.0×10⁻⁷ %"], [1, "100 %"], [0.9999, "99.9 %"], [1.0001, "100.1 %"], [0.974, "97.4 %"], [1.524, "152 %"], [-0.4, "−40 %"], [-1, "−100 %"], [-0.99999, "−99.9 %"], [0, "0 %"]];
  for (const [share, text] of shares) assert.equal(shareText(share), text);
  assert.deepEqual([counting(1024n), counting(32n ** 49n)], ["1,024", "5.65×10⁷³"]);
});

test("a path's share: a part, more than all, or against them", () => {
  assert.deepEqual(keys([3, 1]), ["path_strongest", "path_share"]);
  assert.match(sentences(toldOf([3, 1]).of, "W1[1, 1]", TEXT).join(), /75 %/);
  assert.deepEqual(keys([3, -1]), ["path_strongest", "path_beyond"]);
  assert.deepEqual(keys([3, -1], { choice: "weakest" }), ["path_weakest", "path_against"]);
  assert.deepEqual(keys([3, -3]), ["path_strongest", "path_cancel"]);
});

test("what is 0 is said to be, and why", () => {
  assert.deepEqual(keys([3, 0], { choice: "weakest" }), ["path_weakest", "path_zero"]);
  assert.match(sentences(toldOf([3, 0], { choice: "weakest" }).of, "W1[1, 1]", TEXT)[1], /W3\[2, 1\]/);
  assert.deepEqual(keys([3, 1], { slope: 0 }), ["path_strongest", "path_none"]);
  assert.deepEqual(keys([3, 1], { input: 0 }), ["path_strongest", "path_no_input", "path_share_delta"]);
});

test("the only path is all of it", () => {
  const scene = chainScene([1, 1, 1], () => 0.5, { text: TEXT });
  const chain = new Chain(scene, 0);
  const of = told(chain, pathOf(chain, 2, 0, { choice: "strongest", units: {}, around: [], at: null }), "strongest", 0);
  assert.deepEqual(sentences(of, "W2[1, 1]", TEXT).map((words) => words.split(" ")[0]), ["path_only", "path_share"]);
  assert.equal(of.share, 1);
});

test("the factors are those of the formula, from what comes in to dLoss/da", () => {
  const { scene, of } = toldOf([3, 1]);
  assert.deepEqual(factorsOf(scene, of, 0).map(({ name }) => name), ["a0[1]", "f′(z1[1])", "W2[1, 1]", "f′(z2[1])", "W3[1, 1]", "f′(z3[1])", "∂L/∂a3[1]"]);
  assert.deepEqual(factorsOf(scene, of, 0).map(({ colour }) => colour), ["previous", "slope", "weights", "slope", "weights", "slope", "delta"]);
  assert.equal(written(contribution(of), 3), "1.50", "0.5 · 3");
  scene.operations[0].roles = { output: "a3", target: "y" }; // a fused loss has no slope of its own
  assert.deepEqual(factorsOf(scene, of, 0).at(-1), { value: 1, name: "δ3[1]", colour: "delta" });
});

test("a path is one sentence for who hears it, of a long one its ends", () => {
  const { of } = toldOf([3, 1]);
  assert.match(spokenPath(of, TEXT, 3), /path_place .*1\.1.*path_place .*2\.1.*path_place .*3\.1.*1\.50$/s);
  const scene = chainScene(Array(60).fill(1), () => 0.5, { text: TEXT });
  const chain = new Chain(scene, 0);
  const deep = told(chain, pathOf(chain, 1, 0, { choice: "strongest", units: {}, around: [], at: null }), "strongest", 0);
  assert.equal(spokenPath(deep, TEXT, 3).match(/path_place/g).length, 8);
});
