// Where a path is at a step: it was looked at every so many steps only.

/** @import { LandscapePath } from "./types.d.ts" */

/** How many of the path's states come at or before a step. @param {Pick<LandscapePath, "steps">} path @param {number} step */
export function upTo({ steps }, step) {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The place at a step, on the straight line between the two states around it; null before the first and after the last.
 * @param {LandscapePath} path
 * @param {number} step
 * @returns {[number, number]|null}
 */
export function placeAt(path, step) {
  const { steps, x, y } = path;
  const after = upTo(path, step);
  if (after === 0) return null;
  const before = after - 1;
  if (steps[before] === step) return [x[before], y[before]];
  if (after === steps.length) return null;
  const share = (step - steps[before]) / (steps[after] - steps[before]);
  return [x[before] + share * (x[after] - x[before]), y[before] + share * (y[after] - y[before])];
}
