// The loss with this step's numbers: what every output of every sample adds, and the penalty.

import { concise } from "../browser/format.js";
import { factorOf, sideOf, value } from "./expressions.js";
import { enclosed, factor, line, MOST_TERMS, range, result, sum, terms } from "./sums.js";

/** @import { Look, Place } from "./expressions.js" */
/** @import { Numbers } from "./types.d.ts" */
/** @import { Addend, Parts, Room } from "./sums.js" */
/** @import { Operation } from "../stepper/types.d.ts" */

/**
 * What a, y and z of one output stand for.
 * @param {Numbers} scene
 * @param {number} sample
 * @param {number} j
 * @param {number} digits
 * @param {() => {most: number, log: number}} row
 * @returns {Look}
 */
function outputAt(scene, sample, j, digits, row) {
  const { depth } = scene;
  /** @type {Record<string, string>} */
  const names = { a: `a${depth}`, y: "y", z: `z${depth}` };
  /** @param {string} name */
  const number = (name) => scene.at(names[name], sample, j);
  /** @param {string} name @param {Place} place */
  const write = (name, place) => (place === "first" ? concise : enclosed)(number(name), digits);
  return { value: number, write, row, digits };
}

/**
 * The greatest z of a sample, and the log of the sum of e^(z − most): computed when it is first asked for.
 * @param {Numbers} scene
 * @param {number} sample
 */
function sharesOf({ arrays, depth }, sample) {
  /** @type {{most: number, log: number}|null} */
  let found = null;
  return () => {
    if (!found) {
      const { columns, values } = arrays[`z${depth}`];
      const z = values.subarray(sample * columns, (sample + 1) * columns);
      const most = Math.max(...z);
      found = { most, log: Math.log(z.reduce((all, one) => all + Math.exp(one - most), 0)) };
    }
    return found;
  };
}

/**
 * What every output of every sample adds; where they are many, without those of classes that are not the sample's: 0.
 * @param {Numbers} scene
 * @param {number} digits
 * @returns {Addend[]}
 */
function addends(scene, digits) {
  const { term, sparse } = scene.header.objective;
  const { rows, columns } = scene.arrays.y;
  const found = range(rows).map((sample) => {
    const row = sharesOf(scene, sample);
    return range(columns).map((j) => {
      const look = outputAt(scene, sample, j, digits, row);
      return { value: value(term, look), write: () => sideOf(term, look) };
    });
  }).flat();
  return sparse && found.length > MOST_TERMS ? found.filter((_, index) => scene.arrays.y.values[index]) : found;
}

/** What stands before the sum: its factor, and by how many it is divided. @param {Numbers} scene @param {number} digits */
function before(scene, digits) {
  const { header, arrays } = scene;
  const { factor: by, each } = header.objective;
  const count = each ? arrays.y.values.length : header.samples;
  const share = count === 1 ? "" : `1/${count} · `;
  if (by === 1) return share;
  return by === -1 ? `−${share}` : `${by === 0.5 ? "½" : concise(by, digits)} · ${share}`;
}

/**
 * What goes back from one output of one sample: dLoss/da, or of a fused loss already delta.
 * @param {Numbers} scene
 * @param {number} sample
 * @param {number} j
 * @param {number} digits
 */
export function gradientParts(scene, sample, j, digits) {
  const { samples, objective } = scene.header;
  const parts = factorOf(objective.gradient, outputAt(scene, sample, j, digits, sharesOf(scene, sample)), samples > 1);
  return samples > 1 ? [...parts, ` / ${samples}`] : parts;
}

/** λ₁ Σ|W| + ½ λ₂ ΣW², over all layers. @param {Numbers} scene @param {number} digits */
function penaltyParts(scene, digits) {
  const { l1, l2 } = scene.header.penalty;
  const weights = range(scene.depth).map((l) => scene.arrays[`W${l + 1}`].values);
  /** @param {(weight: number) => number} of */
  const total = (of) => weights.reduce((all, W) => W.reduce((sofar, w) => sofar + of(w), all), 0);
  /** @type {Parts[]} */
  const parts = [];
  if (l1) parts.push([concise(l1, digits), " · ", factor(total(Math.abs), digits, "weights")]);
  if (l2) parts.push(["½ · ", concise(l2, digits), " · ", factor(total((w) => w * w), digits, "weights")]);
  return parts.flatMap((part, index) => [...(index ? [" + "] : []), ...part]);
}

/** The lines of the loss. @param {Numbers} scene @param {Operation} op @param {number} digits @param {Room} room */
export function lossLines(scene, op, digits, room) {
  const { header, arrays } = scene;
  const { text } = header;
  const parts = [`${before(scene, digits)}( `, ...sum(addends(scene, digits), digits, text, ...room.alone), " )"];
  const loss = arrays.loss.values[0];
  const penalty = op.penalized ? arrays.penalty.values[0] : 0;
  const data = loss - penalty;
  /** @param {number} number */
  const write = (number) => concise(number, digits);
  const outputs = header.objective.each ? header.sizes[scene.depth] : 1;
  const along = [`${outputs} · `, write(data), ...(op.penalized ? [" + ", write(penalty)] : []), " = ", write(outputs * data + penalty)];
  // Of more than one output a mean is printed, and their sum is descended along.
  const last = [result(loss, digits), ...(outputs > 1 ? [line("L = ", ...along)] : [])];
  if (!op.penalized) return [terms("= ", ...parts), ...last];
  return [
    terms(`${text.loss_data}: `, ...parts, " = ", write(data)),
    line(`${text.loss_penalty}: `, ...penaltyParts(scene, digits), " = ", write(penalty)),
    line(`${text.loss_both}: `, write(data), " + ", write(penalty)),
    ...last,
  ];
}
