// The list of lessons, with how far one has come in each: that is known to the browser alone.

import { element, find, living } from "../browser/dom.js";
import { counted, fill } from "../browser/format.js";
import { memoryOf } from "../browser/memory.js";
import { keptIn } from "../browser/place.js";
import { Kept } from "./kept.js";

/** @import { Mount, SetState, Text } from "../browser/types.d.ts" */
/** @typedef {{id: string, key: string, title: string, about: string, misconception: string, minutes: number, names: string[]}} Listed */
/** @typedef {{lessons: Listed[], acted: number, text: Text}} Told */

const memorable = () => ({ count: 0 });

class Catalog {
  /** @type {SetState} */
  tell;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = find(parent, ".bp-lessons");
    this.memory = memoryOf("lessons", memorable);
  }

  /** @param {Told} told */
  receive({ lessons, acted, text }) {
    this.memory.count = Math.max(this.memory.count, acted);
    find(this.root, "h1").textContent = text.title;
    find(this.root, ".bp-lessons-about").textContent = text.about;
    find(this.root, "ol").replaceChildren(...lessons.map((lesson) => this.#entry(lesson, text)));
  }

  /** @param {Listed} lesson @param {Text} text */
  #entry(lesson, text) {
    const { id, key, title, about, misconception, minutes, names } = lesson;
    const kept = new Kept(key);
    const done = names.filter((name) => kept.now.done.includes(name)).length;
    const at = names.includes(kept.now.at) ? kept.now.at : names[0];
    const entry = element("li");
    entry.dataset.lesson = id;
    const foot = element("div", "bp-lessons-foot");
    const begun = done > 0 && done < names.length;
    foot.append(this.#way(id, begun ? at : names[0], text[begun ? "continue" : "begin"], title));
    if (done > 0) {
      const anew = element("button", "bp-lessons-way bp-lessons-anew", text.anew);
      anew.type = "button";
      anew.setAttribute("aria-label", fill(text.anew_of, { title }));
      anew.addEventListener("click", () => {
        kept.forget();
        this.#begin(id, names[0]);
      });
      const bar = element("progress");
      Object.assign(bar, { max: names.length, value: done });
      bar.setAttribute("aria-label", fill(text.done, { n: done, of: names.length }));
      foot.append(anew, bar);
    }
    foot.append(element("span", "", counted(text, "minutes", minutes)));
    entry.append(element("h2", "", title), element("p", "", about));
    if (misconception) entry.append(element("p", "bp-lessons-note", text.answers_to), element("blockquote", "", misconception));
    entry.append(foot);
    return entry;
  }

  /** A link, so that it can be opened beside this page. @param {string} id @param {string} at @param {string} words @param {string} title */
  #way(id, at, words, title) {
    const way = element("a", "bp-lessons-way", words);
    const lead = () => {
      const url = new URL(".", document.baseURI);
      const query = new URLSearchParams(keptIn(""));
      query.delete("class"); // of another lesson
      query.set("lesson", id);
      query.set("at", at);
      url.search = query.toString();
      way.href = url.href;
    };
    lead();
    // How the app is shown may be said later than this, or be switched: what counts is when it is followed.
    for (const name of ["pointerdown", "focus"]) way.addEventListener(name, lead);
    way.setAttribute("aria-label", `${words}: ${title}`);
    way.addEventListener("click", (event) => {
      if (event.button > 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.#begin(id, at);
    });
    return way;
  }

  /** @param {string} lesson @param {string} at */
  #begin(lesson, at) {
    this.memory.count += 1;
    const [, step = "0"] = (document.documentElement.dataset.backprop ?? "").split(" "); // of the run that is left for it
    this.tell("act", { n: this.memory.count, do: "begin", lesson, at, step: Number(step) });
  }

  destroy() {}
}

/** What Streamlit calls at the start, and again in every run of the page. */
export default living((/** @type {Mount<Told>} */ { parentElement }) => new Catalog(parentElement), (catalog, { data, setStateValue }) => {
  catalog.tell = setStateValue;
  catalog.receive(data);
});
