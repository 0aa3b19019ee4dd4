// Whether an answer is right. Answers stay in the browser, so they are judged here; what is right comes with the step.

import { judged } from "../arithmetic/judged.js";
import { parsed } from "../browser/format.js";

/** @import { Answer, Predicted, StepTold, Verdict } from "./types.d.ts" */

/**
 * How far two numbers are apart, as a factor of 1 or more; infinite where one is 0 or their signs differ.
 * @param {number} one
 * @param {number} other
 */
export function factor(one, other) {
  if (one === other) return 1;
  const ratio = one / other;
  if (!(ratio > 0) || !Number.isFinite(ratio)) return Infinity;
  return ratio < 1 ? 1 / ratio : ratio;
}

/**
 * Whether a number is near enough.
 * @param {number} given
 * @param {number} value
 * @param {Pick<Predicted, "within"|"tolerance">} allowed
 */
export function isNear(given, value, { within, tolerance }) {
  return (within !== null && factor(given, value) <= within * (1 + 1e-9)) || (tolerance !== null && Math.abs(given - value) <= tolerance * (1 + 1e-9));
}

/** What a curve is at a step, between its points; its ends go on. @param {Array<[number, number]>} points by their steps @param {number} step */
export function at(points, step) {
  const after = points.findIndex(([x]) => x >= step);
  if (after < 0) return points[points.length - 1][1];
  if (after === 0) return points[0][1];
  const [[x0, y0], [x1, y1]] = [points[after - 1], points[after]];
  return y0 + ((y1 - y0) * (step - x0)) / (x1 - x0);
}

/** The factor that two curves are apart, in the middle of all steps that are compared. @param {Array<[number, number]>} drawn @param {Array<[number, number]>} right */
export function apart(drawn, right) {
  const factors = right.map(([step, value]) => factor(at(drawn, step), value)).sort((one, other) => one - other);
  return factors[Math.floor(factors.length / 2)];
}

/** What a person typed as a number, or null; powers of ten may be written in any of the usual ways. @param {string} typed @returns {number|null} */
export function numberIn(typed) {
  const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  /** @param {string} up upper indices, as "⁻⁷" @returns {string} */
  const power = (up) => `^${[...up].map((sign) => (sign === "⁻" ? "-" : raised.indexOf(sign))).join("")}`;
  const plain = typed.replace(/[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, power).replaceAll("−", "-").replace(/\s+/g, "");
  const share = /^(.*\d)%$/.exec(plain);
  if (share) {
    const value = numberIn(share[1]);
    return value === null ? null : value / 100;
  }
  const parts = /^(.*)\/(.*)$/.exec(plain);
  if (parts) {
    const [above, below] = [numberIn(parts[1]), numberIn(parts[2])];
    return above !== null && below ? above / below : null;
  }
  return parsed(plain.replace(/^([+-]?)10\^\(?(-?\d+)\)?$/, "$11e$2").replace(/[×x*·]10\^\(?(-?\d+)\)?$/, "e$1"));
}

/**
 * What a prediction is worth; null where there was none.
 * @param {Predicted} predicted
 * @param {Answer|undefined} answer
 * @returns {Verdict|null}
 */
export function verdictOn(predicted, answer) {
  if (!answer || answer.value === null) return null;
  const { value: given } = answer;
  const { ask, options, value, curve } = predicted;
  if (ask === "choice") return { right: Boolean(options[Number(given)]?.right), off: null };
  if (ask === "layer") return { right: given === value, off: null };
  if (ask === "curve") {
    const drawn = /** @type {Array<[number, number]>} */ (given);
    const end = at(drawn, curve[curve.length - 1][0]);
    const ends = isNear(end, Number(value), predicted);
    const way = apart(drawn, curve);
    if (ends && predicted.within !== null && way > predicted.within) return { right: false, off: way, way: true };
    return { right: ends, off: factor(end, Number(value)) };
  }
  return { right: isNear(Number(given), Number(value), predicted), off: factor(Number(given), Number(value)) };
}

/**
 * How what was typed into the blanks of a calculation is, one by one.
 * @param {StepTold["blanks"]} blanks
 * @param {string[]} typed
 */
export function blanksJudged(blanks, typed) {
  return blanks.map(({ value, digits }, i) => judged(typed[i] ?? "", value, digits));
}

/** How an answer is counted for a class: its choice or layer, else whether it is right. @param {Predicted} predicted @param {Answer} answer */
export function counted(predicted, answer) {
  if (answer.value === null) return "none";
  if (predicted.ask === "choice" || predicted.ask === "layer") return String(answer.value);
  const verdict = verdictOn(predicted, answer);
  if (verdict?.right) return "near";
  const given = predicted.ask === "curve" ? at(/** @type {Array<[number, number]>} */ (answer.value), Infinity) : Number(answer.value);
  return given < Number(predicted.value) ? "less" : "more";
}
