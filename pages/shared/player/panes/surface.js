// What the output, or one hidden unit, is all over two inputs: as colours under the points, in every frame.

import { element } from "../../browser/dom.js";
import { colourIndex, contextOf, shortened } from "../../browser/draw.js";
import { fill, known, significant } from "../../browser/format.js";
import { shapeOf, trace } from "../../browser/shapes.js";
import { cssColour } from "../pictures.js";
import { drawAxes, drawColours, roundTicks, writeAt } from "./axes.js";
import { InputPane } from "./input_pane.js";

/** @import { RunHeader, Unit } from "../../browser/types.d.ts" */
/** @import { Frame } from "../../browser/tape.js" */
/** @import { Spot } from "./input_pane.js" */
/** @import { Tools } from "./panes.js" */

const BAR = 9;
/** The room for the classes' names. */
const NAMES = 20;
/** Pixels beside the bar's numbers, and a digit of these. */
const BESIDE = 24;
const DIGIT = 6.5;
/** As near to a square as this. */
const LONGEST = 1.25;

export class Surface extends InputPane {
  /** @param {HTMLElement} host @param {Tools} tools */
  constructor(host, tools) {
    super(host, tools);
    /** The hidden unit that is shown; null for the output. @type {Unit|null} */
    this.unit = null;
    /** The output's place among the layers. */
    this.last = 0;
    /** Where the colours that the bar explains end. */
    this.barred = 0;
    this.back = element("button", "bp-back");
    this.back.type = "button";
    this.back.addEventListener("click", () => this.tools.enlarge(null));
    host.append(this.back);
  }

  /** @param {RunHeader} header */
  static fits({ data }) {
    return data.kind === "plane";
  }

  /** @param {RunHeader} header */
  begin(header) {
    this.unit = null;
    this.last = header.cards.length - 1;
    this.back.textContent = header.text.unit_back;
    this.back.hidden = true;
    super.begin(header);
  }

  /** Show a hidden unit, or with null the output again. @param {Unit|null} unit */
  enlarge(unit) {
    this.unit = unit;
    this.back.hidden = unit === null;
    this.label();
    this.lay();
  }

  name() {
    const what = this.unit ? this.#unitName(this.unit) : this.#outputName();
    return fill(this.tools.text.surface_alt, { what, x: this.feature(0), y: this.feature(1) });
  }

