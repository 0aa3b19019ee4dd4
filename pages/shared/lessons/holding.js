// While a prediction waits for its answer, the picture does not move: neither by its buttons nor by keys.

import { findAll } from "../browser/dom.js";
import { isHeld } from "../browser/keys.js";

const MOVERS = ".bp-transport, .st-transport, .st-line, .st-jump, .st-phases";
const EVENTS = ["click", "input", "pointerdown", "keydown"];

/** Whether a key moves the slider that has it, or goes into the field; a button's come as clicks. @param {KeyboardEvent} event */
function isOwn({ target, key, ctrlKey, metaKey, altKey }) {
  return target instanceof HTMLInputElement && !["Tab", "Escape"].includes(key) && !(ctrlKey || metaKey || altKey);
}

/** @param {Event} event */
function refuse(event) {
  if (!isHeld() || !(event.target instanceof Element) || !event.target.closest(MOVERS)) return;
  if (event instanceof KeyboardEvent && !isOwn(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Say of what is held that it is: once it is there, for who does not see it. */
export function sayHeld() {
  for (const control of findAll(document, `:is(${MOVERS}) :is(button, input, select)`)) {
    if (isHeld()) control.setAttribute("aria-disabled", "true");
    else control.removeAttribute("aria-disabled");
  }
}

/** Hold it. */
export function hold() {
  document.documentElement.dataset.backpropHeld = "";
  for (const name of EVENTS) document.addEventListener(name, refuse, { capture: true });
  sayHeld();
}

/** Let it go. */
export function release() {
  delete document.documentElement.dataset.backpropHeld;
  for (const name of EVENTS) document.removeEventListener(name, refuse, { capture: true });
  sayHeld();
}
