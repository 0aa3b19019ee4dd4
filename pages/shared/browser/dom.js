// Making and marking elements, and being mounted. Knows no network.

import { headed } from "./bytes.js";
import { unlessLeft } from "./leaving.js";

/** @import { Mount, Mounting, Palette, SetState } from "./types.d.ts" */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {string} text
 */
export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/**
 * Let an element say other words. What changes with every frame keeps its text's node: for another one the browser works
 * out the styles of all that stands around it.
 * @param {Element} place
 * @param {string} words
 */
export function putText(place, words) {
  const node = /** @type {Text|null|undefined} */ (place.firstChild);
  if (!node || node.nextSibling || node.nodeType !== Node.TEXT_NODE) place.textContent = words;
  else put(node, words);
}

/** @param {Text} node @param {string} words */
function put(node, words) {
  if (node.data !== words) node.data = words;
}

/**
 * The same of words of which every second is emphasised; as long as they are as many, the elements stay.
 * @param {Element} place
 * @param {string[]} parts
 */
export function putParts(place, parts) {
  const nodes = [...place.childNodes];
  const same = nodes.length === parts.length && nodes.every((node, i) => (node.nodeName === "STRONG") === (i % 2 > 0));
  if (!same) {
    place.replaceChildren(...parts.map((part, i) => (i % 2 ? element("strong", "", part) : document.createTextNode(part))));
    return;
  }
  parts.forEach((part, i) => (i % 2 ? putText(/** @type {Element} */ (nodes[i]), part) : put(/** @type {Text} */ (nodes[i]), part)));
}

/**
 * The element that a selector finds below another, which has to be there.
 * @template {Element} [Found=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {Found}
 */
export function find(root, selector) {
  const found = /** @type {Found|null} */ (root.querySelector(selector));
  if (!found) throw new Error(`there is no ${selector}`);
  return found;
}

/** All elements that a selector finds below another. @param {ParentNode} root @param {string} selector */
export function findAll(root, selector) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector))];
}

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string|number>} attributes
 * @param {string} text
 */
export function svg(tag, attributes = {}, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  if (text) made.textContent = text;
  return made;
}

/**
 * Fill a radiogroup with buttons.
 * @param {HTMLElement} group
 * @param {Array<[string, string]>} entries value and name
 * @param {(value: string) => void} onChoose
 */
export function options(group, entries, onChoose) {
  group.replaceChildren(
    ...entries.map(([value, name]) => {
      const button = element("button", "", name);
      button.type = "button";
      button.setAttribute("role", "radio");
      button.dataset.value = value;
      button.onclick = () => onChoose(value);
      return button;
    }),
  );
}

/** @param {Element} group */
export function childrenOf(group) {
  return [.../** @type {Iterable<HTMLElement>} */ (group.children)];
}

/** Mark the chosen one. @param {HTMLElement} group @param {string} value */
export function check(group, value) {
  for (const button of childrenOf(group)) button.setAttribute("aria-checked", String(button.dataset.value === value));
}

/**
 * Say what a chooser is for, under the pointer; once something is chosen, no more until the pointer comes anew: it would
 * cover what was chosen.
 * @param {HTMLElement} chooser
 * @param {string} words
 */
export function explain(chooser, words) {
  if (chooser.getAttribute("aria-description") === words) return; // and perhaps something was just chosen
  chooser.title = words;
  chooser.setAttribute("aria-description", words);
  for (const name of ["click", "change"]) chooser.addEventListener(name, () => chooser.removeAttribute("title"));
  chooser.addEventListener("pointerenter", () => { chooser.title = words; });
}

/** A click takes no focus and ends typing elsewhere: keys stay with the component. @param {Event} event */
export function keepKeys(event) {
  event.preventDefault();
  /** @type {HTMLElement|null} */ (document.activeElement)?.blur?.();
}

/** "light" or "dark", as the page's own background is. @param {HTMLElement} root */
export function themeOf(root) {
  const background = getComputedStyle(root).getPropertyValue("--st-background-color").trim();
  const dark = /^#[0-9a-f]{6}/i.test(background) && parseInt(background.slice(1, 3), 16) < 128;
  return dark ? "dark" : "light";
}

/** Give a palette's colours to the style sheet. @param {HTMLElement} root @param {Palette} palette */
export function paintRoot(root, palette) {
  for (const [key, colour] of Object.entries(palette)) {
    if (typeof colour === "string") root.style.setProperty(`--bp-${key}`, colour);
  }
}

/** Said to a component's HTML where another version takes its place: the server is a newer one by now (dressed.js). */
export const GONE = "bp-gone";

const SAID_MS = 2500;

/** Something said for a while, where the status stands. */
export class Saying {
  /** @param {() => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
    this.words = "";
    this.timer = 0;
  }

  /** @param {string} words */
  say(words) {
    this.words = words;
    this.onChange();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.words = "";
      this.onChange();
    }, SAID_MS);
  }

  destroy() {
    clearTimeout(this.timer);
  }
}

/**
 * What Streamlit calls at the start, and again whenever the data or the theme changes: one thing of ours stands behind
 * it for as long as it is on the page.
 * @template {{destroy: () => void}} Made
 * @template Data
 * @param {(given: Mount<Data>) => Made} make
 * @param {(made: Made, given: Mount<Data>) => void} use
 */
export function living(make, use) {
  /** @type {WeakMap<HTMLElement, {made: Made, unlessLeft: (setState: SetState) => SetState}>} */
  const all = new WeakMap();
  /** @param {Mount<Data>} given */
  return (given) => {
    const { parentElement, setStateValue } = given;
    const leave = () => {
      all.get(parentElement)?.made.destroy();
      all.delete(parentElement);
    };
    let one = all.get(parentElement);
    if (!one) {
      one = { unlessLeft: unlessLeft(parentElement), made: make(given) };
      parentElement.querySelector(":scope > .bp-dressed")?.addEventListener(GONE, leave, { once: true });
    }
    all.set(parentElement, one);
    use(one.made, { ...given, setStateValue: one.unlessLeft(setStateValue) });
    // Called for superseded runs too, while the element still stands.
    return () => parentElement.isConnected || leave();
  };
}

/**
 * The same of those that are given bytes. Streamlit gives every mounting a key of its own; the one that stays the same
 * comes in our header, with whether the page's address is the component's.
 * @template {{receive: (data: Uint8Array) => void, destroy: () => void}} Made
 * @param {(parent: HTMLElement, mounting: Mounting) => Made} make
 * @param {(made: Made, setState: SetState) => void} connect
 */
export function mounted(make, connect) {
  /** @param {Mount<Uint8Array>} given */
  const begin = ({ parentElement, data }) => make(parentElement, headed(data).header.mounted);
  return living(begin, (made, { data, setStateValue }) => {
    connect(made, setStateValue);
    made.receive(data);
  });
}
