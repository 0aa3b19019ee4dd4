// The address of what is on the screen: the run's settings, as the server wrote them, and the moment.
// Written here only, so that no round trip is needed and nobody overwrites anybody; read by link.py.

/** @import { Saying } from "./dom.js" */
/** @import { Text } from "./types.d.ts" */

const EVERY_MS = 1000;
const LEAVING_MS = 2000;
const STREAMLITS_OWN = /^embed(_options)?=/;

export class Place {
  /** @param {boolean} own whether the address is this component's: of several on a page it is one's alone */
  constructor(own) {
    this.own = own;
    this.path = window.location.pathname;
    this.written = -Infinity;
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
    const all = [...own, ...words];
    return all.length ? `?${all.join("&")}` : "";
  }

  /**
   * Put the moment into the address.
   * @param {string[]} words
   * @param {boolean} moving then not more often than needed
   */
  write(words, moving = false) {
    const now = performance.now();
    const late = moving && now - this.written < EVERY_MS;
    if (!this.own || late || window.location.pathname !== this.path) return;
    this.written = now;
    this.#replace(this.#query(words));
  }

  /**
   * The page is being left: once another page of ours has the address, a reload there must still know the moment.
   * @param {string[]} words
   */
  leave(words) {
    if (!this.own) return;
    const until = performance.now() + LEAVING_MS;
    const look = () => {
      if (window.location.pathname !== this.path) this.#replace(this.#query(words));
      else if (performance.now() < until) requestAnimationFrame(look);
    };
    look();
  }

  /** @param {string} query */
  #replace(query) {
    if (query === window.location.search) return;
    window.history.replaceState(window.history.state, "", window.location.pathname + query + window.location.hash);
  }
}

/** Put a text on the clipboard; resolves to whether that worked. @param {string} text */
async function copy(text) {
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
