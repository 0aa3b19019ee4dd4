// The chain rule as a sum over paths from a unit to the loss: the strongest, the weakest, any one of them, and all
// together. The same as mlp_core/analysis/paths.py, of a scene's arrays; no pictures here.

import { range } from "../arithmetic/sums.js";
import { rowOf } from "./scene.js";
import { added, exceeds, magnitude, scaled, times } from "./scaled.js";

/** @import { Scaled } from "./scaled.js" */
/** @import { Scene } from "./scene.js" */
/** @import { PathFactor, UnitPath, Way } from "./types.d.ts" */

/** For each layer and unit: by which unit of the next layer the best path goes on. @typedef {number[][]} Onward */

/**
 * Why a sample's paths are not to be told: a key of the catalogue, or "".
 * @param {Scene} scene
 * @param {number} sample
 */
export function untold({ depth, arrays, header }, sample) {
  if (header.normalization !== "none") return "path_normalized";
  const used = range(depth).flatMap((l) => [arrays[`W${l + 1}`].values, rowOf(arrays[l + 1 < depth ? `slope${l + 1}` : `delta${depth}`], sample)]);
  return used.every((values) => values.every(Number.isFinite)) ? "" : "path_infinite";
}

/** What comes back of one sample is made of. */
export class Chain {
  /** @param {Scene} scene @param {number} sample of which `untold` says nothing */
  constructor(scene, sample) {
    this.depth = scene.depth;
    this.sizes = scene.header.sizes;
    this.skips = new Set(scene.skipped);
    this.scene = scene;
    this.sample = sample;
    /** @type {{strongest?: Onward, weakest?: Onward}} */
    this.onward = {};
    /** @type {Scaled[][]|null} */
    this.sums = null;
  }

  /** The factor of the edge from unit i of the layer below. @param {number} l @param {number} i @param {number} j */
  weight(l, i, j) {
    return this.scene.at(`W${l}`, i, j);
  }

  /** The factor of a unit: its slope, or the output's delta. @param {number} l @param {number} j */
  node(l, j) {
    return this.scene.at(l === this.depth ? `delta${l}` : `slope${l}`, this.sample, j);
  }
}

/** How many paths lead from a unit of a layer to the loss. @param {Chain} chain @param {number} layer */
export function count({ sizes, skips }, layer) {
  let paths = 1n;
  for (let l = layer + 1; l < sizes.length; l += 1) paths *= BigInt(sizes[l] + (skips.has(l) ? 1 : 0));
  return paths;
}

/**
 * From the output back: what stands at each layer's units. A skip's is one edge more, to the same unit of the next layer.
 * @param {Chain} chain
 * @param {(edges: Scaled[], l: number, i: number) => Scaled} reduce what all edges from unit i below layer l come to
 * @param {(one: Scaled) => Scaled} as
 * @returns {Scaled[][]} by layer, as delta is
 */
function back(chain, reduce, as) {
  const { depth, sizes, skips } = chain;
  /** @param {number} l @param {number} j */
  const node = (l, j) => as(scaled(chain.node(l, j)));
  const units = range(sizes[depth]).map((j) => node(depth, j));
  const found = { [depth]: units };
  let da = units;
  for (let l = depth; l > 1; l -= 1) {
    const [above, handed] = [found[l], da];
    da = range(sizes[l - 1]).map((i) => {
      const edges = above.map((one, j) => times(as(scaled(chain.weight(l, i, j))), one));
      return reduce(skips.has(l) ? [...edges, handed[i]] : edges, l, i);
    });
    found[l - 1] = da.map((one, j) => times(node(l - 1, j), one));
  }
  return Object.values(found);
}

/**
 * The sum over all paths from a unit: its delta.
 * @param {Chain} chain
 * @param {number} layer
 * @param {number} unit
 */
export function total(chain, layer, unit) {
  chain.sums ??= back(chain, added, (one) => one);
  return chain.sums[layer - 1][unit];
}

/** @param {Chain} chain @param {"strongest"|"weakest"} choice @returns {Onward} */
function onward(chain, choice) {
  /** @type {Onward} */
  const made = range(chain.depth + 1).map(() => []);
  back(chain, (edges, l, i) => {
    let best = 0;
    edges.forEach((edge, j) => {
      const better = choice === "strongest" ? exceeds(edge, edges[best]) : exceeds(edges[best], edge);
      if (better) best = j;
    });
    made[l][i] = best;
    return edges[best];
  }, magnitude);
  return made;
}

/**
 * The strongest or the weakest path from a unit; or the one by hand, which goes on as the strongest does where nothing was
 * chosen. Of equal ones that through the first units, weights before skips.
 * @param {Chain} chain
 * @param {number} layer
 * @param {number} unit
 * @param {Way} way
 */
export function pathOf(chain, layer, unit, { choice, units: chosen, around: passed }) {
  const best = choice === "weakest" ? "weakest" : "strongest";
  const next = (chain.onward[best] ??= onward(chain, best));
  const [units, around] = [[unit], /** @type {number[]} */ ([])];
  for (let l = layer + 1; l <= chain.depth; l += 1) {
    const here = units[units.length - 1];
    const own = choice === "own" ? (passed.includes(l) ? chain.sizes[l] : chosen[l]) : undefined;
    const to = own ?? next[l][here];
    const by = to >= chain.sizes[l]; // the edge behind the weights' is the skip connection's
    if (by) around.push(l);
    units.push(by ? here : to);
  }
  return through(chain, layer, units, around);
}

/**
 * The path through given units, one of each layer from `layer` on.
 * @param {Chain} chain
 * @param {number} layer
 * @param {number[]} units
 * @param {number[]} around the layers that it passes by their skip connection
 * @returns {UnitPath}
 */
export function through(chain, layer, units, around) {
  /** @param {number} l @returns {PathFactor} */
  const node = (l) => ({ role: l === chain.depth ? "delta" : "slope", layer: l, from: null, unit: units[l - layer], value: chain.node(l, units[l - layer]) });
  const factors = [node(layer)];
  for (let l = layer + 1; l <= chain.depth; l += 1) {
    const [from, unit] = [units[l - layer - 1], units[l - layer]];
    if (around.includes(l)) factors.push({ role: "skip", layer: l, from, unit, value: 1 });
    else factors.push({ role: "weights", layer: l, from, unit, value: chain.weight(l, from, unit) }, node(l));
  }
  return { layer, units, around, factors, product: product(factors.map(({ value }) => value)) };
}

/** From the last factor to the first, as the sums are made. @param {number[]} values */
export function product(values) {
  return values.reduceRight((all, value) => times(all, scaled(value)), scaled(1));
}
