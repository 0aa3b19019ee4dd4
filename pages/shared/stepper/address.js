// Where one is, as the address has it: what a link says of it, and what is written there.

import { firstWay } from "./path_choice.js";
import { selectionIn } from "./selected.js";

/** @import { State } from "./state.js" */
/** @import { Header } from "./types.d.ts" */

/** A run that is new here: where its link says. @param {State} state @param {Pick<Header, "run"|"start"|"most_steps">} header */
export function beginAt(state, { run, start, most_steps }) {
  Object.assign(state, { run, step: Math.min(start.step, most_steps - 1), op: start.op ?? 0, picks: {}, chosen: null, way: firstWay(), sample: (start.sample ?? 1) - 1, edits: [] });
  if (!start.unit) return;
  const [layer, ...rest] = start.unit;
  const [i, j] = rest.length === 2 ? rest : [1, rest[0]];
  state.picks[layer] = { i: i - 1, j: j - 1 };
  Object.assign(state, { chosen: layer, weight: rest.length === 2 });
}

/**
 * The page was turned to this one: at the step that the page before was left at.
 * @param {State} state
 * @param {number|null} step
 * @param {Header} header
 */
export function comeFrom(state, step, { most_steps }) {
  if (step === null || step > most_steps) return;
  const near = Math.min(step, most_steps - 1); // the last one has no step after it
  if (near !== state.step) Object.assign(state, { step: near, op: 0, edits: [] });
}

/** The words of the address: the settings, and where one is. @param {State} state @param {Header} header @returns {string[]} */
export function wordsOf({ step, op, sample, chosen, picks, weight }, { link, sizes }) {
  const words = link ? [link] : [];
  if (step > 0) words.push(`step=${step}`);
  if (op > 0) words.push(`op=${op}`);
  if (sample > 0) words.push(`sample=${sample + 1}`);
  if (chosen !== null) {
    const { i, j } = selectionIn(sizes, picks, chosen);
    words.push(`unit=${[chosen, ...(weight ? [i + 1] : []), j + 1].join(".")}`);
  }
  return words;
}
