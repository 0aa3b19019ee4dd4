// Where the buttons and keys of Step through lead, on a step of two layers: z a z a loss delta dW delta dW W W.

import assert from "node:assert/strict";
import test from "node:test";

import { KEYS } from "../../pages/shared/browser/key_table.js";
import { destination, KEY_ACTS, sameIn, UNIT_KEYS, within } from "../../pages/shared/stepper/moving.js";

const op = (symbol, layer, phase) => ({ symbol, layer, phase });
const OPERATIONS = [
  op("z", 1, "forward"), op("a", 1, "forward"), op("z", 2, "forward"), op("a", 2, "forward"), op("loss", null, "loss"),
  op("delta", 2, "backward"), op("dW", 2, "backward"), op("delta", 1, "backward"), op("dW", 1, "backward"), op("W", 2, "update"), op("W", 1, "update"),
];
const N = OPERATIONS.length;

/** Where an act leads from an operation of step 5, as [step, op]. */
function from(k, what, wanted = null) {
  const { step, op: to } = destination(what, OPERATIONS, { step: 5, op: k }, wanted);
  return [step, to];
}

test("one operation on or back; the end of a step is the beginning of the next", () => {
  assert.deepEqual([from(3, "next"), from(3, "back")], [[5, 4], [5, 2]]);
  assert.deepEqual([from(N, "next"), from(1, "back"), from(0, "back")], [[6, 1], [4, N], [4, N - 1]]);
  assert.deepEqual(destination("back", OPERATIONS, { step: 0, op: 0 }, null), { step: 0, op: 0 });
  assert.deepEqual(destination("back", OPERATIONS, { step: 0, op: 1 }, null), { step: 0, op: 0 });
});

test("a layer or a phase further is at the last operation of the next one", () => {
  const walk = (what, k = 0) => {
    const stops = [];
    for (let [step, at] = [5, k]; step === 5 && at < N;) {
      [step, at] = from(at, what);
      stops.push(at);
    }
    return stops;
  };
  assert.deepEqual(walk("layer"), [2, 4, 5, 7, 9, 10, 11]);
  assert.deepEqual(walk("phase"), [4, 5, 9, 11]);
  assert.deepEqual([from(9, "layer_back"), from(7, "layer_back"), from(4, "layer_back"), from(2, "layer_back")], [[5, 7], [5, 5], [5, 2], [4, N]]);
});

test("a step is finished, and from its end the next one is", () => {
  assert.deepEqual([from(0, "finish"), from(N - 1, "finish"), from(N, "finish")], [[5, N], [5, N], [6, -1]]);
  assert.deepEqual(from(7, "home"), [0, 0]);
});

test("at the very end one stays, whatever would go on", () => {
  const end = { step: 5, op: N };
  const ends = ["next", "layer", "phase", "finish"].map((what) => within(destination(what, OPERATIONS, end, null), 5));
  assert.deepEqual(ends, ends.map(() => ({ step: 5, op: -1 })));
  assert.deepEqual(within({ step: 5, op: 3 }, 5), { step: 5, op: 3 });
});

test("while a step is on its way one goes on from there", () => {
  assert.deepEqual(from(N, "next", { step: 6, op: 1 }), [6, 2]);
  assert.deepEqual(from(N, "back", { step: 6, op: -1 }), [6, N - 1]);
});

test("a layer's place in the line leads to what the same operation does there, or else to the first of its phase", () => {
  assert.deepEqual([sameIn(OPERATIONS, 1, 2), sameIn(OPERATIONS, 4, 1), sameIn(OPERATIONS, 6, 1), sameIn(OPERATIONS, 10, 1)], [3, 2, 8, 11]);
  assert.equal(sameIn(OPERATIONS, 0, 2), 3, "before the first it is as at the first");
  assert.equal(sameIn(OPERATIONS, 5, 1), 8, "the loss is of no layer: what comes back of it");
  assert.deepEqual([sameIn(OPERATIONS, 5, 0), sameIn(OPERATIONS, 9, 0)], [0, 0]);
});

test("every key of Step through does something", () => {
  const known = { ...KEY_ACTS, ...UNIT_KEYS };
  assert.deepEqual(KEYS.stepper.map(({ does }) => does).filter((does) => !(does in known)), []);
  for (const act of Object.values(KEY_ACTS)) if (act !== "play") assert.ok(destination(act, OPERATIONS, { step: 1, op: 1 }, null).step >= 0, act);
});
