// Below strips of cells: where a layer's units lie on their activation's curve, and the outputs beside what they should be.

import { range } from "../../arithmetic/sums.js";
import { svg } from "../../browser/dom.js";
import { concise, fill, subscript } from "../../browser/format.js";
import { rowOf } from "../scene.js";

/** @import { Box } from "./layout.js" */
/** @import { StepMoment } from "./stage.d.ts" */

const LOW = 90; // less high, and nothing is drawn
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 12, 22, 22];
/** So many terms have names, each on a row so high. */
const [MOST_TERMS, ROW] = [8, 19];
/** What their names and numbers need. */
const [NAMED, NUMBER] = [76, 78];
/** Outputs up to so many have bars. */
const MOST_BARS = 24;

/**
 * The curve of f or f′ over what the layer's activation sees, its units as marks on it, the selected one with its numbers.
 * @param {StepMoment} moment
 * @param {number} l
 * @param {"value"|"slope"} what
 * @param {Box} box
 * @returns {SVGElement[]}
 */
export function curvePlot({ scene, pick, sample, digits }, l, what, box) {
  const { slopes, functions } = scene.header;
  const activation = slopes.names[l - 1];
  const curve = what === "value" ? slopes.values[activation] : slopes.curves[activation];
  if (!curve || box.height < LOW) return [];
  const z = slopes.z;
  const [low, high] = [Math.min(0, ...curve), Math.max(...curve)];
  const [left, right, top, bottom] = [box.x + LEFT, box.x + box.width - RIGHT, box.y + TOP, box.y + box.height - BOTTOM];
  /** @param {number} at */
  const x = (at) => left + ((Math.min(z[z.length - 1], Math.max(z[0], at)) - z[0]) / (z[z.length - 1] - z[0])) * (right - left);
  /** @param {number} value */
  const y = (value) => bottom - ((Math.min(high, Math.max(low, value)) - low) / (high - low || 1)) * (bottom - top);
  const colour = `var(--bp-${what === "slope" ? "slope" : "accent"})`;
  const seen = scene.seen(l);
  const own = rowOf(scene.arrays[seen], sample);
  const results = what === "slope" ? `slope${l}` : `f${l}` in scene.arrays ? `f${l}` : `a${l}`;
  /** @param {number} unit */
  const result = (unit) => scene.at(results, sample, unit);
  const symbol = seen[0];
  const title = what === "slope" ? `f′(${symbol})` : `f(${symbol})`;
  /** @type {SVGElement[]} */
  const made = [
    svg("line", { class: "st-axis", x1: left, x2: right, y1: y(0), y2: y(0) }),
    svg("line", { class: "st-axis", x1: x(0), x2: x(0), y1: top, y2: bottom }),
    svg("polyline", { points: curve.map((value, at) => `${x(z[at])},${y(value)}`).join(" "), class: "st-plot", style: `stroke: ${colour}` }),
    svg("text", { class: "st-name", x: left - 8, y: y(high), style: "text-anchor: end" }, concise(high, 2)),
    svg("text", { class: "st-name", x: left - 8, y: y(low), style: "text-anchor: end" }, concise(low, 2)),
    svg("text", { class: "st-name", x: box.x + LEFT + 4, y: box.y + 8, style: "text-anchor: start", "data-term": what === "slope" ? "slope" : "activation", "data-layer": l }, `${title}: ${functions[activation]}`),
    ...[-8, -4, 4, 8].map((at) => svg("text", { class: "st-name", x: x(at), y: bottom + 12 }, concise(at, 1))),
  ];
  own.forEach((at, unit) => { if (unit !== pick.j && Number.isFinite(at)) made.push(svg("circle", { class: "st-on-curve", cx: x(at), cy: y(result(unit)), r: 3 })); });
  const at = own[pick.j];
  if (!Number.isFinite(at)) return made;
  const few = Math.min(digits, 4);
  const [cx, cy] = [x(at), y(result(pick.j))];
  const isRight = cx > (left + right) / 2;
  return [
    ...made,
    svg("line", { class: "st-guide", x1: cx, x2: cx, y1: y(0), y2: cy }),
    svg("circle", { class: "st-on-curve st-selected", cx, cy, r: 6 }),
    svg("text", { class: "st-label st-new", x: cx + (isRight ? -12 : 12), y: cy + (cy > (top + bottom) / 2 ? -14 : 14), style: `text-anchor: ${isRight ? "end" : "start"}` },
      `${title.replace(`(${symbol})`, `(${concise(at, few)})`)} = ${concise(result(pick.j), few)}`),
  ];
}

/** A name with small numbers: x₇ w₇,₃. @param {string} letter @param {number[]} places from 0 */
const named = (letter, ...places) => letter + places.map((place) => subscript(place + 1)).join(",");

/**
 * What the selected unit's number is the sum of: the largest terms by their names, and what the others come to.
 * @param {StepMoment} moment
 * @param {number} l
 * @param {Box} box
 * @returns {SVGElement[]}
 */
