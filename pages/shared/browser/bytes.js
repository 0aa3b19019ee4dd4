// What the server sends: a header in JSON, and after it numbers.

/** @import { Arrays } from "./types.d.ts" */

/**
 * @param {Uint8Array} bytes
 * @returns {{header: any, buffer: ArrayBuffer, start: number}} `start` is where the numbers begin
 */
export function headed(bytes) {
  // A copy of its own: aligned, and free of the larger message that it came in.
  const buffer = bytes.slice().buffer;
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  return { header, buffer, start: Math.ceil((4 + length) / 8) * 8 };
}

/**
 * A header, and float64 arrays as header.arrays names them (bytes.py: packed).
 * @param {Uint8Array} bytes
 * @returns {{header: any, arrays: Arrays}}
 */
export function unpacked(bytes) {
  const { header, buffer, start } = headed(bytes);
  /** @type {Arrays} */
  const arrays = {};
  let at = start;
  for (const [name, shape] of Object.entries(/** @type {Record<string, number[]>} */ (header.arrays))) {
    const count = shape.reduce((a, b) => a * b, 1);
    arrays[name] = { shape, values: new Float64Array(buffer, at, count) };
    at += 8 * count;
  }
  return { header, arrays };
}

/** A number from JSON, where NaN and infinities are names. @param {number|string} value */
export function fromJson(value) {
  return typeof value === "string" ? Number(value.replace("inf", "Infinity").replace("nan", "NaN")) : value;
}
