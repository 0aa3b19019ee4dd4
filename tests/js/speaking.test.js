// What a screen reader hears: the moment at rest, not on the way, and again when it is asked for.

import assert from "node:assert/strict";
import test from "node:test";

import { Speaking } from "../../pages/shared/browser/speaking.js";
import { Clock, FakeElement, usePage } from "./help/page.js";

const page = usePage();
const clock = new Clock();

/** A component at a step that is changed by hand, and what its region has said. */
function component() {
  const root = new FakeElement("section");
  page.mounted = [root];
  const now = { step: 0 };
  const speaking = new Speaking(root, () => `Step ${now.step}.`);
  const [place] = root.childNodes;
  return { root, now, speaking, said: () => place.textContent };
}

test("a picture that rests is told, one that moves is not", () => {
  const { now, speaking, said } = component();
  for (now.step = 1; now.step < 5; now.step += 1) {
    speaking.rest(); // a key is held down
    clock.wait(200);
  }
  assert.equal(said(), "");
  clock.wait(700);
  assert.equal(said(), "Step 5.");
  speaking.rest();
  speaking.hush(); // it plays on
  clock.wait(5000);
  assert.equal(said(), "Step 5.");
});

test("who asks by the key hears the same once more", () => {
  const { now, speaking, said } = component();
  speaking.rest();
  clock.wait(1000);
  now.step = 3;
  page.fire("keydown", { key: "=", target: page.body });
  assert.equal(said(), "", "a region speaks of what changes");
  clock.wait(60);
  assert.equal(said(), "Step 3.");
  page.fire("keydown", { key: "a", target: page.body });
  assert.equal(said(), "Step 3.");
});
