// The tab "One path": one way from a weight to the loss as a product of factors, and what it is of dW.

import { element } from "../browser/dom.js";
import { fill, significant } from "../browser/format.js";
import { parameterName } from "./names.js";
import { PathChoice } from "./path_choice.js";
import { Chain, count, pathOf, product, untold } from "./paths.js";
import { called, contribution, counting, sentences, spokenPath, told } from "./path_words.js";
import { scaled, times, written } from "./scaled.js";
import { factor } from "../arithmetic/sums.js";

/** @import { Told } from "./path_words.js" */
/** @import { Scene } from "./scene.js" */
/** @import { PathFactor, UnitPath, Way } from "./types.d.ts" */

/** A factor with its name and its colour. @typedef {{value: number, name: string, colour: string}} NamedFactor */

/** What is shown: the weight from unit i to unit j of a layer, of one sample, after k operations. @typedef {{scene: Scene, layer: number, i: number, j: number, sample: number, k: number, digits: number}} Traced */

/** With more factors than this the middle ones are put together; so many stay at each end. */
const MOST_FACTORS = 18;
const AT_AN_END = 7;

export class PathCard {
  /** The paths of the scene and the sample that were asked for last. @type {Chain|null} */
  chain = null;

  /** @param {HTMLElement} pane @param {() => void} onChange another path was chosen */
  constructor(pane, onChange) {
    this.choice = new PathChoice(onChange);
    this.body = element("div");
    pane.append(this.choice.row, this.body);
  }

  /**
   * The path that a way takes from a unit; null where there is none to tell.
   * @param {Pick<Traced, "scene"|"layer"|"j"|"sample">} of
   * @param {Way} way
   * @returns {UnitPath|null}
   */
  find({ scene, layer, j, sample }, way) {
    if (untold(scene, sample)) return null;
    if (this.chain?.scene !== scene || this.chain.sample !== sample) this.chain = new Chain(scene, sample);
    return pathOf(this.chain, layer, j, way);
  }

  /** The path in a sentence, for who hears it. @param {Traced} view @param {Way} way */
  spoken(view, way) {
    const path = this.find(view, way);
    return path && this.chain ? spokenPath(told(this.chain, path, way.choice, view.i), view.scene.header.text, view.digits) : "";
  }

  /** @param {Traced} view @param {Way} way what was chosen, and is changed here */
  write(view, way) {
    const { scene, layer, sample } = view;
    const { text } = scene.header;
    const path = this.find(view, way);
    this.choice.row.hidden = !path || !this.chain || count(this.chain, layer) === 1n;
    if (!path || !this.chain) {
      this.body.replaceChildren(element("p", "", text[untold(scene, sample)]));
      return;
    }
    if (!this.choice.row.hidden) this.choice.write(this.chain, way, path);
    this.body.replaceChildren(...bodyOf(view, told(this.chain, path, way.choice, view.i)));
  }
}

/** @param {Traced} view @param {Told} of */
function bodyOf(view, of) {
  const { scene, layer, i, j, k, digits } = view;
  const { text } = scene.header;
  const said = sentences(of, parameterName("W", layer, i, j), text);
  const early = scene.has(`delta${layer}`, k) ? [] : [element("p", "st-name", text.path_early)];
  return [
    element("p", "", said.join(" ")), element("p", "bp-hidden", spokenPath(of, text, digits)), ...early,
    chipsOf(view, of), ...sumOf(view, of), element("p", "st-name", text.path_help),
  ];
}

/**
 * The factors in the formula's order, beginning with what comes in; delta of an elementwise output is its slope and dLoss/da.
 * @param {Scene} scene
 * @param {Told} of
 * @param {number} sample
 * @returns {NamedFactor[]}
 */
export function factorsOf(scene, { path, input, i }, sample) {
  const { text } = scene.header;
  const { depth } = scene;
  const split = scene.operations.find(({ kind }) => kind === "output_delta")?.roles.slope;
  /** @param {PathFactor} one @returns {NamedFactor[]} */
  const named = (one) => {
    if (one.role !== "delta" || !split) return [{ value: one.value, name: called(one, text), colour: one.role === "skip" ? "skip" : one.role }];
    return [
      { value: scene.at(split, sample, one.unit), name: called({ ...one, role: "slope" }, text), colour: "slope" },
      { value: scene.at(`da${depth}`, sample, one.unit), name: `∂L/∂a${depth}[${one.unit + 1}]`, colour: "delta" },
    ];
  };
  return [{ value: input, name: `a${path.layer - 1}[${i + 1}]`, colour: "previous" }, ...path.factors.flatMap(named)];
}

/** The product, each factor above its name; of very many those at the ends, and what the others come to. @param {Traced} view @param {Told} of */
function chipsOf({ scene, sample, digits }, of) {
  const { text } = scene.header;
  const all = factorsOf(scene, of, sample);
  /** @param {NamedFactor} one */
  const chip = ({ value, name, colour }) => chipOf(factor(value, digits, colour), name);
  const middle = all.length > MOST_FACTORS ? all.slice(AT_AN_END, -AT_AN_END) : [];
  const more = middle.length ? [chipOf(element("span", "", `… ${written(product(middle.map(({ value }) => value)), Math.min(4, digits))} …`), fill(text.path_more, { n: middle.length }))] : [];
  const shown = middle.length ? [...all.slice(0, AT_AN_END).map(chip), ...more, ...all.slice(-AT_AN_END).map(chip)] : all.map(chip);
  const made = element("div", "st-path");
  made.setAttribute("aria-hidden", "true"); // its units and its product are said in a sentence
  const result = element("b", "", written(contribution(of), digits));
  made.append(...shown.map((one, n) => signed(n ? "·" : "", one)), signed("=", result)); // no line ends in a sign
  return made;
}

/** @param {string} sign @param {Element} one */
function signed(sign, one) {
  const made = element("span", "st-factor");
  made.append(...(sign ? [element("span", "st-name", sign)] : []), one);
  return made;
}

/** @param {Element} value @param {string} name */
function chipOf(value, name) {
  const made = element("span", "st-link");
  made.append(value, element("small", "", name));
  return made;
}

/** All paths together: dW of this sample, and dW of the batch. @param {Traced} view @param {Told} of */
function sumOf({ scene, layer, i, j, sample, digits }, { paths, sum, input }) {
  const { text, samples, penalty } = scene.header;
  const made = [];
  const name = parameterName("dW", layer, i, j);
  if (paths > 1n) {
    const line = element("p", "st-path-sum");
    line.append(
      fill(text.path_sum, { n: counting(paths) }), ` ${name} = `, factor(input, digits, "previous"), " · ", deltaOf(written(sum, digits)),
      " = ", element("b", "", written(times(scaled(input), sum), digits)),
    );
    made.push(line);
  }
  const rounded = sum.m !== 0 && scene.at(`delta${layer}`, sample, j) === 0;
  const pulled = penalty.l1 || penalty.l2;
  const value = significant(scene.at(`dW${layer}`, i, j), digits);
  if (rounded) made.push(element("p", "", text.path_rounded));
  if (samples > 1) made.push(element("p", "", fill(pulled ? text.path_batch_penalty : text.path_batch, { samples, name, value })));
  else if (pulled) made.push(element("p", "", fill(text.path_penalty, { name, value })));
  return made;
}

/** @param {string} value */
function deltaOf(value) {
  return element("span", "bp-c-delta", value.startsWith("−") ? `(${value})` : value);
}

