// The table of keys: who acts, and the list that a person reads, take the same rows.

import assert from "node:assert/strict";
import test from "node:test";

import { doneBy, KEYS } from "../../pages/shared/browser/key_table.js";

const press = (key, { code = "", shiftKey = false } = {}) => ({ key, code, shiftKey });

test("presenters' remotes turn pages and blacken the screen", () => {
  assert.equal(doneBy("player", press("PageDown")), "forward");
  assert.equal(doneBy("player", press("PageUp")), "back");
  assert.equal(doneBy("stepper", press("PageDown")), "next");
  assert.equal(doneBy("stepper", press("PageUp")), "before");
  assert.deepEqual(["b", "B", "."].map((key) => doneBy("screen", press(key))), ["black", "black", "black"]);
});

test("keys of the browser are nobody's", () => {
  for (const key of ["F5", "F11", "Tab", "Enter", "r", "c"]) {
    for (const who of Object.keys(KEYS)) assert.equal(doneBy(who, press(key)), null, `${who} ${key}`);
  }
});

test("Shift goes far where there is such a row, and is not minded elsewhere", () => {
  assert.equal(doneBy("player", press("ArrowRight", { shiftKey: true })), "forward_far");
  assert.equal(doneBy("player", press("ArrowRight")), "forward");
  assert.equal(doneBy("screen", press("?", { shiftKey: true })), "help");
  assert.equal(doneBy("player", press("Home", { shiftKey: true })), "first");
});

test("a letter is found by its place where the keyboard writes another alphabet, and only there", () => {
  assert.equal(doneBy("screen", press("ㅔ", { code: "KeyP" })), "projector");
  assert.equal(doneBy("screen", press("ㅠ", { code: "KeyB" })), "black");
  assert.equal(doneBy("screen", press("l", { code: "KeyP" })), null, "Dvorak's L is where P is");
});

test("no key does two things on a page", () => {
  for (const who of ["player", "stepper"]) {
    const all = [...KEYS[who], ...KEYS.panels, ...KEYS.moment, ...KEYS.screen].flatMap(({ keys, shift }) => keys.map((key) => `${shift ?? false} ${key}`));
    assert.equal(new Set(all).size, all.length);
  }
});
