// A component brings its own HTML and style sheet: they are loaded with it, once, and no answer repeats them.

import { element, GONE } from "./dom.js";

/** @import { Mount } from "./types.d.ts" */

/**
 * @template {Mount<any>} Given
 * @template Found
 * @param {(given: Given) => Found} component what Streamlit calls
 * @param {string} html
 * @param {string} css
 * @returns {(given: Given) => Found} the same, which finds its HTML in its parent
 */
export function dressed(component, html, css) {
  /** @type {WeakSet<HTMLElement>} */
  const done = new WeakSet();
  return (given) => {
    const { parentElement } = given;
    if (!done.has(parentElement)) {
      done.add(parentElement);
      const before = parentElement.querySelector(":scope > .bp-dressed");
      before?.remove();
      before?.dispatchEvent(new Event(GONE));
      const holder = element("div", "bp-dressed");
      holder.innerHTML = html;
      holder.append(element("style", "", css));
      parentElement.append(holder);
    }
    return component(given);
  };
}
