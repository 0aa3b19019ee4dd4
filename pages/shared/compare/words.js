// The moment of a comparison as a sentence, for a screen reader.

import { fill } from "../browser/format.js";
import { inWords, outcome } from "./outcome.js";

/** @import { Comparison, Frames } from "./types.d.ts" */

/** @param {Comparison} comparison @param {Frames|null} frames @returns {string} empty where nothing is shown yet */
export function spoken({ runs, may, seeds, text }, frames) {
  if (!frames) return "";
  const rows = outcome(runs.map(({ header }) => header), frames, may, seeds);
  return runs.map(({ name }, i) => {
    const numbers = rows.flatMap(({ measure, cells }) =>
      (cells[i].amount ? [`${text[`said_${measure}`]} ${inWords(measure, cells[i].amount, text)}`] : []));
    return fill(text.said_run, { name, step: frames[i].step, numbers: numbers.join(", ") });
  }).join(" ");
}
