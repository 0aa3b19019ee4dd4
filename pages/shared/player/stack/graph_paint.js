// Painting a small network's nodes and edges on a canvas, as layout.js places them.

import { colourIndex, largest, shortened } from "../../browser/draw.js";
import { sampleOf } from "../../browser/tape.js";
import { limitOf, matrixOf } from "../heatmaps.js";
import { cssColour } from "../pictures.js";
import { biasBox, edgeEnds, traceEdge } from "./layout.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Choices, Palette, RunHeader } from "../../browser/types.d.ts" */
/** @import { Edge, Ends, NetworkPart, Places } from "./layout.js" */

/**
 * Draws what a node shows instead of its activation's colour into a square; layer 0 is the input.
 * @typedef {(context: CanvasRenderingContext2D, layer: number, unit: number, left: number, top: number, side: number)
 *   => void} Thumbnails
 */

/**
 * What a network is painted from, and named by.
 * @typedef {Object} NetworkScene
 * @property {RunHeader} header
 * @property {Frame} frame
 * @property {Pick<Choices, "view"|"scale"|"selected">} values
 * @property {number[]} sizes units of each layer, the input included
 * @property {string[]} inputs their names
 * @property {string[]} outputs
 */

/**
 * And what of it is looked at, in which colours.
 * @typedef {NetworkScene & {palette: Palette, colours: ReturnType<typeof canvasColours>, place: Places, font: string,
 *   chosen: NetworkPart|null, thumbnails: Thumbnails|null}} PaintedScene
 */

const THINNEST = 0.75;
const STRONG = 1.5;
const THICKEST = 6;
const ROUND = 5;
/** Colours nearer than this to the middle of the scale, of 256: the background's own. */
const PALE = 14;

/**
 * A table's colours for a canvas. An edge that is hardly coloured is drawn in grey: it is there all the same.
 * @param {Uint32Array} table
 * @param {Palette} palette
 */
export function canvasColours(table, palette) {
  const nodes = Array.from(table, cssColour);
  const edges = nodes.map((colour, i) => (Math.abs(i - 127.5) < PALE ? palette.grid : colour));
  return { table, nodes, edges };
}

/** The activations of a layer; those of the input are the sample. @param {NetworkScene} scene @param {number} layer */
export function activationsOf({ header, frame }, layer) {
  if (layer > 0) return frame.part("a", layer - 1);
  const { x } = sampleOf(header, frame);
  return { rows: 1, columns: x.length, factor: 1, values: x };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {PaintedScene} scene
 * @param {(layer: number) => boolean} seen whether a column is in sight
 */
export function paintNetwork(context, scene, seen) {
  const { length } = scene.place.xs;
  for (let layer = 1; layer < length; layer += 1) {
    if (seen(layer - 1) || seen(layer)) paintEdges(context, scene, layer);
  }
  if (scene.chosen?.kind === "edge") paintChosen(context, scene, scene.chosen);
  for (let layer = 0; layer < length; layer += 1) if (seen(layer)) paintNodes(context, scene, layer);
  paintNames(context, scene);
}

/** @param {CanvasRenderingContext2D} context @param {PaintedScene} scene @param {number} layer */
function paintEdges(context, { header, frame, values, place, colours }, layer) {
  const weights = frame.part("W", layer - 1);
  const view = matrixOf(values.view);
  const part = view === "W" ? weights : frame.part(view, layer - 1);
  const scale = 127.5 * (part.factor / limitOf(header, frame, layer - 1, values));
  const thick = THICKEST * (weights.factor / limitOf(header, frame, layer - 1, { ...values, view: "W" }));
  const strong = [];
  for (let from = 0; from < part.rows; from += 1) {
    for (let to = 0; to < part.columns; to += 1) {
      const cell = from * part.columns + to;
      const width = Math.min(THICKEST, Math.abs(weights.values[cell]) * thick);
      const edge = { ends: edgeEnds(place, { layer, from, to }), colour: colours.edges[colourIndex(part.values[cell] * scale)] };
      if (width > STRONG) strong.push({ ...edge, width });
      else strokeEdge(context, { ...edge, width: width > THINNEST ? width : THINNEST });
    }
  }
  for (const edge of strong) strokeEdge(context, edge); // over the weak ones
}

/** @param {CanvasRenderingContext2D} context @param {{ends: Ends, colour: string, width: number}} edge */
function strokeEdge(context, { ends, colour, width }) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  traceEdge(context, ends);
  context.stroke();
}

