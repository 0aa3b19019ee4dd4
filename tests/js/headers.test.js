// A header that comes once: what is left out of the later ones, and when it has to be asked for.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Headers } from "../../pages/shared/browser/headers.js";
import { decode } from "../../pages/shared/browser/tape.js";
import { tape } from "./help/tapes.js";

const CHANNELS = [{ name: "loss", type: "f8", count: 1 }];
const whole = (key, rest = {}) => ({ run: "run", key, cards: [key], ...rest });
const short = (key, rest = {}) => ({ run: "run", key, short: true, ...rest });

test("a short header is what came whole before, and what changes", () => {
  const headers = new Headers();
  headers.whole(whole("k", { n: 1, steps: [0] }));
  const { cards, n, steps } = headers.whole(short("k", { n: 2, steps: [5] }));
  assert.deepEqual({ cards, n, steps }, { cards: ["k"], n: 2, steps: [5] });
});

test("a short header of another key is not known, also of the same run", () => {
  const headers = new Headers();
  headers.whole(whole("k"));
  assert.equal(headers.whole(short("other")), null);
});

test("what is changed in a header leaves the kept one as it came", () => {
  const headers = new Headers();
  const first = headers.whole(whole("k", { end: 100 }));
  Object.assign(first, { end: 300, key: "later" });
  const { end, key } = headers.whole(short("k"));
  assert.deepEqual({ end, key }, { end: 100, key: "k" });
});

test("the longest unused are dropped, not those in use", () => {
  const headers = new Headers();
  headers.whole(whole("used"));
  for (let i = 0; i < 50; i += 1) {
    headers.whole(whole(`run ${i}`));
    assert.notEqual(headers.whole(short("used")), null);
  }
  assert.equal(headers.whole(short("run 0")), null);
  assert.notEqual(headers.whole(short("run 49")), null);
});

/** A tape as it comes later: its channels and the size of its frames stand in the whole header alone. */
function later(step) {
  const bytes = tape(CHANNELS, [{ step, loss: [step] }], { n: 2 });
  const at = new DataView(bytes.buffer, bytes.byteOffset);
  const length = at.getUint32(0, true);
  const { channels, frame_bytes: size, ...rest } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  assert.deepEqual([channels, size], [CHANNELS, 8]);
  const json = new TextEncoder().encode(JSON.stringify({ ...rest, ...short("k") }));
  const head = new Uint8Array(Math.ceil((4 + json.length) / 8) * 8);
  new DataView(head.buffer).setUint32(0, json.length, true);
  head.set(json, 4);
  return Uint8Array.from([...head, ...bytes.subarray(Math.ceil((4 + length) / 8) * 8)]);
}

test("a tape with a short header is read by the one that came before", () => {
  const headers = new Headers();
  decode(tape(CHANNELS, [{ step: 0, loss: [7] }], { key: "k" }), headers);
  const { frames, header } = decode(later(5), headers);
  assert.deepEqual(frames.map(({ step }) => step), [5]);
  assert.deepEqual([...frames[0].numbers("loss")], [5]);
  assert.equal(header.end, 100);
});

test("a tape whose header is not here says whose it is, and has no frames", () => {
  const { frames, header } = decode(later(5), new Headers());
  assert.equal(frames, null);
  assert.deepEqual([header.run, header.steps], ["run", [5]]);
});
