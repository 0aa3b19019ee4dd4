// Tapes: what the server sent, decoded. A frame's numbers are views of a tape's bytes.

import { headed } from "./bytes.js";
import { Headers } from "./headers.js";

/** @import { Channel, DataHeader, FullMatrix, Header, Leg, Part, Sample } from "./types.d.ts" */

/**
 * Where a frame's channels lie in its bytes.
 * @typedef {Object} Layout
 * @property {Record<string, {start: number, count: number}>} plain
 * @property {Record<string, Array<{start: number, rows: number, columns: number}>>} parts
 */

/**
 * A tape whose header is not here: what it says itself.
 * @typedef {{header: Pick<Header, "run"|"steps">, frames: null}} Unread
 */

/**
 * A tape, decoded.
 * @typedef {{header: Header, frames: Frame[], curve: Float64Array, detail: FullMatrix|null, bytes: number}} Tape
 */

/**
 * One recorded step; its numbers are views of the tape's bytes.
 */
export class Frame {
  /**
   * @param {number} step
   * @param {ArrayBuffer} buffer
   * @param {number} offset where the frame begins
   * @param {Layout} layout from `layoutOf`
   */
  constructor(step, buffer, offset, layout) {
    this.step = step;
    this.buffer = buffer;
    this.offset = offset;
    this.layout = layout;
    /** What is found out of a frame once, by name. @type {Record<string, number>} */
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
   * @returns {Part<Float32Array>}
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
   * @returns {Part<Int8Array>}
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

/** Where each channel lies in a frame. @param {Channel[]} channels @returns {Layout} */
function layoutOf(channels) {
  /** @type {Layout} */
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
 * @param {Headers<Header>} headers those that came before
 * @returns {Tape|Unread}
 */
export function decode(bytes, headers = new Headers()) {
  const { header: sent, buffer, start } = headed(bytes);
  const header = headers.whole(sent);
  if (!header) return { header: sent, frames: null };
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

/** What holds at a step. @param {Leg[]} legs the first begins at 0 @param {number} step */
export function legAt(legs, step) {
  return legs.findLast(({ start }) => start <= step) ?? legs[0];
}

/**
 * The sample whose a and delta a frame holds: the first of its batch.
 * @param {{legs: Leg[], data: DataHeader}} header
 * @param {Frame} frame
 * @returns {Sample}
 */
export function sampleOf(header, frame) {
  const leg = legAt(header.legs, frame.step);
  if (!frame.has("sample")) return leg;
  const numbers = frame.numbers("sample");
  const x = numbers.subarray(0, leg.x.length);
  return { x, y: numbers.subarray(leg.x.length), pixels: header.data.image ? x : null };
}
