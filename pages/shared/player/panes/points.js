// The samples as points over a picture of the input: those trained on filled, those held back hollow, and rings
// around those of the batch. They lie still, so they are drawn once, onto a layer of their own.

import { contextOf } from "../../browser/draw.js";
import { trace } from "../../browser/shapes.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Palette, Points as PointSet } from "../../browser/types.d.ts" */
/** @import { plotArea } from "./axes.js" */

const LEAST = 1.7;
const GREATEST = 4.5;
const REACH_OF_POINT = 4;

export class Points {
  /** @type {ReturnType<typeof plotArea>} */
  area;
  /** @type {Palette} */
  palette;

  /** @param {PointSet} points */
  constructor(points) {
    this.x = points.x;
    this.row = points.row;
    this.layer = document.createElement("canvas");
    this.radius = LEAST;
    /** Where each lies. @type {Array<[number, number]>} */
    this.places = [];
    /** Which of them is a row of those trained on. @type {Map<number, number>} */
    this.ofRow = new Map();
    points.row.forEach((row, i) => row >= 0 && this.ofRow.set(row, i));
  }

  /**
   * Draw the layer.
   * @param {ReturnType<typeof plotArea>} area of the picture
   * @param {(i: number) => [number, number]} at where a point lies, in pixels of the picture
   * @param {(i: number) => string} colour
   * @param {(i: number) => string} shape
   * @param {string} edge the colour around each
   * @param {Palette} palette
   * @param {number} ratio the screen's pixels a pixel
   */
  lay(area, at, colour, shape, edge, palette, ratio) {
    this.area = area;
    this.palette = palette;
    this.places = this.x.map((_, i) => at(i));
    this.radius = Math.min(GREATEST, Math.max(LEAST, 0.17 * Math.sqrt((area.width * area.height) / this.x.length)));
    const { layer, radius, places } = this;
    Object.assign(layer, { width: Math.round(area.width * ratio), height: Math.round(area.height * ratio) });
    const context = contextOf(layer);
    context.setTransform(ratio, 0, 0, ratio, -area.left * ratio, -area.top * ratio);
    /** @param {number} i @param {number} r @param {string} fill */
    const point = (i, r, fill) => {
      trace(context, shape(i), ...places[i], r);
      context.fillStyle = fill;
      context.fill();
    };
    // Those held back last: they are fewer.
    for (const held of [false, true]) {
      places.forEach((_, i) => {
        if (this.row[i] < 0 !== held) return;
        point(i, radius + (held ? 2 : 1), held ? edge : palette.ink);
        point(i, radius + (held ? 0.6 : 0), held ? palette.background : colour(i));
        if (!held) return;
        context.strokeStyle = colour(i);
        context.lineWidth = 1.5;
        context.stroke();
      });
    }
  }

  /**
   * The layer, and rings around the batch.
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   */
  draw(context, frame) {
    const { area, layer } = this;
    context.drawImage(layer, area.left, area.top, area.width, area.height);
    if (!frame.has("batch")) return;
    context.beginPath();
    for (const row of frame.numbers("batch")) {
      const place = this.places[this.ofRow.get(row) ?? -1];
      if (!place) continue;
      context.moveTo(place[0] + this.radius + 2, place[1]);
      context.arc(place[0], place[1], this.radius + 2, 0, 2 * Math.PI);
    }
    // Dark on a light edge: seen on every colour.
    context.strokeStyle = this.palette.background;
    context.lineWidth = 4;
    context.stroke();
    context.strokeStyle = this.palette.ink;
    context.lineWidth = 2;
    context.stroke();
  }

  /** The nearest point to a place of the picture, or -1 where none is near. @param {number} x @param {number} y */
  at(x, y) {
    let [found, least] = [-1, this.radius + REACH_OF_POINT];
    this.places.forEach(([px, py], i) => {
      const away = Math.hypot(px - x, py - y);
      if (away < least) [found, least] = [i, away];
    });
    return found;
  }
}
