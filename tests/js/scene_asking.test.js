// Asking for scenes: whether what came is what is wanted, and what is asked for once more.

import assert from "node:assert/strict";
import test, { mock } from "node:test";

import { SceneAsking } from "../../pages/shared/stepper/scene_asking.js";

mock.timers.enable({ apis: ["setTimeout"] });

function askingOf() {
  const sent = [];
  let n = 0;
  return { sent, asking: new SceneAsking((question) => sent.push(question), () => (n += 1)) };
}

const header = (n, step, other = {}) => ({ n, step, training: null, diverged: null, ...other });
const AT = { step: 3, op: 2 };
const WEIGHT = { kind: "W", layer: 1, row: 0, column: 1 };

test("a question has its run, its step, the changes by hand and the header that is here", () => {
  const { sent, asking } = askingOf();
  asking.ask({ step: 4, op: 1 }, "r", [{ ...WEIGHT, name: "W1[1, 2]", before: 1, value: 0.5 }], "key", undefined);
  assert.deepEqual(sent, [{ run: "r", step: 4, edits: [["W", 1, 0, 1, 0.5]], header: "key", n: 1 }]);
  assert.deepEqual([asking.wanted, asking.isChecking], [{ step: 4, op: 1 }, false]);
  asking.ask(AT, "r", [], "key", WEIGHT);
  assert.deepEqual([sent[1].check, asking.isChecking], [WEIGHT, true]);
  asking.askWhole("r", 4);
  assert.deepEqual(sent[2], { run: "r", step: 4, edits: [], n: 3 });
});

test("the answer to the newest question is what is wanted, one to another is not looked at", () => {
  const { asking } = askingOf();
  asking.ask({ step: 4, op: 1 }, "r", [], "key");
  asking.ask({ step: 5, op: -1 }, "r", [], "key");
  assert.equal(asking.answered(header(1, 4), AT), null);
  assert.deepEqual(asking.answered(header(2, 5), AT), { wanted: { step: 5, op: -1 }, again: false, check: undefined });
  assert.equal(asking.wanted, null);
});

test("what comes unasked is wanted where one is, and asked for where it is of another step", () => {
  const { asking } = askingOf();
  assert.deepEqual(asking.answered(header(null, 3), AT), { wanted: AT, again: false, check: undefined });
  assert.deepEqual(asking.answered(header(null, 0), AT), { wanted: AT, again: true, check: undefined });
  assert.equal(asking.answered(header(null, 2, { diverged: { step: 2 } }), AT).again, false, "there is no step behind that");
});

test("while training is on its way it is asked again, with the check", () => {
  const { asking } = askingOf();
  asking.ask({ step: 90, op: 1 }, "r", [], "key", WEIGHT);
  const training = { now: 40, to: 90 };
  assert.deepEqual(asking.answered(header(1, 3, { training }), AT), { wanted: { step: 90, op: 1 }, again: true, check: WEIGHT });
  assert.equal(asking.training, training);
  asking.ask({ step: 90, op: 1 }, "r", [], "key", WEIGHT);
  assert.equal(asking.answered(header(2, 90), AT).again, false);
  assert.equal(asking.training, null);
});
