// What an update moved: of each layer how far relative to its size, and which parameters the furthest. Computes alone.

import { range } from "../arithmetic/sums.js";
import { norm } from "./explained.js";
import { parameterName } from "./names.js";

/** @import { Matrix, Scene } from "./scene.js" */

/**
 * Of a layer's weights: ‖W‖ before, ‖ΔW‖, the one by the other (null where W was 0), whether a gradient was there, and
 * whether the layer's update has run.
 * @typedef {{layer: number, size: number, change: number, ratio: number|null, gradient: boolean, done: boolean}} LayerMove
 */

/**
 * Of one parameter; relative to its size before, null where that was 0.
 * @typedef {{name: string, before: number, after: number, change: number, relative: number|null}} Move
 */

/** @param {Matrix} before @param {Matrix} after */
function difference(before, after) {
  return after.values.map((value, n) => value - before.values[n]);
}

/** @param {number} change @param {number} size */
function relativeTo(change, size) {
  return size === 0 ? null : change / size;
}

/** Every layer's, from 1. @param {Scene} scene @param {number} k operations that have run @returns {LayerMove[]} */
export function layerMoves(scene, k) {
  return range(scene.depth).map((below) => {
    const layer = below + 1;
    const [before, after] = [scene.arrays[`W${layer}`], scene.arrays[`W${layer}+`]];
    const [size, change] = [norm(before.values), norm(difference(before, after))];
    const gradient = scene.arrays[`dW${layer}`].values.some((value) => value !== 0);
    return { layer, size, change, ratio: relativeTo(change, size), gradient, done: scene.has(`W${layer}+`, k) };
  });
}

/** How far one is ahead of another: what is not a number has moved furthest of all. @param {number} change */
function farness(change) {
  return Number.isNaN(change) ? Infinity : Math.abs(change);
}

/**
 * The parameters that moved furthest, of those whose update has run; none that stayed.
 * @param {Scene} scene
 * @param {number} k operations that have run
 * @param {number} most how many
 * @returns {Move[]}
 */
export function furthest(scene, k, most) {
  /** @type {Array<{kind: string, layer: number, at: number, change: number}>} */
  let found = [];
  for (const layer of range(scene.depth).map((below) => below + 1)) {
    for (const kind of ["W", "b"].filter((one) => scene.arrays[`${one}${layer}+`] && scene.has(`${one}${layer}+`, k))) {
      difference(scene.arrays[`${kind}${layer}`], scene.arrays[`${kind}${layer}+`]).forEach((change, at) => {
        if (change === 0 || (found.length === most && farness(change) <= farness(found[most - 1].change))) return;
        found.push({ kind, layer, at, change });
        found = found.sort((one, other) => farness(other.change) - farness(one.change)).slice(0, most);
      });
    }
  }
  return found.map(({ kind, layer, at, change }) => {
    const { columns, values } = scene.arrays[`${kind}${layer}`];
    const name = parameterName(kind, layer, Math.floor(at / columns), at % columns);
    return { name, before: values[at], after: scene.arrays[`${kind}${layer}+`].values[at], change, relative: relativeTo(change, Math.abs(values[at])) };
  });
}

/** The decades that hold all ratios, as exponents of ten; null where there is none to show. @param {LayerMove[]} moves */
export function decades(moves) {
  const logs = moves.flatMap(({ ratio, done }) => (done && ratio && Number.isFinite(ratio) ? [Math.log10(ratio)] : []));
  if (!logs.length) return null;
  const low = Math.floor(Math.min(...logs));
  return { low, high: Math.max(low + 1, Math.ceil(Math.max(...logs))) };
}
