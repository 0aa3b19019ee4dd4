// The course of the networks compared: what every step of their training has left, as it came from the server.

/** @import { Arrays } from "../browser/types.d.ts" */
/** @import { Course } from "./types.d.ts" */

/** @param {Arrays} arrays as an answer brings them @returns {Course} */
export function courseOf({ sizes, loss, accuracy, idle }) {
  const [, steps, layers] = sizes.shape;
  return { sizes: { steps, layers, values: sizes.values }, loss: loss.values, accuracy: accuracy.values, idle: idle.values };
}

/** Where a network's step stands among the losses and the accuracies. @param {Course} course @param {number} line @param {number} step */
export function rowOf(course, line, step) {
  return line * course.sizes.steps + step;
}

/** One number a layer. @param {Course} course @param {Float64Array} values @param {number} row as rowOf says */
function layersOf({ sizes: { layers } }, values, row) {
  return values.subarray(row * layers, (row + 1) * layers);
}

/** The measure of every layer. @param {Course} course @param {number} row as rowOf says */
export function sizesAt(course, row) {
  return layersOf(course, course.sizes.values, row);
}

/** The share of idle units of every layer. @param {Course} course @param {number} row as rowOf says */
export function idleAt(course, row) {
  return layersOf(course, course.idle, row);
}
