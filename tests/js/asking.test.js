// What the player asks the server for, and when: of a server that answers late, in part, or not at all.

import assert from "node:assert/strict";
import test from "node:test";

import { Channel } from "../../pages/shared/browser/channel.js";
import { Store } from "../../pages/shared/browser/store.js";
import { Asking, exactly, framesAhead, inFull, isDue } from "../../pages/shared/player/asking.js";
import { Clock } from "./help/page.js";

const clock = new Clock();

/** A plain state: the step that is shown, the frames that are here, whether it plays. */
function stateOf({ here = [0], ...rest } = {}) {
  const store = new Store();
  for (const step of here) store.frames.set(step, { step });
  return { at: 0, end: 100, chunk: 25, pending: null, playing: false, stride: 1, store, detail: null, of: {}, skip: { coarse: ["dW"], exact: [] }, ...rest };
}

function askingOf(given = {}) {
  const state = stateOf(given);
  const requests = [];
  let count = 0;
  const skipped = [];
  const send = ({ skip, ...request }) => {
    requests.push(request);
    skipped.push(skip);
  };
  const channel = new Channel(send, { count: () => (count += 1) });
  const asking = new Asking(channel, () => state);
  /** A tape with these frames comes; without any, the time was up before the first. */
  const answer = (steps, { n = channel.asked?.n, extra = null, pace = null } = {}) => {
    for (const step of steps) state.store.frames.set(step, { step });
    return asking.arrived({ n, steps, extra, pace }).early;
  };
  return { state, asking, channel, requests, skipped, answer };
}

function range(first, count) {
  return Array.from({ length: count }, (_, i) => first + i);
}

// What is to be asked, of a state alone

test("at rest the next few frames are wanted, while playing a chunk by the stride that is played", () => {
  assert.deepEqual(framesAhead(stateOf()), { first: 1, stride: 1, count: 8 });
  assert.deepEqual(framesAhead(stateOf({ stride: 10 })), { first: 1, stride: 1, count: 8 }, "steps are taken one by one");
  assert.deepEqual(framesAhead(stateOf({ playing: true, stride: 10 })), { first: 10, stride: 10, count: 25, coarse: true });
});

test("behind a run's first frame, which comes alone, a tape is asked for", () => {
  const { asking, requests, channel } = askingOf();
  asking.following();
  assert.deepEqual(requests, [{ first: 1, stride: 1, count: 25, coarse: true, n: 1 }]);
  channel.drop();
  const full = askingOf({ here: range(0, 26) });
  full.asking.following();
  assert.deepEqual(full.requests, [], "a player that is mounted anew has it");
});

test("only what is missing is wanted, and nothing at the run's end", () => {
  assert.deepEqual(framesAhead(stateOf({ here: range(0, 5) })), { first: 5, stride: 1, count: 8 });
  assert.equal(framesAhead(stateOf({ here: range(0, 9) })), null);
  assert.deepEqual(framesAhead(stateOf({ here: range(0, 9), playing: true })), { first: 9, stride: 1, count: 25, coarse: true });
  assert.equal(framesAhead(stateOf({ at: 3, end: 3, here: range(0, 4) })), null);
});

test("the step that is waited for comes before those after the one shown", () => {
  assert.deepEqual(framesAhead(stateOf({ pending: 50 })), { first: 50, stride: 1, count: 8 });
});

test("going back step by step wants the steps before as well; a jump back does not", () => {
  const shown = { at: 40, here: range(40, 20) };
  assert.equal(framesAhead(stateOf({ ...shown, pending: 39 })).first, 32);
  assert.equal(framesAhead(stateOf({ ...shown, pending: 20 })).first, 20);
  assert.equal(framesAhead(stateOf({ at: 3, here: [3], pending: 2 })).first, 0);
});

test("of frames so large that one tape holds three, going back wants three", () => {
  assert.equal(framesAhead(stateOf({ at: 40, here: [40], pending: 39, chunk: 3 })).first, 37);
});

test("a matrix in full is wanted of the step shown, where frames show it too coarsely", () => {
  assert.equal(inFull(stateOf()), null);
  assert.deepEqual(inFull(stateOf({ at: 5, detail: ["dW", 2] })), { first: 5, stride: 1, detail: ["dW", 2] });
});

