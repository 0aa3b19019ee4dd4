// Several runs under one clock: which step is whose, what is asked for, and what several seeds come to.

import assert from "node:assert/strict";
import test from "node:test";

import { Store } from "../../pages/shared/browser/store.js";
import { CHUNK, framesAhead, missing } from "../../pages/shared/compare/asking.js";
import { Clock, KINDS } from "../../pages/shared/compare/clock.js";
import { endOf } from "../../pages/shared/compare/outcome_table.js";
import { quartiles } from "../../pages/shared/compare/tabs/series.js";

const RUNS = [{ steps: 1500, perEpoch: 75 }, { steps: 100, perEpoch: 5 }, { steps: 30, perEpoch: 1 }];

test("by steps every run is at the same one, or at its last", () => {
  const clock = new Clock("step", RUNS);
  assert.equal(clock.end, 1500);
  for (const position of [0, 1, 29, 30, 31, 99, 100, 1500]) {
    assert.deepEqual(RUNS.map((_, i) => clock.stepOf(i, position)), RUNS.map(({ steps }) => Math.min(steps, position)));
  }
});

test("by epochs every run has gone over its data as often", () => {
  const clock = new Clock("epoch", RUNS);
  assert.equal(clock.end, 30 * 75);
  for (let epoch = 0; epoch <= 20; epoch += 1) {
    assert.deepEqual(RUNS.map((_, i) => clock.stepOf(i, 75 * epoch)), [75 * epoch, 5 * epoch, epoch]);
  }
  assert.equal(clock.stepOf(1, 14), 0, "no run is ahead of the clock");
  assert.equal(clock.stepOf(1, 15), 1);
  assert.equal(clock.said(150), 2);
  assert.equal(clock.along(1, 15), 3);
});

test("by shares all begin and end together", () => {
  const clock = new Clock("share", RUNS);
  for (const [position, share] of [[0, 0], [750, 0.5], [1500, 1]]) {
    assert.deepEqual(RUNS.map((_, i) => clock.stepOf(i, position)), RUNS.map(({ steps }) => share * steps));
  }
  assert.equal(clock.last, 100);
});

test("the first position of a step is the first one", () => {
  for (const kind of KINDS) {
    const clock = new Clock(kind, RUNS);
    for (let run = 0; run < RUNS.length; run += 1) {
      for (let step = 0; step <= Math.min(RUNS[run].steps, clock.stepOf(run, clock.end)); step += 1) {
        const position = clock.positionOf(run, step);
        assert.equal(clock.stepOf(run, position), step);
        assert.ok(position === 0 || clock.stepOf(run, position - 1) < step);
      }
    }
  }
});

test("another clock shows the run that is farthest at the same step", () => {
  const [step, epoch] = [new Clock("step", RUNS), new Clock("epoch", RUNS)];
  assert.equal(epoch.stepOf(0, step.to(600, epoch)), 600);
});

function runOf(name, here, end = 100) {
  const store = new Store();
  for (const step of here) store.frames.set(step, { step });
  return { run: name, store, end, has: (step) => store.frames.has(step), header: undefined };
}

test("what is missing is asked for once, ascending, and not past a run's end", () => {
  const clock = new Clock("epoch", [{ steps: 40, perEpoch: 4 }, { steps: 10, perEpoch: 1 }]);
  const here = { has: (step) => step < 2, end: 3 };
  assert.deepEqual(missing(clock, 1, here, { from: 1, stride: 1, count: 20 }), [2, 3]);
  assert.deepEqual(missing(clock, 0, here, { from: 1, stride: 3, count: 20 }), [3]);
});

test("while it plays all runs' frames come in one question, before they are wanted", () => {
  const clock = new Clock("step", [{ steps: 100, perEpoch: 1 }, { steps: 100, perEpoch: 1 }]);
  const now = { at: 0, pending: null, playing: true, stride: 1 };
  const [one, other] = [runOf("a", [0]), runOf("b", [0])];
  const asked = framesAhead(clock, [one, other], now);
  assert.deepEqual(asked.map(({ run: name }) => name), ["a", "b"]);
  for (const { steps } of asked) assert.deepEqual(steps, Array.from({ length: CHUNK }, (_, i) => i + 1));
  for (const { store } of [one, other]) for (let step = 0; step <= CHUNK; step += 1) store.frames.set(step, { step });
  assert.deepEqual(framesAhead(clock, [one, other], now), [], "enough is here for now");
  assert.equal(framesAhead(clock, [one, other], { ...now, at: 1 })[0].steps[0], CHUNK + 1);
});

test("two pins of one run are asked for once", () => {
  const clock = new Clock("step", [{ steps: 9, perEpoch: 1 }, { steps: 9, perEpoch: 1 }]);
  const one = runOf("a", []);
  assert.equal(framesAhead(clock, [one, one], { at: 0, pending: 5, playing: false, stride: 1 }).length, 1);
});

test("quartiles are those of the values at every step, also where curves were thinned differently", () => {
  const all = [0, 1, 2, 3, 4].map((seed) => ({ x: [0, 1, 2], y: [seed, 10 * seed, 100] }));
  const [low, median, high] = quartiles(all);
  assert.deepEqual(median, { x: [0, 1, 2], y: [2, 20, 100] });
  assert.deepEqual([low.y[1], high.y[1]], [10, 30]);
  const thinned = [{ x: [0, 2, 4], y: [0, 2, 4] }, { x: [0, 1, 4], y: [0, 1, 4] }, { x: [0, 3, 4], y: [0, 3, 4] }];
  assert.deepEqual(quartiles(thinned)[1].y, [0, 2, 4]);
});

test("a run that has ended says why", () => {
  assert.equal(endOf({ diverged: { step: 8, last: 7 }, met: null }, 7), "outcome_diverged");
  assert.equal(endOf({ diverged: null, met: { step: 5, reason: "loss", at: 0.1 } }, 5), "outcome_met");
  for (const step of [0, 6, 8]) assert.equal(endOf({ diverged: { step: 8, last: 7 } }, step), "outcome_step");
});
