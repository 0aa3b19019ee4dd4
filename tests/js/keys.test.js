// Which of the components on a page a key is meant for.

import assert from "node:assert/strict";
import test from "node:test";

import { Keys } from "../../pages/shared/browser/keys.js";
import { memoryOf } from "../../pages/shared/browser/memory.js";
import { Clock, FakeElement, usePage } from "./help/page.js";

const page = usePage();
const clock = new Clock();

/** So many components; `heard` has which of them heard a key. */
function componentsOf(count) {
  const heard = [];
  page.mounted = Array.from({ length: count }, () => new FakeElement("section"));
  const keys = page.mounted.map((root, i) => new Keys(root, () => heard.push(i)));
  const press = (target = page.body) => {
    clock.wait(1);
    page.fire("keydown", { key: " ", target });
    return heard.splice(0);
  };
  const use = (i, how = "pointerdown") => {
    clock.wait(1);
    page.mounted[i].fire(how);
  };
  /** An element within a component. */
  const within = (i) => Object.assign(new FakeElement("button"), { closest: (selector) => (selector === "[data-used]" ? page.mounted[i] : null) });
  return { press, use, within, destroy: () => keys.forEach((one) => one.destroy()) };
}

test("keys are meant for the only component", () => {
  const { press, destroy } = componentsOf(1);
  assert.deepEqual(press(), [0]);
  destroy();
  assert.deepEqual(press(), [], "who is gone hears nothing");
});

test("of several none hears a key until one was used, then the one that was used last", () => {
  const { press, use, destroy } = componentsOf(3);
  assert.deepEqual(press(), []);
  use(2);
  assert.deepEqual(press(), [2]);
  use(0, "focusin");
  assert.deepEqual(press(), [0]);
  destroy();
});

test("keys of a component that has the focus are its own, whichever was used last", () => {
  const { press, use, within, destroy } = componentsOf(2);
  use(0);
  assert.deepEqual(press(within(1)), [1]);
  destroy();
});

test("keys of a field, and those that somebody took, are nobody else's", () => {
  const { press, destroy } = componentsOf(1);
  const field = Object.assign(new FakeElement("input"), { closest: (selector) => (selector.includes("input") ? field : null) });
  assert.deepEqual(press(field), []);
  page.fire("keydown", { key: " ", target: page.body, defaultPrevented: true });
  assert.deepEqual(press(), [0]);
  destroy();
});

test("a memory is its key's: made once, and another's is another", () => {
  const first = memoryOf("player", () => ({ at: 0 }));
  first.at = 7;
  assert.equal(memoryOf("player", () => ({ at: 0 })), first);
  assert.deepEqual(memoryOf("right", () => ({ at: 0 })), { at: 0 });
});
