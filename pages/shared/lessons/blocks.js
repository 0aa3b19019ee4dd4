// A lesson's texts as elements. Nothing of them is ever read as HTML but formulas, which are the server's own MathML.

import { element } from "../browser/dom.js";
import { keptIn } from "../browser/place.js";

/** @import { Block, Part } from "./types.d.ts" */

/** @param {Part} part */
function piece({ kind, words, to = "" }) {
  if (kind === "strong") return element("strong", "", words);
  if (kind === "code") return element("code", "", words);
  if (kind === "number") return element("b", "bp-lesson-number", words);
  if (kind === "math") {
    const place = element("span", "bp-lesson-math");
    place.innerHTML = words;
    return place;
  }
  if (kind === "link") {
    const link = element("a", "", words);
    const url = new URL(to, document.baseURI);
    url.search = keptIn(url.search);
    Object.assign(link, { href: url.href, target: "_blank" });
    return link;
  }
  return document.createTextNode(words);
}

/** A text. @param {Block[]} blocks @returns {HTMLElement[]} */
export function paragraphs(blocks) {
  /** @type {HTMLElement[]} */
  const made = [];
  for (const { kind, parts } of blocks) {
    const block = element(kind);
    block.append(...parts.map(piece));
    if (kind === "p") made.push(block);
    else {
      const last = made[made.length - 1];
      const list = last?.tagName === "UL" ? last : element("ul");
      list.append(block);
      if (list !== last) made.push(list);
    }
  }
  return made;
}

/** The same within a line. @param {Block[]} blocks @returns {Node[]} */
export function line(blocks) {
  return blocks.flatMap(({ parts }) => parts.map(piece));
}

/** A text's words alone. @param {Block[]} blocks */
export function plainOf(blocks) {
  return line(blocks).map((node) => node.textContent).join("");
}
