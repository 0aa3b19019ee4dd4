// The teacher's side of a vote: where the class answers, and how many have answered what. Counts come while it is open, no
// sooner than one has come back; closed it asks for nothing.

import { element, find, findAll, living } from "../browser/dom.js";
import { fill } from "../browser/format.js";
import { memoryOf } from "../browser/memory.js";
import { ASKED } from "./asked.js";
import { plainOf } from "./blocks.js";

/** @import { Mount, SetState, Text } from "../browser/types.d.ts" */
/** @import { Predicted } from "./types.d.ts" */
/** @typedef {{code: string, counts: Record<string, number>, refused: string, lesson: string, at: string, predicted: Predicted, qr: string, acted: number, text: Text}} Told */

const EVERY_MS = 2000;

const memorable = () => ({ count: 0 });

class Class {
  /** @type {SetState} */
  tell;
  /** @type {Told} */
  told;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parent = parent;
    this.root = find(parent, ".bp-class");
    this.dialog = /** @type {HTMLDialogElement} */ (find(this.root, "dialog"));
    this.memory = memoryOf("lesson_class", memorable);
    this.later = 0;
    /** Whether the dialog is to be open. */
    this.wanted = false;
    this.abort = new AbortController();
    document.addEventListener(ASKED, () => this.#do("open"), { signal: this.abort.signal });
    for (const button of findAll(this.root, "[data-class]")) button.addEventListener("click", () => this.#do(String(button.dataset.class)));
    this.dialog.addEventListener("close", () => clearTimeout(this.later));
  }

  /** Where the class answers. */
  get #address() {
    const { lesson, at, code } = this.told;
    const url = new URL(".", document.baseURI);
    const { lang } = document.documentElement;
    url.search = new URLSearchParams({ ...(lang && lang !== "en" ? { lang } : {}), lesson, at, class: code }).toString();
    return url.href;
  }

  /** @param {Told} told */
  receive(told) {
    this.told = told;
    const { text, code, refused, acted } = told;
    this.memory.count = Math.max(this.memory.count, acted);
    for (const name of ["hide", "close"]) find(this.root, `[data-class=${name}]`).textContent = text[`class_${name}`];
    for (const place of findAll(this.root, "[data-class-text]")) place.textContent = text[String(place.dataset.classText)];
    find(this.root, "h2").textContent = text.class_title;
    find(this.root, ".bp-class-refused").textContent = refused ? text[`class_${refused}`] : "";
    this.dialog.toggleAttribute("data-code", Boolean(code));
    if (!this.wanted) return;
    find(this.root, ".bp-class-address").textContent = this.#address;
    find(this.root, ".bp-class-code").textContent = fill(text.class_code, { code });
    if (told.qr) find(this.root, ".bp-class-qr").innerHTML = told.qr;
    this.#count();
    if (!this.dialog.open) this.dialog.showModal();
    clearTimeout(this.later);
    if (code) this.later = window.setTimeout(() => this.#look(), EVERY_MS);
  }

  /** How many have answered what: of a choice or a layer each, else whether it is near. */
  #count() {
    const { counts, predicted: { ask, options, layers }, text } = this.told;
    /** @type {Array<[string, string]>} */
    let answers = ["near", "less", "more"].map((name) => [name, text[`answer_${name}`]]);
    if (ask === "choice") answers = options.map((option, i) => [String(i), plainOf(option.text)]);
    if (ask === "layer") answers = Array.from({ length: layers }, (_, i) => [String(i + 1), fill(text.layer_n, { n: i + 1 })]);
    const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
    const rows = [...answers, ["none", text.answer_none]].map(([name, words]) => {
      const n = counts[name] ?? 0;
      const row = element("div", "bp-class-row");
      const line = element("span");
      line.append(element("span", "", words), element("b", "", String(n)));
      const bar = element("i");
      bar.style.width = `${all ? (100 * n) / all : 0}%`;
      row.append(line, bar);
      return row;
    });
    find(this.root, ".bp-class-counts").replaceChildren(element("p", "", all ? fill(text.class_answers, { n: all }) : text.class_none), ...rows);
  }

  #look() {
    if (this.dialog.open && !document.hidden) this.#tell("look");
    else if (this.dialog.open) this.later = window.setTimeout(() => this.#look(), EVERY_MS);
  }

  /** @param {string} what open, hide, close */
  #do(what) {
    this.wanted = what === "open";
    if (what !== "open") this.dialog.close();
    if (what !== "hide") this.#tell(what);
  }

  /** @param {string} what */
  #tell(what) {
    this.memory.count += 1;
    this.tell("act", { n: this.memory.count, do: what, base: new URL(".", document.baseURI).href });
  }

  destroy() {
    this.abort.abort();
    clearTimeout(this.later);
    this.dialog.close();
  }
}

/** What Streamlit calls at the start, and again in every run of the page. */
export default living((/** @type {Mount<Told>} */ { parentElement }) => new Class(parentElement), (one, { data, setStateValue }) => {
  one.tell = setStateValue;
  one.receive(data);
});
