// Keys that are pressed anywhere on the page, and which of the components on it they are meant for.
//
// Those of a component that has the focus are its own. While no component has it, they are meant for the only one, or
// for the one that was used last. So after a click in the sidebar the focus has to be taken from what was clicked,
// else Space would click it once more. After a key it stays: who walks through the sidebar with Tab is not done there.

import { findAll } from "./dom.js";

const MARKED = "[data-used]";
const FIELDS = "input, textarea, select, [contenteditable], [role=combobox], [role=listbox]";
/** What Space presses where it has the focus. */
const PRESSED = "button, a, summary, [role=button], [role=radio]";
const IN_FRONT = "[role=dialog], dialog[open], [data-baseweb=popover] [role=listbox]";
const SIDEBAR = "[data-testid=stSidebar]";
const NUMBER_BUTTON = `${SIDEBAR} [data-testid^=stNumberInputStep]`;
/** A list is gone, and has given the focus back, after that many frames at the latest. */
const FRAMES = 30;

/** Whether the page's components are held: a lesson waits for an answer before the picture moves. */
export const isHeld = () => document.documentElement.dataset.backpropHeld !== undefined;

export class Keys {
  /**
   * @param {HTMLElement} root the component's
   * @param {(event: KeyboardEvent) => void} onKey
   * @param {HTMLElement|null} own a field whose keys are the component's all the same
   */
  constructor(root, onKey, own = null) {
    this.root = root;
    this.abort = new AbortController();
    const { signal } = this.abort;
    root.dataset.used = "0"; // when: not yet
    for (const name of ["pointerdown", "focusin"]) {
      root.addEventListener(name, () => { root.dataset.used = String(performance.now()); }, { signal, capture: true });
    }
    document.addEventListener("keydown", (event) => {
      if (!isHeld() && !isElsewhere(event, own) && this.#isMine(targetOf(event))) onKey(event);
    }, { signal });
    document.addEventListener("click", (event) => this.#clicked(event), { signal });
    document.addEventListener("pointerup", (event) => this.#chosen(event), { signal, capture: true });
  }

  /** @param {Element} target */
  #isMine(target) {
    const focused = target.closest(MARKED);
    if (focused) return focused === this.root;
    const all = findAll(document, MARKED);
    const used = all.map((root) => Number(root.dataset.used));
    const mine = used[all.indexOf(this.root)];
    return all.length === 1 || (mine > 0 && mine === Math.max(...used));
  }

  /** A number was made more or less by its button; a click without a pointer counts none. @param {MouseEvent} event */
  #clicked(event) {
    if (event.detail > 0 && targetOf(event).closest(NUMBER_BUTTON)) letGo();
  }

  /**
   * An entry was chosen from a list, which may lie outside of the sidebar; in one of many choices it stays open.
   * @param {PointerEvent} event
   */
  #chosen(event) {
    if (!targetOf(event).closest("[role=option]")) return;
    const field = document.activeElement; // the list's own: keys and pointer choose in its name
    let frames = FRAMES;
    const look = () => {
      frames -= 1;
      if (document.activeElement === field && !document.querySelector("[role=listbox]")) letGo();
      if (frames && !this.abort.signal.aborted) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }

  destroy() {
    this.abort.abort();
  }
}

/**
 * Hear the keys that are meant for the page itself, whichever component was used last.
 * @param {(event: KeyboardEvent) => void} onKey
 * @param {AbortSignal} signal
 */
export function onPageKey(onKey, signal) {
  document.addEventListener("keydown", (event) => {
    if (!isElsewhere(event, null)) onKey(event);
  }, { signal });
}

/** Take the focus from the sidebar. */
function letGo() {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && activeElement.closest(SIDEBAR)) activeElement.blur();
}

/** @param {Event} event */
function targetOf(event) {
  return event.target instanceof Element ? event.target : document.body;
}

/**
 * Whether a key is meant for another part of the page: a field, a dialog, an open list, or what Space presses.
 * @param {KeyboardEvent} event
 * @param {HTMLElement|null} own
 */
function isElsewhere(event, own) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = targetOf(event);
  if (event.key === " " && target.closest(PRESSED)) return true;
  return (target !== own && target.closest(FIELDS) !== null) || document.querySelector(IN_FRONT) !== null;
}
