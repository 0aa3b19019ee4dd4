// What the player asks the server for, and when: of a server that answers late, in part, or not at all.

import assert from "node:assert/strict";
import test from "node:test";

import { Asking } from "../../pages/shared/player/asking.js";
import { Clock } from "./help/page.js";

const clock = new Clock();

/** A player of which only so much is known: the step it shows, the frames that are here, whether it plays. */
function playerOf({ at = 0, end = 100, here = [0], chunk = 25 } = {}) {
  const frames = new Set(here);
  const player = {
    at, end, header: { chunk },
    store: {
      get: (step) => (frames.has(step) ? { step } : undefined),
      missing: (from, stride, last, most) => {
        for (let i = 0, step = Math.min(from, last); i < most; i += 1, step = Math.min(step + stride, last)) {
          if (!frames.has(step)) return step;
          if (step >= last) return null;
        }
        return null;
      },
    },
    transport: { pending: null, playing: false, speed: { stride: 1 } },
    charts: { needsDetail: () => true }, panes: { shown: "weights" },
    choices: { values: { view: "W", selected: 2 } },
  };
  const requests = [];
  const asking = new Asking(player, (request) => requests.push(request));
  /** A tape with these frames comes; without any, the time was up before the first. */
  const answer = (steps) => {
    for (const step of steps) frames.add(step);
    return asking.arrived({ steps });
  };
  return { player, asking, requests, answer };
}

function range(first, count) {
  return Array.from({ length: count }, (_, i) => first + i);
}

test("at rest the next few frames are asked for, once", () => {
  const { asking, requests, answer } = playerOf();
  asking.ahead();
  asking.ahead();
  clock.wait(500);
  asking.ahead();
  assert.deepEqual(requests, [{ first: 1, stride: 1, count: 8 }]);
  answer(range(1, 8));
  asking.ahead();
  assert.equal(requests.length, 1, "what is here is not asked for");
  asking.destroy();
});

test("while playing a chunk is asked for, by the stride that is played", () => {
  const { player, asking, requests } = playerOf();
  Object.assign(player.transport, { playing: true, speed: { stride: 10 } });
  asking.ahead();
  assert.deepEqual(requests, [{ first: 10, stride: 10, count: 25 }]);
  asking.destroy();
});

test("nothing is asked for at the run's end", () => {
  const { asking, requests } = playerOf({ at: 3, end: 3, here: [0, 1, 2, 3] });
  asking.ahead();
  assert.deepEqual(requests, []);
  asking.destroy();
});

test("what does not come is asked for again after three seconds, and again", () => {
  const { asking, requests } = playerOf();
  asking.ahead();
  clock.wait(2990);
  assert.equal(requests.length, 1);
  clock.wait(20);
  assert.equal(requests.length, 2);
  clock.wait(3010);
  assert.deepEqual(requests, range(0, 3).map(() => ({ first: 1, stride: 1, count: 8 })));
  asking.destroy();
  clock.wait(10_000);
  assert.equal(requests.length, 3, "who is gone asks no more");
});

test("another step that is wanted takes the place of the one before, though not at once", () => {
  const { player, asking, requests } = playerOf();
  asking.ahead();
  player.transport.pending = 50;
  asking.ahead();
  assert.equal(requests.length, 1);
  clock.wait(610);
  asking.ahead();
  assert.deepEqual(requests.map(({ first }) => first), [1, 50]);
  asking.destroy();
});

test("going back step by step asks for the steps before as well; a jump back does not", () => {
  const { player, asking, requests } = playerOf({ at: 40, here: range(40, 20) });
  player.transport.pending = 39;
  asking.ahead();
  player.transport.pending = 20;
  clock.wait(700);
  asking.ahead();
  assert.deepEqual(requests.map(({ first }) => first), [32, 20]);
  asking.destroy();
});

test("of frames so large that one tape holds three, going back asks for three", () => {
  const { player, asking, requests } = playerOf({ at: 40, here: [40], chunk: 3 });
  player.transport.pending = 39;
  asking.ahead();
  assert.deepEqual(requests.map(({ first }) => first), [37]);
  asking.destroy();
});

test("an answer without frames says that training goes on, and is asked for again at once", () => {
  const { asking, requests, answer } = playerOf();
  asking.ahead();
  assert.equal(answer([]), true);
  asking.ahead();
  assert.equal(requests.length, 2);
  assert.equal(answer(range(1, 8)), false);
  asking.destroy();
});

test("an answer to another request changes nothing for this one", () => {
  const { asking, requests, answer } = playerOf();
  asking.ahead();
  assert.equal(answer([70]), false);
  asking.ahead();
  assert.equal(requests.length, 1);
  asking.destroy();
});

test("a question goes at once, and its number is the step shown", () => {
  const { asking, requests } = playerOf({ at: 7, here: [7] });
  asking.about(["mistakes", null]);
  asking.about(["mistakes", null]);
  assert.deepEqual(requests, [{ first: 7, stride: 1, extra: ["mistakes", null] }]);
  asking.destroy();
});

test("a question waits while frames are on their way, and the last one counts", () => {
  const { asking, requests, answer } = playerOf();
  asking.ahead();
  asking.about(["answer", [0]]);
  asking.about(["answer", [1]]);
  assert.equal(requests.length, 1);
  answer(range(1, 8));
  asking.waiting();
  assert.deepEqual(requests.at(-1), { first: 0, stride: 1, extra: ["answer", [1]] });
  assert.equal(requests.length, 2);
  asking.destroy();
});

test("a question that was answered is not asked again; one that came meanwhile is", () => {
  const { asking, requests, answer } = playerOf();
  asking.about(["answer", [0]]);
  asking.about(["answer", [1]]);
  assert.equal(requests.length, 1);
  asking.answered();
  answer([0]);
  asking.waiting();
  assert.deepEqual(requests.map(({ extra }) => extra[1]), [[0], [1]]);
  asking.answered();
  answer([0]);
  asking.waiting();
  assert.equal(requests.length, 2);
  asking.destroy();
});

test("a question without an answer is asked once more after three seconds", () => {
  const { asking, requests } = playerOf();
  asking.about(["answer", [0]]);
  clock.wait(3010);
  assert.deepEqual(requests.map(({ extra }) => extra), [["answer", [0]], ["answer", [0]]]);
  asking.destroy();
});

test("a matrix in full is asked for once, at rest, where it is shown and nothing else is on its way", () => {
  const { player, asking, requests, answer } = playerOf({ at: 5, here: [5] });
  asking.ahead();
  asking.detail();
  assert.equal(requests.length, 1, "frames come first");
  answer(range(6, 8));
  asking.detail();
  asking.detail();
  assert.deepEqual(requests.at(-1), { first: 5, stride: 1, detail: ["W", 2] });
  assert.equal(requests.length, 2);
  Object.assign(player.choices.values, { view: "units" });
  asking.detail();
  assert.equal(requests.length, 2, "beside the units' pictures it is the weights, too");
  Object.assign(player.choices.values, { view: "dW", selected: 0 });
  asking.detail();
  assert.deepEqual(requests.at(-1).detail, ["dW", 0]);
  player.at = 6;
  player.panes.shown = "surface";
  asking.detail();
  assert.equal(requests.length, 3);
  asking.destroy();
});

test("another run has nothing on its way", () => {
  const { asking, requests } = playerOf();
  asking.ahead();
  asking.about(["answer", [0]]);
  asking.begin();
  asking.waiting();
  clock.wait(10_000);
  assert.equal(requests.length, 1);
  asking.ahead();
  assert.equal(requests.length, 2);
  asking.destroy();
});
