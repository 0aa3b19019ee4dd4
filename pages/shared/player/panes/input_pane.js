// What the pictures of the input have in common: a canvas as large as its place, axes, points, a tip at the pointer.

import { element } from "../../browser/dom.js";
import { fill, significant } from "../../browser/format.js";
import { classColours } from "../pictures.js";
import { plotArea, roundTicks, SMALL } from "./axes.js";
import { Points } from "./points.js";

const TOP = 20;
const BELOW = 34;
const PIXELS_A_TICK = 52;

export class InputPane {
  /**
   * @param {HTMLElement} host empty
   * @param {Object} tools of panes.js
   */
  constructor(host, tools) {
    Object.assign(this, { host, tools, pointer: null, frame: null });
    this.canvas = element("canvas");
    this.canvas.setAttribute("role", "img");
    this.tip = element("div", "bp-tip");
    this.tip.hidden = true;
    host.classList.add("bp-input");
    host.append(this.canvas, this.tip);
    this.canvas.addEventListener("pointermove", (event) => this.#point({ x: event.offsetX, y: event.offsetY }));
    this.canvas.addEventListener("pointerleave", () => this.#point(null));
    this.observer = new ResizeObserver(() => this.#resize());
    this.observer.observe(host);
  }

  /** @param {Object} header of another run */
  begin(header) {
    Object.assign(this, { header, data: header.data, frame: null });
    this.points = new Points(header.data.points);
    this.#point(null);
    this.canvas.setAttribute("aria-label", this.name());
    this.#resize();
  }

  /** @param {Object} palette */
  look(palette) {
    this.palette = palette;
    this.classes = classColours(palette, this.data.task, this.data.classes.length);
    this.lay();
  }

  /** @param {import("../../browser/tape.js").Frame} frame */
  show(frame) {
    this.frame = frame;
    this.paint();
  }

  rest() {}

  extra() {}

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.host;
    const ratio = window.devicePixelRatio || 1;
    if (width === this.width && height === this.height && ratio === this.ratio) return;
    Object.assign(this, { width, height, ratio });
    this.font = `${SMALL}px ${getComputedStyle(this.host).fontFamily}`;
    this.lay();
  }

  /** All that lies still, drawn anew: another size, theme, run or unit. */
  lay() {
    const { width, height, ratio, palette } = this;
    this.area = null;
    if (!width || !height || !palette) return;
    Object.assign(this.canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    const context = this.canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.font = this.font;
    const { xs, ys, right } = this.ranges();
    const tall = height - TOP - BELOW;
    this.ticks = { y: roundTicks(...ys, Math.max(2, Math.round(tall / PIXELS_A_TICK))) };
    const left = Math.ceil(Math.max(...this.ticks.y.map(({ label }) => context.measureText(label).width))) + 10;
    const room = width - left - right;
    this.ticks.x = roundTicks(...xs, Math.max(2, Math.round(room / PIXELS_A_TICK)));
    const [wide, high] = this.shape(room, tall);
    if (wide < 20 || high < 20) return;
    this.area = plotArea({ left: left + Math.floor((room - wide) / 2), top: TOP, width: wide, height: high }, xs, ys);
    this.drawStill(context);
    this.points.lay(this.area, (i) => this.placeOf(i), (i) => this.colourOf(i), this.edge, palette, ratio);
    if (this.frame) this.paint();
  }

  /** The colour around a point. */
  get edge() {
    return this.palette.background;
  }

  /** Of the room there is, what is used. */
  shape(width, height) {
    return [Math.floor(width), Math.floor(height)];
  }

  /** Where the pointer is, or null. */
  #point(at) {
    this.pointer = at;
    this.pointed();
  }

  /** The pointer has moved. */
  pointed() {
    this.writeTip();
  }

  /** The tip's numbers: at the point or the place of the grid that is pointed at. */
  writeTip() {
    const { pointer, area, frame, tip } = this;
    tip.hidden = !pointer || !area || !frame || !area.holds(pointer.x, pointer.y);
    if (tip.hidden) return;
    const words = this.about(pointer, this.points.at(pointer.x, pointer.y)).join("\n");
    if (tip.textContent !== words) tip.textContent = words;
    const { offsetWidth: width, offsetHeight: height } = tip;
    tip.style.left = `${Math.max(0, Math.min(pointer.x - width / 2, this.width - width))}px`;
    tip.style.top = `${pointer.y > height + 14 ? pointer.y - height - 12 : pointer.y + 18}px`;
  }

  // Words

  /** @param {string} name of a feature or of an output @param {number} value @param {number} digits */
  equation(name, value, digits = 4) {
    return fill(this.tools.text.equation, { name, value: significant(value, digits) });
  }

  /** @param {number} k which of the inputs */
  feature(k) {
    const { features, axes } = this.data;
    return features[k] ?? (axes.length > 1 ? `${this.tools.text.x}${k + 1}` : this.tools.text.x);
  }

  /** What is known of a sample. */
  aboutSample(i) {
    const { text } = this.tools;
    const { task, classes, points } = this.data;
    const inputs = points.x[i].map((value, k) => this.equation(this.feature(k), value));
    const asked = task === "regression"
      ? this.equation(text.target_of, points.y[i])
      : fill(text.class_of, { name: classes[Math.round(points.y[i])] });
    return [...inputs, `${asked} (${points.row[i] < 0 ? text.point_test : text.point_training})`];
  }

  /** What the points' looks mean, where they differ. */
  get note() {
    const { data: { test, train, batch }, tools: { text } } = this;
    if (batch < train) return test ? text.points_batch : text.points_batch_only;
    return test ? text.points_note : "";
  }

  destroy() {
    this.observer.disconnect();
  }
}
