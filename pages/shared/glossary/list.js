// All terms of a page in a list, for who does not point: nothing is in it until it is opened.

import { element, find, findAll, putText } from "../browser/dom.js";
import { ASKED, ask } from "../browser/explained.js";
import { SAY } from "../browser/speaking.js";

/** @import { Text } from "../browser/types.d.ts" */
/** @import { Question } from "../browser/explained.js" */
/** @import { Terms } from "./terms.js" */

/** A region that says the moment when it is asked to. */
const SAID = "[data-said]";
/** @type {Record<string, number>} */
const MOVES = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** @param {Question} question @param {HTMLElement} place whose number it is */
function hand(question, place) {
  const { term, now, values, layer } = ask(place, String(place.dataset.term));
  Object.assign(question, { term, now, values, layer });
}

export class List {
  /** @type {Text} */
  text = {};

  /**
   * @param {HTMLElement} root
   * @param {Terms} terms
   * @param {(button: HTMLElement) => void} onChoose
   */
  constructor(root, terms, onChoose) {
    this.opener = find(root, ".bp-terms-open");
    this.list = find(root, ".bp-terms-list");
    this.terms = terms;
    this.onChoose = onChoose;
    this.opener.addEventListener("click", () => this.open(this.list.hidden !== false));
  }

  /** @param {Text} text */
  receive(text) {
    this.text = text;
    putText(this.opener, text.symbols);
    this.list.setAttribute("aria-label", text.symbols);
    this.open(false);
  }

  /** @param {boolean} open */
  open(open) {
    this.opener.setAttribute("aria-expanded", String(open));
    this.list.hidden = !open;
    this.list.replaceChildren(...(open ? [...this.#saying(), ...this.#terms()] : []));
    const [first, ...others] = findAll(this.list, "button");
    for (const button of others) button.tabIndex = -1;
    first?.focus();
  }

  /** @param {string} words @param {(button: HTMLElement) => void} onClick */
  #button(words, onClick) {
    const button = element("button", "", words);
    button.type = "button";
    button.addEventListener("click", () => onClick(button));
    return button;
  }

  /** Where a screen reader keeps the key to itself. */
  #saying() {
    const say = () => document.dispatchEvent(new Event(SAY));
    return document.querySelector(SAID) ? [this.#button(this.text.say, say)] : [];
  }

  #terms() {
    return this.terms.all().map(([{ name, term }, place]) => {
      const button = this.#button(term, this.onChoose);
      button.dataset.term = name;
      button.addEventListener(ASKED, (event) => hand(/** @type {CustomEvent<Question>} */ (event).detail, place));
      return button;
    });
  }

  /** Whether something is in it. @param {EventTarget|null} target */
  has(target) {
    return target instanceof Node && this.list.contains(target);
  }

  /** Fold it, and go back to what opened it. */
  leave() {
    this.open(false);
    this.opener.focus();
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    const by = MOVES[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const all = findAll(this.list, "button");
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = all[(at + by + all.length) % all.length];
    for (const button of all) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }
}
