// What a node or an edge is called, and its numbers in words.

import { fill, significant, subscript } from "../../browser/format.js";
import { sampleOf } from "../../browser/tape.js";
import { matrixOf } from "../heatmaps.js";
import { activationsOf } from "./graph_paint.js";

/** @import { NetworkScene } from "./graph_paint.js" */
/** @import { NetworkPart } from "./layout.js" */

/** A weight, or a bias where `from` is null. @typedef {{layer: number, from: number|null, to: number}} Parameter */

/**
 * A cell of a layer's part of a channel.
 * @param {NetworkScene} scene
 * @param {string} channel
 * @param {number} layer
 * @param {number} cell
 */
function cellOf({ frame }, channel, layer, cell) {
  const part = frame.part(channel, layer - 1);
  return part.values[cell] * part.factor;
}

/**
 * The value of a weight or bias in a channel: W, dW, change, b.
 * @param {NetworkScene} scene
 * @param {string} channel
 * @param {Parameter} parameter
 */
export function weightOf(scene, channel, { layer, from, to }) {
  return cellOf(scene, channel, layer, from === null ? to : from * scene.sizes[layer] + to);
}

/** "W₂ from unit 3 to unit 1" @param {NetworkScene} scene @param {string} channel @param {Parameter} parameter */
export function weightName({ header, inputs }, channel, { layer, from, to }) {
  const { text } = header;
  /** @param {number} n */
  const unit = (n) => fill(text.graph_unit, { n: n + 1 });
  const name = text[`name_${channel}`] + subscript(layer);
  if (from === null) return fill(text.graph_bias, { name, to: unit(to) });
  return fill(text.graph_edge, { name, from: layer === 1 ? inputs[from] : unit(from), to: unit(to) });
}

/** @param {string} name @param {number} value */
function equation(name, value) {
  return `${name} = ${significant(value, 5)}`;
}

/** @param {NetworkScene} scene @param {NetworkPart} node */
function aboutNode(scene, { layer, to }) {
  const { header, frame, inputs, sizes } = scene;
  const { text } = header;
  if (layer === 0) return equation(inputs[to], activationsOf(scene, 0).values[to]);
  const lines = [fill(text.graph_node, { l: layer, n: to + 1 })];
  for (const [channel, name] of [["z", text.z], ["a", text.a], ["b", text.name_b], ["delta", text.delta]]) {
    if (frame.has(channel)) lines.push(equation(name, cellOf(scene, channel, layer, to)));
  }
  const { y } = sampleOf(header, frame);
  if (layer === sizes.length - 1) lines.push(equation(text.target, y[to]));
  return lines.join("\n");
}

/**
 * The exact numbers of what is pointed at, a line each.
 * @param {NetworkScene} scene
 * @param {NetworkPart} part
 */
export function aboutPart(scene, part) {
  if (part.kind === "node") return aboutNode(scene, part);
  const channels = part.kind === "bias" ? ["b"] : [...new Set([matrixOf(scene.values.view), "W"])];
  return channels.map((name) => equation(weightName(scene, name, part), weightOf(scene, name, part))).join("\n");
}
