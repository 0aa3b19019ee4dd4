// What is selected on Step through: of which layer the parts then are, what can be changed by hand, and what the address says.

import assert from "node:assert/strict";
import test from "node:test";

import { beginAt, comeFrom, wordsOf } from "../../pages/shared/stepper/address.js";
import { Scene } from "../../pages/shared/stepper/scene.js";
import { layerAtWork, layerSplit, layerTold, select, selectionIn, selectNext, weightTraced } from "../../pages/shared/stepper/selected.js";
import { memorable } from "../../pages/shared/stepper/state.js";
import { changed, touchable } from "../../pages/shared/stepper/touching.js";

const op = (kind, symbol, layer, phase, ...writes) => ({ kind, symbol, layer, phase, writes });
const array = (...shape) => ({ shape, values: Float64Array.from({ length: shape[0] * (shape[1] ?? 1) }, (_, n) => 10 * shape[0] + n) });

/** A scene of 2 inputs, 3 units and 2 outputs. */
function sceneOf() {
  const operations = [
    op("product", "z", 1, "forward", "z1"), op("activation", "a", 1, "forward", "a1"), op("product", "z", 2, "forward", "z2"), op("activation", "a", 2, "forward", "a2"),
    op("loss", "loss", null, "loss", "loss"), op("output_delta", "delta", 2, "backward", "delta2"), op("delta", "delta", 1, "backward", "delta1"),
  ];
  const arrays = { a0: array(1, 2), W1: array(2, 3), b1: array(3), W2: array(3, 2), b2: array(2), delta1: array(1, 3), delta2: array(1, 2) };
  return new Scene({ header: { sizes: [2, 3, 2], operations, features: ["age", "size"], classes: [], link: "hidden=3", most_steps: 100 }, arrays });
}

const scene = sceneOf();
const at = (k, other = {}) => ({ ...memorable(), op: k, ...other });

test("a selection stays within its layer, whatever was selected in another network", () => {
  assert.deepEqual(selectionIn([2, 3, 2], {}, 1), { i: 0, j: 0 });
  assert.deepEqual(selectionIn([2, 3, 2], { 1: { i: 7, j: 7 }, 0: { i: 7, j: 7 } }, 1), { i: 1, j: 2 });
  assert.deepEqual(selectionIn([2, 3, 2], { 0: { i: 7, j: 7 } }, 0), { i: 1, j: 1 });
});

test("a unit keeps the weight that was selected before it, and the keys go from unit to unit of the layer at work", () => {
  const state = at(1);
  select(state, 1, 2, 1);
  assert.deepEqual([state.picks[1], state.chosen, state.weight], [{ i: 1, j: 2 }, 1, true]);
  select(state, 1, 0, null);
  assert.deepEqual([state.picks[1], state.weight], [{ i: 1, j: 0 }, false]);
  selectNext(state, scene, -1);
  assert.equal(state.picks[1].j, 0);
  for (let n = 0; n < 5; n += 1) selectNext(state, scene, 1);
  assert.deepEqual(state.picks, { 1: { i: 1, j: 2 } });
});

test("the cards speak of the operation's layer; before the first of the chosen one, else of the last", () => {
  assert.deepEqual([layerTold(scene, at(2)), layerTold(scene, at(2, { chosen: 2 }))], [1, 1]);
  assert.deepEqual([layerTold(scene, at(0)), layerTold(scene, at(0, { chosen: 0 })), layerTold(scene, at(5, { chosen: 1 }))], [2, 0, 1]);
  assert.deepEqual([layerAtWork(scene, at(0)), layerAtWork(scene, at(0, { chosen: 0 })), layerAtWork(scene, at(0, { chosen: 2 }))], [1, 1, 2]);
  assert.deepEqual([layerAtWork(scene, at(5, { chosen: 1 })), layerAtWork(scene, at(7))], [2, 1], "the loss is the last layer's");
});

