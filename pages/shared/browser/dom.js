// Making and marking elements, and being mounted. Knows no network.

import { headed } from "./bytes.js";

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
 * What Streamlit calls at the start, and again whenever the data or the theme changes. It gives every mounting a key
 * of its own; the one that stays the same comes in our header, with whether the page's address is the component's.
 * @template {{receive: (data: Uint8Array) => void, destroy: () => void}} Made
 * @param {(parent: HTMLElement, mounting: Mounting) => Made} make
 * @param {(made: Made, setState: SetState) => void} connect
 */
export function mounted(make, connect) {
  /** @type {WeakMap<HTMLElement, Made>} */
  const living = new WeakMap();
  /** @param {Mount<Uint8Array>} given */
  return ({ parentElement, data, setStateValue }) => {
    const made = living.get(parentElement) ?? make(parentElement, headed(data).header.mounted);
    living.set(parentElement, made);
    connect(made, setStateValue);
    made.receive(data);
    return () => {
      // Called for superseded runs too, while the element still stands.
      const last = living.get(parentElement);
      if (parentElement.isConnected || !last) return;
      last.destroy();
      living.delete(parentElement);
    };
  };
}
