// The numbers that one cell's arithmetic is written from: of each array the rows and columns that came.

import { fromJson } from "../../browser/bytes.js";

/** @import { Text } from "../../browser/types.d.ts" */
/** @import { Numbers, Unfolded } from "../../arithmetic/types.d.ts" */

/** @implements {Numbers} */
export class CellNumbers {
  /** @param {Unfolded} found @param {Text} text */
  constructor(found, text) {
    this.header = { ...found, text };
    this.depth = found.sizes.length - 1;
    this.strips = found.strips;
    /** None came whole. @type {Numbers["arrays"]} */
    this.arrays = {};
  }

  /** One number. @param {string} name @param {number} row @param {number} column */
  at(name, row, column) {
    const strip = this.strips[name]?.find((one) => (one.row ?? row) === row && (one.column ?? column) === column);
    if (!strip) throw new Error(`${name} at ${row}, ${column} has not come`);
    const along = strip.row === null ? row : column;
    return fromJson(strip.values[strip.row === null || strip.column === null ? along : 0]);
  }

  /**
   * The numbers of which the normalisation takes the mean for one: its layer's of the sample, or its unit's of all samples.
   * @param {string} name
   * @param {number} row
   * @param {number} column
   */
  group(name, row, column) {
    const over = this.header.normalization === "layer";
    const strip = this.strips[name].find((one) => (over ? one.row === row && one.column === null : one.column === column && one.row === null));
    return (strip?.values ?? []).map(fromJson);
  }

  /** The s that a number of layer l is divided by. @param {number} l @param {number} row @param {number} column */
  spread(l, row, column) {
    return this.header.normalization === "layer" ? this.at(`s${l}`, row, 0) : this.at(`s${l}`, 0, column);
  }
}
