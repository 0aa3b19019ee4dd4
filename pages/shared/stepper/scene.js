// A scene: every array of one training step, and which operation reads and writes it. No pictures here.

/** @param {Uint8Array} bytes @returns {Scene} */
export function decodeScene(bytes) {
  const buffer = bytes.slice().buffer;
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  return new Scene(header, buffer, Math.ceil((4 + length) / 8) * 8);
}

export class Scene {
  /** @param {Object} header @param {ArrayBuffer} buffer @param {number} start of the arrays */
  constructor(header, buffer, start) {
    this.header = header;
    this.operations = header.operations;
    this.depth = header.sizes.length - 1;
    this.arrays = {};
    let at = start;
    for (const [name, shape] of Object.entries(header.arrays)) {
      const count = shape.reduce((a, b) => a * b, 1);
      const [rows, columns] = shape.length === 2 ? shape : [1, count];
      this.arrays[name] = { rows, columns, values: new Float64Array(buffer, at, count) };
      at += 8 * count;
    }
    // After how many operations each array is there; what is only read was there from the start.
    this.since = {};
    this.operations.forEach(({ writes }, k) => {
      for (const name of writes) this.since[name] = k + 1;
    });
    for (let l = 1; l <= this.depth; l += 1) {
      this.since[`slope${l}`] = this.operations.findIndex((op) => op.symbol === "delta" && op.layer === l) + 1;
    }
  }

  /** Whether an array has been computed once k operations have run. @param {string} name @param {number} k */
  has(name, k) {
    return name in this.arrays && (this.since[name] ?? 0) <= k;
  }

  /** The weights that hold after k operations. @param {string} kind W or b @param {number} l @param {number} k */
  parameters(kind, l, k) {
    const updated = `${kind}${l}+`;
    return this.has(updated, k) ? this.arrays[updated] : this.arrays[`${kind}${l}`];
  }

  /** One number. @param {string} name @param {number} row @param {number} column */
  at(name, row, column) {
    const array = this.arrays[name];
    return array.values[row * array.columns + column];
  }

  /** The input of layer l, from 1. */
  below(l) {
    return `a${l - 1}`;
  }
}