test("what is sent beside what is on its way: other frames after a moment, the same never, all else when it is there", () => {
  const frames = { first: 1, stride: 1, count: 8 };
  const other = { first: 50, stride: 1, count: 8 };
  const detail = { first: 5, stride: 1, detail: ["W", 2] };
  const question = { first: 5, stride: 1, extra: ["answer", [0]] };
  const asked = (request) => ({ n: 1, question: request, when: 1000, note: null });
  for (const request of [frames, detail, question]) {
    assert.equal(isDue(null, request, 0), true);
    assert.equal(isDue(asked(request), { ...request }, 9000), false, "the channel repeats it");
  }
  assert.equal(isDue(asked(frames), other, 1500), false);
  assert.equal(isDue(asked(frames), other, 1600), true);
  assert.equal(isDue(asked(frames), { ...frames, count: 25 }, 9000), false, "more of the same comes next");
  assert.equal(isDue(asked(question), frames, 1500), false);
  assert.equal(isDue(asked(question), frames, 1600), true);
  for (const before of [frames, question]) assert.equal(isDue(asked(before), detail, 9000), false);
  assert.equal(isDue(asked(frames), question, 9000), false);
  assert.equal(isDue(asked(question), { ...question, extra: ["answer", [1]] }, 9000), false);
  for (const request of [frames, question, { ...detail, first: 6 }, { ...detail, detail: ["dW", 2] }]) {
    assert.equal(isDue(asked(detail), request, 1000), true, "a matrix in full gives way");
  }
});

test("a step that came for playing is wanted exactly once it rests, and no other", () => {
  const state = stateOf({ here: [0, 5] });
  assert.equal(exactly(state), null);
  assert.equal(exactly({ ...state, at: 4 }), null, "it is not here at all: it is wanted anyway");
  state.store.frames.get(5).coarse = true;
  assert.equal(exactly(state), null);
  assert.deepEqual(exactly({ ...state, at: 5 }), { first: 5, stride: 1, count: 1 });
});

// On the channel

test("frames for playing come without what is not to be seen, all others without what nobody has looked at", () => {
  const { state, asking, skipped, channel } = askingOf();
  asking.ahead();
  channel.drop();
  state.playing = true;
  asking.ahead();
  assert.deepEqual(skipped, [[], ["dW"]]);
  channel.drop();
});

test("a step is asked for exactly when it rests, after the frames that are on their way", () => {
  const { state, asking, requests, answer } = askingOf({ playing: true });
  asking.ahead();
  state.playing = false;
  state.store.frames.set(0, { step: 0, coarse: true });
  assert.equal(asking.exactly(), true);
  assert.equal(requests.length, 1);
  answer(range(1, 25));
  assert.equal(asking.exactly(), true);
  assert.deepEqual(requests.at(-1), { first: 0, stride: 1, count: 1, n: 2 });
  answer([0]);
  assert.equal(asking.exactly(), false, "it is exact now");
});

test("what is asked is asked once, says whose it is, and is not asked for when it is here", () => {
  const { asking, requests, answer } = askingOf({ of: { run: "r", known: 1 } });
  asking.ahead();
  asking.ahead();
  clock.wait(500);
  asking.ahead();
  assert.deepEqual(requests, [{ run: "r", known: 1, first: 1, stride: 1, count: 8, n: 1 }]);
  answer(range(1, 8));
  asking.ahead();
  assert.equal(requests.length, 1, "what is here is not asked for");
});

test("what does not come is asked for again after three seconds, and again after six", () => {
  const { asking, channel, requests } = askingOf();
  asking.ahead();
  clock.wait(2990);
  assert.equal(requests.length, 1);
  clock.wait(20);
  assert.equal(requests.length, 2);
  clock.wait(6010);
  assert.deepEqual(requests, [1, 2, 3].map(() => ({ first: 1, stride: 1, count: 8, n: 1 })));
  channel.drop();
  clock.wait(10_000);
  assert.equal(requests.length, 3, "who is gone asks no more");
});

test("another step that is wanted takes the place of the one before, though not at once", () => {
  const { state, asking, channel, requests, answer } = askingOf();
  asking.ahead();
  state.pending = 50;
  asking.ahead();
  assert.equal(requests.length, 1);
  clock.wait(610);
  asking.ahead();
  assert.deepEqual(requests.map(({ first }) => first), [1, 50]);
  assert.equal(answer(range(1, 8), { n: 1 }), false);
  assert.equal(channel.asked.question.first, 50, "the late answer is not the one that is waited for");
  channel.drop();
});

test("frames are played at the rate that the server has for each, or that the line carries", () => {
  const { state, asking, answer } = askingOf({ playing: true, end: 1000 });
  assert.equal(asking.pace, 60);
  const played = (ms, pace, count = 25) => {
    asking.ahead();
    clock.wait(ms);
    answer(range(state.at + 1, count), { pace });
    state.at += count;
    return Math.round(asking.pace * 10) / 10;
  };
  assert.equal(played(50, 60), 60);
  assert.equal(played(50, 31.5), 31.5, "the server is shared");
  assert.equal(played(2000, 60), 11.9, "25 frames in two seconds, and a little less");
  assert.equal(played(100, 60), 60, "the line is quick again");
  assert.equal(played(400, 60, 4), 9.5, "a large network's frames come by fours");
  state.end = state.at + 1;
  assert.equal(played(400, 60, 1), 9.5, "the last frames say nothing of the rate");
});

