// What the pictures of the input have in common: a canvas as large as its place, axes, points, a tip at the pointer.

import { element, putText } from "../../browser/dom.js";
import { contextOf } from "../../browser/draw.js";
import { fill, significant } from "../../browser/format.js";
import { pointed } from "../../browser/pointing.js";
import { roomOf } from "../../browser/room.js";
import { shapeOf } from "../../browser/shapes.js";
import { featureName } from "../names.js";
import { classColours } from "../pictures.js";
import { PlacePicker } from "../unfold/place_picker.js";
import { plotArea, roundTicks, SMALL } from "./axes.js";
import { Points } from "./points.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { DataHeader, Extra, Palette, Points as PointSet, RunHeader } from "../../browser/types.d.ts" */
/** @import { Tick } from "./axes.js" */
/** @import { Tools } from "./panes.js" */

/** A place of the picture, in our own pixels. @typedef {{x: number, y: number}} Spot */

const TOP = 20;
const BELOW = 34;
/** The same where axes have no names. */
const TERSE = { top: 8, below: 19 };
const PIXELS_A_TICK = 52;

/** @returns {never} */
function inSubclass() {
  throw new Error("left to each picture");
}

export class InputPane {
  /** @type {RunHeader} */
  header;
  /** What the network is trained on, which has points. @type {DataHeader & {points: PointSet}} */
  data;
  /** @type {Points} */
  points;
  /** @type {Palette} */
  palette;

  /**
   * @param {HTMLElement} host empty
   * @param {Tools} tools
   */
  constructor(host, tools) {
    this.host = host;
    this.tools = tools;
    /** Where the pointer is. @type {Spot|null} */
    this.pointer = null;
    /** @type {Frame|null} */
    this.frame = null;
    /** Where the input's values lie; null while there is no room. @type {ReturnType<typeof plotArea>|null} */
    this.area = null;
    /** @type {{x: Tick[], y: Tick[]}} */
    this.ticks = { x: [], y: [] };
    /** The classes' colours. @type {string[]} */
    this.classes = [];
    this.width = 0;
    this.height = 0;
    /** One of our own pixels, and the screen's in it. */
    this.size = 1;
    this.ratio = 0;
    this.font = "";
    this.canvas = element("canvas");
    this.canvas.setAttribute("role", "img");
    this.tip = element("div", "bp-tip");
    this.tip.hidden = true;
    host.classList.add("bp-input");
    host.append(this.canvas, this.tip);
    pointed(this.canvas, (event) => this.point(this.spotOf(event)), () => this.point(null));
    this.picker = new PlacePicker(this);
    this.observer = new ResizeObserver(() => this.#resize());
    this.observer.observe(host);
  }

  /** @param {RunHeader} header of another run */
  begin(header) {
    this.header = header;
    this.data = /** @type {DataHeader & {points: PointSet}} */ (header.data);
    this.frame = null;
    this.points = new Points(this.data.points);
    this.point(null);
    this.label();
    this.#resize();
  }

  /** What it shows, in words. */
  label() {
    const what = this.name();
    this.canvas.setAttribute("aria-label", what);
    this.picker.begin(fill(this.header.text.place_label, { what }));
  }

  /** @param {Palette} palette */
  look(palette) {
    this.palette = palette;
    this.classes = classColours(palette, this.data.task, this.data.classes.length);
    this.lay();
  }

  /** @param {Frame} frame */
  show(frame) {
    this.frame = frame;
    this.paint();
  }

  /** @param {Frame} _frame */
  rest(_frame) {}

  /** @param {Extra} _answer */
  extra(_answer) {}

  #resize() {
    const room = roomOf(this.host);
    if (room.width === this.width && room.height === this.height && room.ratio === this.ratio) return;
    Object.assign(this, room);
    this.font = `${SMALL}px ${getComputedStyle(this.host).fontFamily}`;
    this.lay();
  }

