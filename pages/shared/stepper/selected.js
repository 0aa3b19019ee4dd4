// What is selected, and of which layer the picture and the cards then are. No pictures here.

/** @import { Scene } from "./scene.js" */
/** @import { Selection } from "./types.d.ts" */

/**
 * Where one is in a step, and what is selected there; `picks` has a selection for each layer.
 * @typedef {Object} Selected
 * @property {number} op operations that have run
 * @property {Record<number, Selection>} picks
 * @property {number|null} chosen the layer whose unit or weight was clicked
 * @property {boolean} weight whether it was a weight
 * @property {number} sample
 */

/** The selection in a layer, from 0. @param {number[]} sizes @param {Record<number, Selection>} picks @param {number} layer @returns {Selection} */
export function selectionIn(sizes, picks, layer) {
  const { i, j } = picks[layer] ?? { i: 0, j: 0 };
  return { i: Math.min(i, sizes[Math.max(0, layer - 1)] - 1), j: Math.min(j, sizes[layer] - 1) };
}

/** Select a unit of a layer, or a weight that leads to it; of a unit, the weight that was selected before stays. @param {Selected} selected @param {number} layer @param {number} j @param {number|null} i null for a unit */
export function select(selected, layer, j, i) {
  selected.picks[layer] = { i: i ?? selected.picks[layer]?.i ?? 0, j };
  selected.chosen = layer;
  selected.weight = i !== null;
}

/** Select the unit below or above the selected one. @param {Selected} selected @param {Scene} scene @param {number} by 1 or -1 */
export function selectNext(selected, scene, by) {
  const { sizes } = scene.header;
  const layer = layerTold(scene, selected);
  const { j } = selectionIn(sizes, selected.picks, layer);
  select(selected, layer, Math.min(sizes[layer] - 1, Math.max(0, j + by)), null);
}

/** The layer that the cards beside the drawing speak of. @param {Scene} scene @param {Selected} selected */
export function layerTold(scene, { op, chosen }) {
  return scene.operation(op)?.layer ?? chosen ?? scene.depth;
}

/** The layer that the drawing shows at work. @param {Scene} scene @param {Selected} selected */
export function layerAtWork(scene, { op: k, chosen }) {
  const op = scene.operation(k);
  return op ? (op.layer ?? scene.depth) : Math.max(1, chosen ?? 1);
}

/**
 * The layer of which it is said why delta is small, in the backward phase: the one that was clicked, if its delta is
 * there, or that of the operation.
 * @param {Scene} scene
 * @param {Selected} selected
 * @param {number|null} clickedAt the operation at which a unit was clicked
 */
export function layerSplit(scene, { op: k, chosen }, clickedAt) {
  const op = scene.operation(k);
  if (op?.phase !== "backward") return null;
  const clicked = chosen && chosen < scene.depth && scene.has(`delta${chosen}`, k) && clickedAt === k ? chosen : null;
  const layer = clicked ?? op.layer;
  return layer !== null && layer < scene.depth ? layer : null;
}

/** The weight whose path is shown: the one that was chosen, of an input the first that leads from it. @param {Scene} scene @param {Selected} selected */
export function weightTraced(scene, selected) {
  const { chosen, picks } = selected;
  const { sizes } = scene.header;
  const layer = chosen || (chosen === 0 ? 1 : layerTold(scene, selected)) || 1;
  const { i, j } = selectionIn(sizes, picks, layer);
  return { layer, i: chosen === 0 ? selectionIn(sizes, picks, 0).j : i, j };
}
