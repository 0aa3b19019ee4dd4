// Which unit of a layer one path from a weight to the loss goes through.

/** @import { LitPath } from "../types.d.ts" */

/** From 0; null where it does not go through the layer. @param {LitPath|null} path @param {number} l @returns {number|null} */
export function unitOn(path, l) {
  if (!path) return null;
  return l === path.layer - 1 ? path.from : (path.units[l - path.layer] ?? null);
}
