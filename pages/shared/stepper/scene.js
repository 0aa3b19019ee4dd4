// A scene: every array of one training step, and which operation reads and writes it. No pictures here.

import { unpacked } from "../browser/bytes.js";
import { Headers } from "../browser/headers.js";

/**
 * @param {Uint8Array} bytes
 * @param {Headers} headers those that came before
 * @returns {Scene|{run: string}} where the header that it names is not here, only whose scene it is
 */
export function decodeScene(bytes, headers = new Headers()) {
  const { header: sent, arrays } = unpacked(bytes);
  const header = headers.whole(sent);
  return header ? new Scene({ header, arrays }) : { run: sent.run };
}

export class Scene {
  /** @param {ReturnType<typeof unpacked>} found */
  constructor({ header, arrays }) {
    this.header = header;
    this.operations = header.operations;
    this.depth = header.sizes.length - 1;
    this.arrays = {};
    for (const [name, { shape, values }] of Object.entries(arrays)) {
      const [rows, columns] = shape.length === 2 ? shape : [1, values.length];
      this.arrays[name] = { rows, columns, values };
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

  /** What the activation of layer l sees: z, or n where it is normalised. */
  seen(l) {
    return this.normalized(l) ? `n${l}` : `z${l}`;
  }

  normalized(l) {
    return `n_hat${l}` in this.arrays;
  }

  /** Whether every output of a layer depends on every z of it: softmax's. */
  shares(l) {
    return this.header.softmax && l === this.depth;
  }

  /** What an input, or an output that stands for a class, is called; "" where it has no name. A person's text. */
  called(l, unit) {
    const { features, classes, sizes } = this.header;
    if (l === 0) return features[unit] ?? "";
    return l === this.depth && classes.length === sizes[l] ? classes[unit] : "";
  }

  /** An array's name as the textbook's lines have it: velocityW1 is vW1. @param {string} name */
  static short(name) {
    return name.replace(/^(velocity|mean|square)(?=[Wb])/, (memory) => memory[0]);
  }

  /** Whether the output's slope cancels with the loss's, so that delta is the error alone. */
  get fused() {
    return !(`da${this.depth}` in this.arrays);
  }

  /** Whether a skip connection has a part in an operation: forwards that around its layer, backwards the next one's. */
  skips({ symbol, layer, reads }) {
    return reads.includes({ a: this.below(layer), delta: `da${layer + 1}` }[symbol]);
  }

  /** The layers that a skip connection leads around. */
  get skipped() {
    return this.operations.filter((op) => op.symbol === "a" && this.skips(op)).map(({ layer }) => layer);
  }

  /** The numbers of which the normalisation takes the mean for one: its layer's of the sample, or its unit's of all samples. */
  group(name, row, column) {
    const { rows, columns, values } = this.arrays[name];
    if (this.header.normalization === "layer") return Array.from(values.subarray(row * columns, (row + 1) * columns));
    return Array.from({ length: rows }, (_, r) => values[r * columns + column]);
  }

  /** The s that a number of layer l is divided by. */
  spread(l, row, column) {
    return this.header.normalization === "layer" ? this.at(`s${l}`, row, 0) : this.at(`s${l}`, 0, column);
  }
}
