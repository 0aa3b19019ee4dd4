// The look of a run as a small picture beside its name: its line's colour and dash, and its marker.

import { svg } from "../browser/dom.js";
import { corners } from "../browser/shapes.js";

/** @import { Palette } from "../browser/types.d.ts" */
/** @import { Compared } from "./types.d.ts" */

/** Strokes and gaps of Plotly's dashes, in the picture's units. @type {Record<string, string>} */
const STROKES = { dash: "5 3", dot: "2 2", dashdot: "5 2 2 2", longdash: "8 3", longdashdot: "8 2 2 2" };

/** A run's colour. @param {Pick<Compared, "colour">} run @param {Palette} palette */
export function colourOf({ colour }, { lines }) {
  return lines[colour % lines.length];
}

/** @param {Pick<Compared, "dash"|"symbol">} run @returns {SVGElement} in the colour of the words beside it */
export function swatch({ dash, symbol }) {
  const picture = svg("svg", { viewBox: "0 0 26 12", "aria-hidden": "true", class: "bp-swatch" });
  const line = svg("line", { x1: 0, y1: 6, x2: 26, y2: 6, stroke: "currentColor", "stroke-width": 2 });
  if (STROKES[dash]) line.setAttribute("stroke-dasharray", STROKES[dash]);
  const found = corners(symbol);
  const points = found.map(([x, y]) => `${13 + 3.6 * x},${6 + 3.6 * y}`).join(" ");
  const marker = found.length ? svg("polygon", { points }) : svg("circle", { cx: 13, cy: 6, r: 3.6 });
  marker.setAttribute("fill", "currentColor");
  picture.append(line, marker);
  return picture;
}
