// What inputs and outputs are called: a person's own names, or the data's.

import { fill } from "../browser/format.js";

/** @import { RunHeader } from "../browser/types.d.ts" */

/**
 * The names of what a layer's weights come from, or lead to; none where they only have numbers.
 * @param {Pick<RunHeader, "cards"|"data"|"text">} header
 * @param {number} layer of weights, from 0
 * @returns {{from: string[], to: string[]}}
 */
export function namesOf({ cards, data, text }, layer) {
  const { rows, columns } = cards[layer];
  const last = layer === cards.length - 1;
  return {
    from: layer === 0 ? inputNames(data, text, rows) : [],
    to: last && data.outputs.length === columns ? data.outputs : [],
  };
}

/**
 * What one of the inputs of a picture is called.
 * @param {Pick<RunHeader["data"], "features"|"axes">} data
 * @param {RunHeader["text"]} text
 * @param {number} k which of them, from 0
 */
export function featureName({ features, axes }, text, k) {
  return features[k] ?? (axes.length > 1 ? `${text.x}${k + 1}` : text.x);
}

/**
 * @param {RunHeader["data"]} data
 * @param {RunHeader["text"]} text
 * @param {number} count
 */
function inputNames({ features, image }, text, count) {
  if (features.length === count) return features;
  if (!image || image[0] * image[1] !== count) return [];
  const [, width] = image;
  return Array.from({ length: count }, (_, i) => fill(text.pixel, { row: Math.floor(i / width) + 1, column: (i % width) + 1 }));
}
