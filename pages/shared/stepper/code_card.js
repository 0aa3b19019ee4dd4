// The tab "Code": the lines of the whole step, the operation's own lit.

import { element } from "../browser/dom.js";

/** @import { Scene } from "./scene.js" */

/** @param {HTMLElement} pane @param {Scene} scene @param {number} k @param {"textbook"|"tutorial"} notation */
export function writeCode(pane, scene, k, notation) {
  const list = element("ol", "st-code");
  const lines = scene.operations.map((op, index) => {
    const line = element("li", index === k - 1 ? "st-now" : "", op[notation]);
    if (index === k - 1) line.setAttribute("aria-current", "step");
    return line;
  });
  list.append(...lines);
  pane.replaceChildren(list);
  const now = lines[k - 1];
  if (now) pane.scrollTop = now.offsetTop - pane.offsetTop - Math.max(0, (pane.clientHeight - now.offsetHeight) / 2);
}
