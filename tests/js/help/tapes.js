// Tapes written by hand, byte for byte as pages/shared/wire and tape.py describe them: the decoder's oracle.

/** Bytes that grow: numbers little-endian, one after another. */
class Bytes {
  constructor() {
    this.list = [];
  }

  #add(size, set, value) {
    const view = new DataView(new ArrayBuffer(size));
    view[set](0, value, true);
    this.list.push(...new Uint8Array(view.buffer));
  }

  u4(value) { this.#add(4, "setUint32", value); }
  f4(value) { this.#add(4, "setFloat32", value); }
  f8(value) { this.#add(8, "setFloat64", value); }
  i1(value) { this.#add(1, "setInt8", value); }

  /** Filled up, so that the bytes from `start` on are a multiple of `size`. What fills is no 0: nobody may read it. */
  fill(size, start = 0, filler = 0xee) {
    while ((this.list.length - start) % size) this.list.push(filler);
  }

  text(words) {
    this.list.push(...new TextEncoder().encode(words));
  }
}

/** A header as 4 bytes of its length, JSON, and zeros up to a multiple of 8. */
function head(bytes, header) {
  const json = new TextEncoder().encode(JSON.stringify(header));
  bytes.u4(json.length);
  bytes.list.push(...json);
  bytes.fill(8, 0, 0);
}

/**
 * A frame's channels: the plain ones; of all exact parts the powers, then the numbers; of all small parts the shares, the
 * powers, the numbers.
 */
function writeFrame(bytes, channels, coarse, frame) {
  const small = ({ name, type }) => type === "i1" || coarse.includes(name);
  for (const { name, type } of channels) if (type === "f8") for (const value of frame[name]) bytes.f8(value);
  const scaled = channels.filter(({ type }) => type !== "f8");
  const exact = scaled.filter((channel) => !small(channel)).flatMap(({ name }) => frame[name]);
  for (const [power] of exact) bytes.f4(power);
  for (const [, numbers] of exact) for (const number of numbers) bytes.f4(number);
  const rough = scaled.filter(small).flatMap(({ name }) => frame[name]);
  for (const [share] of rough) bytes.f4(share);
  for (const [, , power = 0] of rough) bytes.f4(power);
  for (const [, numbers] of rough) for (const number of numbers) bytes.i1(number);
  bytes.fill(8);
}

/**
 * A tape. Each frame: {step, [channel]: numbers, or [power, numbers], [share, numbers, power] of every part}.
 * @returns {Uint8Array} somewhere inside a larger message, as Streamlit's are
 */
export function tape(channels, frames, { curve = [], first = 0, detail = null, skip = [], coarse = [], ...rest } = {}) {
  const written = frames.map((frame) => {
    const bytes = new Bytes();
    writeFrame(bytes, channels.filter(({ name }) => !skip.includes(name)), coarse, frame);
    return bytes.list;
  });
  const { numbers = [], ...about } = detail ?? {};
  const header = {
    run: "run", key: "key", text: {}, end: 100, channels, frame_bytes: written[0]?.length ?? 0, steps: frames.map(({ step }) => step),
    curve: { first, count: curve.length }, scores: { steps: [], rows: [] }, detail: detail && about, skip, coarse, ...rest,
  };
  const bytes = new Bytes();
  head(bytes, header);
  bytes.list.push(...written.flat());
  for (const loss of curve) bytes.f8(loss);
  for (const number of numbers) bytes.f4(number);
  return inside(bytes.list);
}

/** A header and float64 arrays, {name: {shape, values}}. */
export function packed(header, arrays) {
  const bytes = new Bytes();
  head(bytes, { ...header, arrays: Object.fromEntries(Object.entries(arrays).map(([name, { shape }]) => [name, shape])) });
  for (const { values } of Object.values(arrays)) for (const value of values) bytes.f8(value);
  return inside(bytes.list);
}

/** The bytes at an odd place of a larger message: whoever reads them in place reads them askew. */
function inside(list) {
  return Uint8Array.from([1, 2, 3, ...list, 9]).subarray(3, 3 + list.length);
}
