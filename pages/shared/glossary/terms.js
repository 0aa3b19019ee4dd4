// Which terms a page has, and where: what its components mark, and the labels of Streamlit's widgets.

import { findAll } from "../browser/dom.js";
import { ask } from "../browser/explained.js";

/** @import { Text } from "../browser/types.d.ts" */

/**
 * @typedef {Object} Entry
 * @property {string} name
 * @property {string} term
 * @property {string} says
 * @property {string} math MathML, made of our own table
 * @property {[string, string]|null} show a page, and what is to be seen there
 * @property {string} now this run's value in words
 */

/** @typedef {{entries: Entry[], widgets: Record<string, string>, text: Text}} Told */

export const TERM = "[data-term]";
/** A click on one of these does something. */
export const CONTROL = "button, select, input, a, [role=radio]";
/** The list of a page's terms, which are its own. */
export const LIST = ".bp-terms";

/** Streamlit's label of a widget, and how it names the widget: by its key, which ends in a number once it was set anew. */
const LABEL = "[data-testid=stWidgetLabel] p";
const KEYED = "[class*=st-key-]";
const KEY = /(?:^| )st-key-(\S+?)(?:_\d+)?(?= |$)/;

/** The widget that a label is of. @param {HTMLElement} label */
function widgetOf(label) {
  return KEY.exec(label.closest(KEYED)?.className ?? "")?.[1] ?? "";
}

export class Terms {
  /** @type {Map<string, Entry>} */
  entries = new Map();
  /** What widgets' labels print, by their names. @type {Record<string, string>} */
  widgets = {};

  /** @param {Told} told */
  receive({ entries, widgets }) {
    this.entries = new Map(entries.map((entry) => [entry.name, entry]));
    this.widgets = widgets;
  }

  /** The term at an event, or around it. @param {Event} event @returns {HTMLElement|null} */
  at({ target }) {
    if (!(target instanceof Element)) return null;
    const label = /** @type {HTMLElement|null} */ (target.closest(LABEL));
    if (label) this.#mark(label);
    return target.closest(TERM);
  }

  /** Streamlit makes labels anew as it likes: each is marked when one comes to it. @param {HTMLElement} label */
  #mark(label) {
    const term = this.widgets[widgetOf(label)];
    if (term && this.entries.has(term)) label.dataset.term = term;
  }

  /** What a place stands for now, and its number; null where nothing is known of it. @param {HTMLElement} place */
  about(place) {
    const question = ask(place, String(place.dataset.term));
    const entry = this.entries.get(question.term);
    return entry && place.isConnected ? { entry, question } : null;
  }

  /** Each of the page's terms once, where it is seen first. @returns {Array<[Entry, HTMLElement]>} */
  all() {
    /** @type {Map<Entry, HTMLElement>} */
    const found = new Map();
    for (const label of findAll(document, LABEL)) this.#mark(label);
    for (const place of findAll(document, `${TERM}:not(${LIST} *)`)) {
      const entry = this.about(place)?.entry;
      if (entry && !found.has(entry) && place.checkVisibility({ visibilityProperty: true })) found.set(entry, place);
    }
    return [...found];
  }
}
