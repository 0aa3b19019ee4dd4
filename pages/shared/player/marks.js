// A part of the player that is pointed at, as the server tells it: a frame around it that takes no place.

import { findAll } from "../browser/dom.js";

/** @import { Mark } from "../browser/types.d.ts" */

/** What can be pointed at by its name, beside a layer by its number. @type {Record<string, string>} */
const PARTS = {
  transport: ".bp-transport", choices: ".bp-choices", stack: ".bp-stack", graph: ".bp-graph",
  weights: "[data-panel=weights]", profile: "[data-panel=profile]", loss: "[data-panel=loss]", caption: ".bp-caption",
};

/**
 * Point at a part, and at no other.
 * @param {HTMLElement} root
 * @param {Mark|null} mark a layer, from 0; as a network they are one part
 */
export function pointAt(root, mark) {
  for (const old of findAll(root, "[data-marked]")) delete old.dataset.marked;
  for (const part of mark ? partsOf(root, mark) : []) part.dataset.marked = "";
}

/** @param {HTMLElement} root @param {Mark} mark @returns {HTMLElement[]} */
function partsOf(root, { layer, part = "" }) {
  if (layer === undefined) return Object.hasOwn(PARTS, part) ? findAll(root, PARTS[part]) : [];
  const slot = findAll(root, ".bp-slot")[layer];
  return slot ? [slot, ...findAll(root, PARTS.graph)] : [];
}
