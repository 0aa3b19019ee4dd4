// The address of the moment that is shown, where it is this player's: written, copied, and gone back to.

import { find } from "../browser/dom.js";
import { copyLink, Place } from "../browser/place.js";
import { momentWords } from "./moment_words.js";

/** @import { Saying } from "../browser/dom.js" */
/** @import { Choices, Return, RunHeader } from "../browser/types.d.ts" */

/**
 * @typedef {Object} Does
 * @property {() => {at: number, sample: number, shown: string, scape: string}} now the step, the sample's place, the first panel's words
 * @property {() => boolean} moves whether the picture plays
 * @property {(to: Omit<Return, "n">) => number} back go to what the address has; the action's number
 */

export class Link {
  /** @type {RunHeader} */
  header;

  /**
   * @param {HTMLElement} root
   * @param {boolean} own whether the page's address is this player's
   * @param {{values: Choices, saying: Saying} & Does} player
   * @param {AbortSignal} signal
   */
  constructor(root, own, { values, saying, ...does }, signal) {
    this.values = values;
    this.saying = saying;
    this.does = does;
    this.place = new Place(own);
    this.place.onReturn({ go: does.back, stay: () => this.write() }, signal);
    const button = find(root, ".bp-copy");
    button.hidden = !own; // it would be another's
    button.addEventListener("click", () => this.#copy(), { signal });
  }

  /** Another run. @param {RunHeader} header as it is now and later */
  begin(header) {
    this.header = header;
  }

  get #words() {
    return momentWords(this.header, this.values, this.does.now());
  }

  /** Put the moment into the address. */
  write() {
    this.place.write(this.#words, this.header.link, this.does.moves());
  }

  #copy() {
    this.write();
    copyLink(this.saying, this.header.text);
  }

  /** The page is left. */
  leave() {
    if (this.header) this.place.leave(this.#words);
  }
}
