// What the heatmaps show, by the names that pages/shared/views.py has.

import { largest, niceCeiling } from "./draw.js";

/** The matrix that a view is about: beside the units' pictures it is the weights. @param {string} view */
export function matrixOf(view) {
  return view === "units" ? "W" : view;
}

/** The value at which the colours of a layer's part end. @param {Object} header @param {Object} choices view, scale */
export function limitOf(header, part, choices) {
  return choices.scale === "all" ? header.limits[matrixOf(choices.view)] : niceCeiling(largest(part));
}
