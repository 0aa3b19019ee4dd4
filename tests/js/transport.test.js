// The transport: which step is shown when, of a player whose frames come later than they are wanted.

import assert from "node:assert/strict";
import test from "node:test";

import { arrive, leave } from "../../pages/shared/browser/leaving.js";
import { SPEEDS, Transport } from "../../pages/shared/browser/transport.js";
import { Clock, FakeElement, usePage } from "./help/page.js";

const page = usePage();
const clock = new Clock();
const BUTTONS = ["first", "back", "play", "forward"];

/** A transport over a player that has the frames in `here` (all, if none are named) of a run that ends at `end`. */
function transportOf({ end = 100, here = null, most = 1000, kept = {} } = {}) {
  const parts = { ".bp-scrub": new FakeElement("input"), ".bp-goto": new FakeElement("input") };
  const buttons = BUTTONS.map((what) => Object.assign(new FakeElement("button"), { dataset: { do: what } }));
  const root = Object.assign(new FakeElement("section"), { querySelector: (selector) => parts[selector], querySelectorAll: () => buttons });
  page.mounted = [root];
  const seen = { at: 0, shown: [], asked: 0, changed: 0, refused: null, jumped: [] };
  const frames = { here, end };
  const transport = new Transport(root, {
    at: () => seen.at, end: () => frames.end, here: (step) => !frames.here || frames.here.includes(step),
    go: (step) => {
      if (frames.here && !frames.here.includes(step)) return false;
      seen.at = step;
      seen.shown.push(step);
      return true;
    },
    ahead: () => { seen.asked += 1; }, changed: () => { seen.changed += 1; },
    jump: (step) => {
      if (step > most) return false;
      seen.jumped.push(step);
      return true;
    },
    refused: (refused) => { seen.refused = refused; },
  }, kept);
  const button = (what) => buttons[BUTTONS.indexOf(what)];
  return { transport, seen, frames, button, scrub: parts[".bp-scrub"], field: parts[".bp-goto"] };
}

function press(key, details = {}) {
  return page.fire("keydown", { key, target: page.body, ...details });
}

test("buttons go to the first step, one back, one forward, and not over the ends", () => {
  const { transport, seen, button } = transportOf({ end: 2 });
  for (const what of ["back", "forward", "forward", "forward", "back", "first"]) button(what).fire("click");
  assert.deepEqual(seen.shown, [0, 1, 2, 2, 1, 0]);
  transport.destroy();
});

test("keys step, ten with shift, go home, and play; a destroyed transport hears none", () => {
  const { transport, seen } = transportOf();
  press("ArrowRight");
  press("ArrowRight", { shiftKey: true });
  press("ArrowLeft");
  press("Home");
  assert.deepEqual(seen.shown, [1, 11, 10, 0]);
  assert.equal(press(" ").defaultPrevented, true);
  assert.equal(transport.playing, true);
  press(" ", { repeat: true });
  assert.equal(transport.playing, true);
  press(" ");
  assert.equal(transport.playing, false);
  transport.destroy();
  press("ArrowRight");
  assert.deepEqual(seen.shown, [1, 11, 10, 0]);
});

test("a key of the browser's own, or with another in hand, is let through", () => {
  const { transport, seen } = transportOf();
  for (const held of ["ctrlKey", "metaKey", "altKey"]) assert.equal(press("ArrowRight", { [held]: true }).defaultPrevented, false);
  assert.equal(press("a").defaultPrevented, false);
  assert.deepEqual(seen.shown, []);
  transport.destroy();
});

test("a step that is not here yet is shown as soon as it comes, and asked for meanwhile", () => {
  const { transport, seen, frames, scrub } = transportOf({ here: [0, 1] });
  scrub.value = "40";
  scrub.fire("input");
  assert.deepEqual([transport.pending, seen.shown, seen.asked], [40, [], 1]);
  assert.equal(transport.wanted(), 40);
  transport.arrived();
  assert.equal(transport.pending, 40);
  frames.here.push(40);
  transport.arrived();
  assert.deepEqual([transport.pending, seen.shown], [null, [40]]);
  transport.destroy();
});

test("the last step that was wanted counts, and steps count on from it", () => {
  const { transport, seen, frames } = transportOf({ here: [] });
  transport.seek(10);
  press("ArrowRight");
  press("ArrowRight", { shiftKey: true });
  assert.equal(transport.pending, 21);
  frames.here.push(10, 11, 21);
  transport.arrived();
  assert.deepEqual(seen.shown, [21]);
  transport.destroy();
});

test("who gives up waiting stays where they were, or goes where they say", () => {
  const { transport, seen, frames } = transportOf({ here: [0, 7] });
  transport.seek(90);
  transport.stop(null);
  assert.deepEqual([transport.pending, seen.at], [null, 0]);
  transport.seek(90);
  transport.stop(7);
  assert.deepEqual([transport.pending, seen.at], [null, 7]);
  frames.here.push(90);
  transport.arrived();
  assert.equal(seen.at, 7);
  transport.destroy();
});

test("a step beyond the run's end waits until the run is longer, and another wish takes its place", () => {
  const { transport, seen, frames } = transportOf({ end: 10 });
  transport.want(25, true);
  transport.arrived();
  assert.deepEqual([transport.pending, seen.shown], [null, []]);
  frames.end = 30;
  transport.arrived();
  assert.deepEqual([transport.pending, seen.shown], [null, [25]]);
  transport.want(50, true);
  transport.seek(3);
  frames.end = 60;
  transport.arrived();
  assert.deepEqual(seen.shown, [25, 3]);
  transport.destroy();
});

