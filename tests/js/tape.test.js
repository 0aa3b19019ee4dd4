// The tape's decoding, against tapes written by hand.

import assert from "node:assert/strict";
import test from "node:test";

import { unpacked } from "../../pages/shared/browser/bytes.js";
import { decode, sampleOf } from "../../pages/shared/browser/tape.js";
import { packed, tape } from "./help/tapes.js";

test("plain channels are float64, in the header's order, frame by frame", () => {
  const channels = [{ name: "loss", type: "f8", count: 1 }, { name: "dW_norm", type: "f8", count: 3 }];
  const { frames } = decode(tape(channels, [
    { step: 4, loss: [0.25], dW_norm: [1e-93, 2, NaN] },
    { step: 6, loss: [-0.5], dW_norm: [Infinity, 5e-324, 7] },
  ]));
  assert.deepEqual(frames.map(({ step }) => step), [4, 6]);
  assert.deepEqual(frames.map((frame) => [...frame.numbers("loss")]), [[0.25], [-0.5]]);
  assert.deepEqual([...frames[0].numbers("dW_norm")], [1e-93, 2, NaN]);
  assert.deepEqual([...frames[1].numbers("dW_norm")], [Infinity, 5e-324, 7]);
});

test("a scaled part is its numbers times a power of two, however small the part is", () => {
  const channels = [
    { name: "loss", type: "f8", count: 1 },
    { name: "W", type: "f4", shapes: [[2, 3], [1, 1]] },
    { name: "b", type: "f4", shapes: [[1, 2]] },
  ];
  const one = { step: 0, loss: [1], W: [[-1, [0.5, 0.25, -0.5, 0.75, 0, 0.625]], [-310, [0.5]]], b: [[3, [0.5, -0.75]]] };
  const [frame] = decode(tape(channels, [one])).frames;
  const read = (name, index) => {
    const { rows, columns, factor, values } = frame.part(name, index);
    return { rows, columns, values: Array.from(values, (value) => value * factor) };
  };
  assert.deepEqual(read("W", 0), { rows: 2, columns: 3, values: [0.25, 0.125, -0.25, 0.375, 0, 0.3125] });
  assert.deepEqual(read("W", 1), { rows: 1, columns: 1, values: [2 ** -311] });
  assert.deepEqual(read("b", 0), { rows: 1, columns: 2, values: [4, -6] });
});

test("a matrix that frames come without takes no room in them", () => {
  const shapes = [[1, 2]];
  const channels = [{ name: "W", type: "f4", shapes }, { name: "change", type: "f4", shapes }, { name: "b", type: "f4", shapes }];
  const frame = (step) => ({ step, W: [[0, [0.5, step]]], change: [[0, [7, 8]]], b: [[1, [9, step]]] });
  for (const skip of [[], ["change"]]) {
    const { frames } = decode(tape(channels, [frame(1), frame(2)], { skip }));
    assert.deepEqual(frames.map((found) => [found.has("W"), found.has("change")]), [1, 2].map(() => [true, !skip.length]));
    assert.deepEqual(frames.map((found) => [...found.part("W", 0).values]), [[0.5, 1], [0.5, 2]]);
    assert.deepEqual(frames.map((found) => [...found.part("b", 0).values]), [[9, 1], [9, 2]]);
  }
});

for (const cells of [1, 2, 3, 4, 5]) {
  test(`small numbers of ${cells} cells lie side by side, in every part of every frame`, () => {
    const channels = [
      { name: "units", type: "i1", shapes: [[1, cells], [1, cells], [cells, 1]] },
      { name: "loss", type: "f8", count: 1 },
      { name: "after", type: "i1", shapes: [[1, 1]] },
    ];
    const numbers = (from) => Array.from({ length: cells }, (_, i) => from - 30 * i);
    const frame = (step, k) => ({
      step, loss: [k],
      units: [[k / 4, numbers(127), 2], [k / 2, numbers(-1), -1], [k, numbers(60)]], after: [[0.5, [k], -400]],
    });
    const { frames } = decode(tape(channels, [frame(0, 1), frame(1, 2)]));
    frames.forEach((found, at) => {
      const k = at + 1;
      assert.deepEqual([...found.numbers("loss")], [k]);
      [[127, k], [-1, k / 4], [60, k]].forEach(([from, scale], index) => {
        const { rows, columns, factor, grain, values } = found.part("units", index);
        assert.deepEqual([...values], numbers(from));
        assert.equal(factor, scale / 127);
        assert.equal(grain, factor);
        assert.deepEqual([rows, columns], index === 2 ? [cells, 1] : [1, cells]);
      });
      assert.deepEqual([...found.part("after", 0).values], [k]);
      assert.equal(found.part("after", 0).factor, 2 ** -401 / 127, "however small it is");
    });
  });
}

