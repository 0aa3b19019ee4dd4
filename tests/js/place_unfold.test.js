// The card of a place of the input: its numbers are those of the place that it names.

import assert from "node:assert/strict";
import test from "node:test";

import { FakeElement, usePage } from "./help/page.js";

usePage();
Object.assign(FakeElement.prototype, {
  showPopover() {}, hidePopover() {}, focus() {}, contains: () => false,
  getBoundingClientRect: () => ({ left: 0, top: 0, width: 10, height: 10 }),
});
Object.assign(globalThis, { innerWidth: 100, innerHeight: 100 });
const { Channel } = await import("../../pages/shared/browser/channel.js");
const { Store } = await import("../../pages/shared/browser/store.js");
const { Asking } = await import("../../pages/shared/player/asking.js");
const { PlaceUnfold } = await import("../../pages/shared/player/unfold/place_unfold.js");

const TEXT = { equation: "{name} = {value}", place_title: "at {x}, step {step}", place_value: "answers {value}", x: "x", a: "a", most: "at most {value}", unfold_close: "Close" };
const HEADER = { text: TEXT, cards: [{ title: "Layer 1" }], data: { task: "regression", features: [], axes: [[0, 1], [0, 1]], points: null } };
const BOX = { left: 0, right: 1, top: 0, bottom: 1 };
const STEP = 7;

/** A card, and the way to a server: `answer` has one come that is to the question of that number. */
function opened() {
  const sent = [];
  const state = { at: STEP, end: 9, store: new Store(), of: {}, skip: { coarse: [], exact: [] } };
  let count = 0;
  const channel = new Channel((message) => sent.push(message), { count: () => (count += 1), timer: { set: () => 0, clear() {} } });
  const asking = new Asking(channel, () => state);
  const card = new PlaceUnfold(new FakeElement(), {
    now: () => ({ header: HEADER, step: STEP, sample: 0 }), pause() {}, tell() {}, table: () => new Uint32Array(257),
    ask: (question, before) => asking.about(question, before), forget: (name) => asking.forget(name),
  });
  const answer = (n, ...layers) => {
    const extra = { name: "answer", step: STEP, layers };
    const { question } = asking.arrived({ n, steps: [STEP], extra });
    card.extra(extra, question);
    asking.waiting();
  };
  return {
    answer, sent, channel,
    open: (...x) => card.open({ x, point: -1 }, BOX, null),
    read: () => ({ title: card.popup.heading.textContent, told: card.popup.body.childNodes[0]?.textContent ?? "" }),
  };
}

test("a place that is asked for while another's numbers are on their way gets its own alone", () => {
  const { open, answer, sent, read } = opened();
  open(1, 2);
  open(3, 4);
  assert.deepEqual(read(), { title: "at x1 = 3.000, x2 = 4.000, step 7", told: "" });
  answer(1, [-1, -1], [0.25]); // as the run sees them, inputs are other numbers than a person does
  assert.deepEqual(read(), { title: "at x1 = 3.000, x2 = 4.000, step 7", told: "" });
  assert.deepEqual(sent.map(({ extra }) => extra[1]), [[1, 2], [3, 4]], "and is asked of next");
  answer(2, [1, 1], [0.75]);
  assert.deepEqual(read(), { title: "at x1 = 3.000, x2 = 4.000, step 7", told: "answers 0.7500" });
});

test("numbers that the card has do not stay under another place's name", () => {
  const { open, answer, read } = opened();
  open(1, 2);
  answer(1, [-1, -1], [0.25]);
  assert.deepEqual(read(), { title: "at x1 = 1.000, x2 = 2.000, step 7", told: "answers 0.2500" });
  open(3, 4);
  assert.deepEqual(read(), { title: "at x1 = 3.000, x2 = 4.000, step 7", told: "" });
});

test("an answer that comes too late is no other place's", () => {
  const { open, answer, channel, read } = opened();
  open(1, 2);
  open(3, 4);
  channel.ask({ first: 8, count: 8, stride: 1 }); // frames were more urgent meanwhile
  answer(1, [-1, -1], [0.25]);
  assert.equal(read().told, "");
});

test("the same place asked for once more has its numbers by what is on its way", () => {
  const { open, answer, sent, read } = opened();
  open(1, 2);
  open(1, 2);
  assert.equal(sent.length, 1);
  answer(1, [-1, -1], [0.25]);
  assert.equal(read().told, "answers 0.2500");
});
