// Playing a step: at the chosen pace, to the last operation and no further.

import assert from "node:assert/strict";
import test, { mock } from "node:test";

import { PACES, Playing } from "../../pages/shared/stepper/playing.js";

mock.timers.enable({ apis: ["setTimeout"] });

/** Plays over `n` operations. */
function playingOf(n) {
  const seen = { at: 0, changed: [] };
  const playing = new Playing({ next: () => (seen.at += 1) < n, changed: () => seen.changed.push(playing.isOn) });
  return { playing, seen };
}

test("it begins at once, goes on at its pace, and stops at the end", () => {
  const { playing, seen } = playingOf(3);
  playing.toggle();
  mock.timers.tick(0);
  assert.equal(seen.at, 1);
  mock.timers.tick(PACES.medium - 1);
  assert.equal(seen.at, 1);
  mock.timers.tick(1);
  assert.deepEqual([seen.at, playing.isOn], [2, true]);
  mock.timers.tick(10 * PACES.medium);
  assert.deepEqual([seen.at, playing.isOn, seen.changed], [3, false, [true, false]]);
});

test("it stops where it is told to, and a new pace counts from the next operation on", () => {
  const { playing, seen } = playingOf(100);
  playing.toggle();
  mock.timers.tick(0);
  playing.pace = PACES.fast;
  mock.timers.tick(PACES.medium);
  mock.timers.tick(PACES.fast);
  mock.timers.tick(PACES.fast);
  assert.equal(seen.at, 4);
  playing.toggle();
  mock.timers.tick(10_000);
  assert.deepEqual([seen.at, seen.changed], [4, [true, false]]);
  playing.stop();
  assert.equal(seen.changed.length, 2);
});
