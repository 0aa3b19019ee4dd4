// The Glossary page: all entries in their groups, each with an anchor; a field finds some of them.

import { element, find, findAll, living, putText } from "../browser/dom.js";
import { counted } from "../browser/format.js";
import { wished } from "../browser/shown.js";
import { HOME, turnTo } from "../browser/turning.js";
import { askAgain } from "../start/memory.js";
import { GLOSSARY, linkTo } from "./links.js";
import { finds } from "./search.js";

/** @import { Mount, Text } from "../browser/types.d.ts" */
/** @import { Entry } from "./terms.js" */
/** @typedef {Entry & {group: string}} Grouped */
/** @typedef {{groups: string[], entries: Grouped[], text: Text}} Told */

const HERE = "bp-here";

class Glossary {
  /** @type {Told} */
  told;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = find(parent, ".bp-glossary");
    this.field = /** @type {HTMLInputElement} */ (find(this.root, "input"));
    this.abort = new AbortController();
    this.field.addEventListener("input", () => this.#search());
    window.addEventListener("hashchange", () => this.#goTo(window.location.hash.slice(1)), { signal: this.abort.signal });
    this.wanted = wished(GLOSSARY) || window.location.hash.slice(1);
  }

  /** @param {Told} told */
  receive(told) {
    const same = JSON.stringify(told) === JSON.stringify(this.told);
    this.told = told;
    if (same) return;
    const { text, groups } = told;
    putText(find(this.root, "h2"), text.title);
    putText(find(this.root, ".bp-glossary-intro"), text.intro);
    putText(find(this.root, "label span"), text.search);
    this.#again();
    find(this.root, ".bp-glossary-groups").replaceChildren(...groups.map((group) => this.#group(group)));
    this.#search();
    if (this.wanted) this.#goTo(this.wanted);
    this.wanted = "";
  }

  /** The start card can be asked for again: it is on Train. */
  #again() {
    const button = find(this.root, ".bp-glossary-search button");
    putText(button, this.told.text.start_again);
    button.onclick = () => {
      askAgain();
      turnTo(HOME);
    };
  }

  /** @param {string} name */
  #group(name) {
    const { text, entries } = this.told;
    const group = element("section");
    group.append(element("h3", "", text[`group_${name}`]));
    const list = element("dl");
    list.append(...entries.filter((entry) => entry.group === name).map((entry) => this.#entry(entry)));
    group.append(list);
    return group;
  }

  /** @param {Grouped} entry */
  #entry({ name, term, says, math, now, show }) {
    const place = element("div");
    place.id = name;
    place.dataset.entry = name;
    place.tabIndex = -1;
    const title = element("dt");
    const anchor = element("a", "", term);
    anchor.href = `#${name}`;
    title.append(anchor);
    const about = element("dd", "", says);
    place.append(title, about);
    const formula = element("dd", "bp-glossary-math");
    formula.innerHTML = math; // of our own table
    if (math) place.append(formula);
    if (now) place.append(element("dd", "bp-glossary-now", now));
    const link = show && linkTo({ page: show[0], what: show[1] }, this.told.text[`show_${show[0]}`]);
    if (link) {
      const way = element("dd");
      way.append(link);
      place.append(way);
    }
    return place;
  }

  #search() {
    const { entries, text } = this.told;
    const found = new Set(finds(entries, this.field.value).map(({ name }) => name));
    for (const place of findAll(this.root, "[data-entry]")) place.hidden = !found.has(String(place.dataset.entry));
    for (const group of findAll(this.root, ".bp-glossary-groups > section")) group.hidden = !group.querySelector("[data-entry]:not([hidden])");
    const asked = this.field.value.trim() !== "";
    putText(find(this.root, "[role=status]"), asked ? (found.size ? counted(text, "found", found.size) : text.none) : "");
  }

  /** Show an entry, whatever was searched for. @param {string} name */
  #goTo(name) {
    const place = findAll(this.root, "[data-entry]").find(({ dataset }) => dataset.entry === name);
    for (const before of findAll(this.root, `.${HERE}`)) before.classList.remove(HERE);
    if (!place) return;
    this.field.value = "";
    this.#search();
    place.classList.add(HERE);
    const { history, location } = window;
    history.replaceState(history.state, "", `${location.pathname}${location.search}#${name}`);
    place.scrollIntoView({ block: "center" });
    place.focus({ preventScroll: true });
  }

  destroy() {
    this.abort.abort();
  }
}

/** What Streamlit calls at the start, and again in every run of the page. */
export default living((/** @type {Mount<Told>} */ { parentElement }) => new Glossary(parentElement), (glossary, { data }) => glossary.receive(data));
