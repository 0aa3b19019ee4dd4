// Names and symbols that explain themselves: a component marks where they stand and answers with this moment's number.
// The cards are another component's (glossary/cards.js), a script of its own: both meet on the page, by an event.

import { findAll } from "./dom.js";

/** Asked of the component in which a term stands, by an event that rises from it. */
export const ASKED = "bp-explain";

/**
 * What is asked, and answered. A place may stand for several terms, as the measure that is chosen: the answer says which.
 * @typedef {Object} Question
 * @property {string} term
 * @property {Element} place where it stands
 * @property {string} now the sentence's key below "glossary.now_"; empty where there is no number
 * @property {Record<string, string|number>} values what is filled in
 * @property {number|null} layer that it is of, from 1
 */

/** The terms that are marked, by where they stand. @typedef {Array<[selector: string, term: string]>} Marks */

/** @param {ParentNode} root @param {Marks} marks */
export function mark(root, marks) {
  for (const [selector, term] of marks) {
    for (const place of findAll(root, selector)) place.dataset.term = term;
  }
}

/**
 * Answer what is asked of the terms within an element.
 * @param {HTMLElement} root
 * @param {(question: Question) => void} answer
 * @param {AbortSignal} signal
 */
export function answerWith(root, answer, signal) {
  root.addEventListener(ASKED, (event) => answer(/** @type {CustomEvent<Question>} */ (event).detail), { signal });
}

/** The component that is asked where a term stands in none, as in the sidebar: the page's. */
const COMPONENT = "[data-used]";

/** What a component says of a term that stands in a place of it. @param {Element} place @param {string} term @returns {Question} */
export function ask(place, term) {
  /** @type {Question} */
  const question = { term, place, now: "", values: {}, layer: null };
  const asked = place.closest(COMPONENT) || place.closest(".bp-terms") ? place : (document.querySelector(COMPONENT) ?? place);
  asked.dispatchEvent(new CustomEvent(ASKED, { bubbles: true, detail: question }));
  return question;
}