test("what comes coarse is small, behind what is exact, and the frame says so", () => {
  const shapes = [[1, 3]];
  const channels = [{ name: "W", type: "f4", shapes }, { name: "a", type: "f4", shapes }, { name: "units", type: "i1", shapes }];
  const one = { step: 3, W: [[0.5, [127, -64, 0], 3]], a: [[1, [0.5, 0.25, -0.75]]], units: [[1, [1, 2, 3]]] };
  const [frame] = decode(tape(channels, [one], { coarse: ["W"] })).frames;
  assert.equal(frame.coarse, true);
  assert.deepEqual([...frame.part("W", 0).values], [127, -64, 0]);
  assert.equal(frame.part("W", 0).factor, 4 / 127);
  assert.deepEqual([...frame.part("a", 0).values], [0.5, 0.25, -0.75]);
  assert.equal(frame.part("a", 0).grain, 0);
  assert.deepEqual([...frame.part("units", 0).values], [1, 2, 3]);
  const [exact] = decode(tape(channels, [{ ...one, W: [[3, [0.5, -0.25, 0]]] }])).frames;
  assert.equal(exact.coarse, false, "units are small in every frame");
});

test("the losses follow the frames, and a matrix in full follows them", () => {
  const channels = [{ name: "loss", type: "f8", count: 1 }, { name: "W", type: "f4", shapes: [[1, 2]] }];
  const frames = [{ step: 7, loss: [3], W: [[0, [0.5, 1]]] }];
  const detail = { view: "dW", layer: 2, step: 7, rows: 2, columns: 1, power: -4, numbers: [0.5, -0.75] };
  const found = decode(tape(channels, frames, { curve: [4, 3.5, 3], first: 5, detail }));
  assert.deepEqual([...found.curve], [4, 3.5, 3]);
  assert.equal(found.header.curve.first, 5);
  const { factor, values, rows, columns, view, layer } = found.detail;
  assert.deepEqual([rows, columns, view, layer], [2, 1, "dW", 2]);
  assert.deepEqual(Array.from(values, (value) => value * factor), [0.03125, -0.046875]);
});

test("a tape without frames has losses all the same", () => {
  const found = decode(tape([{ name: "loss", type: "f8", count: 1 }], [], { curve: [1, 2] }));
  assert.deepEqual([found.frames, found.detail, [...found.curve]], [[], null, [1, 2]]);
});

test("a tape's bytes are its own: the message that it came in may be used again", () => {
  const bytes = tape([{ name: "loss", type: "f8", count: 1 }], [{ step: 0, loss: [0.5] }]);
  const { frames, bytes: held } = decode(bytes);
  assert.equal(held, bytes.length);
  bytes.fill(0xff);
  assert.equal(frames[0].numbers("loss")[0], 0.5);
});

test("a frame says which channels it has", () => {
  const channels = [{ name: "loss", type: "f8", count: 1 }, { name: "W", type: "f4", shapes: [[1, 1]] }];
  const [frame] = decode(tape(channels, [{ step: 0, loss: [1], W: [[0, [1]]] }])).frames;
  assert.deepEqual(["loss", "W", "b"].map((name) => frame.has(name)), [true, true, false]);
});

test("the sample of a frame is its batch's first, or else that of the settings that hold at its step", () => {
  const plain = [{ name: "loss", type: "f8", count: 1 }];
  const legs = [{ start: 0, x: [1, 2], y: [3], pixels: null }, { start: 5, x: [4, 5], y: [6], pixels: null }];
  const frame = decode(tape(plain, [{ step: 4, loss: [1] }])).frames[0];
  assert.equal(sampleOf({ legs, data: { image: null } }, frame), legs[0]);
  frame.step = 5;
  assert.equal(sampleOf({ legs, data: { image: null } }, frame), legs[1]);
  const batches = [...plain, { name: "sample", type: "f8", count: 3 }];
  const ofBatch = decode(tape(batches, [{ step: 9, loss: [1], sample: [7, 8, 9] }])).frames[0];
  const { x, y, pixels } = sampleOf({ legs, data: { image: null } }, ofBatch);
  assert.deepEqual([[...x], [...y], pixels], [[7, 8], [9], null]);
  assert.deepEqual([...sampleOf({ legs, data: { image: [1, 2] } }, ofBatch).pixels], [7, 8]);
});

test("a header and arrays by name: in their order, with their shapes", () => {
  const bytes = packed({ study: "ü" }, {
    sizes: { shape: [1, 2, 3], values: [1, 2, 3, 4, 5, 6] },
    loss: { shape: [2], values: [NaN, 1e-300] },
    none: { shape: [0, 4], values: [] },
    one: { shape: [], values: [7] },
  });
  const { header, arrays } = unpacked(bytes);
  assert.equal(header.study, "ü");
  assert.deepEqual([...arrays.sizes.values], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(arrays.sizes.shape, [1, 2, 3]);
  assert.deepEqual([...arrays.loss.values], [NaN, 1e-300]);
  assert.deepEqual([...arrays.none.values], []);
  assert.deepEqual([...arrays.one.values], [7]);
});
