// Links to what shows a term at work. They lead where the sidebar's do, with its settings, to the step that is shown.

import { element } from "../browser/dom.js";
import { pageAt, sidebarLink, turnTo } from "../browser/turning.js";

/** @typedef {{page: string, what: string, layer?: number|null}} Way what is to be seen, on a page of ours */

export const GLOSSARY = "glossary";
const LAB = "vanishing_gradients";
const STEPPER = "step_through";

/** What is to be seen, as one word: delta.3 is delta of layer 3. @param {Way} way */
export function wordOf({ what, layer }) {
  return what && layer ? `${what}.${layer}` : what;
}

/**
 * The address of a way.
 * @param {string} base the sidebar's
 * @param {Way} way
 * @param {string} step that is shown; empty for none
 */
export function addressOf(base, way, step) {
  const url = new URL(base);
  if (Number(step) > 0) url.searchParams.set("step", step);
  if (way.page === STEPPER && way.what) url.searchParams.set("show", wordOf(way));
  if (way.page === LAB && way.what) url.searchParams.set("lab", `aside~${way.what}`);
  if (way.page === GLOSSARY) url.hash = way.what;
  return url.href;
}

/**
 * A link, or null where there is no such page, or it is this one.
 * @param {Way} way
 * @param {string} words
 */
export function linkTo(way, words) {
  const there = sidebarLink(way.page);
  if (!there || way.page === pageAt(window.location.pathname)) return null;
  const [, step = ""] = (document.documentElement.dataset.backprop ?? "").split(" ");
  const link = element("a", "", words);
  link.href = addressOf(there.address, way, step);
  link.addEventListener("click", (event) => {
    if (event.button > 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    // Within the app nothing is lost of what no address holds: a person's own file, what was done by hand.
    event.preventDefault();
    document.documentElement.dataset.backpropShow = `${way.page} ${wordOf(way)}`;
    turnTo(way.page);
  });
  return link;
}
