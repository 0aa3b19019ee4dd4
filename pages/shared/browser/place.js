// The address of what is on the screen: the run's settings, as the server wrote them, and the moment.
// Written here only, so that no round trip is needed and nobody overwrites anybody; read by link.py.

/** @import { Saying } from "./dom.js" */
/** @import { Mounting, Return, Text } from "./types.d.ts" */

const EVERY_MS = 1000;
const LEAVING_MS = 2000;
const APART_MS = 1000;
/** What stays in the address whatever else is written there: Streamlit's own words. */
const STREAMLITS_OWN = /^embed(_options)?=/;
/**
 * Words that are kept too, over all our pages: each with its place on the document, where several values are apart by spaces.
 * @type {Record<"lang"|"projector"|"hide"|"lesson"|"at"|"class", string>}
 */
const KEPT = {
  lang: "backpropLanguage", projector: "backpropProjector", hide: "backpropHide",
  lesson: "backpropLesson", at: "backpropAt", class: "backpropClass",
};

/**
 * What to do when a person goes back or forward in the browser's history: `go` to the settings that the address has
 * now, of which the server is told by an action of that number; `stay` where they are those that are shown.
 * @typedef {{go: (to: Omit<Return, "n">) => number, stay: () => void}} Returning
 */

export class Place {
  /**
   * @param {boolean} own whether the address is this component's: of several on a page it is one's alone
   * @param {string} of what the settings are of
   */
  constructor(own, of = "run") {
    this.own = own;
    this.of = of;
    this.path = window.location.pathname;
    this.written = -Infinity;
    /** The settings that the address has; null until it was first written. @type {string|null} */
    this.settled = null;
    /** When other settings were last put into the address. */
    this.changed = -Infinity;
    /** The action that is to bring back what the address has; null for none. @type {number|null} */
    this.returning = null;
    /** Whether one went to another page by the browser's history. */
    this.gone = false;
    /** @type {Returning|null} */
    this.history = null;
  }

  /**
   * Be called when a person goes back or forward in the browser's history.
   * @param {Returning} history
   * @param {AbortSignal} signal
   */
  onReturn(history, signal) {
    if (!this.own) return;
    this.history = history;
    window.addEventListener("popstate", () => {
      this.gone = window.location.pathname !== this.path;
      if (this.gone || this.settled === null) document.documentElement.dataset.backpropReturned = "";
      else this.#return();
    }, { signal });
  }

