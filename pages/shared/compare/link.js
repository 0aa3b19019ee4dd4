// The address of a comparison: its runs, the clock, the position and the tab; written, copied, and gone back to.

import { find } from "../browser/dom.js";
import { copyLink, Place } from "../browser/place.js";
import { wordOf } from "../landscape/word.js";

/** @import { Saying } from "../browser/dom.js" */
/** @import { Mounting, Return } from "../browser/types.d.ts" */
/** @import { ComparisonHeader } from "./types.d.ts" */

/**
 * @typedef {Object} Does
 * @property {{at: number, tab: string, clock: string, chosen: Record<string, any>}} memory what is shown
 * @property {Saying} saying
 * @property {(to: Omit<Return, "n">) => number} back go to what the address has; the action's number
 * @property {() => boolean} moves whether it plays
 */

export class Link {
  /** @type {ComparisonHeader|null} */
  header = null;

  /** @param {HTMLElement} root @param {boolean} own whether the page's address is its own @param {Does} does @param {AbortSignal} signal */
  constructor(root, own, does, signal) {
    this.does = does;
    this.place = new Place(own, "compare");
    this.place.onReturn({ go: does.back, stay: () => this.write() }, signal);
    const button = find(root, ".bp-copy");
    button.hidden = !own;
    button.addEventListener("click", () => this.#copy(), { signal });
  }

  /** @param {ComparisonHeader & {mounted: Mounting}} header */
  arrived({ mounted, words }) {
    this.place.arrived(mounted, words);
  }

  /** Other runs. @param {ComparisonHeader} header */
  begin(header) {
    this.header = header;
    this.write();
  }

  #words() {
    if (!this.header) return [];
    const { tab, clock, at, chosen } = this.does.memory;
    const scape = tab === "landscape" && chosen.landscape ? wordOf(chosen.landscape) : "";
    return [this.header.words, `clock=${clock}`, `tab=${tab}`, `pos=${at}`, scape].filter(Boolean);
  }

  /** Put the moment into the address. */
  write() {
    if (this.header) this.place.write(this.#words(), this.header.words, this.does.moves());
  }

  #copy() {
    if (!this.header) return;
    this.write();
    copyLink(this.does.saying, this.header.player);
  }

  /** The page is left. */
  leave() {
    if (this.header) this.place.leave([]);
  }
}
