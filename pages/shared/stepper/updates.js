// The update of one weight and its unit's bias, with this step's numbers: the optimizer's memory first.

import { concise } from "../browser/format.js";
import { enclosed, factor, grouped, line, raised, result } from "./sums.js";

/** 1 − 0.99 as 0.01, without the rounding of binary numbers. */
function rest(share) {
  return Number((1 - share).toPrecision(12));
}

/** 1e-8 as 10⁻⁸. */
function powerOfTen(value) {
  return `10⁻${raised(Math.round(-Math.log10(value)))}`;
}

/**
 * What an optimizer remembers of one parameter, how it renews that, and what it takes from the parameter.
 * `p` writes the numbers of the parameter: before, after (of a memory), gradient, gradient squared.
 */
const RULES = {
  sgd: () => ({ memory: [], change: (p) => [p.gradient()] }),
  momentum: ({ momentum }) => ({
    memory: [["v", "velocity", (p) => [`${momentum}·`, p.before("velocity"), " + ", p.gradient()]]],
    change: (p) => [p.after("velocity")],
  }),
  nesterov: ({ momentum }) => ({
    memory: RULES.momentum({ momentum }).memory,
    change: (p) => ["( ", p.gradient(), ` + ${momentum}·`, p.after("velocity"), " )"],
  }),
  rmsprop: ({ alpha, epsilon }) => ({
    memory: [["s", "square", (p) => [`${alpha}·`, p.before("square"), ` + ${rest(alpha)}·`, ...p.squared()]]],
    change: (p) => [p.gradient(), " / ( √( ", p.after("square"), ` ) + ${powerOfTen(epsilon)} )`],
  }),
  adam: ({ beta1, beta2, epsilon }) => ({
    memory: [
      ["m", "mean", (p) => [`${beta1}·`, p.before("mean"), ` + ${rest(beta1)}·`, p.gradient()]],
      ["s", "square", (p) => [`${beta2}·`, p.before("square"), ` + ${rest(beta2)}·`, ...p.squared()]],
    ],
    change: (p) => [
      "( ", p.after("mean"), ` / (1 − ${beta1}${raised(p.count)}) ) / ( √( `,
      p.after("square"), ` / (1 − ${beta2}${raised(p.count)}) ) + ${powerOfTen(epsilon)} )`,
    ],
  }),
};

/**
 * The lines for a weight from i to j, and the bias of j.
 * @param {import("./scene.js").Scene} scene
 */
export function updateLines(scene, l, i, j, digits) {
  const { header } = scene;
  const { name: rule, ...constants } = header.optimizer;
  const { memory, change } = RULES[rule](constants);
  const write = (value) => concise(value, digits);
  const one = (kind, row, column) => {
    const at = (name, after = "") => scene.at(`${name}${kind}${l}${after}`, row, column);
    const p = {
      gradient: () => factor(at("d"), digits, "delta"),
      squared: () => [factorGrouped(at("d"), digits), "²"],
      before: (name) => enclosed(at(name), digits),
      after: (name) => enclosed(at(name, "+"), digits),
      count: rule === "adam" ? scene.at("count+", 0, 0) : 0,
    };
    const remembered = memory.map(([symbol, name, parts]) => line(`${symbol}${kind}: `, ...parts(p), " = ", write(at(name, "+"))));
    const taken = line(`${kind}: `, factor(at(""), digits, "weights"), ` − ${write(header.rate)} · `, ...change(p));
    return [...remembered, taken, result(at("", "+"), digits)];
  };
  return [...one("W", i, j), ...(header.biases ? one("b", 0, j) : [])];
}

function factorGrouped(value, digits) {
  const made = factor(value, digits, "delta");
  made.textContent = grouped(value, digits);
  return made;
}
