// Where values lie in a picture of the input: its area, round numbers along its edges, names. Knows no network.

import { shortened } from "../../browser/draw.js";
import { significant } from "../../browser/format.js";

/** @import { Palette } from "../../browser/types.d.ts" */

/** A place on an axis, and its number. @typedef {{value: number, label: string}} Tick */

/** Pixels of a picture's own letters. */
export const SMALL = 11;

/**
 * Round numbers within a range, at most `most` steps apart from one another.
 * @param {number} low
 * @param {number} high
 * @param {number} most
 */
export function roundTicks(low, high, most) {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((m) => m * power >= 0.999 * rough) ?? 10) * power;
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const plain = step >= 1e-4 && Math.max(Math.abs(low), Math.abs(high)) < 1e6;
  /** @type {Tick[]} */
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i += 1) {
    const value = i * step;
    ticks.push({ value, label: plain ? value.toFixed(decimals).replace("-", "−") : significant(value, 3) });
  }
  return ticks;
}

/**
 * A rectangle whose edges are ends of two axes, and its scales both ways.
 * @param {{left: number, top: number, width: number, height: number}} box in pixels
 * @param {[number, number]} xs from the left to the right edge
 * @param {[number, number]} ys from the lower to the upper edge
 */
export function plotArea({ left, top, width, height }, [x0, x1], [y0, y1]) {
  return {
    left, top, width, height,
    /** @param {number} value */
    x: (value) => left + ((value - x0) / (x1 - x0)) * width,
    /** @param {number} value */
    y: (value) => top + ((y1 - value) / (y1 - y0)) * height,
    /** @param {number} pixel */
    xOf: (pixel) => x0 + ((pixel - left) / width) * (x1 - x0),
    /** @param {number} pixel */
    yOf: (pixel) => y1 - ((pixel - top) / height) * (y1 - y0),
    /** @param {number} x @param {number} y */
    holds: (x, y) => x >= left && x <= left + width && y >= top && y <= top + height,
  };
}

/**
 * Letters of a picture.
 * @param {CanvasRenderingContext2D} context
 * @param {string} words
 * @param {number} x
 * @param {number} y
 * @param {CanvasTextAlign} align
 */
export function writeAt(context, words, x, y, align = "left") {
  context.textAlign = align;
  context.textBaseline = "middle";
  context.fillText(words, x, y);
}

/**
 * Numbers and names along the left and the lower edge.
 * @param {CanvasRenderingContext2D} context its font set
 * @param {ReturnType<typeof plotArea>} area
 * @param {{x: string, y: string}} names the one of y stands above the left edge
 * @param {{x: Tick[], y: Tick[]}} ticks
 * @param {Palette} palette
 * @param {boolean} grid whether lines cross the area
 */
export function drawAxes(context, area, names, ticks, palette, grid = false) {
  const { left, top, width, height } = area;
  context.strokeStyle = palette.grid;
  context.lineWidth = 1;
  context.beginPath();
  context.rect(left - 0.5, top - 0.5, width + 1, height + 1);
  for (const { value } of ticks.x) {
    const x = Math.round(area.x(value)) + 0.5;
    context.moveTo(x, top + height);
    context.lineTo(x, top + height + 4);
  }
  for (const { value } of ticks.y) {
    const y = Math.round(area.y(value)) + 0.5;
    context.moveTo(left - 4, y);
    context.lineTo(grid ? left + width : left, y);
  }
  context.stroke();
  context.fillStyle = palette.muted;
  for (const { value, label } of ticks.x) writeAt(context, label, area.x(value), top + height + 11, "center");
  for (const { value, label } of ticks.y) writeAt(context, label, left - 6, area.y(value), "right");
  const name = shortened(context, names.x, width);
  writeAt(context, name, left + width / 2, top + height + 26, "center");
  writeAt(context, shortened(context, names.y, 0.5 * width), 2, top - 10);
}

/**
 * The colours of a table from below to above, and numbers beside them.
 * @param {CanvasRenderingContext2D} context
 * @param {{left: number, top: number, width: number, height: number}} box
 * @param {string[]} colours
 * @param {Array<{share: number, label: string}>} ticks share from the lower end, 0..1
 * @param {Palette} palette
 */
export function drawColours(context, { left, top, width, height }, colours, ticks, palette) {
  const gradient = context.createLinearGradient(0, top + height, 0, top);
  colours.forEach((colour, i) => gradient.addColorStop(i / (colours.length - 1), colour));
  context.fillStyle = gradient;
  context.fillRect(left, top, width, height);
  context.fillStyle = palette.muted;
  for (const { share, label } of ticks) {
    const y = Math.min(top + height - 5, Math.max(top + 5, top + height - share * height));
    writeAt(context, label, left + width + 4, y);
  }
}
