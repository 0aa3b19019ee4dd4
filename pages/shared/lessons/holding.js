// While a prediction waits for its answer, the picture does not move: neither by its buttons nor by keys.

import { isHeld } from "../browser/keys.js";

const MOVERS = ".bp-transport, .st-transport, .st-line, .st-jump, .st-phases";

/** @param {Event} event */
function refuse(event) {
  if (!isHeld() || !(event.target instanceof Element) || !event.target.closest(MOVERS)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Hold it. */
export function hold() {
  document.documentElement.dataset.backpropHeld = "";
  for (const name of ["click", "input", "pointerdown"]) document.addEventListener(name, refuse, { capture: true });
}

/** Let it go. */
export function release() {
  delete document.documentElement.dataset.backpropHeld;
  for (const name of ["click", "input", "pointerdown"]) document.removeEventListener(name, refuse, { capture: true });
}
