// Making and marking elements, and being mounted. Knows no network.

import { headed } from "./bytes.js";

/** @param {string} tag @param {string} className @param {string} text */
export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** @param {string} tag @param {Object} attributes @param {string} text */
export function svg(tag, attributes = {}, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
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

/** Mark the chosen one. @param {HTMLElement} group @param {string} value */
export function check(group, value) {
  for (const button of group.children) button.setAttribute("aria-checked", String(button.dataset.value === value));
}

/** A click takes no focus and ends typing elsewhere: keys stay with the component. */
export function keepKeys(event) {
  event.preventDefault();
  document.activeElement?.blur?.();
}

/** "light" or "dark", as the page's own background is. @param {HTMLElement} root */
export function themeOf(root) {
  const background = getComputedStyle(root).getPropertyValue("--st-background-color").trim();
  const dark = /^#[0-9a-f]{6}/i.test(background) && parseInt(background.slice(1, 3), 16) < 128;
  return dark ? "dark" : "light";
}

/** Give a palette's colours to the style sheet. @param {HTMLElement} root @param {Object} palette */
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
 * @param {(parent: HTMLElement, mounted: {key: string, address: boolean}) =>
 *   {receive: (data: Uint8Array) => void, destroy: () => void}} make
 * @param {(made: Object, setState: (name: string, value: Object) => void) => void} connect
 */
export function mounted(make, connect) {
  const living = new WeakMap();
  return ({ parentElement, data, setStateValue }) => {
    if (!living.has(parentElement)) living.set(parentElement, make(parentElement, headed(data).header.mounted));
    const made = living.get(parentElement);
    connect(made, setStateValue);
    made.receive(data);
    return () => {
      // Called for superseded runs too, while the element still stands.
      if (parentElement.isConnected || !living.has(parentElement)) return;
      living.get(parentElement).destroy();
      living.delete(parentElement);
    };
  };
}
