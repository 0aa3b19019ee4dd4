// What stands in the picture of one operation: which matrix, which strips around it, and which of their cells are lit.

/** @import { Scene } from "../scene.js" */
/** @import { Operation } from "../types.d.ts" */

/**
 * An array in the picture, by its name in the scene. Vectors are of the sample that is shown. `unit` is which of the
 * selected pair of units its cells are: those that a layer's numbers come from (i), or its own (j).
 * @typedef {Object} Part
 * @property {string} array
 * @property {string} name as it is printed
 * @property {string} term in the glossary
 * @property {"i"|"j"} unit
 * @property {number} layer whose units its cells are
 * @property {boolean} written whether the operation computes it
 */

/**
 * A matrix: its rows lead from the units of the layer below to those of `layer`; turned, the other way round.
 * @typedef {Object} Whole
 * @property {string} array
 * @property {string} name
 * @property {string} term
 * @property {number} layer
 * @property {boolean} turned
 * @property {boolean} written
 * @property {string|null} scale whose greatest number its colours end at; null for its own
 * @property {string|null} less an array that is subtracted from it, or null
 */

/** @typedef {"x"|"W"|"xW"|"dW"|"answers"} Image */

/**
 * Strips stand left and right of a matrix along its rows, above and below along its columns. What is lit: the column of
 * the selected unit, or one cell.
 * @typedef {Object} Picture
 * @property {Whole[]} matrices
 * @property {Part[]} left
 * @property {Part[]} right
 * @property {Part[]} above
 * @property {Part[]} below
 * @property {Image[]} images of the input: of a picture its pixels and what belongs to each, of two inputs how the network answers
 * @property {boolean} isNamed whether the inputs at its left have names
 * @property {"column"|"cell"} lit
 * @property {number} layer the one at work
 */

/** What an array's strip is called in the glossary. @type {Record<string, string>} */
const TERMS = { n: "normalization", dn: "normalization", da: "da", y: "y", f: "activation" };
/** How it is printed, where that is not its own name. @type {Record<string, string>} */
const NAMES = { delta: "δ", slope: "f′", da: "∂L/∂a", dn: "∂L/∂n", f: "f(z)" };

/** @param {string} kind @param {string} layer */
function nameOf(kind, layer) {
  if (kind === "a" && layer === "0") return "x";
  return NAMES[kind] ?? kind + layer;
}

/** @param {string} array @param {number} layer whose units its cells are @param {"i"|"j"} unit @param {string[]} writes @returns {Part} */
function part(array, layer, unit, writes) {
  const [kind, own] = [array.replace(/\d+$/, ""), array.replace(/^\D+/, "")];
  return { array, name: nameOf(kind, own), term: TERMS[kind] ?? kind, unit, layer, written: writes.includes(array) };
}

/** @param {string} array @param {number} layer @param {string[]} writes @param {Partial<Whole>} special @returns {Whole} */
function whole(array, layer, writes, special = {}) {
  return { array, name: array, term: array.startsWith("d") ? "dW" : "W", layer, turned: false, written: writes.includes(array), scale: null, less: null, ...special };
}

/** What of the input is shown as an image. @param {Scene} scene @returns {Record<"product"|"gradient", Image[]>} */
function imagesOf({ header, arrays }) {
  if (header.image) return { product: ["x", "W", "xW"], gradient: ["x", "dW"] };
  return "surface" in arrays ? { product: ["answers"], gradient: ["answers"] } : { product: [], gradient: [] };
}

/**
 * @param {Scene} scene
 * @param {Operation|null} op null before the first
 * @param {number} layer the one at work
 * @returns {Picture}
 */
export function pictureOf(scene, op, layer) {
  const writes = op?.writes ?? [];
  /** @param {string[]} arrays @returns {Part[]} those that there are */
  const strips = (...arrays) => arrays.filter((name) => name in scene.arrays).map((name) => part(name, layer, "j", writes));
  const from = part(scene.below(layer), layer - 1, "i", writes);
  /** @type {Picture} */
  const empty = { matrices: [], left: [], right: [], above: [], below: [], images: [], isNamed: layer === 1 && Boolean(scene.header.features?.length), lit: "column", layer };
  const ofInput = layer === 1 ? imagesOf(scene) : { product: [], gradient: [] };
  const l = layer;
  switch (op?.kind ?? "product") {
    case "product":
      return { ...empty, matrices: [whole(`W${l}`, l, writes)], images: ofInput.product, left: [from], below: strips(...(op?.roles.bias || !op ? [`b${l}`] : []), `z${l}`) };
    case "normalization":
      return { ...empty, below: strips(`z${l}`, `b${l}`, `n${l}`) };
    case "activation":
      return { ...empty, below: op?.skip ? [...strips(scene.seen(l), `f${l}`), { ...from, unit: "j" }, ...strips(`a${l}`)] : strips(scene.seen(l), `a${l}`) };
    case "loss":
      return { ...empty, below: strips(`a${l}`, "y") };
    case "output_delta":
      return { ...empty, below: strips(`a${l}`, "y", `da${l}`, ...(op?.fused ? [] : [`slope${l}`]), `delta${l}`) };
    case "delta":
      return {
        ...empty, matrices: [whole(`W${l + 1}`, l + 1, writes, { turned: true })], right: [part(`delta${l + 1}`, l + 1, "i", writes)],
        below: strips(`da${l}`, `slope${l}`, `dn${l}`, `delta${l}`),
      };
    case "gradient":
      return { ...empty, images: ofInput.gradient, matrices: [whole(`dW${l}`, l, writes)], left: [from], above: strips(`delta${l}`), below: strips(`db${l}`), lit: "cell" };
    case "update":
      return { ...empty, matrices: updated(scene, l, writes), lit: "cell" };
    default:
      throw new Error(`no picture of ${op?.kind}`);
  }
}

/**
 * The weights, what is subtracted from them and the new ones on one scale; and what that is on its own.
 * @param {Scene} scene
 * @param {number} l
 * @param {string[]} writes
 */
function updated({ header }, l, writes) {
  const scale = `W${l}`;
  const taken = header.rule.change === "gradient" ? `η dW${l}` : `W${l} − W${l}⁺`;
  return [
    whole(scale, l, writes, { scale }),
    whole(`W${l}+`, l, writes, { scale, name: `W${l}⁺` }),
    whole(scale, l, writes, { scale, name: taken, term: "change", less: `W${l}+` }),
    whole(`W${l}+`, l, writes, { name: `W${l}⁺ − W${l}`, term: "change", less: scale }),
  ];
}
