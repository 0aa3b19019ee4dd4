// Headers that come once: what an answer leaves out is put back, and asked for where it is not here.

import assert from "node:assert/strict";
import test from "node:test";

import { Headers } from "../../pages/shared/browser/headers.js";
import { decode } from "../../pages/shared/browser/tape.js";
import { tape } from "./help/tapes.js";

const CHANNELS = [{ name: "loss", type: "f8", count: 1 }];
const whole = (key, changes = {}) => tape(CHANNELS, [{ step: 0, loss: [0.5] }], { key, ...changes });

/** A tape that names its run's header instead of bringing it. */
const short = (key, step) => tape(CHANNELS, [{ step, loss: [0.25] }], { key, text: undefined, channels: undefined, frame_bytes: undefined });

test("a tape without its run's header is read by the one that came before", () => {
  const headers = new Headers();
  decode(whole("one", { most_steps: 7 }), headers);
  const { header, frames } = decode(short("one", 3), headers);
  assert.deepEqual([header.most_steps, header.steps, frames[0].numbers("loss")[0]], [7, [3], 0.25]);
});

test("where that header is not here there are no frames, and nothing of another run's is taken", () => {
  const headers = new Headers();
  decode(whole("one"), headers);
  assert.equal(decode(short("other", 3), headers).frames, null);
  assert.equal(decode(short("one", 3), new Headers()).frames, null);
});

test("what a later tape changes does not change the header that is kept", () => {
  const headers = new Headers();
  decode(whole("one", { diverged: { step: 4 } }), headers);
  const { header } = decode(short("one", 3), headers);
  header.end = 1;
  assert.equal(decode(short("one", 4), headers).header.end, 100);
});

test("of many headers the longest unused is dropped", () => {
  const headers = new Headers();
  for (let n = 0; n < 8; n += 1) decode(whole(`${n}`), headers);
  decode(short("0", 1), headers);
  decode(whole("8"), headers);
  const here = (key) => decode(short(key, 1), headers).frames !== null;
  assert.deepEqual([here("0"), here("1"), here("8")], [true, false, true]);
});
