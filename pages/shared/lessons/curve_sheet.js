// A curve that is drawn by hand over the loss chart, in the chart's own axes, and stays there beside what comes.

import { svg } from "../browser/dom.js";
import { significant } from "../browser/format.js";
import { at } from "./judge.js";

/** @typedef {{range: number[], type?: string}} Axis */
/** Of the chart: where its plot is on the screen, and its axes. @typedef {{box: DOMRect, x: Axis, y: Axis}} Axes */

const CHART = "[data-panel=loss] .js-plotly-plot";
const PLOT = ".nsewdrag";
const PARTS = 4;
const DIGITS = 3;

/** The axes of the loss chart, where it is on the screen. @returns {Axes|null} */
function axesNow() {
  const chart = /** @type {(HTMLElement & {layout?: {xaxis: Axis, yaxis: Axis}})|null} */ (document.querySelector(CHART));
  const plot = chart?.querySelector(PLOT);
  if (!chart?.layout || !plot || plot.getClientRects().length === 0) return null;
  return { box: plot.getBoundingClientRect(), x: chart.layout.xaxis, y: chart.layout.yaxis };
}

/** Where a value is on an axis, from 0 to 1. @param {Axis} axis @param {number} value */
function shareOn({ range: [low, high], type }, value) {
  const placed = type === "log" ? Math.log10(Math.max(value, 1e-300)) : value;
  return Math.min(1, Math.max(0, (placed - low) / (high - low)));
}

/** The value there. @param {Axis} axis @param {number} share */
function valueOn({ range: [low, high], type }, share) {
  const placed = low + share * (high - low);
  return type === "log" ? 10 ** placed : placed;
}

export class CurveSheet {
  constructor() {
    /** Over the page, and below all that lies over it. */
    this.layer = svg("svg", { class: "bp-lesson-curve", "aria-hidden": "true" });
    document.body.append(this.layer);
    this.area = svg("rect", { fill: "transparent" });
    this.path = svg("path", { fill: "none" });
    this.layer.append(this.area, this.path);
    /** By their steps, each once. @type {Array<[number, number]>} */
    this.points = [];
    this.steps = 0;
    this.free = false;
    /** Whether its end was set: until then the end goes on from the last point drawn. */
    this.ended = false;
    /** @type {() => void} */
    this.onDraw = () => {};
    /** Where the pointer was. @type {number|null} */
    this.last = null;
    this.request = 0;
    this.painted = "";
    this.area.addEventListener("pointerdown", (event) => this.#pressed(event));
    this.area.addEventListener("pointermove", (event) => this.last !== null && this.#drawn(event));
    for (const name of ["pointerup", "pointercancel"]) this.area.addEventListener(name, () => { this.last = null; });
  }

  /**
   * Show it.
   * @param {Array<[number, number]>} curve the run's own: its length and where it begins
   * @param {Array<[number, number]>|null} drawn what was drawn before
   * @param {boolean} free whether it can be drawn
   */
  begin(curve, drawn, free) {
    this.steps = curve[curve.length - 1][0];
    this.points = drawn ?? [curve[0], [this.steps, curve[0][1]]];
    this.free = free;
    this.ended = drawn !== null;
    this.layer.style.display = "block";
    this.area.style.pointerEvents = free ? "all" : "none";
    cancelAnimationFrame(this.request);
    this.#follow();
  }

  end() {
    cancelAnimationFrame(this.request);
    this.layer.style.display = "none";
    this.onDraw = () => {};
  }

  destroy() {
    this.end();
    this.layer.remove();
  }

  /** The steps that can be set one by one. */
  get knots() {
    return Array.from({ length: PARTS }, (_, i) => Math.round((this.steps * (i + 1)) / PARTS));
  }

  /** The axis of losses; without a chart on the screen from 0 on. @returns {Axis} */
  get #losses() {
    return axesNow()?.y ?? { range: [0, 1.3 * this.points[0][1]], type: "linear" };
  }

  /** How high it is at a step, in thousandths of the axis. @param {number} step */
  share(step) {
    return Math.round(1000 * shareOn(this.#losses, at(this.points, step)));
  }

  /** The loss there, in words. @param {number} step */
  said(step) {
    return significant(at(this.points, step), DIGITS);
  }

  /** Set it at a step. @param {number} step @param {number} share of the axis */
  set(step, share) {
    this.ended = true;
    const kept = [[0, at(this.points, 0)], ...this.knots.map((knot) => [knot, at(this.points, knot)])];
    this.points = /** @type {Array<[number, number]>} */ (kept.map(([x, y]) => [x, x === step ? valueOn(this.#losses, share) : y]));
  }

  /** @param {PointerEvent} event */
  #pressed(event) {
    event.preventDefault();
    this.area.setPointerCapture(event.pointerId);
    this.#drawn(event);
  }

  /** @param {PointerEvent} event */
  #drawn(event) {
    const axes = axesNow();
    if (!axes || !this.free) return;
    const { box, x, y } = axes;
    // Begun left of the first step, or drawn beyond the last one, it is meant for that one.
    const step = Math.min(this.steps, Math.max(1, Math.round(valueOn(x, (event.clientX - box.left) / box.width))));
    const loss = valueOn(y, Math.min(1, Math.max(0, 1 - (event.clientY - box.top) / box.height)));
    const [from, to] = [Math.min(step, this.last ?? step), Math.max(step, this.last ?? step)];
    this.ended ||= step === this.steps;
    const before = this.ended ? at(this.points, this.steps) : null;
    const rest = this.points.filter(([each]) => each !== step && (each <= from || each >= to) && (this.ended || each < this.steps));
    this.points = /** @type {Array<[number, number]>} */ ([...rest, [step, loss]].sort(([one], [other]) => one - other));
    const [end, last] = this.points[this.points.length - 1];
    if (end < this.steps) this.points.push([this.steps, before ?? last]);
    this.last = step;
    this.onDraw();
  }

  /** The chart may move, grow, or get other axes. */
  #follow() {
    this.request = requestAnimationFrame(() => this.#follow());
    const axes = axesNow();
    const key = axes ? [axes.box.left, axes.box.top, axes.box.width, axes.box.height, axes.x.range, axes.y.range, axes.y.type, this.points].join(" ") : "";
    if (key === this.painted) return;
    this.painted = key;
    this.path.style.display = axes ? "" : "none";
    this.area.style.display = axes ? "" : "none";
    if (axes) this.#paint(axes);
  }

  /** @param {Axes} axes */
  #paint({ box, x, y }) {
    const { left, top, width, height } = box;
    for (const [name, value] of Object.entries({ x: left, y: top, width, height })) this.area.setAttribute(name, String(value));
    const places = this.points.map(([step, loss]) => `${left + shareOn(x, step) * width} ${top + (1 - shareOn(y, loss)) * height}`);
    this.path.setAttribute("d", `M${places.join("L")}`);
  }
}
