// What outlives a switch of pages: the last run's frames, where it stood, the run before it, what was chosen, told, drawn.

import { Headers } from "../browser/headers.js";
import { Store } from "../browser/store.js";
import { usual } from "../landscape/controls.js";

/** @import { Choices, Header, Mark, Skipped } from "../browser/types.d.ts" */
/** @import { LandscapeChosen } from "../landscape/types.d.ts" */

/**
 * @typedef {Object} Memory
 * @property {string|null} run
 * @property {Store} store
 * @property {number|null} sample the one whose a and delta are shown; null as the run has it
 * @property {number} at
 * @property {boolean} playing when it was last on the page
 * @property {{run: string, at: number}|null} before
 * @property {number} count
 * @property {number} told the number of the moment that was obeyed last
 * @property {Mark|null} mark
 * @property {{pixels: Float32Array}} drawn
 * @property {LandscapeChosen} scape what is chosen of the loss landscape
 * @property {Set<Skipped>} seen what was looked at of what frames can come without
 * @property {Headers<Header>} headers
 * @property {string|null} large the part that is large on a projector
 * @property {Choices} choices
 */

/** @returns {Memory} */
export function memorable() {
  return {
    run: null, store: new Store(), sample: null, at: 0, playing: false, before: null, count: 0, told: 0, mark: null, drawn: { pixels: new Float32Array(0) }, scape: usual(),
    seen: new Set(), headers: new Headers(), large: null,
    choices: {
      stack: "matrices", view: "W", scale: "all", shown: "auto", measure: "dW_norm", axis: "linear", curve: "loss", selected: 0, speed: 3,
    },
  };
}

/**
 * A run that is new here: where it begins, and from where one came.
 * @param {Memory} memory
 * @param {Pick<Header, "run"|"start"|"origin">} header
 */
export function remember(memory, { run, start, origin }) {
  if (memory.run && origin?.step === null) memory.before = { run: memory.run, at: memory.at };
  const { step, sample = null, scape = { around: null }, ...chosen } = start;
  Object.assign(memory.choices, chosen);
  Object.assign(memory.scape, scape);
  Object.assign(memory, { run, store: new Store(), sample, at: step, mark: null });
}
