// A scene: every array of one training step, and which operation reads and writes it. No pictures here.

import { range } from "../arithmetic/sums.js";
import { unpacked } from "../browser/bytes.js";
import { Headers } from "../browser/headers.js";

/** @import { Arrays } from "../browser/types.d.ts" */
/** @import { Header, LayerOperation } from "./types.d.ts" */

/**
 * An array of a scene; what is no matrix is one row.
 * @typedef {{rows: number, columns: number, values: Float64Array}} Matrix
 */

/** One row of an array. @param {Pick<Matrix, "columns"|"values">} array @param {number} row */
export function rowOf({ columns, values }, row) {
  return values.subarray(row * columns, (row + 1) * columns);
}

/**
 * @param {Uint8Array} bytes
 * @param {Headers<Header>} headers those that came before
 * @returns {Scene|{run: string}} where the header that it names is not here, only whose scene it is
 */
export function decodeScene(bytes, headers = new Headers()) {
  const { header: sent, arrays } = unpacked(bytes);
  const header = headers.whole(sent);
  return header ? new Scene({ header, arrays }) : { run: sent.run };
}

export class Scene {
  /** @param {{header: Header, arrays: Arrays}} found */
  constructor({ header, arrays }) {
    this.header = header;
    this.operations = header.operations;
    this.depth = header.sizes.length - 1;
    this.activations = /** @type {LayerOperation[]} */ (this.operations.filter(({ kind }) => kind === "activation"));
    /** @type {Record<string, Matrix>} */
    this.arrays = {};
    for (const [name, { shape, values }] of Object.entries(arrays)) {
      const [rows, columns] = shape.length === 2 ? shape : [1, values.length];
      this.arrays[name] = { rows, columns, values };
    }
    /**
     * After how many operations each array is there; what is only read was there from the start.
     * @type {Record<string, number>}
     */
    this.since = {};
    this.operations.forEach(({ writes }, k) => {
      for (const name of writes) this.since[name] = k + 1;
    });
    for (let l = 1; l <= this.depth; l += 1) {
      this.since[`slope${l}`] = this.operations.findIndex((op) => op.symbol === "delta" && op.layer === l) + 1;
    }
  }

  /** The last of the operations that have run; null before the first. @param {number} k how many */
  operation(k) {
    return k > 0 ? this.operations[k - 1] : null;
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

  /** The input of layer l, from 1. @param {number} l */
  below(l) {
    return `a${l - 1}`;
  }

  /** What the activation of layer l sees: z, or n where it is normalised. @param {number} l */
  seen(l) {
    return this.normalized(l) ? `n${l}` : `z${l}`;
  }

  /** Whether layer l, from 0, is normalised. @param {number} l */
  normalized(l) {
    return l > 0 && this.activations[l - 1].normalized;
  }

  /** Whether every output of a layer depends on every z of it: softmax's. @param {number} l */
  shares(l) {
    return this.header.softmax && l === this.depth;
  }

  /**
   * What an input, or an output that stands for a class, is called; "" where it has no name. A person's text.
   * @param {number} l
   * @param {number} unit
   */
  called(l, unit) {
    const { features, classes, sizes } = this.header;
    if (l === 0) return features[unit] ?? "";
    return l === this.depth && classes.length === sizes[l] ? classes[unit] : "";
  }

  /** An array's name as the textbook's lines have it: velocityW1 is vW1. @param {string} name */
  short(name) {
    for (const { name: memory, letter } of this.header.rule.memory) {
      if (name.startsWith(memory) && /^[Wb]\d/.test(name.slice(memory.length))) return letter + name.slice(memory.length);
    }
    return name;
  }

  /** The layers that a skip connection leads around. */
  get skipped() {
    return this.activations.filter((op) => op.skip).map(({ layer }) => layer);
  }

  /**
   * The numbers of which the normalisation takes the mean for one: its layer's of the sample, or its unit's of all samples.
   * @param {string} name
   * @param {number} row
   * @param {number} column
   */
  group(name, row, column) {
    const array = this.arrays[name];
    if (this.header.normalization === "layer") return Array.from(rowOf(array, row));
    return range(array.rows).map((r) => this.at(name, r, column));
  }

  /** The s that a number of layer l is divided by. @param {number} l @param {number} row @param {number} column */
  spread(l, row, column) {
    return this.header.normalization === "layer" ? this.at(`s${l}`, row, 0) : this.at(`s${l}`, 0, column);
  }
}
