// Which frames of a run can be shown, and what frames are asked for without.

import assert from "node:assert/strict";
import test from "node:test";

import { Store } from "../../pages/shared/browser/store.js";
import { Frames } from "../../pages/shared/player/frames.js";
import { toBeSeen } from "../../pages/shared/player/heatmaps.js";
import { momentWords } from "../../pages/shared/player/moment_words.js";

/** A frame that has these channels. */
function frameOf(step, ...channels) {
  return { step, coarse: false, has: (name) => channels.includes(name) };
}

/** A tape of frames for a sample, which come without some channels. */
function tapeOf(frames, { sample = 0, skip = [] } = {}) {
  return { header: { sample, skip, curve: { first: 1 }, scores: { steps: [], rows: [] } }, curve: new Float64Array(0), frames, bytes: 1 };
}

function framesOf(looks) {
  const memory = { sample: null, seen: new Set(), store: new Store() };
  const frames = new Frames(memory, () => looks);
  frames.begin({ data: { sample: 0 } });
  return { frames, memory };
}

test("what is to be seen is the chosen matrix, and units where they are pictures", () => {
  const chosen = { stack: "matrices", view: "dW" };
  assert.deepEqual(toBeSeen(chosen, true, false), ["dW"]);
  assert.deepEqual(toBeSeen(chosen, true, true), ["dW", "units"], "one of them is large");
  assert.deepEqual(toBeSeen({ ...chosen, stack: "network" }, true, false), ["dW", "W", "units"]);
  assert.deepEqual(toBeSeen({ ...chosen, view: "units" }, true, false), ["W", "units"]);
  assert.deepEqual(toBeSeen({ stack: "network", view: "W" }, false, false), ["W"], "this run has none");
});

test("frames of another sample, or without what is shown, are not kept", () => {
  const { frames, memory } = framesOf(["dW"]);
  frames.keep(tapeOf([frameOf(1, "W")], { skip: ["dW"] }), 0);
  assert.equal(frames.store.get(1), undefined);
  frames.keep(tapeOf([frameOf(1, "W", "dW")], { sample: 2 }), 0);
  assert.equal(frames.store.get(1), undefined);
  memory.sample = 2;
  frames.keep(tapeOf([frameOf(1, "W", "dW")], { sample: 2, skip: ["change"] }), 0);
  assert.ok(frames.suffices(frames.store.get(1)));
  assert.ok(!frames.suffices(frameOf(1, "W")));
  assert.ok(!frames.suffices(null));
});

test("what was looked at once is in every frame at rest; those for playing have what is shown alone", () => {
  const looks = ["units"];
  const { frames } = framesOf(looks);
  assert.deepEqual(frames.skip(), { coarse: ["W", "dW", "change"], exact: ["change"] });
  looks[0] = "W";
  assert.deepEqual(frames.skip(), { coarse: ["dW", "change", "units"], exact: ["change"] });
});

test("once something else is to be seen, frames without it are not here any more", () => {
  const looks = ["W"];
  const { frames } = framesOf(looks);
  frames.keep(tapeOf([frameOf(1, "W"), frameOf(2, "W", "dW"), frameOf(3, "W")], { skip: ["dW"] }), 0);
  looks[0] = "dW";
  frames.drop();
  assert.equal(frames.store.missing(1, 1, 3, 3), 1);
  assert.equal(frames.store.missing(2, 1, 3, 3), 3);
});

test("an address leaves out what is as it would be without a word, and counts from 1", () => {
  const header = { link: "", defaults: { view: "W", shown: "auto" }, data: { sample: 1 } };
  const values = { view: "W", shown: "weights", selected: 0, speed: 3 };
  assert.deepEqual(momentWords(header, values, { at: 0, sample: 1, shown: "auto", scape: "" }), []);
  const now = { at: 7, sample: 0, shown: "landscape", scape: "scape=span!2" };
  const words = ["hidden=3", "step=7", "layer=3", "sample=1", "view=dW", "shown=landscape", "scape=span!2"];
  assert.deepEqual(momentWords({ ...header, link: "hidden=3" }, { ...values, view: "dW", selected: 2 }, now), words);
});