  /** @param {Unit} unit */
  #unitName({ layer, unit }) {
    return fill(this.tools.text.unit_name, { l: layer + 1, n: unit + 1 });
  }

  /** Of several numbers the first is shown. */
  #outputName() {
    const { text } = this.tools;
    const several = this.data.task === "regression" && this.header.cards[this.last].columns > 1;
    return several ? `${text.output} 1` : text.output;
  }

  /** @param {Frame} frame */
  title({ step }) {
    const { text } = this.tools;
    const what = this.unit ? this.#unitName(this.unit) : text[this.data.task === "regression" ? "shown_fitted" : "shown_surface"];
    return { heading: fill(text.at_step, { what, step }), note: this.note };
  }

  // What lies still

  ranges() {
    const [xs, ys] = this.data.axes;
    const longest = Math.max(3, ...this.#barLabels().map(({ label }) => label.length));
    return { xs, ys, right: this.#barred ? Math.ceil(BESIDE + DIGIT * longest) : 8 };
  }

  /** Whether the classes' names stand above it. */
  get #named() {
    return !this.unit && this.data.classes.length > 0 && this.data.classes.join() !== "0,1";
  }

  get above() {
    return Math.max(super.above, this.#named ? NAMES : 0);
  }

  /** Of several classes there is no scale: their names say it. */
  get #barred() {
    return this.unit !== null || this.data.task !== "classes";
  }

  /** @param {number} width @param {number} height */
  shape(width, height) {
    return [Math.floor(Math.min(width, LONGEST * height)), Math.floor(Math.min(height, LONGEST * width))];
  }

  /** @param {Spot} spot */
  inputAt({ x, y }) {
    return this.area ? [this.area.xOf(x), this.area.yOf(y)] : [];
  }

  /** @param {number} i @returns {[number, number]} */
  placeOf(i) {
    const [x, y] = this.data.points.x[i];
    return this.area ? [this.area.x(x), this.area.y(y)] : [0, 0];
  }

  /** @param {number} i */
  colourOf(i) {
    const y = this.data.points.y[i];
    if (this.data.task !== "regression") return this.classes[Math.round(y)];
    const { table, scale } = this.tools.pictures;
    return cssColour(table[colourIndex((127.5 * (y - scale.middle)) / scale.limit)]);
  }

  /** A number well learned has the colour that is around it: then it needs an edge of its own. */
  get edge() {
    return this.data.task === "regression" ? this.palette.ink : this.palette.background;
  }

  /** @param {CanvasRenderingContext2D} context */
  drawStill(context) {
    const { area, palette, ticks } = this;
    if (!area) return;
    drawAxes(context, area, this.axisNames(this.feature(0), this.feature(1)), ticks, palette);
    if (this.#barred) this.#drawBar(context);
    if (this.#named) this.#drawClasses(context);
  }

  /** @param {CanvasRenderingContext2D} context */
  #drawBar(context) {
    const { area, palette } = this;
    if (!area) return;
    const { table } = this.tools.pictures;
    this.barred = this.#scale.limit;
    const colours = Array.from({ length: 17 }, (_, i) => cssColour(table[Math.round((255 * i) / 16)]));
    const box = { left: area.left + area.width + 8, top: area.top, width: BAR, height: area.height };
    drawColours(context, box, colours, this.#barLabels(), palette);
  }

  get #scale() {
    const { tools: { pictures }, unit, frame } = this;
    return unit ? { middle: 0, limit: frame && pictures.hasUnits ? pictures.limit(unit.layer) : 1 } : pictures.scale;
  }

  /** Numbers beside the bar, each at its share of it. */
  #barLabels() {
    const { middle, limit } = this.#scale;
    return roundTicks(middle - limit, middle + limit, 4).map(({ value, label }) => ({
      share: (value - middle + limit) / (2 * limit), label: label.length > 6 ? significant(value, 1) : label,
    }));
  }

  /**
   * Which colour is which class, from the right, as many as there is room for.
   * @param {CanvasRenderingContext2D} context
   */
  #drawClasses(context) {
    const { area, classes, palette, data } = this;
    if (!area) return;
    const end = area.left + area.width;
    const room = 0.72 * area.width / Math.min(4, data.classes.length) - 16;
    let left = end;
    const names = data.classes.map((name) => shortened(context, name, room));
    const widths = names.map((name) => context.measureText(name).width + 22);
    let count = 0;
    while (count < names.length && left - widths[count] > area.left + 0.28 * area.width) left -= widths[count++];
    for (let i = 0; i < count; i += 1) {
      trace(context, shapeOf(i), left + 9, area.top - 10, 5);
      context.fillStyle = classes[i];
      context.fill();
      context.fillStyle = palette.muted;
      writeAt(context, names[i], left + 18, area.top - 10);
      left += widths[i];
    }
  }

  // What moves

  paint() {
    const { area, unit, frame, tools, last } = this;
    if (!area || !frame || (unit && !tools.pictures.hasUnits)) return; // what is wanted is on its way
    if (unit && tools.pictures.limit(unit.layer) !== this.barred) {
      this.barred = tools.pictures.limit(unit.layer);
      this.lay();
      return;
    }
    const context = contextOf(this.canvas);
    const { left, top, width, height } = area;
    tools.pictures.draw(context, unit ? unit.layer : last, unit ? unit.unit : 0, left, top, width, height);
    context.imageSmoothingEnabled = true;
    this.points.draw(context, frame);
    if (this.pointer) this.writeTip();
  }

  /** @param {Spot} spot @param {number} point */
  about({ x, y }, point) {
    const { area, unit, data, tools } = this;
    const { pictures } = tools;
    if (!area || (unit && !pictures.hasUnits)) return [];
    const side = unit ? data.unit_side : data.side;
    const at = point < 0 ? [x, y] : this.placeOf(point);
    /** @param {number} share */
    const within = (share) => Math.min(side - 1, Math.max(0, Math.round(share * (side - 1))));
    const column = within((at[0] - area.left) / area.width);
    const row = within((at[1] - area.top) / area.height);
    const cell = row * side + column;
    const value = unit
      ? this.#about(this.#unitName(unit), pictures.unitAt(unit.layer, unit.unit, cell))
      : this.#output(pictures.outputAt(cell));
    if (point >= 0) return [...this.aboutSample(point), value];
    const [[x0, x1], [y0, y1]] = data.axes;
    const place = [x0 + (column / (side - 1)) * (x1 - x0), y1 - (row / (side - 1)) * (y1 - y0)];
    return [...place.map((number, k) => this.equation(this.feature(k), number)), value];
  }

  /** @param {{value: number, grain?: number, winner?: number}} answer */
  #output({ value, grain, winner }) {
    if (winner === undefined) return this.#about(this.#outputName(), { value, grain });
    return fill(this.tools.text.output_class, { name: this.data.classes[winner], value: known(value, 4, grain) });
  }

  /** @param {string} name @param {{value: number, grain?: number}} answer */
  #about(name, { value, grain }) {
    return fill(this.tools.text[grain ? "nearly" : "equation"], { name, value: known(value, 4, grain) });
  }
}