test("where frames are fewer than a display shows, more are asked for at once", () => {
  const { asking, answer, state, requests } = askingOf({ playing: true, end: 5000 });
  const wanted = (pace) => {
    state.at += 200;
    asking.ahead();
    clock.wait(50);
    answer(range(state.at + 1, 25), { pace });
    return requests.at(-1).count;
  };
  assert.deepEqual([60, 20, 20, 60, 60].map(wanted), [25, 25, 50, 50, 25]);
});

test("an answer without frames says that training goes on, and is asked for again at once", () => {
  const { asking, requests, answer } = askingOf();
  asking.ahead();
  assert.equal(answer([]), true);
  asking.ahead();
  assert.deepEqual(requests.map(({ n }) => n), [1, 2]);
  assert.equal(answer(range(1, 8)), false);
});

test("an answer to another request changes nothing for this one", () => {
  const { asking, channel, requests, answer } = askingOf();
  asking.ahead();
  assert.equal(answer([70], { n: 0 }), false);
  asking.ahead();
  assert.equal(requests.length, 1);
  channel.drop();
});

test("a question goes at once, about the step shown, and once", () => {
  const { asking, channel, requests } = askingOf({ at: 7, here: [7] });
  asking.about(["mistakes", null]);
  asking.about(["mistakes", null]);
  assert.deepEqual(requests, [{ first: 7, stride: 1, extra: ["mistakes", null], n: 1 }]);
  channel.drop();
});

test("a question waits while frames are on their way, and the last one counts", () => {
  const { asking, channel, requests, answer } = askingOf();
  asking.ahead();
  asking.about(["answer", [0]]);
  asking.about(["answer", [1]]);
  assert.equal(requests.length, 1);
  answer(range(1, 8));
  asking.waiting();
  assert.deepEqual(requests.at(-1), { first: 0, stride: 1, extra: ["answer", [1]], n: 2 });
  assert.equal(requests.length, 2);
  channel.drop();
});

test("a question that was answered is not asked again; one that came meanwhile is", () => {
  const { asking, requests, answer } = askingOf();
  asking.about(["answer", [0]]);
  asking.about(["answer", [1]]);
  assert.equal(requests.length, 1);
  answer([0], { extra: {} });
  asking.waiting();
  assert.deepEqual(requests.map(({ extra }) => extra[1]), [[0], [1]]);
  answer([0], { extra: {} });
  asking.waiting();
  assert.equal(requests.length, 2);
});

test("questions of two names are both asked, one after the other, each of its own step", () => {
  const { asking, requests, answer, channel } = askingOf({ at: 7, here: [7] });
  asking.about(["mistakes", null]);
  asking.about(["unfold", { kind: "W" }], 1);
  answer([7], { extra: {} });
  asking.waiting();
  assert.deepEqual(requests.map(({ first, extra }) => [first, extra[0]]), [[7, "mistakes"], [6, "unfold"]]);
  asking.forget("unfold"); // nobody waits for it any more
  channel.drop();
  asking.waiting();
  assert.equal(requests.length, 2);
});

test("a question that frames took the place of is asked when they are here", () => {
  const { state, asking, requests, answer } = askingOf();
  asking.about(["answer", [0]]);
  clock.wait(700);
  state.pending = 9;
  asking.ahead();
  answer(range(9, 8));
  asking.waiting();
  assert.deepEqual(requests.map(({ extra }) => Boolean(extra)), [true, false, true]);
  answer([0], { extra: {} });
});

test("a question without an answer is asked once more after three seconds", () => {
  const { asking, channel, requests } = askingOf();
  asking.about(["answer", [0]]);
  clock.wait(3010);
  assert.deepEqual(requests.map(({ extra }) => extra), [["answer", [0]], ["answer", [0]]]);
  channel.drop();
});

test("a matrix in full comes after frames, is asked for once, and for what is selected now", () => {
  const { state, asking, channel, requests, answer } = askingOf({ at: 5, here: [5], detail: ["W", 2] });
  asking.ahead();
  asking.detail();
  assert.equal(requests.length, 1, "frames come first");
  answer(range(6, 8));
  asking.detail();
  asking.detail();
  assert.deepEqual(requests.at(-1), { first: 5, stride: 1, detail: ["W", 2], n: 2 });
  assert.equal(requests.length, 2);
  state.detail = ["dW", 0];
  asking.detail();
  assert.deepEqual(requests.at(-1).detail, ["dW", 0]);
  Object.assign(state, { at: 6, detail: null });
  asking.detail();
  assert.equal(requests.length, 3);
  channel.drop();
});

test("another run has nothing on its way", () => {
  const { asking, channel, requests } = askingOf();
  asking.ahead();
  asking.about(["answer", [0]]);
  asking.begin();
  asking.waiting();
  clock.wait(10_000);
  assert.equal(requests.length, 1);
  asking.ahead();
  assert.equal(requests.length, 2);
  channel.drop();
});
