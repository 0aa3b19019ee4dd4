// Cards that explain the names and symbols of a page: where a person rests, on focus, on a tap. One card, for all of them.

import { find, living } from "../browser/dom.js";
import { Card } from "./card.js";
import { List } from "./list.js";
import { Resting } from "./resting.js";
import { CONTROL, LIST, TERM, Terms } from "./terms.js";

/** @import { Mount } from "../browser/types.d.ts" */
/** @import { Told } from "./terms.js" */

/** Whether a tap there chooses something: the first chooses, the next one explains. @param {HTMLElement} place */
function chooses(place) {
  return place.matches("select") || (place.matches(CONTROL) && place.getAttribute("aria-checked") !== "true");
}

class Cards {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.terms = new Terms();
    /** @type {Resting<HTMLElement>} */
    this.resting = new Resting({ open: (place) => this.card.open(place), close: () => this.card.close() });
    this.card = new Card(find(parent, ".bp-card-of"), this.terms, () => this.resting.close());
    this.list = new List(find(parent, LIST), this.terms, (button) => this.resting.tap(button));
    /** Whether the pointer that was pressed last is a finger, and what a tap of it is to explain. */
    this.finger = false;
    /** @type {HTMLElement|null} */
    this.tapped = null;
    this.abort = new AbortController();
    this.#listen();
  }

  #listen() {
    const { signal } = this.abort;
    /** @type {<Name extends keyof DocumentEventMap>(name: Name, hear: (event: DocumentEventMap[Name]) => void) => void} */
    const on = (name, hear) => document.addEventListener(name, hear, { signal, capture: true, passive: name !== "keydown" });
    on("pointerover", (event) => event.pointerType === "touch" || this.#over(event));
    on("pointerdown", (event) => this.#pressed(event));
    on("click", (event) => this.#clicked(event));
    on("focusin", (event) => this.#focused(event));
    on("focusout", () => this.resting.over(null));
    on("keydown", (event) => this.#key(event));
    on("scroll", ({ target }) => target instanceof Node && target.contains(this.resting.place) && this.resting.close());
  }

  /** @param {Told} told */
  receive(told) {
    this.terms.receive(told);
    this.card.text = told.text;
    this.list.receive(told.text);
  }

  /** @param {PointerEvent} event */
  #over(event) {
    const place = this.terms.at(event);
    const focused = this.resting.place !== null && document.activeElement === this.resting.place;
    if (this.card.has(event.target)) this.resting.stay();
    else if (place || !focused) this.resting.over(place); // what has the focus stays explained
  }

  /** What is done with the mouse is not to be covered; of a finger it is seen later what it does. @param {PointerEvent} event */
  #pressed(event) {
    this.finger = event.pointerType === "touch";
    if (this.card.has(event.target)) return;
    const place = this.terms.at(event);
    this.tapped = place && !chooses(place) ? place : null;
    if (!this.finger) this.resting.hush(place);
    else if (place !== this.resting.place) this.resting.close();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    if (!this.finger || this.card.has(event.target) || this.list.has(event.target)) return;
    this.finger = false;
    this.resting.tap(this.tapped);
  }

  /** @param {FocusEvent} event */
  #focused({ target }) {
    const isTerm = target instanceof HTMLElement && target.matches(TERM) && target.matches(":focus-visible");
    if (this.card.has(target)) this.resting.stay();
    else if (isTerm) this.resting.over(target);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { place } = this.resting;
    if (event.key === "Escape") this.#escape(event);
    else if (event.key === "Tab" && place) this.#tab(event, place);
    else if (this.list.has(event.target)) this.list.move(event);
  }

  /** Out of the card, then of the list of terms. @param {KeyboardEvent} event */
  #escape(event) {
    const { place } = this.resting;
    if (!place && !this.list.has(document.activeElement)) return;
    event.stopPropagation();
    if (!place) this.list.leave();
    else if (this.card.has(event.target)) place.focus();
    if (place) this.resting.hush(null);
  }

  /** From a term that has the focus to the links of its card, and from there on. @param {KeyboardEvent} event @param {HTMLElement} place */
  #tab(event, place) {
    const { links } = this.card;
    const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (at < 0 && document.activeElement === place && !event.shiftKey && links.length) {
      links[0].focus();
      event.preventDefault();
    } else if (at === 0 && event.shiftKey) {
      place.focus();
      event.preventDefault();
    } else if (at === links.length - 1 && at >= 0 && !event.shiftKey) {
      place.focus(); // and the browser goes on from there
      this.resting.hush(null);
    }
  }

  destroy() {
    this.resting.close();
    this.abort.abort();
  }
}

/** What Streamlit calls at the start, and again in every run of the page. */
export default living((/** @type {Mount<Told>} */ { parentElement }) => new Cards(parentElement), (cards, { data }) => cards.receive(data));
