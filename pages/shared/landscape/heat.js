// The map's colours and lines, laid once: what does not move when the run does.

import { colourIndex, contextOf } from "../browser/draw.js";
import { contour } from "./contours.js";
import { roundValues, scaled, shareOf } from "./scale.js";

/** @import { plotArea } from "../player/panes/axes.js" */
/** @import { LandscapeMap } from "./types.d.ts" */
/** @import { Scale } from "./scale.js" */

/** Contour lines, at most. */
const LINES = 14;
/** Pixels from one line of the hatching to the next. */
const HATCH = 7;

/**
 * The losses as cells, one pixel each; what is not there yet is clear.
 * @param {LandscapeMap} map
 * @param {Scale} scale
 * @param {Uint32Array} table colours from the least to the greatest
 */
export function cells({ losses = [], xs, ys }, scale, table) {
  const [columns, rows] = [xs.length, ys.length];
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: columns, height: rows });
  const context = contextOf(canvas);
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) {
      const share = shareOf(scale, losses[i * columns + j] ?? null);
      if (!Number.isNaN(share)) pixels[(rows - 1 - i) * columns + j] = table[colourIndex(255 * share - 127.5)];
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/**
 * Paint the cells so that each one's middle is its place of the grid; the first and the last lie on the edges.
 * @param {CanvasRenderingContext2D} context
 * @param {ReturnType<typeof plotArea>} area
 * @param {HTMLCanvasElement} picture
 */
export function paintHeat(context, { left, top, width, height }, picture) {
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0.5, 0.5, picture.width - 1, picture.height - 1, left, top, width, height);
}

/** The values that have a line. @param {Scale} scale */
export function levels(scale) {
  return roundValues(scale, LINES).map(({ value }) => value);
}

/**
 * Draw the lines of equal loss.
 * @param {CanvasRenderingContext2D} context
 * @param {ReturnType<typeof plotArea>} area
 * @param {LandscapeMap} map
 * @param {Scale} scale
 */
export function drawContours(context, { left, top, width, height }, { losses = [], xs, ys }, scale) {
  const values = losses.map((loss) => scaled(scale, loss));
  const [across, up] = [width / (xs.length - 1), height / (ys.length - 1)];
  context.beginPath();
  for (const level of levels(scale)) {
    for (const [x, y, toX, toY] of contour(values, xs.length, ys.length, scaled(scale, level))) {
      context.moveTo(left + x * across, top + height - y * up);
      context.lineTo(left + toX * across, top + height - toY * up);
    }
  }
  context.strokeStyle = "rgb(255 255 255 / 55%)";
  context.lineWidth = 1;
  context.stroke();
}

/**
 * Hatch where the map is flat.
 * @param {CanvasRenderingContext2D} context
 * @param {ReturnType<typeof plotArea>} area
 * @param {LandscapeMap} map
 */
export function drawPlateaus(context, { left, top, width, height }, { flat = "", xs, ys }) {
  const [columns, rows] = [xs.length, ys.length];
  const [across, up] = [width / (columns - 1), height / (rows - 1)];
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.beginPath();
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) {
      if (flat[i * columns + j] === "1") context.rect(left + (j - 0.5) * across, top + height - (i + 0.5) * up, across, up);
    }
  }
  context.clip();
  context.beginPath();
  for (let x = left - height; x < left + width; x += HATCH) {
    context.moveTo(x, top + height);
    context.lineTo(x + height, top);
  }
  context.strokeStyle = "rgb(255 255 255 / 75%)";
  context.lineWidth = 1.5;
  context.stroke();
  context.restore();
}
