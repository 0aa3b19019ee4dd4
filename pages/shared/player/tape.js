// Tapes: decoding what the server sent, and the frames that are kept in the browser.

import { headed } from "./bytes.js";
import { Scores } from "./scores.js";

const BUFFER_BYTES = 64 * 2 ** 20;

/**
 * One recorded step; its numbers are views of the tape's bytes.
 */
export class Frame {
  /**
   * @param {number} step
   * @param {ArrayBuffer} buffer
   * @param {number} offset where the frame begins
   * @param {Object} layout from `layoutOf`
   */
  constructor(step, buffer, offset, layout) {
    this.step = step;
    this.buffer = buffer;
    this.offset = offset;
    this.layout = layout;
    /** What is found out of a frame once, by name. */
    this.known = {};
  }

  /** The float64 numbers of a channel. @param {string} name */
  numbers(name) {
    const { start, count } = this.layout.plain[name];
    return new Float64Array(this.buffer, this.offset + start, count);
  }

  /**
   * One part of a scaled channel: value = values[i] * factor.
   * @param {string} name
   * @param {number} index the part, that is the layer from 0
   */
  part(name, index) {
    const { start, rows, columns } = this.layout.parts[name][index];
    const values = new Float32Array(this.buffer, this.offset + start, 1 + rows * columns);
    return { rows, columns, factor: 2 ** values[0], values: values.subarray(1) };
  }

  /**
   * One part of a channel of small numbers, for pictures: value = values[i] * factor.
   * @param {string} name
   * @param {number} index the part
   */
  small(name, index) {
    const { start, rows, columns } = this.layout.parts[name][index];
    const factor = new Float32Array(this.buffer, this.offset + start, 1)[0] / 127;
    return { rows, columns, factor, values: new Int8Array(this.buffer, this.offset + start + 4, rows * columns) };
  }

  /** Whether frames of this run have a channel. @param {string} name */
  has(name) {
    return name in this.layout.plain || name in this.layout.parts;
  }
}

/** Where each channel lies in a frame. @param {Array} channels */
function layoutOf(channels) {
  const layout = { plain: {}, parts: {} };
  let at = 0;
  for (const channel of channels) {
    if (channel.type === "f8") {
      layout.plain[channel.name] = { start: at, count: channel.count };
      at += 8 * channel.count;
      continue;
    }
    layout.parts[channel.name] = channel.shapes.map(([rows, columns]) => {
      const part = { start: at, rows, columns };
      at += 4 + (channel.type === "f4" ? 4 * rows * columns : 4 * Math.ceil((rows * columns) / 4));
      return part;
    });
  }
  return layout;
}

/**
 * Decode a tape's bytes.
 * @param {Uint8Array} bytes
 * @returns {{header: Object, frames: Frame[], curve: Float64Array, detail: Object|null, bytes: number}}
 */
export function decode(bytes) {
  const { header, buffer, start } = headed(bytes);
  const layout = layoutOf(header.channels);
  const frames = header.steps.map((step, i) => new Frame(step, buffer, start + i * header.frame_bytes, layout));
  const curve = new Float64Array(buffer, start + frames.length * header.frame_bytes, header.curve.count);
  const detail = header.detail && {
    ...header.detail,
    factor: 2 ** header.detail.power,
    values: new Float32Array(buffer, curve.byteOffset + curve.byteLength, header.detail.rows * header.detail.columns),
  };
  return { header, frames, curve, detail, bytes: buffer.byteLength };
}

/**
 * The sample whose a and delta a frame holds: the first of its batch.
 * @param {Object} header
 * @param {Frame} frame
 * @returns {{x: ArrayLike<number>, y: ArrayLike<number>, pixels: ArrayLike<number>|null}} `pixels` of a picture, as they came
 */
export function sampleOf(header, frame) {
  const leg = header.legs.findLast(({ start }) => start <= frame.step);
  if (!frame.has("sample")) return leg;
  const numbers = frame.numbers("sample");
  const x = numbers.subarray(0, leg.x.length);
  return { x, y: numbers.subarray(leg.x.length), pixels: header.data.image ? x : null };
}

const CURVE_POINTS = 3000;

