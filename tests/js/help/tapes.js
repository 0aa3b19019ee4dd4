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

/** One channel of a frame: plain numbers; or of every part [power or scale, numbers]. */
function writeChannel(bytes, { name, type }, frame) {
  if (type === "f8") {
    for (const value of frame[name]) bytes.f8(value);
    return;
  }
  for (const [scale, numbers] of frame[name]) {
    bytes.f4(scale);
    for (const number of numbers) bytes[type](number);
    if (type === "i1") bytes.fill(4);
  }
}

/**
 * A tape. Each frame: {step, [channel]: numbers, or [scale, numbers] of every part}.
 * @returns {Uint8Array} somewhere inside a larger message, as Streamlit's are
 */
export function tape(channels, frames, { curve = [], first = 0, detail = null, ...rest } = {}) {
  const written = frames.map((frame) => {
    const bytes = new Bytes();
    for (const channel of channels) writeChannel(bytes, channel, frame);
    bytes.fill(8);
    return bytes.list;
  });
  const { numbers = [], ...about } = detail ?? {};
  const header = {
    run: "run", key: "key", text: {}, end: 100, channels, frame_bytes: written[0]?.length ?? 0, steps: frames.map(({ step }) => step),
    curve: { first, count: curve.length }, scores: { steps: [], rows: [] }, detail: detail && about, ...rest,
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
