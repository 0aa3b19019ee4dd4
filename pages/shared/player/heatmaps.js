// What the heatmaps show, by the names that pages/shared/wire/names.py has.

import { largest, niceCeiling } from "../browser/draw.js";

/** @import { Frame } from "../browser/tape.js" */
/** @import { Choices, Matrix, Part, RunHeader, Skipped, View } from "../browser/types.d.ts" */

/** The matrix that a view is about: beside the units' pictures it is the weights. @param {View} view @returns {Matrix} */
export function matrixOf(view) {
  return view === "units" ? "W" : view;
}

/** What a frame can come without. @type {Skipped[]} */
const OPTIONAL = ["W", "dW", "change", "units"];
/** Those of them that few look at: frames come without them until somebody has. @type {Skipped[]} */
const RARE = ["change", "units"];

/**
 * What is to be seen of what frames can come without.
 * @param {Pick<Choices, "stack"|"view">} choices
 * @param {boolean} pictured whether the run has pictures of its units
 * @param {boolean} enlarged whether one of them is shown large
 * @returns {Skipped[]}
 */
export function toBeSeen({ stack, view }, pictured, enlarged) {
  const network = stack === "network";
  /** @type {Set<Skipped>} */
  const found = new Set([matrixOf(view)]);
  if (network) found.add("W");
  if (pictured && (network || view === "units" || enlarged)) found.add("units");
  return [...found];
}

/** What frames come without. @param {Set<Skipped>} seen what somebody has looked at */
export function skipped(seen) {
  return RARE.filter((name) => !seen.has(name));
}

/** What frames for playing come without: all that is not to be seen now. @param {Skipped[]} shown */
export function unseen(shown) {
  return OPTIONAL.filter((name) => !shown.includes(name));
}

/** Root mean squares from the middle to the ends of a scale that a run has outgrown; at step 0 they were 3. */
const SPREAD = 2;

/**
 * The value at which the colours of a layer end.
 * @param {Pick<RunHeader, "limits"|"cards">} header
 * @param {Frame} frame
 * @param {number} layer from 0
 * @param {Pick<Choices, "view"|"scale">} choices
 */
export function limitOf(header, frame, layer, choices) {
  const view = matrixOf(choices.view);
  return choices.scale === "all" ? commonLimit(header, frame, view) : niceCeiling(largest(frame.part(view, layer)));
}

/**
 * That of all layers: as at step 0, so that colours keep their meaning, until a run's values have outgrown it. It
 * follows from the frame alone, so that a step looks the same whatever way leads to it.
 * @param {Pick<RunHeader, "limits"|"cards">} header
 * @param {Frame} frame
 * @param {Matrix} view
 */
function commonLimit({ limits, cards }, frame, view) {
  const { known } = frame;
  if (known[view]) return known[view];
  const rms = cards.map((_, layer) => rootMeanSquare(frame.part(view, layer)));
  const cells = cards.map(({ rows, columns }) => rows * columns);
  const all = Math.sqrt(rms.reduce((sum, r, i) => sum + r * r * cells[i], 0) / cells.reduce((sum, n) => sum + n, 0));
  const spread = SPREAD * (view === "dW" ? Math.max(...rms) : all); // of step 0 see header.py
  // Of a layer in blocks there are the largest values alone: they tell nothing of the others.
  const whole = cards.every(({ block }) => Math.max(...block) === 1);
  known[view] = whole && Number.isFinite(spread) && spread > limits[view] ? niceCeiling(spread) : limits[view];
  return known[view];
}

/** @param {Part} part */
function rootMeanSquare({ values, factor }) {
  let sum = 0;
  for (const value of values) sum += value * value;
  return factor * Math.sqrt(sum / values.length);
}
