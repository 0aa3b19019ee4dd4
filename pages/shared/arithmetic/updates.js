// The update of one weight and its unit's bias, with this step's numbers: the optimizer's memory first.

import { concise } from "../browser/format.js";
import { factorOf, sideOf } from "./expressions.js";
import { enclosed, factor, grouped, line, result } from "./sums.js";

/** @import { Look, Place } from "./expressions.js" */
/** @import { Numbers } from "./types.d.ts" */

/**
 * The lines for a weight from i to j, and the bias of j.
 * @param {Numbers} scene
 * @param {number} l
 * @param {number} i
 * @param {number} j
 * @param {number} digits
 */
export function updateLines(scene, l, i, j, digits) {
  const { header } = scene;
  const { memory, change } = header.rule;
  /** @param {number} value */
  const write = (value) => concise(value, digits);
  /** @param {string} kind @param {number} row @param {number} column */
  const one = (kind, row, column) => {
    /** @param {string} name @param {string} after */
    const at = (name, after = "") => scene.at(`${name}${kind}${l}${after}`, row, column);
    /**
     * The numbers once so many memories have been renewed; what is one for the whole network was before all.
     * @param {number} renewed
     */
    const look = (renewed) => numbersOf((name) => {
      if (name === "gradient") return at("d");
      const place = memory.findIndex((other) => other.name === name);
      return place < 0 ? scene.at(`${name}+`, 0, 0) : at(name, place < renewed ? "+" : "");
    }, digits);
    const lines = memory.map(({ name, letter, becomes }, place) => (
      line(`${letter}${kind}: `, ...sideOf(becomes, look(place)), " = ", write(at(name, "+")))
    ));
    const taken = line(`${kind}: `, factor(at(""), digits, "weights"), ` − ${write(header.rate)} · `, ...factorOf(change, look(memory.length)));
    return [...lines, taken, result(at("", "+"), digits)];
  };
  return [...one("W", i, j), ...(header.biases ? one("b", 0, j) : [])];
}

/**
 * A parameter's numbers by their names, negative ones in parentheses; its gradient in its colour.
 * @param {(name: string) => number} value
 * @param {number} digits
 * @returns {Look}
 */
function numbersOf(value, digits) {
  /** @param {string} name @param {Place} place */
  const write = (name, place) => {
    const text = (place === "base" ? grouped : enclosed)(value(name), digits);
    if (name !== "gradient") return text;
    const made = factor(value(name), digits, "delta");
    made.textContent = text;
    return made;
  };
  return { value, write, digits };
}
