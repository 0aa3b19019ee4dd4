// The way from a cell to Step through, at the operation that makes its number, and at its unit or weight.

import { element } from "../../browser/dom.js";
import { keptIn } from "../../browser/place.js";
import { sidebarLink, turnTo } from "../../browser/turning.js";
import { isOfWeight } from "./places.js";

/** @import { Unfolded } from "../../arithmetic/types.d.ts" */

const PAGE = "step_through";
/** No link holds a person's own file: with it one stays in the session. */
const OWN_FILE = /(?:^|&)dataset=csv(?:&|$)/;

/**
 * The words of an address for a cell (stepper/address.py), which counts from 1.
 * @param {Unfolded} found
 * @param {number} step that is shown: what made W was the update before it
 * @returns {Record<string, string>}
 */
export function wordsOf({ kind, layer, row, column }, step) {
  const ofWeight = isOfWeight(kind);
  const updated = kind === "W" || kind === "change";
  /** @type {Record<string, string>} */
  const words = {};
  const at = updated ? step - 1 : step;
  if (at > 0) words.step = String(at);
  if (at >= 0) words.show = `${updated ? "W" : kind}.${layer}`;
  words.unit = [layer, ...(ofWeight ? [row + 1] : []), column + 1].join(".");
  if (!ofWeight && row > 0) words.sample = String(row + 1);
  return words;
}

/** Whether there is a way: with a person's own file only to the step that is shown, which W's update is before. @param {string} settings @param {Unfolded} found */
export function canLead(settings, { kind }) {
  return !OWN_FILE.test(settings) || (kind !== "W" && kind !== "change");
}

/**
 * @param {string} settings the settings' part of an address
 * @param {Record<string, string>} words
 */
export function addressOf(settings, words) {
  const all = [settings, new URLSearchParams(words).toString()].filter(Boolean);
  return `./${PAGE}${keptIn(`?${all.join("&")}`)}`;
}

/**
 * @param {string} settings
 * @param {Record<string, string>} words
 * @param {string} name
 */
export function linkTo(settings, words, name) {
  const link = element("a", "", name);
  link.href = new URL(addressOf(settings, words), document.baseURI).href;
  link.addEventListener("click", (event) => OWN_FILE.test(settings) && within(event, words));
  return link;
}

/** By the sidebar's link: the page stays, and all that it knows. @param {MouseEvent} event @param {Record<string, string>} words */
function within(event, { show = "" }) {
  if (!sidebarLink(PAGE) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  document.documentElement.dataset.backpropShow = `${PAGE} ${show}`;
  turnTo(PAGE);
}
