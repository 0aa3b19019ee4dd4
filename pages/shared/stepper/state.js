// What Step through remembers: where one is, what is selected and what is chosen, also while another page is shown.

import { Headers } from "../browser/headers.js";
import { firstWay } from "./path_choice.js";

/** @import { Selected } from "./selected.js" */
/** @import { Changed, Header, Way } from "./types.d.ts" */

/**
 * Where one is and what is chosen.
 * @typedef {Object} Remembered
 * @property {string|null} run
 * @property {number} step
 * @property {Changed[]} edits numbers changed by hand
 * @property {number} digits
 * @property {"textbook"|"tutorial"} notation
 * @property {string} blank what of an operation's numbers is left blank
 * @property {string} pace at which a step is played
 * @property {string} tab
 * @property {Way} way which path the tab "One path" shows
 * @property {string|null} large the part that is large on a projector
 * @property {number} count
 * @property {number} told the number of the last moment that was obeyed
 * @property {Headers<Header>} headers
 */

/** @typedef {Selected & Remembered} State */

/** What outlives a switch of pages. @returns {State} */
export function memorable() {
  return {
    run: null, step: 0, op: 0, picks: {}, chosen: null, weight: false, sample: 0, edits: [],
    digits: 6, notation: "textbook", pace: "medium", blank: "nothing", tab: "code", way: firstWay(), large: null, count: 0, told: 0, headers: new Headers(),
  };
}
