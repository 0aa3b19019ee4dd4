// What a browser keeps of a lesson: answers and how far one has come, and nothing where it keeps nothing.

import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { useStorage } from "./help/storage.js";

const storage = useStorage();
const { all, Kept } = await import("../../pages/shared/lessons/kept.js");
const KEY = "backprop-explorer.lessons";

beforeEach(() => storage.clear());

test("answers and steps that are done are there again", () => {
  const kept = new Kept("layer");
  kept.come("sum");
  kept.done("sum");
  kept.done("sum");
  kept.put("ask", { value: 3 });
  kept.put("round", { value: ["1", "2"], shown: true });
  const again = new Kept("layer");
  assert.deepEqual(again.now, { at: "sum", done: ["sum"], answers: { ask: { value: 3 }, round: { value: ["1", "2"], shown: true } } });
  assert.deepEqual(again.answer("ask"), { value: 3 });
  assert.equal(again.answer("nothing"), undefined);
});

test("a lesson has no answers that nobody gave", () => {
  const kept = new Kept("layer");
  for (const name of ["toString", "constructor", "__proto__"]) assert.equal(kept.answer(name), undefined);
});

test("each lesson has its own, and begun anew it alone forgets", () => {
  const [one, other] = [new Kept("layer"), new Kept("digits")];
  one.put("ask", { value: 1 });
  other.put("ask", { value: 2 });
  one.forget();
  assert.equal(one.answer("ask"), undefined);
  assert.deepEqual(other.answer("ask"), { value: 2 });
  assert.deepEqual(Object.keys(all()).sort(), ["digits", "layer"]);
});

test("who has it open twice loses no answer of the other", () => {
  const [one, other] = [new Kept("layer"), new Kept("layer")];
  one.put("a", { value: 1 });
  other.put("b", { value: 2 });
  assert.deepEqual([one.answer("b"), other.answer("a")], [{ value: 2 }, { value: 1 }]);
});

test("what is given out is not what is kept: changing it changes nothing", () => {
  const kept = new Kept("layer");
  kept.put("ask", { value: [[0, 1]] });
  kept.answer("ask").value.push([1, 2]);
  assert.deepEqual(kept.answer("ask"), { value: [[0, 1]] });
});

test("where a browser keeps nothing, the page does while it is open", () => {
  storage.refuses = true;
  const kept = new Kept("layer");
  kept.come("sum");
  kept.put("ask", { value: 3 });
  kept.done("ask");
  assert.deepEqual(kept.now, { at: "sum", done: ["ask"], answers: { ask: { value: 3 } } });
  assert.deepEqual(all(), {});
  assert.equal(new Kept("layer").answer("ask"), undefined);
});

test("what cannot be read is nothing, and is written over", () => {
  for (const found of ["{", "null", "3", "[]", '{"layer": 3}', '{"layer": null}', '{"layer": {"done": 3}}', '{"layer": {"done": []}}']) {
    storage.setItem(KEY, found);
    const kept = new Kept("layer");
    assert.deepEqual(kept.now, { at: "", done: [], answers: {} }, found);
    kept.put("ask", { value: 1 });
    assert.deepEqual(new Kept("layer").answer("ask"), { value: 1 }, found);
  }
});

test("nothing is written where nothing changes", () => {
  const kept = new Kept("layer");
  kept.come("sum");
  kept.done("sum");
  const before = storage.writes;
  kept.come("sum");
  kept.done("sum");
  assert.equal(storage.writes, before);
});
