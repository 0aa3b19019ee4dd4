// How the page is shown: for a projector, without parts, black for a while; and the list of its keys.

import { element, find, findAll, living } from "../browser/dom.js";
import { doneBy, KEYS } from "../browser/key_table.js";
import { onPageKey } from "../browser/keys.js";
import { keptIn, sayKept } from "../browser/place.js";
import { isProjected, pixel, SHOWN_OTHERWISE } from "../browser/room.js";
import { PAGE_LINK } from "../browser/turning.js";

/** @import { Mount, SetState } from "../browser/types.d.ts" */
/**
 * Which keys the page has: those of the part `listens` of the table, if any, beside the page's own.
 * @typedef {{page: string, listens: "player"|"lab"|"stepper"|null, text: Record<string, string>}} Listed
 */
/**
 * `pixel` is what the server believes one of our own pixels to be in charts; null where it need not know.
 * @typedef {{projector: boolean, hide: string[], pixel: number|null, keys: Listed}} Told
 */

const RESIZED_MS = 300;
/** A phone, or a tablet held upright: no projector. What is sent from one is shown there as all else is. */
const IN_HAND = "(max-width: 600px), (orientation: portrait)";
const MODIFIERS = ["Shift", "Control", "Alt", "Meta"];

/** The rows of the table that a page has. @param {Listed["listens"]} listens */
function rowsOf(listens) {
  const always = [...(document.documentElement.dataset.backpropPanel === undefined ? [] : KEYS.lesson), ...KEYS.screen];
  if (listens === null) return always;
  return [...KEYS[listens === "stepper" ? "stepper" : "player"], ...KEYS.panels, ...KEYS.moment, ...always];
}

class Screen {
  /** @type {SetState} */
  tell;
  /** @type {Listed} */
  keys;

  /** @param {HTMLElement} parent @param {Told} told */
  constructor(parent, told) {
    this.root = find(parent, ".bp-screen");
    this.list = /** @type {HTMLDialogElement} */ (find(this.root, ".bp-keys"));
    this.black = /** @type {HTMLDialogElement} */ (find(this.root, ".bp-black"));
    this.abort = new AbortController();
    this.later = 0;
    /** @type {number|null} */
    this.pixel = null;
    const { signal } = this.abort;
    const { dataset } = document.documentElement;
    // What a person has switched counts from then on, over all pages; the link, before.
    if (dataset.backpropProjector === undefined) this.#project(told.projector);
    dataset.backpropHide = told.hide.join(" ");
    sayKept("hide", dataset.backpropHide);
    for (const button of findAll(this.root, "[data-screen]")) {
      button.addEventListener("mousedown", (event) => event.preventDefault(), { signal }); // keys stay where they are
      button.addEventListener("click", () => this.#do(String(button.dataset.screen)), { signal });
    }
    onPageKey((event) => this.#key(event), signal);
    for (const name of ["resize", SHOWN_OTHERWISE]) {
      (name === "resize" ? window : document).addEventListener(name, () => this.#resized(), { signal });
    }
    // Where a link to our pages may be opened beside this one; here the page that it leads to sees to its own address.
    for (const name of ["pointerdown", "focusin"]) {
      document.addEventListener(name, ({ target }) => {
        const link = target instanceof Element && target.closest(PAGE_LINK);
        if (link instanceof HTMLAnchorElement) link.search = keptIn(link.search);
      }, { capture: true, signal });
    }
    // In the dialog's way the key would be heard by what the focus goes back to.
    this.black.addEventListener("keydown", (event) => this.#light(event), { signal });
    this.black.addEventListener("pointerdown", () => this.black.close(), { signal });
    this.list.addEventListener("pointerdown", ({ target }) => target === this.list && this.list.close(), { signal });
  }

  /** Any key but one that is held down for another, and no key of the browser's. @param {KeyboardEvent} event */
  #light(event) {
    if (MODIFIERS.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey || /^F\d+$/.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    this.black.close();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const does = doneBy("screen", event);
    if (does === null || event.repeat || (does === "leave" && !isProjected())) return;
    event.preventDefault();
    this.#do(does);
  }

  /** @param {string} does projector, leave, help, black */
  #do(does) {
    if (does === "help") this.#help();
    else if (does === "black") this.black.showModal();
    else {
      this.#project(does === "projector" && !isProjected());
      this.#told();
    }
  }

  /** At once. @param {boolean} on */
  #project(on) {
    sayKept("projector", on && !window.matchMedia(IN_HAND).matches ? "1" : "");
    document.dispatchEvent(new Event(SHOWN_OTHERWISE));
    this.#press();
  }

  #press() {
    find(this.root, "[data-screen=projector]").setAttribute("aria-pressed", String(isProjected()));
  }

  /** Only where the server draws by it: a run of the page for each switch could meet a change of pages. */
  #told() {
    if (this.pixel !== null) this.tell("projector", isProjected());
  }

  /** Where Streamlit draws, the server sends what fits: tables and charts as large as the rest. */
  #resized() {
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      const now = Math.round(100 * pixel("--chart-px")) / 100;
      if (this.pixel !== null && this.pixel !== now) this.tell("pixel", now);
    }, RESIZED_MS);
  }

  /** What the page's words are, and what the server knows. @param {Told} told */
  take({ keys, projector, pixel: known }) {
    Object.assign(this, { keys, pixel: known });
    this.#resized();
    const { text } = keys;
    this.root.setAttribute("aria-label", text.screen);
    for (const button of findAll(this.root, "[data-screen]")) {
      const name = text[String(button.dataset.screen)];
      button.setAttribute("aria-label", name);
      button.title = name;
    }
    this.black.setAttribute("aria-label", text.is_black);
    this.#press();
    sayKept("projector", isProjected() ? "1" : ""); // Streamlit has put the address of its own link there
    if (projector !== isProjected()) this.#told();
  }

  #help() {
    const { page, listens, text } = this.keys;
    const heading = find(this.list, "h2");
    heading.textContent = text.title.replace("{page}", page);
    this.list.setAttribute("aria-label", heading.textContent);
    find(this.list, "form button").textContent = text.close;
    find(this.list, "tbody").replaceChildren(...rowsOf(listens).map((row) => {
      const line = element("tr");
      const keys = element("td");
      row.keys.forEach((key) => {
        const name = text[`key_${key === " " ? "Space" : key}`] ?? key.toUpperCase();
        keys.append(element("kbd", "", row.shift ? `${text.key_Shift} ${name}` : name), " ");
      });
      line.append(keys, element("td", "", text[row.does]));
      return line;
    }));
    this.list.showModal();
  }

  destroy() {
    this.abort.abort();
    clearTimeout(this.later);
    this.list.close();
    this.black.close();
  }
}

/** What Streamlit calls at the start, and again in every run of the page. */
export default living((/** @type {Mount<Told>} */ { parentElement, data }) => new Screen(parentElement, data), (screen, { data, setStateValue }) => {
  screen.tell = setStateValue;
  screen.take(data);
});