test("of a run that turned out shorter, what was wanted beyond its end is its end", () => {
  const { transport, seen, frames } = transportOf({ here: [0] });
  transport.seek(90);
  Object.assign(frames, { end: 40, here: [0, 40] });
  transport.arrived();
  assert.deepEqual([transport.pending, seen.shown], [null, [40]]);
  transport.destroy();
});

test("how far training has come belongs to the step that is wanted, and is forgotten with it", () => {
  const { transport, frames } = transportOf({ here: [0] });
  transport.trained(5); // nothing is wanted
  assert.equal(transport.wish, null);
  transport.seek(90);
  transport.trained(10);
  transport.trained(40);
  assert.deepEqual(transport.wish, { step: 90, longer: false, trained: { from: 10, now: 40 } });
  transport.seek(80);
  assert.deepEqual(transport.wish.trained, { from: 10, now: 40 }, "training goes on from where it is");
  frames.here.push(80);
  transport.arrived();
  transport.seek(70);
  assert.equal(transport.wish.trained, undefined);
  transport.destroy();
});

test("playing shows every step once, a frame each, and pauses at the end", () => {
  const { transport, seen } = transportOf({ end: 5 });
  transport.play();
  for (let i = 0; i < 10; i += 1) clock.frame();
  assert.deepEqual(seen.shown, [1, 2, 3, 4, 5]);
  assert.equal(transport.playing, false);
  transport.destroy();
});

test("playing at the end begins at the start", () => {
  const { transport, seen } = transportOf({ end: 3 });
  seen.at = 3;
  transport.play();
  clock.frame();
  assert.deepEqual(seen.shown, [0, 1]);
  transport.destroy();
});

test("what is taken from its page while it plays is played on, but not what is left or was paused", () => {
  const kept = {};
  const begin = () => transportOf({ kept }).transport;
  const ways = { taken: () => {}, paused: (transport) => transport.pause(), left: leave };
  for (const [way, end] of Object.entries(ways)) {
    const first = begin();
    first.play();
    end(first);
    first.destroy();
    arrive();
    const second = begin();
    second.resume();
    assert.equal(second.playing, way === "taken", way);
    second.pause();
    second.destroy();
  }
});

test("playing waits for frames, says so once, and skips none", () => {
  const { transport, seen, frames } = transportOf({ here: [0, 1, 2] });
  transport.play();
  for (let i = 0; i < 6; i += 1) clock.frame();
  assert.deepEqual([seen.shown, transport.waiting], [[1, 2], true]);
  const said = seen.changed;
  clock.frame();
  assert.equal(seen.changed, said);
  frames.here.push(3, 4);
  for (let i = 0; i < 3; i += 1) clock.frame();
  assert.deepEqual([seen.shown, transport.waiting], [[1, 2, 3, 4], true]);
  transport.destroy();
});

test("a screen that is late goes on from where it is: no step is caught up with or left out", () => {
  const { transport, seen } = transportOf();
  transport.play();
  clock.frame(1000);
  clock.frame(1000);
  assert.deepEqual(seen.shown, [1, 2]);
  transport.destroy();
});

for (const [rate, hertz] of [[5, 60], [15, 40], [15, 144]]) {
  test(`${rate} steps a second are kept on a screen of ${hertz} Hz`, () => {
    const { transport, seen } = transportOf();
    transport.speed = SPEEDS.find((speed) => speed.rate === rate);
    transport.play();
    for (let i = 0; i < 4 * hertz; i += 1) clock.frame(1000 / hertz);
    assert.ok(Math.abs(seen.shown.length - 4 * rate) <= 1, `${seen.shown.length} steps in four seconds`);
    assert.deepEqual(seen.shown, seen.shown.map((_, i) => i + 1));
    transport.destroy();
  });
}

test("a stride of ten goes by tens, and to the end", () => {
  const { transport, seen } = transportOf({ end: 25 });
  transport.speed = SPEEDS.find(({ stride }) => stride === 10);
  transport.play();
  for (let i = 0; i < 5; i += 1) clock.frame();
  assert.deepEqual(seen.shown, [10, 20, 25]);
  transport.destroy();
});

test("seeking stops playing", () => {
  const { transport, seen } = transportOf();
  transport.play();
  clock.frame();
  transport.seek(50);
  clock.frame();
  assert.deepEqual([transport.playing, seen.shown], [false, [1, 50]]);
  transport.destroy();
});

for (const [typed, step] of [["42", 42], [" 1,000 ", 1000], ["1'000", 1000], ["1\u202f000", 1000], ["007", 7]]) {
  test(`"${typed}" in the field goes to step ${step}`, () => {
    const { transport, seen, field } = transportOf();
    field.value = typed;
    field.fire("keydown", { key: "Enter" });
    assert.deepEqual([seen.jumped, field.value, seen.refused], [[step], "", false]);
    transport.destroy();
  });
}

for (const typed of ["", "x", "-1", "1.5", "1,00", "10 00", "1001", "1234567890"]) {
  test(`"${typed}" in the field is refused, and stays to be mended`, () => {
    const { transport, seen, field } = transportOf({ most: 1000 });
    field.value = typed;
    field.fire("keydown", { key: "Enter" });
    assert.deepEqual([seen.jumped, field.value, seen.refused, field.attributes["aria-invalid"]], [[], typed, true, "true"]);
    field.fire("input");
    assert.deepEqual([seen.refused, field.attributes["aria-invalid"]], [false, "false"]);
    transport.destroy();
  });
}