  /**
   * What the present entry of the browser's history has of ours: its settings, and when the page was loaded then.
   * @returns {{of: string, settings: string, loaded: number}|null}
   */
  get #entry() {
    const entry = window.history.state?.backprop;
    return entry?.of === this.of ? entry : null;
  }

  /** The address counts now; whether it has other settings than those that are shown. */
  #return() {
    const link = this.#entry?.settings;
    if (link === undefined || !this.history) return false; // an entry that nothing of ours has written
    if (link === this.settled) {
      this.history.stay();
      return false;
    }
    // From here on nothing is written; what is changed next is an entry of its own.
    Object.assign(this, { settled: link, changed: -Infinity, returning: Infinity });
    this.returning = this.history.go({ do: "return", link, query: window.location.search.slice(1) });
    return true;
  }

  /**
   * An answer has come: whether it is the first with what one went back or forward to.
   * @param {Mounting} mounting
   * @param {string} settings that it is of
   */
  arrived({ acted }, settings) {
    if (this.returning === null || acted < this.returning) return false;
    this.returning = null;
    this.settled = settings;
    return true;
  }

  /**
   * Remember where a run stands, for the page of ours that is turned to next. Not by the address alone: the page that
   * is left may get to write it only after the next one has read it. On the page itself, as the address is: the
   * components of our pages are scripts that know nothing of one another.
   * @param {string} run
   * @param {number} step
   */
  handOver(run, step) {
    if (this.own) document.documentElement.dataset.backprop = `${run} ${step}`;
  }

  /**
   * The step at which this run was left: on another page of ours, or when the link was made; null where none is known.
   * @param {string} run
   */
  stepLeft(run) {
    if (!this.own) return null;
    const { backprop } = document.documentElement.dataset;
    if (backprop) {
      const [whose, step] = backprop.split(" ");
      return whose === run ? Number(step) : null;
    }
    const found = new URLSearchParams(window.location.search).getAll("step");
    return found.length === 1 && /^\d{1,9}$/.test(found[0]) ? Number(found[0]) : null;
  }

  /** @param {string[]} words "name=value", ready for the address */
  #query(words) {
    const own = window.location.search.slice(1).split("&").filter((word) => STREAMLITS_OWN.test(word));
    const all = [...own, ...keptWords(), ...words];
    return all.length ? `?${all.join("&")}` : "";
  }

  /**
   * Put the moment into the address; while one goes back or forward it stays as it is.
   * @param {string[]|null} words null to leave those that it has, unless the settings are others
   * @param {string} settings those among the words: others are an entry of the history of their own
   * @param {boolean} moving then not more often than needed
   */
  write(words, settings, moving = false) {
    if (!this.own || this.returning !== null || window.location.pathname !== this.path) return;
    if (this.settled === null && this.#cameBack(settings)) return;
    const now = performance.now();
    const others = settings !== this.settled;
    if (moving && !others && now - this.written < EVERY_MS) return;
    this.written = now;
    this.settled = settings;
    const query = words || others ? this.#query(words ?? [settings].filter(Boolean)) : window.location.search;
    this.#put(others && now - this.changed >= APART_MS ? "pushState" : "replaceState", query, settings);
    if (others) this.changed = now;
  }

  /** Whether one came from another page by the browser's history, to other settings than these. @param {string} settings */
  #cameBack(settings) {
    const { dataset } = document.documentElement;
    const returned = "backpropReturned" in dataset;
    delete dataset.backpropReturned;
    this.settled = settings;
    if (returned) return this.#return();
    // Another component was here, until these settings took its place.
    if (this.#entry?.loaded === performance.timeOrigin) this.settled = this.#entry.settings;
    return false;
  }

  /**
   * The page is being left: once another page of ours has the address, a reload there must still know the moment.
   * @param {string[]} words
   */
  leave(words) {
    if (!this.own || this.gone) return;
    const until = performance.now() + LEAVING_MS;
    const stop = new AbortController();
    window.addEventListener("popstate", () => stop.abort(), { signal: stop.signal });
    const look = () => {
      const { aborted } = stop.signal; // one goes back or forward: the address has its words already
      const left = window.location.pathname !== this.path;
      if (left && !aborted) this.#put("replaceState", this.#query(words));
      if (left || aborted || performance.now() > until) stop.abort(); // nothing is to be kept by the listener
      else requestAnimationFrame(look);
    };
    look();
  }

  /**
   * @param {"pushState"|"replaceState"} how
   * @param {string} query
   * @param {string} [settings] those in it, for who comes back to it
   */
  #put(how, query, settings) {
    const { history, location } = window;
    const known = settings === undefined || settings === this.#entry?.settings;
    if (query === location.search && known) return;
    const ours = known ? history.state?.backprop : { of: this.of, settings, loaded: performance.timeOrigin };
    history[how]({ ...history.state, backprop: ours }, "", location.pathname + query + location.hash);
  }
}

/** What is kept, if it was chosen. @returns {string[]} "name=value", ready for the address */
function keptWords() {
  const { dataset } = document.documentElement;
  return Object.entries(KEPT).flatMap(([word, place]) => (dataset[place] ? [`${word}=${dataset[place].replaceAll(" ", ",")}`] : []));
}

/** The same words of an address, with what is kept. @param {string} search as it stands, with its question mark */
export function keptIn(search) {
  const others = search.slice(1).split("&").filter((each) => each && !(each.split("=")[0] in KEPT));
  const words = [...keptWords(), ...others];
  return words.length ? `?${words.join("&")}` : "";
}

/**
 * Have the address say something from now on: whoever writes it next, and at once. On the page itself, since the
 * components of our pages are scripts that know nothing of one another.
 * @param {keyof typeof KEPT} word
 * @param {string} value "" where nobody has chosen one
 */
export function sayKept(word, value) {
  document.documentElement.dataset[KEPT[word]] = value;
  const { history, location } = window;
  const query = keptIn(location.search);
  if (query !== location.search) history.replaceState(history.state, "", location.pathname + query + location.hash);
}

/** Put a text on the clipboard; resolves to whether that worked. @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https or localhost there is no clipboard object, but the old way still works.
    const field = document.createElement("textarea");
    field.value = text;
    field.style.cssText = "position: fixed; opacity: 0";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

/**
 * Copy the address, and say so.
 * @param {Saying} saying
 * @param {Text} text
 */
export async function copyLink(saying, text) {
  saying.say((await copy(window.location.href)) ? text.copied : text.not_copied);
}
