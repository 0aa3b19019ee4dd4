// Tapes: what the server sent, decoded. A frame's numbers are views of a tape's bytes.

import { headed } from "./bytes.js";
import { Headers } from "./headers.js";

/** @import { Channel, DataHeader, FullMatrix, Header, Leg, Part, Sample } from "./types.d.ts" */

/**
 * Where a frame's channels lie in its bytes.
 * @typedef {Object} Layout
 * @property {Record<string, {start: number, count: number}>} plain
 * @property {Record<string, Array<{start: number, rows: number, columns: number, power: number, share: number|null}>>} parts
 *   where its numbers begin, its power of two and, of small numbers, what else they are to be multiplied by
 * @property {boolean} coarse whether any are small that are not so in every frame
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
   * One part of a scaled channel: value = values[i] * factor, in steps of `grain`, or where that is 0 to seven digits.
   * @param {string} name
   * @param {number} index the part, that is the layer from 0
   * @returns {Part<Float32Array|Int8Array>}
   */
  part(name, index) {
    const { start, rows, columns, power, share } = this.layout.parts[name][index];
    const whole = 2 ** this.#float(power);
    if (share === null) {
      const values = new Float32Array(this.buffer, this.offset + start, rows * columns);
      return { rows, columns, factor: whole, grain: 0, values };
    }
    const factor = (whole * this.#float(share)) / 127;
    return { rows, columns, factor, grain: factor, values: new Int8Array(this.buffer, this.offset + start, rows * columns) };
  }

  /** @param {number} at */
  #float(at) {
    return new Float32Array(this.buffer, this.offset + at, 1)[0];
  }

  /** Whether its matrices and surfaces are for looking at alone. */
  get coarse() {
    return this.layout.coarse;
  }

  /** Whether frames of this run have a channel. @param {string} name */
  has(name) {
    return name in this.layout.plain || name in this.layout.parts;
  }
}

/**
 * Where each channel lies in a frame: the plain ones, then all f4 parts, powers before numbers, then all i1 parts.
 * @param {Channel[]} channels
 * @param {string[]} coarse those that are i1 in these frames
 * @returns {Layout}
 */
function layoutOf(channels, coarse) {
  /** @type {Layout} */
  const layout = { plain: {}, parts: {}, coarse: coarse.length > 0 };
  let at = 0;
  for (const channel of channels) {
    if (channel.type !== "f8") continue;
    layout.plain[channel.name] = { start: at, count: channel.count };
    at += 8 * channel.count;
  }
  /** @param {Channel} channel */
  const small = ({ name, type }) => type === "i1" || coarse.includes(name);
  for (const [chosen, bytes] of /** @type {Array<[Channel[], number]>} */ ([
    [channels.filter((channel) => channel.type !== "f8" && !small(channel)), 4],
    [channels.filter((channel) => channel.type !== "f8" && small(channel)), 1],
  ])) {
    const count = chosen.reduce((sum, channel) => sum + (channel.type === "f8" ? 0 : channel.shapes.length), 0);
    const shares = bytes === 1 ? at : null;
    const powers = shares === null ? at : at + 4 * count;
    let part = 0;
    at = powers + 4 * count;
    for (const channel of chosen) {
      if (channel.type === "f8") continue;
      layout.parts[channel.name] = channel.shapes.map(([rows, columns]) => {
        const found = { start: at, rows, columns, power: powers + 4 * part, share: shares === null ? null : shares + 4 * part };
        part += 1;
        at += bytes * rows * columns;
        return found;
      });
    }
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
  const skip = /** @type {string[]} */ (header.skip);
  const layout = layoutOf(header.channels.filter(({ name }) => !skip.includes(name)), header.coarse);
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
