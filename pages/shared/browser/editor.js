// A field in place, to give one number another value: Enter applies, Escape leaves it as it was.

import { element } from "./dom.js";
import { fill, parsed } from "./format.js";

/** @import { Text } from "./types.d.ts" */

/**
 * What to ask for, and where; `back` takes the focus afterwards.
 * @typedef {{x: number, y: number, name: string, value: number, text: Text, back: HTMLElement|null,
 *   apply: (value: number) => void}} Asked
 */

export class Editor {
  /**
   * @param {HTMLElement} host positioned; the field stays within it
   * @param {() => void} onClose
   */
  constructor(host, onClose) {
    this.host = host;
    this.onClose = onClose;
    /** What is asked for, and its value before: as long as it is open. @type {Asked & {before: string}|null} */
    this.asked = null;
    this.box = element("div", "bp-editor");
    this.box.hidden = true;
    this.label = element("label");
    this.name = element("span");
    this.field = element("input");
    Object.assign(this.field, { type: "text", inputMode: "decimal", autocomplete: "off", maxLength: 30 });
    this.label.append(this.name, this.field);
    this.note = element("p");
    this.note.setAttribute("role", "alert");
    this.box.append(this.label, this.note);
    host.append(this.box);
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("input", () => this.#say(false));
    this.field.addEventListener("blur", () => this.close());
  }

  get open() {
    return !this.box.hidden;
  }

  /** @param {Asked} asked */
  show(asked) {
    const { x, y, name, value, text } = asked;
    const before = String(Number(value.toPrecision(7))); // all the digits that a tape has
    this.asked = { ...asked, before };
    this.name.textContent = fill(text.edit_name, { name });
    this.field.value = before;
    this.box.hidden = false;
    this.#say(false);
    const { offsetWidth: width, offsetHeight: height } = this.box;
    /** @param {number} at @param {number} size @param {number} all */
    const room = (at, size, all) => Math.max(0, Math.min(at, all - size));
    this.box.style.left = `${room(x - width / 2, width, this.host.clientWidth)}px`;
    this.box.style.top = `${room(y + 8, height, this.host.clientHeight)}px`;
    this.field.focus();
    this.field.select();
  }

  close() {
    if (!this.open) return;
    this.box.hidden = true;
    this.onClose();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!this.asked || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    const { apply, back, before } = this.asked;
    const typed = this.field.value.trim();
    if (event.key === "Enter") {
      const value = parsed(typed);
      this.#say(value === null);
      if (value === null) return;
      if (typed !== before) apply(value); // untouched, it stays the number of all its digits
    }
    this.close();
    if (back) back.focus();
  }

  /** @param {boolean} refused */
  #say(refused) {
    if (!this.asked) return;
    const { text } = this.asked;
    this.field.setAttribute("aria-invalid", String(refused));
    this.note.textContent = refused ? text.edit_refused : text.edit_help;
  }
}
