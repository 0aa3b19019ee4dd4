// A lesson made of moments that were collected: what is said at each, their order, and a file of it all.

import { element, find, findAll, living } from "../browser/dom.js";
import { fill } from "../browser/format.js";
import { COLLECTED, draft, fileOf, keep } from "./collected.js";

/** @import { Mount, Text } from "../browser/types.d.ts" */
/** @import { Collected, Draft } from "./collected.js" */
/** @typedef {{text: Text}} Told */

const KINDS = /** @type {const} */ (["show", "choice", "explain", "think"]);
const MOST_OPTIONS = 6;

class Builder {
  /** @type {Text} */
  text;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = find(parent, ".bp-builder");
    /** What there was before each change that takes something away. @type {Draft[]} */
    this.before = [];
    this.abort = new AbortController();
    const { signal } = this.abort;
    document.addEventListener(COLLECTED, () => this.#counts(), { signal });
    this.fields = findAll(this.root, ".bp-builder-head input");
    for (const field of this.fields) field.addEventListener("input", () => this.#titled(), { signal });
    for (const button of findAll(this.root, "[data-builder]")) button.addEventListener("click", () => this.#do(String(button.dataset.builder)), { signal });
  }

  /** @param {Told} told */
  receive({ text }) {
    const anew = this.text !== undefined && this.text.title === text.title;
    this.text = text;
    if (anew) return; // what is being written stays
    find(this.root, "h2").textContent = text.title;
    find(this.root, ".bp-builder-about").textContent = text.about;
    for (const place of findAll(this.root, "[data-text]")) place.textContent = text[String(place.dataset.text)];
    for (const button of findAll(this.root, "[data-builder]")) button.textContent = text[String(button.dataset.builder)];
    this.#write();
  }

  #write() {
    const now = draft();
    const [title, minutes] = /** @type {HTMLInputElement[]} */ (this.fields);
    title.value = now.title;
    minutes.value = String(now.minutes);
    find(this.root, "ol").replaceChildren(...now.steps.map((step, i) => this.#entry(step, i, now.steps.length)));
    this.#counts();
  }

  #counts() {
    const n = draft().steps.length;
    const [download, undo, clear] = /** @type {HTMLButtonElement[]} */ (findAll(this.root, "[data-builder]"));
    download.disabled = clear.disabled = n === 0;
    undo.disabled = !this.before.length;
  }

  #titled() {
    const [title, minutes] = /** @type {HTMLInputElement[]} */ (this.fields);
    keep({ ...draft(), title: title.value, minutes: Math.min(120, Math.max(1, Math.round(Number(minutes.value)) || 10)) });
  }

  /** @param {number} id @param {(step: Collected) => void} change */
  #change(id, change) {
    const now = draft();
    const step = now.steps.find((one) => one.id === id);
    if (step) change(step);
    keep(now);
  }

  /** Something goes, or goes elsewhere: it can be undone. @param {(steps: Collected[]) => Collected[]} change */
  #arrange(change) {
    const now = draft();
    this.before.push(now);
    keep({ ...now, steps: change([...now.steps]) });
    this.#write();
  }

  /** @param {Collected} step @param {number} i @param {number} n */
  #entry(step, i, n) {
    const { text } = this;
    const entry = element("li");
    const head = element("div", "bp-builder-row");
    const link = element("a", "", fill(text.step, { n: i + 1, page: text[`page_${step.page}`] }));
    const url = new URL(step.page === "train" ? "" : step.page, document.baseURI);
    url.search = step.query;
    Object.assign(link, { href: url.href, target: "_blank", title: step.query });
    const kind = element("select");
    kind.setAttribute("aria-label", text.kind);
    kind.replaceChildren(...KINDS.map((name) => new Option(text[`kind_${name}`], name, false, name === step.kind)));
    kind.addEventListener("change", () => {
      this.#change(step.id, (one) => { one.kind = /** @type {Collected["kind"]} */ (kind.value); });
      this.#write();
    });
    /** @param {string} name @param {boolean} off @param {() => void} onClick */
    const button = (name, off, onClick) => {
      const made = element("button", "", text[name]);
      Object.assign(made, { type: "button", disabled: off });
      made.setAttribute("aria-label", fill(text[`${name}_step`], { n: i + 1 }));
      made.addEventListener("click", onClick);
      return made;
    };
    head.append(
      link, kind,
      button("up", i === 0, () => this.#arrange((steps) => [...steps.slice(0, i - 1), step, steps[i - 1], ...steps.slice(i + 1)])),
      button("down", i === n - 1, () => this.#arrange((steps) => [...steps.slice(0, i), steps[i + 1], step, ...steps.slice(i + 2)])),
      button("remove", false, () => this.#arrange((steps) => steps.filter(({ id }) => id !== step.id))),
    );
    const words = element("textarea");
    Object.assign(words, { rows: 3, maxLength: 2000, value: step.words, placeholder: text.words });
    words.setAttribute("aria-label", fill(text.words_of, { n: i + 1 }));
    words.addEventListener("input", () => this.#change(step.id, (one) => { one.words = words.value; }));
    entry.append(head, words, ...(step.kind === "choice" ? this.#options(step) : []));
    return entry;
  }

  /** @param {Collected} step @returns {HTMLElement[]} */
  #options(step) {
    const { text } = this;
    const rows = step.options.map((option, j) => {
      const row = element("div", "bp-builder-option");
      const right = element("input");
      Object.assign(right, { type: "radio", name: `bp-builder-${step.id}`, checked: j === step.right });
      right.setAttribute("aria-label", fill(text.right, { n: j + 1 }));
      right.addEventListener("change", () => this.#change(step.id, (one) => { one.right = j; }));
      const field = element("input");
      Object.assign(field, { type: "text", maxLength: 300, value: option, placeholder: fill(text.option, { n: j + 1 }) });
      field.setAttribute("aria-label", fill(text.option, { n: j + 1 }));
      field.addEventListener("input", () => this.#change(step.id, (one) => { one.options[j] = field.value; }));
      row.append(right, field);
      return row;
    });
    const more = element("button", "", text.more_options);
    more.type = "button";
    more.disabled = step.options.length >= MOST_OPTIONS;
    more.addEventListener("click", () => {
      this.#change(step.id, (one) => { one.options.push(""); });
      this.#write();
    });
    return [...rows, more];
  }

  /** @param {string} what download, undo, clear */
  #do(what) {
    const { before } = this;
    if (what === "download") this.#download();
    else if (what === "clear") this.#arrange(() => []);
    else {
      const last = before.pop();
      if (last) keep(last);
      this.#write();
    }
  }

  /** What is empty would be refused when it is opened: it is said here. */
  #download() {
    const now = draft();
    const empty = now.steps.findIndex(({ kind, words, options }) => !words.trim() || (kind === "choice" && options.some((option) => !option.trim())));
    const says = find(this.root, "[role=status]");
    if (!now.title.trim()) says.textContent = this.text.no_title;
    else if (empty >= 0) says.textContent = fill(this.text.no_words, { n: empty + 1 });
    else {
      says.textContent = this.text.saved;
      const link = element("a");
      const url = URL.createObjectURL(new Blob([fileOf(now, document.documentElement.lang || "en")], { type: "application/json" }));
      Object.assign(link, { href: url, download: "my-lesson.json" });
      link.click();
      URL.revokeObjectURL(url);
    }
  }

  destroy() {
    this.abort.abort();
  }
}

/** What Streamlit calls at the start, and again in every run of the page. */
export default living((/** @type {Mount<Told>} */ { parentElement }) => new Builder(parentElement), (builder, { data }) => builder.receive(data));