export function termsPlot({ scene, op, pick, sample, digits }, l, box) {
  const isBack = op?.kind === "delta";
  const isOne = op?.kind === "gradient"; // a product for each sample
  const [left, right] = isBack ? [`W${l + 1}`, `delta${l + 1}`] : isOne ? [scene.below(l), `delta${l}`] : [scene.below(l), `W${l}`];
  const count = isBack ? scene.arrays[right].columns : isOne ? scene.header.samples : scene.arrays[left].columns;
  const rows = Math.min(MOST_TERMS, Math.floor((box.height - TOP) / ROW) - 1);
  if (count < 2 || rows < 2) return [];
  const input = l === 1 ? "x" : "a";
  const terms = range(count).map((at) => {
    if (isBack) return { value: scene.at(left, pick.j, at) * scene.at(right, sample, at), name: `${named("w", pick.j, at)} ${named("δ", at)}` };
    if (isOne) return { value: scene.at(left, at, pick.i) * scene.at(right, at, pick.j), name: `${scene.header.text.sample} ${at + 1}` };
    return { value: scene.at(left, sample, at) * scene.at(right, at, pick.j), name: `${named(input, at)} ${named("w", at, pick.j)}` };
  }).sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const rest = terms.slice(rows);
  const shown = [...terms.slice(0, rows), ...(rest.length ? [{ value: rest.reduce((all, { value }) => all + value, 0), name: fill(scene.header.text.more, { n: rest.length }) }] : [])];
  const most = Math.max(...shown.map(({ value }) => Math.abs(value))) || 1;
  const [from, to] = [box.x + Math.max(NAMED, 0.18 * box.width), box.x + box.width - NUMBER];
  const [middle, half] = [(from + to) / 2, (to - from) / 2 - 6];
  const few = Math.min(digits, 4);
  return [
    svg("text", { class: "st-name", x: middle, y: box.y + 8 }, scene.header.text.largest_terms),
    ...shown.flatMap(({ value, name }, at) => {
      const y = box.y + TOP + at * ROW;
      const long = Number.isFinite(value / most) ? (half * Math.abs(value)) / most : 0;
      return [
        svg("text", { class: "st-term", x: from, y: y + ROW / 2, style: "text-anchor: end" }, name),
        svg("rect", { class: isBack || isOne ? "st-term-bar bp-back" : "st-term-bar", x: value < 0 ? middle - long : middle, y: y + 2, width: long, height: ROW - 5 }),
        svg("text", { class: "st-term", x: box.x + box.width - 4, y: y + ROW / 2, style: "text-anchor: end" }, concise(value, few)),
      ];
    }),
    svg("line", { class: "st-axis", x1: middle, x2: middle, y1: box.y + TOP - 2, y2: box.y + TOP + shown.length * ROW }),
  ];
}

/**
 * The outputs of the sample as bars, with what each should be.
 * @param {StepMoment} moment
 * @param {Box} box
 * @returns {SVGElement[]}
 */
export function outputPlot({ scene, pick, sample, digits }, box) {
  const { depth } = scene;
  const { columns } = scene.arrays[`a${depth}`];
  if (columns > MOST_BARS || box.height < LOW) return [];
  const own = range(columns).map((j) => ({ a: scene.at(`a${depth}`, sample, j), y: scene.at("y", sample, j) }));
  const all = own.flatMap(({ a, y }) => [a, y]).filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const [left, right, top, bottom] = [box.x + LEFT, box.x + box.width - RIGHT, box.y + TOP, box.y + box.height - BOTTOM];
  /** @param {number} value */
  const y = (value) => bottom - ((value - low) / (high - low || 1)) * (bottom - top);
  const step = (right - left) / columns;
  const bar = Math.min(46, step * 0.6);
  const { text } = scene.header;
  const few = Math.min(digits, step > 70 ? 4 : 2);
  return [
    svg("line", { class: "st-axis", x1: left, x2: right, y1: y(0), y2: y(0) }),
    svg("text", { class: "st-name", x: left, y: box.y + 8, style: "text-anchor: start" }, text.outputs_plot),
    ...own.flatMap(({ a, y: wanted }, j) => {
      const middle = left + (j + 0.5) * step;
      const isNumber = Number.isFinite(a);
      const number = isNumber && step > 34 ? [svg("text", { class: "st-label st-new", x: middle, y: y(Math.max(a, 0)) - 9 }, concise(a, few))] : [];
      return [
        svg("rect", { class: j === pick.j ? "st-bar-of st-selected" : "st-bar-of", x: middle - bar / 2, y: isNumber ? Math.min(y(0), y(a)) : y(0), width: bar, height: isNumber ? Math.abs(y(a) - y(0)) : 0 }),
        svg("line", { class: "st-target", x1: middle - bar / 2 - 3, x2: middle + bar / 2 + 3, y1: y(wanted), y2: y(wanted) }),
        svg("text", { class: "st-name", x: middle, y: bottom + 12 }, scene.called(depth, j) || String(j + 1)),
        ...number,
      ];
    }),
  ];
}
