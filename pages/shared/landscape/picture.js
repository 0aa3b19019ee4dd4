// The landscape from above, on a canvas as large as its place: colours, lines of equal loss, paths, arrows, a tip at the pointer.

import { element, putText } from "../browser/dom.js";
import { contextOf, lookup } from "../browser/draw.js";
import { pointed } from "../browser/pointing.js";
import { roomOf } from "../browser/room.js";
import { drawAxes, drawColours, plotArea, roundTicks, SMALL } from "../player/panes/axes.js";
import { cssColour } from "../player/pictures.js";
import { cells, drawContours, drawPlateaus, paintHeat } from "./heat.js";
import { drawArrow, drawPath, standsAt } from "./marks.js";
import { barTicks, scaleOf } from "./scale.js";

/** @import { Palette } from "../browser/types.d.ts" */
/** @import { Look } from "./marks.js" */
/** @import { Landscape, LandscapeMap } from "./types.d.ts" */
/** @import { Scale } from "./scale.js" */

/**
 * What is chosen of how it looks.
 * @typedef {Object} Ways
 * @property {boolean|null} log whether colours go by decades; null as suits the losses
 * @property {boolean} plateaus whether flat regions are hatched
 */

/**
 * What the picture is told by whom it belongs to.
 * @typedef {Object} Tells
 * @property {(index: number) => Look} look how a run is drawn
 * @property {() => {x: string, y: string}} names of the axes
 * @property {(place: [number, number], loss: number|null) => string} tip what is said of a place
 * @property {() => string} label the picture in a sentence
 */

const TOP = 20;
const BELOW = 34;
const BAR = 9;
/** Pixels beside the bar's numbers, and a digit of these. */
const BESIDE = 22;
const DIGIT = 6.5;
const PIXELS_A_TICK = 58;
const GRADIENT = "#ffffff";
const UPDATE = "#ff4fa3";
/** The optimizer's step has gaps, as its key does. */
export const ARROWS = { gradient: { colour: GRADIENT, dash: [] }, update: { colour: UPDATE, dash: [5, 4] } };

/** @type {Array<"update"|"gradient">} */
const ORDER = ["update", "gradient"];

export class Picture {
  /** @type {Palette} */
  palette;