  /** All that lies still, drawn anew: another size, theme, run or unit. */
  lay() {
    const { width, height, ratio, palette } = this;
    this.area = null;
    if (!width || !height || !palette) return;
    Object.assign(this.canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    const context = contextOf(this.canvas);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.font = this.font;
    const { xs, ys, right } = this.ranges();
    const tall = height - this.above - (this.tools.terse ? TERSE.below : BELOW);
    const y = roundTicks(...ys, Math.max(2, Math.round(tall / PIXELS_A_TICK)));
    const left = Math.ceil(Math.max(...y.map(({ label }) => context.measureText(label).width))) + 10;
    const room = width - left - right;
    this.ticks = { x: roundTicks(...xs, Math.max(2, Math.round(room / PIXELS_A_TICK))), y };
    const [wide, high] = this.shape(room, tall);
    if (wide < 20 || high < 20) return;
    this.area = plotArea({ left: left + Math.floor((room - wide) / 2), top: this.above, width: wide, height: high }, xs, ys);
    this.drawStill(context);
    this.points.lay(this.area, (i) => this.placeOf(i), (i) => this.colourOf(i), (i) => this.#shapeOf(i), this.edge, palette, ratio);
    if (this.frame) this.paint();
  }

  /** A class has a shape too; numbers are told apart by what is around them. @param {number} i */
  #shapeOf(i) {
    return shapeOf(this.data.task === "regression" ? 0 : Math.round(this.data.points.y[i]));
  }

  /** The colour around a point. */
  get edge() {
    return this.palette.background;
  }

  /** The room above, for a name and perhaps the classes'. */
  get above() {
    return this.tools.terse ? TERSE.top : TOP;
  }

  /** @param {string} x @param {string} y what the axes are called, where they are */
  axisNames(x, y) {
    return this.tools.terse ? { x: "", y: "" } : { x, y };
  }

  /** Of the room there is, what is used. @param {number} width @param {number} height */
  shape(width, height) {
    return [Math.floor(width), Math.floor(height)];
  }

  /** Where a pointer is. @param {MouseEvent} event @returns {Spot} */
  spotOf({ offsetX, offsetY }) {
    return { x: offsetX / this.size, y: offsetY / this.size };
  }

  /** @param {Spot|null} at where the pointer is */
  point(at) {
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
    if (tip.hidden || !pointer) return;
    putText(tip, this.about(pointer, this.points.at(pointer.x, pointer.y)).join("\n"));
    const { offsetWidth: width, offsetHeight: height } = tip;
    const [x, y] = [pointer.x * this.size, pointer.y * this.size];
    tip.style.left = `${Math.max(0, Math.min(x - width / 2, this.host.clientWidth - width))}px`;
    tip.style.top = `${y > height + 14 ? y - height - 12 : y + 18}px`;
  }

  // What each picture says for itself

  /** What it shows, for those who do not see it. @returns {string} */
  name() {
    return inSubclass();
  }

  /**
   * The ends of its axes, and the room at the right.
   * @returns {{xs: [number, number], ys: [number, number], right: number}}
   */
  ranges() {
    return inSubclass();
  }

  /** The input at a place of the picture, as the data come. @param {Spot} _spot @returns {number[]} */
  inputAt(_spot) {
    return inSubclass();
  }

  /** Where a sample's point lies. @param {number} _i @returns {[number, number]} */
  placeOf(_i) {
    return inSubclass();
  }

  /** @param {number} _i @returns {string} */
  colourOf(_i) {
    return inSubclass();
  }

  /** Draw what lies still. @param {CanvasRenderingContext2D} _context */
  drawStill(_context) {
    inSubclass();
  }

  /** Draw what moves. */
  paint() {
    inSubclass();
  }

  /**
   * The tip's lines at a place; `_point` is the one that is there, or -1.
   * @param {Spot} _spot
   * @param {number} _point
   * @returns {string[]}
   */
  about(_spot, _point) {
    return inSubclass();
  }

  // Words

  /** @param {string} name of a feature or of an output @param {number} value @param {number} digits */
  equation(name, value, digits = 4) {
    return fill(this.tools.text.equation, { name, value: significant(value, digits) });
  }

  /** @param {number} k which of the inputs */
  feature(k) {
    return featureName(this.data, this.tools.text, k);
  }

  /** What is known of a sample. @param {number} i */
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
