// What moves on the map: the paths of the runs, where they stand now, and where they are headed.

import { rgb } from "../browser/draw.js";
import { trace } from "../browser/shapes.js";
import { placeAt, upTo } from "./along.js";

/** @import { plotArea } from "../player/panes/axes.js" */
/** @import { LandscapeArrow, LandscapePath, LandscapeShown } from "./types.d.ts" */

/** @typedef {ReturnType<typeof plotArea>} Area */

/**
 * A run as it is drawn.
 * @typedef {Object} Look
 * @property {string} colour
 * @property {number[]} dash strokes and gaps
 * @property {string} symbol
 */

/** Pixels from an arrow's foot to its tip, but no more than this part of the map: it says where to, and words how far. */
const ARROW = 36;
const PART = 0.24;
/** Its head's part of that. */
const HEAD = 0.2;
/** Around a colour: dark around a light one, light around a dark one, so that every colour of the map lets it be seen. */
const DARK = "rgb(0 0 0 / 75%)";
const LIGHT = "rgb(255 255 255 / 80%)";

/** @param {string} colour */
function around(colour) {
  const [red, green, blue] = rgb(colour);
  return 0.3 * red + 0.59 * green + 0.11 * blue < 115 ? LIGHT : DARK;
}

/**
 * Where a run stands at a step: exactly where that is known, else between its path's states.
 * @param {LandscapePath} path
 * @param {LandscapeShown|null} shown
 * @param {number} step
 * @returns {[number, number]|null}
 */
export function standsAt(path, shown, step) {
  return shown?.step === step ? [shown.x, shown.y] : placeAt(path, step);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Array<[number, number]>} points in pixels
 * @param {string} colour
 * @param {number} width
 */
function line(context, points, colour, width) {
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  Object.assign(context, { strokeStyle: colour, lineWidth: width, lineJoin: "round", lineCap: "round" });
  context.stroke();
}

/**
 * The path up to the step shown, and fainter what comes after it; where it began, and where it is now.
 * @param {CanvasRenderingContext2D} context
 * @param {Area} area
 * @param {LandscapePath} path
 * @param {[number, number]|null} now
 * @param {number} step
 * @param {Look} look
 */
export function drawPath(context, area, path, now, step, { colour, dash, symbol }) {
  const places = path.steps.map((_, i) => /** @type {[number, number]} */ ([area.x(path.x[i]), area.y(path.y[i])]));
  const count = upTo(path, step);
  /** @type {Array<[number, number]>} */
  const here = now ? [[area.x(now[0]), area.y(now[1])]] : [];
  const [before, after] = [[...places.slice(0, count), ...here], [...here, ...places.slice(count)]];
  const edge = around(colour);
  context.globalAlpha = 0.45;
  line(context, after, edge, 3);
  line(context, after, colour, 1.5);
  context.globalAlpha = 1;
  line(context, before, edge, 4.5);
  context.setLineDash(dash);
  line(context, before, colour, 2.5);
  context.setLineDash([]);
  if (places.length) dot(context, places[0], "square", 4, "#ffffff", colour);
  if (here.length) dot(context, here[0], symbol, 6, colour, "#ffffff");
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {[number, number]} place
 * @param {string} shape
 * @param {number} radius
 * @param {string} fill
 * @param {string} edge
 */
function dot(context, [x, y], shape, radius, fill, edge) {
  trace(context, shape, x, y, radius + 1.5);
  context.fillStyle = DARK;
  context.fill();
  trace(context, shape, x, y, radius);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = edge;
  context.lineWidth = 1.5;
  context.stroke();
}

/**
 * An arrow from where a run stands; nothing where it does not point within the plane.
 * @param {CanvasRenderingContext2D} context
 * @param {Area} area
 * @param {[number, number]} from
 * @param {LandscapeArrow|null} arrow
 * @param {string} colour
 * @param {number[]} dash
 */
export function drawArrow(context, area, from, arrow, colour, dash) {
  if (!arrow) return;
  const [x, y] = [area.x(from[0]), area.y(from[1])];
  const [dx, dy] = [(arrow.x / (area.xOf(1) - area.xOf(0))), arrow.y / (area.yOf(1) - area.yOf(0))];
  const length = Math.hypot(dx, dy);
  if (!(length > 0) || !Number.isFinite(length)) return;
  const [ux, uy] = [dx / length, dy / length];
  const long = Math.min(ARROW, PART * Math.min(area.width, area.height));
  const tip = /** @type {[number, number]} */ ([x + long * ux, y + long * uy]);
  const side = HEAD * long;
  /** @type {Array<[number, number]>} */
  const head = [-1, 0, 1].map((k) => [tip[0] - (k ? side * (ux - 0.6 * k * uy) : 0), tip[1] - (k ? side * (uy + 0.6 * k * ux) : 0)]);
  for (const [stroke, width] of /** @type {Array<[string, number]>} */ ([[around(colour), 5], [colour, 2.5]])) {
    if (stroke === colour) context.setLineDash(dash);
    line(context, [[x, y], tip], stroke, width);
    context.setLineDash([]);
    line(context, head, stroke, width);
  }
}