  /** @param {HTMLElement} host empty @param {Tells} tells */
  constructor(host, tells) {
    this.host = host;
    this.tells = tells;
    /** @type {Landscape|null} */
    this.found = null;
    /** @type {Ways} */
    this.ways = { log: null, plateaus: false };
    /** @type {Scale|null} */
    this.scale = null;
    /** The step of each run. @type {number[]} */
    this.steps = [];
    /** @type {ReturnType<typeof plotArea>|null} */
    this.area = null;
    this.width = 0;
    this.height = 0;
    this.size = 1;
    this.ratio = 1;
    this.font = "";
    this.canvas = element("canvas");
    this.canvas.setAttribute("role", "img");
    this.canvas.tabIndex = 0;
    this.still = document.createElement("canvas");
    this.tip = element("div", "bp-tip");
    this.tip.hidden = true;
    host.append(this.canvas, this.tip);
    pointed(this.canvas, ({ offsetX, offsetY }) => this.#point(offsetX / this.size, offsetY / this.size), () => this.#leave());
    this.canvas.addEventListener("focus", () => this.#pointAtNow());
    this.canvas.addEventListener("blur", () => this.#leave());
    this.observer = new ResizeObserver(() => this.#resize());
    this.observer.observe(host);
  }

  /** @param {Palette} palette */
  look(palette) {
    this.palette = palette;
    this.lay();
  }

  /** Other losses, or other ways to show them. @param {Landscape|null} found @param {Ways} ways */
  take(found, ways) {
    this.found = found;
    this.ways = ways;
    this.lay();
  }

  /** @param {number[]} steps of each run, the one shown */
  show(steps) {
    this.steps = steps;
    this.paint();
  }

  #resize() {
    const room = roomOf(this.host);
    if (room.width === this.width && room.height === this.height && room.ratio === this.ratio) return;
    Object.assign(this, room);
    this.font = `${SMALL}px ${getComputedStyle(this.host).fontFamily}`;
    this.lay();
  }

  /** All that lies still, drawn anew: another size, theme, map or way. */
  lay() {
    const { width, height, ratio, palette, found } = this;
    this.area = null;
    this.scale = found ? scaleOf(found.map.losses ?? [], this.ways.log) : null;
    if (!(width > 0 && height > 0) || !palette) return;
    for (const canvas of [this.canvas, this.still]) {
      Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
      const context = contextOf(canvas);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.font = this.font;
    }
    if (found) this.#layMap(contextOf(this.still), found.map);
    this.canvas.setAttribute("aria-label", this.tells.label());
    this.paint();
  }

  /** @param {CanvasRenderingContext2D} context @param {LandscapeMap} map */
  #layMap(context, map) {
    const { scale, palette, ways, width, height } = this;
    const bar = scale ? barTicks(scale) : [];
    const beside = BAR + BESIDE + DIGIT * Math.max(3, ...bar.map(({ label }) => label.length));
    const tall = height - TOP - BELOW;
    const [xs, ys] = [map.xs, map.ys].map((at) => /** @type {[number, number]} */ ([at[0], at[at.length - 1]]));
    const y = roundTicks(...ys, Math.max(3, Math.round(tall / PIXELS_A_TICK)));
    const left = Math.ceil(Math.max(...y.map(({ label }) => context.measureText(label).width))) + 10;
    const [wide, high] = this.#shape(xs, ys, width - left - beside, tall);
    if (wide < 20 || high < 20) return;
    const x = roundTicks(...xs, Math.max(2, Math.round(wide / PIXELS_A_TICK)));
    const area = plotArea({ left, top: TOP, width: wide, height: high }, xs, ys);
    this.area = area;
    if (scale) {
      const table = lookup(palette.sequential, palette.grid);
      paintHeat(context, area, cells(map, scale, table));
      drawContours(context, area, map, scale);
      if (ways.plateaus && map.done === map.of) drawPlateaus(context, area, map);
      const colours = Array.from({ length: 17 }, (_, i) => cssColour(table[Math.round((255 * i) / 16)]));
      drawColours(context, { left: area.left + wide + 8, top: TOP, width: BAR, height: high }, colours, bar, palette);
    }
    drawAxes(context, area, this.tells.names(), { x, y }, palette);
  }

  /**
   * As large as fits, one unit being as long both ways: the gradient then stands upright on the lines.
   * @param {[number, number]} xs
   * @param {[number, number]} ys
   * @param {number} width
   * @param {number} height
   */
  #shape(xs, ys, width, height) {
    const share = (xs[1] - xs[0]) / (ys[1] - ys[0]);
    return [Math.floor(Math.min(width, share * height)), Math.floor(Math.min(height, width / share))];
  }

  /** What moves. */
  paint() {
    const { canvas, still, width, height, area, found, steps } = this;
    if (!(width > 0 && height > 0)) return;
    const context = contextOf(canvas);
    context.clearRect(0, 0, width, height);
    context.drawImage(still, 0, 0, width, height);
    if (!area || !found) return;
    context.save();
    context.beginPath();
    context.rect(area.left, area.top, area.width, area.height);
    context.clip();
    found.runs.forEach(({ path, shown }, i) => {
      const step = steps[i] ?? shown.step;
      drawPath(context, area, path, standsAt(path, shown, step), step, this.tells.look(i));
    });
    context.restore();
    found.runs.forEach(({ shown }, i) => {
      // Where it is headed is known of a step at rest.
      if (shown.step !== (steps[i] ?? shown.step) || !area.holds(area.x(shown.x), area.y(shown.y))) return;
      for (const name of ORDER) drawArrow(context, area, [shown.x, shown.y], shown[name], ARROWS[name].colour, ARROWS[name].dash);
    });
  }

  // The tip

  /** @param {number} x @param {number} y in pixels of the picture */
  #point(x, y) {
    const { area, found, tip } = this;
    tip.hidden = !area?.holds(x, y) || !found;
    if (tip.hidden || !area || !found) return;
    const place = /** @type {[number, number]} */ ([area.xOf(x), area.yOf(y)]);
    putText(tip, this.tells.tip(...this.#nearest(found.map, place)));
    const { offsetWidth: width, offsetHeight: height } = tip;
    const [left, top] = [x * this.size, y * this.size];
    tip.style.left = `${Math.max(0, Math.min(left - width / 2, this.host.clientWidth - width))}px`;
    tip.style.top = `${top > height + 14 ? top - height - 12 : top + 18}px`;
  }

  /**
   * The place of the grid that is nearest, and its loss.
   * @param {LandscapeMap} map
   * @param {[number, number]} place
   * @returns {[place: [number, number], loss: number|null]}
   */
  #nearest({ xs, ys, losses = [] }, [x, y]) {
    /** @param {number[]} all @param {number} at */
    const index = (all, at) => Math.min(all.length - 1, Math.max(0, Math.round(((at - all[0]) / (all[all.length - 1] - all[0])) * (all.length - 1))));
    const [column, row] = [index(xs, x), index(ys, y)];
    return [[xs[column], ys[row]], losses[row * xs.length + column] ?? null];
  }

  /** Who comes by keys hears of the place where the first run stands. */
  #pointAtNow() {
    const { area, found, steps } = this;
    const run = found?.runs[0];
    const now = run && standsAt(run.path, run.shown, steps[0] ?? run.shown.step);
    if (area && now) this.#point(area.x(now[0]), area.y(now[1]));
  }

  #leave() {
    this.tip.hidden = true;
  }

  destroy() {
    this.observer.disconnect();
  }
}
