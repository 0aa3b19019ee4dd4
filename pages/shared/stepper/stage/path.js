// Where one path from a weight to the loss goes through the picture: through which units, edges and cells. Computes alone.

/** @import { LitPath } from "../types.d.ts" */
/** @import { Placed } from "./layout.js" */

/** Which unit of a layer, from 0; null where it does not go through the layer. @param {LitPath|null} path @param {number} l @returns {number|null} */
export function unitOn(path, l) {
  if (!path) return null;
  return l === path.layer - 1 ? path.from : (path.units[l - path.layer] ?? null);
}

/** Whether it passes a layer by its skip connection. @param {LitPath|null} path @param {number} l */
export function isAround(path, l) {
  return Boolean(path?.around.includes(l));
}

/** Whether it takes the edge from unit i of the layer below to unit j. @param {LitPath|null} path @param {number} l @param {number} i @param {number} j */
export function isOnEdge(path, l, i, j) {
  return !isAround(path, l) && i === unitOn(path, l - 1) && j === unitOn(path, l);
}

/** The row and column of the cell that it goes through, of a matrix or strip; null for none. @param {LitPath|null} path @param {Pick<Placed, "part"|"whole"|"kind">} placed @returns {[number, number]|null} */
export function cellOn(path, { part, whole, kind }) {
  const l = (part ?? whole)?.layer ?? 0;
  const [from, to] = [unitOn(path, l - 1), unitOn(path, l)];
  if (to === null) return null;
  if (!whole) return kind === "standing" ? [to, 0] : [0, to];
  if (from === null || isAround(path, l)) return null;
  return whole.turned ? [to, from] : [from, to];
}
