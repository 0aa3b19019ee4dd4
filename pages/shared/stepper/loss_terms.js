// The loss with this step's numbers: what every output of every sample adds, and the penalty.

import { concise } from "../browser/format.js";
import { enclosed, factor, line, MOST_TERMS, result, sum, terms } from "./sums.js";

/** log of 1 / (1 + e^−z): from z, as it is computed, so that neither a nor 1 − a is rounded to 0. */
function logSigmoid(z) {
  return -(Math.max(-z, 0) + Math.log1p(Math.exp(-Math.abs(z))));
}

/** log of each share of softmax. @param {Float64Array} z of one sample */
function logShares(z) {
  const most = Math.max(...z);
  const total = z.reduce((all, value) => all + Math.exp(value - most), 0);
  return Array.from(z, (value) => value - most - Math.log(total));
}

/** "log 0.3" of a number that is known by its log; where it is too small to be written, its log. */
function logged(log, digits) {
  return log > -700 ? `log\u00a0${concise(Math.exp(log), digits)}` : enclosed(log, digits);
}

/** y log a + (1 − y) log(1 − a) of every output. */
function binaryTerms(z, targets, digits) {
  const write = (value) => concise(value, digits);
  return Array.from(z.values, (value, index) => {
    const [yes, no] = [targets[index], 1 - targets[index]];
    const [log, logNot] = [logSigmoid(value), logSigmoid(-value)];
    return {
      value: (yes && yes * log) + (no && no * logNot),
      write: () => [`${write(yes)}·${logged(log, digits)} + ${write(no)}·${logged(logNot, digits)}`],
    };
  });
}

/** y log a of every output; where they are many, of each sample's true class alone: the others are 0. */
function classTerms(z, targets, digits) {
  const { rows, columns, values } = z;
  const found = Array.from({ length: rows }, (_, row) => logShares(values.subarray(row * columns, (row + 1) * columns)))
    .flat()
    .map((log, index) => ({
      value: targets[index] && targets[index] * log,
      write: () => [`${concise(targets[index], digits)}·${logged(log, digits)}`],
    }));
  return found.length > MOST_TERMS ? found.filter((_, index) => targets[index]) : found;
}

function squareTerms(a, targets, digits) {
  return Array.from(a.values, (value, index) => ({
    value: (value - targets[index]) ** 2,
    write: () => ["(", concise(value, digits), " − ", enclosed(targets[index], digits), ")²"],
  }));
}

/** λ₁ Σ|W| + ½ λ₂ ΣW², over all layers. */
function penaltyParts(scene, digits) {
  const { l1, l2 } = scene.header.penalty;
  const weights = Array.from({ length: scene.depth }, (_, l) => scene.arrays[`W${l + 1}`].values);
  const total = (of) => weights.reduce((all, W) => W.reduce((sofar, w) => sofar + of(w), all), 0);
  const parts = [];
  if (l1) parts.push([concise(l1, digits), " · ", factor(total(Math.abs), digits, "weights")]);
  if (l2) parts.push(["½ · ", concise(l2, digits), " · ", factor(total((w) => w * w), digits, "weights")]);
  return parts.flatMap((part, index) => [...(index ? [" + "] : []), ...part]);
}

/** The lines of the loss. @param {import("./scene.js").Scene} scene @param {number} digits */
export function lossLines(scene, digits) {
  const { header, depth, arrays } = scene;
  const { samples, text } = header;
  const [z, a, targets] = [arrays[`z${depth}`], arrays[`a${depth}`], arrays.y.values];
  const share = (count) => (count === 1 ? "" : `1/${count} · `);
  const [before, addends] = {
    bce: () => [samples === 1 ? "−( " : `−${share(samples)}( `, binaryTerms(z, targets, digits)],
    cross_entropy: () => [samples === 1 ? "−( " : `−${share(samples)}( `, classTerms(z, targets, digits)],
    mse: () => [`½ · ${share(a.values.length)}( `, squareTerms(a, targets, digits)],
    sse: () => [`½ · ${share(samples)}( `, squareTerms(a, targets, digits)],
  }[header.loss]();
  const written = [before, ...sum(addends, digits, text), " )"];
  const last = result(arrays.loss.values[0], digits);
  if (!("penalty" in arrays)) return [terms("= ", ...written), last];
  const penalty = arrays.penalty.values[0];
  const data = arrays.loss.values[0] - penalty;
  const write = (value) => concise(value, digits);
  return [
    terms(`${text.loss_data}: `, ...written, " = ", write(data)),
    line(`${text.loss_penalty}: `, ...penaltyParts(scene, digits), " = ", write(penalty)),
    line(`${text.loss_both}: `, write(data), " + ", write(penalty)),
    last,
  ];
}