/**
 * The edge that is pointed at: on a strip of background, before all others.
 * @param {CanvasRenderingContext2D} context
 * @param {PaintedScene} scene
 * @param {Edge} chosen
 */
function paintChosen(context, { place, palette }, chosen) {
  const ends = edgeEnds(place, chosen);
  strokeEdge(context, { ends, colour: palette.background, width: 9 });
  strokeEdge(context, { ends, colour: palette.accent, width: 3.5 });
}

/** @param {CanvasRenderingContext2D} context @param {PaintedScene} scene @param {number} layer */
function paintNodes(context, scene, layer) {
  const { header, frame, palette, colours, place, chosen, values, thumbnails } = scene;
  const { side, xs, ys } = place;
  const a = activationsOf(scene, layer);
  const limit = layer ? Math.max(header.limits.a, largest(a)) : largest(a);
  const left = xs[layer] - side / 2;
  ys[layer].forEach((y, unit) => {
    const top = y - side / 2;
    context.fillStyle = colours.nodes[colourIndex(limit > 0 ? (127.5 * a.values[unit] * a.factor) / limit : 0)];
    context.beginPath();
    context.roundRect(left, top, side, side, ROUND);
    context.fill();
    if (thumbnails) {
      context.save();
      context.clip();
      thumbnails(context, layer, unit, left, top, side);
      context.restore();
    }
    const pointed = chosen?.kind === "node" && chosen.layer === layer && chosen.to === unit;
    context.strokeStyle = pointed || layer === values.selected + 1 ? palette.accent : palette.muted;
    context.lineWidth = pointed ? 3 : 1.5;
    context.stroke();
    if (layer > 0 && frame.has("b")) paintBias(context, scene, layer, unit);
  });
}

/** @param {CanvasRenderingContext2D} context @param {PaintedScene} scene @param {number} layer @param {number} to */
function paintBias(context, { header, frame, palette, colours, place, chosen }, layer, to) {
  const { x, y, size } = biasBox(place, { layer, to });
  const biases = frame.part("b", layer - 1);
  const pointed = chosen?.kind === "bias" && chosen.layer === layer && chosen.to === to;
  const limit = limitOf(header, frame, layer - 1, { view: "W", scale: "all" });
  context.fillStyle = colours.nodes[colourIndex((127.5 * biases.values[to] * biases.factor) / limit)];
  context.strokeStyle = pointed ? palette.accent : palette.muted;
  context.lineWidth = pointed ? 3 : 1;
  context.beginPath();
  context.rect(x, y, size, size);
  context.fill();
  context.stroke();
}

/**
 * Names beside the first and the last column, cut to the room there is.
 * @param {CanvasRenderingContext2D} context
 * @param {PaintedScene} scene
 */
function paintNames(context, { place, palette, inputs, outputs, font }) {
  const { side, xs, ys, left, right } = place;
  context.font = font;
  context.fillStyle = palette.muted;
  context.textBaseline = "middle";
  /** @type {(names: string[], layer: number, align: CanvasTextAlign, shift: number, room: number) => void} */
  const write = (names, layer, align, shift, room) => {
    context.textAlign = align;
    names.forEach((name, unit) => context.fillText(shortened(context, name, room), xs[layer] + shift, ys[layer][unit]));
  };
  write(inputs, 0, "right", -side / 2 - 6, left - 8);
  write(outputs, xs.length - 1, "left", side / 2 + 6, right - 8);
}
