// What a person has answered, and how far they have come: kept by this browser alone, where it keeps anything for us.

/** @import { Answer, Progress } from "./types.d.ts" */

const KEY = "backprop-explorer.lessons";

/** @returns {Progress} */
const nothing = () => ({ at: "", done: [], answers: {} });

/** All lessons, by their names; what cannot be read is nothing. @returns {Record<string, Progress>} */
export function all() {
  try {
    const found = JSON.parse(window.localStorage.getItem(KEY) ?? "{}");
    return found && typeof found === "object" && !Array.isArray(found) ? found : {};
  } catch {
    return {};
  }
}

/** What there is of one lesson, each time as it is now: it may be open beside this one. */
export class Kept {
  /** @param {string} lesson its name */
  constructor(lesson) {
    this.lesson = lesson;
    /** For as long as the page is open, where a browser keeps nothing. */
    this.here = nothing();
  }

  /** @returns {Progress} */
  get now() {
    const found = all()[this.lesson];
    return found && Array.isArray(found.done) && found.answers ? found : this.here;
  }

  /** @param {(progress: Progress) => void} change */
  #change(change) {
    const progress = structuredClone(this.now);
    change(progress);
    this.here = progress;
    try {
      window.localStorage.setItem(KEY, JSON.stringify({ ...all(), [this.lesson]: progress }));
    } catch { /* it keeps nothing: this page does, while it is open */ }
  }

  /** One is at this step. @param {string} at */
  come(at) {
    if (this.now.at !== at) this.#change((progress) => { progress.at = at; });
  }

  /** A step is done. @param {string} name */
  done(name) {
    if (!this.now.done.includes(name)) this.#change((progress) => { progress.done.push(name); });
  }

  /** @param {string} name @returns {Answer|undefined} */
  answer(name) {
    return Object.hasOwn(this.now.answers, name) ? this.now.answers[name] : undefined;
  }

  /** @param {string} name @param {Answer} answer */
  put(name, answer) {
    this.#change((progress) => { progress.answers[name] = answer; });
  }

  /** Begin this lesson anew. */
  forget() {
    this.#change((progress) => Object.assign(progress, nothing()));
  }
}
