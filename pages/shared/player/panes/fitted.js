// What the network has made of one input: its outputs as curves over the points, in every frame.

import { contextOf } from "../../browser/draw.js";
import { fill } from "../../browser/format.js";
import { drawAxes } from "./axes.js";
import { InputPane } from "./input_pane.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { RunHeader } from "../../browser/types.d.ts" */
/** @import { Spot } from "./input_pane.js" */
/** @import { plotArea } from "./axes.js" */
/** @import { Tools } from "./panes.js" */

/** @typedef {ReturnType<typeof plotArea>} Area */

const MARGIN = 0.12;

export class FittedCurve extends InputPane {
  /** @param {HTMLElement} host @param {Tools} tools */
  constructor(host, tools) {
    super(host, tools);
    this.still = document.createElement("canvas");
    /** How many curves there are, and points of each. */
    this.outputs = 0;
    this.count = 0;
  }

  /** @param {RunHeader} header */
  static fits({ data }) {
    return data.kind === "line";
  }

  /** @param {RunHeader} header */
  begin(header) {
    const channel = header.channels.find(({ name }) => name === "curve");
    const shapes = channel && "shapes" in channel ? channel.shapes : [];
    this.outputs = shapes.length;
    [[, this.count]] = shapes;
    super.begin(header);
  }

  name() {
    return fill(this.tools.text.curve_alt, { x: this.feature(0) });
  }

  /** @param {Frame} frame */
  title({ step }) {
    const { text } = this.tools;
    return { heading: fill(text.at_step, { what: text.shown_curve, step }), note: this.note };
  }

  // What lies still

  /** @returns {{xs: [number, number], ys: [number, number], right: number}} */
  ranges() {
    const { task, points, axes } = this.data;
    const targets = task === "classes" ? [0, 1] : points.y;
    const [low, high] = [Math.min(...targets), Math.max(...targets)];
    const margin = MARGIN * (high - low) || 1;
    return { xs: axes[0], ys: [low - margin, high + margin], right: 10 };
  }

  /** @param {Spot} spot */
  inputAt({ x }) {
    return this.area ? [this.area.xOf(x)] : [];
  }

  /** Of several classes the one that is right is asked to be 1. @param {number} i @returns {[number, number]} */
  placeOf(i) {
    const { points, task } = this.data;
    if (!this.area) return [0, 0];
    return [this.area.x(points.x[i][0]), this.area.y(task === "classes" ? 1 : points.y[i])];
  }

  /** @param {number} i */
  colourOf(i) {
    const { task, points } = this.data;
    return task === "regression" ? this.palette.muted : this.classes[Math.round(points.y[i])];
  }

  /** @param {CanvasRenderingContext2D} context */
  drawStill(context) {
    const { area, palette, ticks } = this;
    if (!area) return;
    drawAxes(context, area, this.axisNames(this.feature(0), this.tools.text.output), ticks, palette, true);
    const { width, height } = this.canvas;
    Object.assign(this.still, { width, height });
    contextOf(this.still).drawImage(this.canvas, 0, 0);
  }

  /** One output is drawn as the loss is; several as their classes. @param {number} output */
  #colour(output) {
    if (this.outputs === 1) return this.palette.accent;
    return this.classes[output] ?? this.palette.lines[output];
  }

  // What moves

  pointed() {
    this.paint();
  }

  paint() {
    const { area, still, ratio, frame } = this;
    if (!area || !frame) return;
    const context = contextOf(this.canvas);
    const [width, height] = [still.width / ratio, still.height / ratio];
    context.clearRect(0, 0, width, height);
    context.drawImage(still, 0, 0, width, height);
    this.points.draw(context, frame);
    context.save();
    context.beginPath();
    context.rect(area.left, area.top, area.width, area.height);
    context.clip();
    for (let output = 0; output < this.outputs; output += 1) this.#drawCurve(context, frame, area, output);
    if (this.pointer) this.#mark(context);
    context.restore();
    this.writeTip();
  }

  /** @param {CanvasRenderingContext2D} context @param {Frame} frame @param {Area} area @param {number} output */
  #drawCurve(context, frame, { left, width, y }, output) {
    const { values, factor, columns } = frame.part("curve", output);
    context.beginPath();
    for (let i = 0; i < columns; i += 1) context.lineTo(left + (i / (columns - 1)) * width, y(values[i] * factor));
    context.strokeStyle = this.#colour(output);
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.stroke();
  }

  /** The place of the grid that is nearest to the pointer. @param {Area} area @param {number} x */
  #nearest({ left, width }, x) {
    return Math.min(this.count - 1, Math.max(0, Math.round(((x - left) / width) * (this.count - 1))));
  }

  /** The place on the curve of which the tip speaks. @param {CanvasRenderingContext2D} context */
  #mark(context) {
    const { area, pointer, frame } = this;
    if (!area || !pointer || !frame) return;
    if (!area.holds(pointer.x, pointer.y) || this.points.at(pointer.x, pointer.y) >= 0) return;
    const i = this.#nearest(area, pointer.x);
    for (let output = 0; output < this.outputs; output += 1) {
      const { values, factor } = frame.part("curve", output);
      context.fillStyle = this.#colour(output);
      context.beginPath();
      context.arc(area.left + (i / (this.count - 1)) * area.width, area.y(values[i] * factor), 5, 0, 2 * Math.PI);
      context.fill();
    }
  }

  /** @param {Spot} spot @param {number} point */
  about({ x }, point) {
    const { tools: { text }, area, frame } = this;
    if (!area || !frame) return [];
    const [low, high] = this.data.axes[0];
    const i = this.#nearest(area, point < 0 ? x : this.placeOf(point)[0]);
    const outputs = Array.from({ length: this.outputs }, (_, output) => {
      const { values, factor } = frame.part("curve", output);
      const name = this.outputs > 1 ? (this.data.classes[output] ?? `${text.output} ${output + 1}`) : text.output;
      return this.equation(name, values[i] * factor);
    });
    if (point >= 0) return [...this.aboutSample(point), ...outputs];
    return [this.equation(this.feature(0), low + (i / (this.count - 1)) * (high - low)), ...outputs];
  }
}
