// The card of a first visit to Train: shown where no link says what to look at, and never again once it was answered.

import { find, findAll, living, putText } from "../browser/dom.js";
import { isAsked, isBare, isFirst, rememberSeen } from "./memory.js";

/** @import { Mount, Text } from "../browser/types.d.ts" */
/** `unasked` is whether it may come by itself. @typedef {{links: Record<string, string>, text: Text, unasked: boolean}} Told */

const PLAY = "[data-testid=player] [data-do=play]";

class Start {
  /** @param {HTMLElement} parent @param {Told} told */
  constructor(parent, { unasked }) {
    this.card = find(parent, ".bp-start");
    this.abort = new AbortController();
    const { signal } = this.abort;
    find(this.card, ".bp-start-close").addEventListener("click", () => this.close());
    for (const way of findAll(this.card, "[data-way]")) way.addEventListener("click", () => this.#go(way));
    document.addEventListener("keydown", (event) => this.#key(event), { signal, capture: true });
    if (isAsked() || (unasked && isFirst() && isBare(window.location.search))) this.card.showPopover();
  }

  /** @param {Told} told */
  receive({ links, text }) {
    for (const place of findAll(this.card, "[data-text]")) putText(place, text[String(place.dataset.text)]);
    for (const [way, link] of Object.entries(links)) {
      /** @type {HTMLAnchorElement} */ (find(this.card, `[data-way=${way}]`)).href = new URL(link, document.baseURI).href;
    }
    const close = find(this.card, ".bp-start-close");
    close.title = text.close;
    close.setAttribute("aria-label", text.close);
  }

  /** @param {HTMLElement} way */
  #go(way) {
    this.close(); // a link is followed by the browser
    if (way.dataset.way === "play") document.querySelector(PLAY)?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  }

  /** Escape is its own before it is the page's, which would leave the projector. @param {KeyboardEvent} event */
  #key(event) {
    const { key, target } = event;
    const here = target === document.body || (target instanceof Node && this.card.contains(target));
    if (key !== "Escape" || !here || !this.card.matches(":popover-open") || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  /** It was answered. */
  close() {
    rememberSeen();
    this.card.hidePopover();
  }

  destroy() {
    this.abort.abort();
  }
}

/** What Streamlit calls at the start, and again in every run of the page. */
export default living((/** @type {Mount<Told>} */ { parentElement, data }) => new Start(parentElement, data), (start, { data }) => start.receive(data));
