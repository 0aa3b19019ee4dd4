// A card over the page, beside what it is about: it moves nothing. Escape, its button or a click elsewhere closes it.
// Made when it is first wanted; while it is closed nobody hears anything.

import { element } from "./dom.js";
import { placed } from "./placing.js";

/** @import { Box } from "./placing.js" */

export class Popup {
  /**
   * @param {HTMLElement} root it is a part of
   * @param {string} stays a selector of other parts that can be clicked while it is open
   * @param {() => void} onClose
   */
  constructor(root, stays, onClose) {
    this.root = root;
    this.stays = stays;
    this.onClose = onClose;
    this.card = element("div", "bp-popup");
    Object.assign(this.card, { popover: "manual", tabIndex: -1 });
    this.card.setAttribute("role", "group");
    this.heading = element("b");
    this.button = element("button", "bp-popup-close", "×");
    this.button.type = "button";
    this.body = element("div", "bp-popup-body");
    const head = element("header");
    head.append(this.heading, this.button);
    this.card.append(head, this.body);
    this.button.addEventListener("click", () => this.close(true));
    /** What takes the focus afterwards. @type {HTMLElement|null} */
    this.back = null;
    /** @type {Box|null} */
    this.box = null;
    /** @type {AbortController|null} */
    this.listening = null;
  }

  get open() {
    return this.listening !== null;
  }

  /**
   * @param {Box} box what it is about, on the screen
   * @param {HTMLElement|null} back takes the focus afterwards
   * @param {string} close the button's name
   */
  show(box, back, close) {
    this.box = box;
    this.back = back;
    this.button.setAttribute("aria-label", close);
    this.button.title = close;
    if (!this.open) {
      if (!this.card.isConnected) this.root.append(this.card);
      this.#listen();
      this.card.showPopover();
    }
    this.place();
    this.card.focus({ preventScroll: true });
  }

  #listen() {
    this.listening = new AbortController();
    const options = { signal: this.listening.signal, capture: true };
    document.addEventListener("pointerdown", (event) => this.#pressed(event), options);
    document.addEventListener("keydown", (event) => this.#key(event), options);
  }

  /** @param {PointerEvent} event */
  #pressed({ target }) {
    if (!(target instanceof Element) || this.card.contains(target) || target.closest(this.stays)) return;
    this.close(false);
  }

  /** Escape is its own; what else is a dialog's comes first. @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    event.stopPropagation();
    this.close(true);
  }

  /** What it is called. @param {string} words */
  title(words) {
    this.heading.textContent = words;
    this.card.setAttribute("aria-label", words);
  }

  /** Beside what it is about, as large as it is now. */
  place() {
    if (!this.open || !this.box) return;
    const { width, height } = this.card.getBoundingClientRect();
    const { left, top } = placed(this.box, { width, height }, { width: innerWidth, height: innerHeight }, false);
    Object.assign(this.card.style, { left: `${left}px`, top: `${top}px` });
  }

  /** @param {boolean} focus whether the focus goes back to where it was */
  close(focus) {
    if (!this.listening) return;
    this.listening.abort();
    this.listening = null;
    const inside = this.card.contains(document.activeElement);
    if (this.card.isConnected) this.card.hidePopover();
    if (focus || inside) this.back?.focus({ preventScroll: true });
    this.onClose();
  }

  destroy() {
    this.close(false);
    this.card.remove();
  }
}