/** The losses of a run's steps from 0 on without a gap, and the same thinned to what a chart can show. */
export class Curve {
  constructor() {
    this.losses = new Float64Array(1024);
    this.known = 0;
    /** Least and greatest of the finite losses above 0. */
    this.least = Infinity;
    this.most = 0;
    this.#thinBy(1);
  }

  /** @param {number} first step of `losses` @param {Float64Array} losses */
  put(first, losses) {
    const end = first + losses.length;
    if (first > this.known || end <= this.known) return;
    if (end > this.losses.length) {
      const larger = new Float64Array(Math.max(end, 2 * this.losses.length));
      larger.set(this.losses.subarray(0, this.known));
      this.losses = larger;
    }
    this.losses.set(losses, first);
    for (const loss of losses) {
      if (!(loss > 0) || !Number.isFinite(loss)) continue;
      this.least = Math.min(this.least, loss);
      this.most = Math.max(this.most, loss);
    }
    this.known = end;
  }

  /** Stretches of so many steps. */
  #thinBy(width) {
    Object.assign(this, { width, stretches: 0, xs: [], ys: [] });
  }

  /** Each whole stretch as its two extremes, in the order of their steps: no spike is lost. */
  #thin() {
    const { losses, width } = this;
    for (const whole = Math.floor(this.known / width); this.stretches < whole; this.stretches += 1) {
      const start = this.stretches * width;
      let [low, high] = [start, start];
      for (let step = start + 1; step < start + width; step += 1) {
        if (losses[step] < losses[low]) low = step;
        if (losses[step] > losses[high]) high = step;
      }
      const [one, other] = low < high ? [low, high] : [high, low];
      this.xs.push(one, other);
      this.ys.push(losses[one], losses[other]);
    }
  }

  /**
   * The curve from step 0 to `step`, in some thousand points at most.
   * @param {number} step
   * @param {number} end the run's last step
   * @returns {{x: number[], y: number[]}}
   */
  upTo(step, end) {
    const width = Math.max(1, Math.ceil((2 * end) / CURVE_POINTS));
    if (width !== this.width) this.#thinBy(width);
    const count = Math.min(this.known, step + 1);
    this.#thin();
    const whole = width > 1 ? Math.floor(count / width) : 0;
    const x = this.xs.slice(0, 2 * whole);
    const y = this.ys.slice(0, 2 * whole);
    for (let i = whole * width; i < count; i += 1) {
      x.push(i);
      y.push(this.losses[i]);
    }
    return { x, y };
  }
}

/** The frames of one run, by step, the curve of its losses, and the scores of its epochs. */
export class Store {
  constructor() {
    this.frames = new Map();
    this.tapes = [];
    this.bytes = 0;
    this.curve = new Curve();
    this.scores = new Scores();
  }

  /**
   * Keep a tape's frames; drop the longest unused tapes when there are too many bytes.
   * @param {ReturnType<typeof decode>} tape
   * @param {number} current the step on the screen, whose tape stays
   */
  put(tape, current) {
    this.curve.put(tape.header.curve.first, tape.curve);
    this.scores.put(tape.header.scores);
    const fresh = tape.frames.filter((frame) => !this.frames.has(frame.step));
    if (!fresh.length) return;
    for (const frame of fresh) this.frames.set(frame.step, frame);
    this.tapes.push({ steps: fresh.map((frame) => frame.step), bytes: tape.bytes });
    this.bytes += tape.bytes;
    while (this.bytes > BUFFER_BYTES && this.tapes.length > 1) {
      const index = this.tapes.findIndex((old, i) => i < this.tapes.length - 1 && !old.steps.includes(current));
      if (index < 0) break;
      const [old] = this.tapes.splice(index, 1);
      for (const step of old.steps) this.frames.delete(step);
      this.bytes -= old.bytes;
    }
  }

  /** @param {number} step */
  get(step) {
    return this.frames.get(step);
  }

  /**
   * The first step of `from, from + stride, ... , end` that is not here, or null.
   * @param {number} from
   * @param {number} stride
   * @param {number} end
   * @param {number} most how many to look at
   */
  missing(from, stride, end, most) {
    for (let i = 0, step = Math.min(from, end); i < most; i += 1, step = Math.min(step + stride, end)) {
      if (!this.frames.has(step)) return step;
      if (step >= end) return null;
    }
    return null;
  }
}