test("why delta is small is said of the operation's layer, or of one that was clicked just now and has its delta", () => {
  const operations = [op("activation", "a", 3, "forward", "a3"), ...[3, 2, 1].map((l) => op("delta", "delta", l, "backward", `delta${l}`))];
  const deep = new Scene({ header: { sizes: [1, 1, 1, 1], operations }, arrays: { delta1: array(1, 1), delta2: array(1, 1), delta3: array(1, 1) } });
  assert.deepEqual([1, 2, 3, 4].map((k) => layerSplit(deep, at(k), null)), [null, null, 2, 1]);
  assert.deepEqual([1, 2, 3].map((chosen) => layerSplit(deep, at(4, { chosen }), 4)), [1, 2, 1], "of the last one nothing comes back through weights");
  assert.equal(layerSplit(deep, at(3, { chosen: 1 }), 3), 2, "its delta is not there yet");
  assert.equal(layerSplit(deep, at(4, { chosen: 2 }), 3), 1, "it was clicked at another operation");
});

test("a path begins at the chosen weight, of an input at the first that leads from it", () => {
  assert.deepEqual(weightTraced(scene, at(0, { chosen: 1, picks: { 1: { i: 1, j: 2 } } })), { layer: 1, i: 1, j: 2 });
  assert.deepEqual(weightTraced(scene, at(0, { chosen: 0, picks: { 0: { i: 0, j: 1 }, 1: { i: 0, j: 2 } } })), { layer: 1, i: 1, j: 2 });
  assert.deepEqual(weightTraced(scene, at(3)), { layer: 2, i: 0, j: 0 });
});

test("what can be changed has its number; an input that was clicked comes first", () => {
  const picks = { 1: { i: 1, j: 2 } };
  const found = touchable(scene, at(0, { chosen: 1, picks }));
  assert.deepEqual(found.map(({ name, value }) => [name, value]), [["W1[2, 3]", 25], ["b1[3]", 32], ["x[2] (size)", 11]]);
  assert.deepEqual(touchable(scene, at(0, { chosen: 0, picks: { ...picks, 0: { i: 0, j: 0 } } })).map(({ name }) => name), ["x[1] (age)", "b1[3]", "W1[2, 3]"]);
});

test("a number that is changed twice remembers what it was before the first time", () => {
  const [weight, bias] = touchable(scene, at(1));
  const first = changed([], weight, 0.5);
  assert.deepEqual([first.before, first.value], [20, 0.5]);
  assert.equal(changed([first], { ...weight, value: 0.5 }, 0.25).before, 20);
  assert.equal(changed([first], bias, 0.25).before, bias.value);
});

test("what the address is given brings the moment back", () => {
  const unit = at(3, { run: "r", step: 7, sample: 4, chosen: 2, picks: { 2: { i: 2, j: 1 } } });
  assert.deepEqual(wordsOf(unit, scene.header), ["hidden=3", "step=7", "op=3", "sample=5", "unit=2.2"]);
  assert.deepEqual(wordsOf({ ...unit, weight: true }, scene.header).at(-1), "unit=2.3.2");
  assert.deepEqual(wordsOf(memorable(), { ...scene.header, link: "" }), []);
  const state = memorable();
  beginAt(state, { run: "r", most_steps: 100, start: { step: 7, op: 3, sample: 5, unit: [2, 3, 2] } });
  assert.deepEqual(wordsOf(state, scene.header), wordsOf({ ...unit, weight: true }, scene.header));
  beginAt(state, { run: "s", most_steps: 100, start: { step: 100 } });
  assert.deepEqual([state.step, state.op, state.chosen, state.picks, state.sample], [99, 0, null, {}, 0], "the last one has no step after it");
});

test("a page that is turned to goes on at the step of the one before, and stays where it was if that is the same", () => {
  const state = at(5, { step: 7 });
  comeFrom(state, 7, { most_steps: 100 });
  comeFrom(state, null, { most_steps: 100 });
  comeFrom(state, 101, { most_steps: 100 });
  assert.deepEqual([state.step, state.op], [7, 5]);
  comeFrom(state, 100, { most_steps: 100 });
  assert.deepEqual([state.step, state.op], [99, 0]);
});
