// What can be changed by hand or checked: the selected weight, its unit's bias, and an input. Computes alone.

import { parameterName } from "./names.js";
import { layerTold, selectionIn } from "./selected.js";

/** @import { Scene } from "./scene.js" */
/** @import { Selected } from "./selected.js" */
/** @import { Changeable, Changed } from "./types.d.ts" */

/** What makes a number that was changed the same as another. @type {Array<keyof Changeable>} */
const PLACE = ["kind", "layer", "row", "column"];

/** What of the selection can be changed; where an input was clicked, it comes first. @param {Scene} scene @param {Selected} selected @returns {Changeable[]} */
export function touchable(scene, selected) {
  const { chosen, picks, sample } = selected;
  const { sizes } = scene.header;
  const layer = chosen || layerTold(scene, selected) || 1;
  const { i, j } = selectionIn(sizes, picks, layer);
  /** @type {Changeable} */
  const weight = { kind: "W", layer, row: i, column: j, name: parameterName("W", layer, i, j), value: scene.at(`W${layer}`, i, j) };
  /** @type {Changeable} */
  const bias = { kind: "b", layer, row: 0, column: j, name: parameterName("b", layer, 0, j), value: scene.at(`b${layer}`, 0, j) };
  const unit = chosen === 0 ? selectionIn(sizes, picks, 0).j : layer === 1 ? i : 0;
  const called = scene.called(0, unit);
  /** @type {Changeable} */
  const input = { kind: "x", layer: sample, row: 0, column: unit, name: `x[${unit + 1}]${called && ` (${called})`}`, value: scene.at("a0", sample, unit) };
  return chosen === 0 ? [input, bias, weight] : [weight, bias, input];
}

/** One change more, which remembers what was there before the first of the same number. @param {Changed[]} edits @param {Changeable} choice @param {number} value @returns {Changed} */
export function changed(edits, choice, value) {
  const first = edits.find((edit) => PLACE.every((key) => edit[key] === choice[key]));
  return { ...choice, before: first ? first.before : choice.value, value };
}
