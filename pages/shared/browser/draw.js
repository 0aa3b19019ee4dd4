// Drawing on canvas: colours from numbers, cell pictures, lines over a chart's axes. Knows no network.

import { trace as traceShape } from "./shapes.js";

/** @import { Part, Stops } from "./types.d.ts" */

/** A canvas' context, which every browser has. @param {HTMLCanvasElement} canvas */
export function contextOf(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("a canvas without a context");
  return context;
}

/** @param {string} hex "#rrggbb" */
export function rgb(hex) {
  const n = parseInt(hex.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

/**
 * A lookup table of 256 packed colours for -1..1, and one more for NaN.
 * @param {Stops} stops (position 0..1, "#rrggbb"), ascending
 * @param {string} nan the colour of what is not a number
 */
export function lookup(stops, nan) {
  const table = new Uint32Array(257);
  /** @param {number[]} colour */
  const pack = ([r, g, b]) => (255 << 24) | (b << 16) | (g << 8) | r;
  for (let i = 0; i < 256; i += 1) {
    const at = i / 255;
    let k = 1;
    while (k < stops.length - 1 && stops[k][0] < at) k += 1;
    const [from, to] = [stops[k - 1], stops[k]];
    const share = (at - from[0]) / (to[0] - from[0]);
    const [a, b] = [rgb(from[1]), rgb(to[1])];
    table[i] = pack(a.map((v, c) => Math.round(v + share * (b[c] - v))));
  }
  table[256] = pack(rgb(nan));
  return table;
}

/**
 * Paint cells, one pixel each; CSS enlarges the canvas without smoothing.
 * @param {HTMLCanvasElement & {cells?: ImageData|null}} canvas which keeps its cells for the next time
 * @param {Part} part
 * @param {number} limit how far from the middle the last colour is
 * @param {Uint32Array} table
 * @param {number} middle the value of the table's middle
 */
export function paintCells(canvas, part, limit, table, middle = 0) {
  if (canvas.width !== part.columns || canvas.height !== part.rows) {
    canvas.width = part.columns;
    canvas.height = part.rows;
    canvas.cells = null;
  }
  const context = contextOf(canvas);
  canvas.cells ??= context.createImageData(part.columns, part.rows);
  const pixels = new Uint32Array(canvas.cells.data.buffer);
  const scale = limit > 0 ? 127.5 * (part.factor / limit) : 0;
  const shift = limit > 0 ? 127.5 * (middle / limit) : 0;
  const { values } = part;
  for (let i = 0; i < values.length; i += 1) pixels[i] = table[colourIndex(values[i] * scale - shift)];
  context.putImageData(canvas.cells, 0, 0);
}

/** The place in a table of `lookup`. @param {number} share of the limit, times 127.5 */
export function colourIndex(share) {
  const index = 127.5 + share;
  // The comparison is false for NaN too.
  if (index >= 0) return index > 255 ? 255 : Math.round(index);
  return index < 0 ? 0 : 256;
}

/**
 * How many images side by side let all of them be largest in a box, a cell between them.
 * @param {number} count
 * @param {[number, number]} image rows and columns of one
 * @param {number} boxWidth
 * @param {number} boxHeight
 */
export function mosaicAcross(count, [height, width], boxWidth, boxHeight) {
  let [best, most] = [Math.ceil(Math.sqrt(count)), 0];
  for (let across = 1; across <= count; across += 1) {
    const down = Math.ceil(count / across);
    const scale = Math.min(boxWidth / (across * (width + 1) - 1), boxHeight / (down * (height + 1) - 1));
    if (scale > most) [best, most] = [across, scale];
  }
  return best;
}

/**
 * Paint every column of a part as an image of its own, in a grid; what lies between them stays clear.
 * @param {HTMLCanvasElement & {cells?: ImageData|null}} canvas which keeps its cells for the next time
 * @param {Part} part
 * @param {number} limit
 * @param {Uint32Array} table
 * @param {[number, number]} image rows and columns of one: as many cells as the part has rows
 * @param {number} across images side by side
 */
export function paintMosaic(canvas, part, limit, table, [height, width], across) {
  const down = Math.ceil(part.columns / across);
  const [w, h] = [across * (width + 1) - 1, down * (height + 1) - 1];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h, cells: null });
  const context = contextOf(canvas);
  canvas.cells ??= context.createImageData(w, h);
  const pixels = new Uint32Array(canvas.cells.data.buffer);
  const scale = limit > 0 ? 127.5 * (part.factor / limit) : 0;
  for (let unit = 0; unit < part.columns; unit += 1) {
    const corner = Math.floor(unit / across) * (height + 1) * w + (unit % across) * (width + 1);
    for (let cell = 0; cell < part.rows; cell += 1) {
      const pixel = corner + Math.floor(cell / width) * w + (cell % width);
      pixels[pixel] = table[colourIndex(part.values[cell * part.columns + unit] * scale)];
    }
  }
  context.putImageData(canvas.cells, 0, 0);
}

/**
 * A name cut to the room there is, in the context's letters.
 * @param {CanvasRenderingContext2D} context
 * @param {string} name
 * @param {number} room
 */
export function shortened(context, name, room) {
  let short = name;
  while (short.length > 1 && context.measureText(short).width > room) short = `${short.slice(0, short.endsWith("…") ? -2 : -1)}…`;
  return short;
}

/** The largest finite magnitude of a part. @param {Part} part */
export function largest(part) {
  let most = 0;
  for (const value of part.values) most = Math.max(most, Math.abs(value));
  return most * part.factor;
}

/** The least of 1, 2, 3, 5 times a power of ten that is not below the value. @param {number} value */
export function niceCeiling(value) {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  if (power === 0) return value;
  return [1, 2, 3, 5, 10].map((m) => m * power).find((limit) => limit >= value) ?? value;
}

/**
 * An axis as a function from value to pixel.
 * @param {{range: [number, number], type?: string}} axis
 * @param {number} start
 * @param {number} length
 * @returns {(value: number) => number}
 */
function scaleOf(axis, start, length) {
  const [low, high] = axis.range;
  const log = axis.type === "log";
  return (value) => start + (((log ? Math.log10(value) : value) - low) / (high - low)) * length;
}

/**
 * The plot area of a chart and its two scales, from Plotly's own public layout.
 * @param {Record<string, any>} layout
 * @param {number} width of the whole chart
 * @param {number} height
 */
export function areaOf(layout, width, height) {
  const { l, r, t, b } = layout.margin;
  const box = { left: l, top: t, width: Math.max(1, width - l - r), height: Math.max(1, height - t - b) };
  return { ...box, x: scaleOf(layout.xaxis, l, box.width), y: scaleOf(layout.yaxis, t + box.height, -box.height) };
}

/** Strokes and gaps, in line widths, as Plotly has them. @type {Record<string, number[]>} */
const DASHES = { dash: [3, 3], dot: [1, 1], dashdot: [3, 1, 1, 1], longdash: [5, 5], longdashdot: [5, 2, 1, 2] };

/**
 * Draw a trace's line and markers. Of many points on one pixel column the least and the greatest are drawn.
 * @param {CanvasRenderingContext2D} context
 * @param {ReturnType<typeof areaOf>} area
 * @param {Record<string, any>} trace Plotly's: mode, line, marker
 * @param {ArrayLike<number>} xs
 * @param {ArrayLike<number>} ys
 */
export function drawTrace(context, area, trace, xs, ys) {
  context.globalAlpha = trace.opacity ?? 1;
  /** @type {Array<[number, number]>} */
  const points = [];
  for (let i = 0; i < xs.length; i += 1) points.push([area.x(xs[i]), area.y(ys[i])]);
  if (trace.mode.includes("lines")) {
    context.strokeStyle = trace.line.color;
    context.lineWidth = trace.line.width;
    context.lineJoin = "round";
    context.setLineDash(DASHES[trace.line.dash]?.map((n) => n * Math.max(3, trace.line.width)) ?? []);
    context.beginPath();
    let pen = false;
    for (const [px, py] of thin(points)) {
      if (!Number.isFinite(py)) pen = false;
      else if (pen) context.lineTo(px, py);
      else {
        context.moveTo(px, py);
        pen = true;
      }
    }
    context.stroke();
    context.setLineDash([]);
  }
  if (!trace.mode.includes("markers")) return;
  context.fillStyle = trace.marker.color;
  for (const [px, py] of points) {
    if (!Number.isFinite(py)) continue;
    traceShape(context, trace.marker.symbol, px, py, trace.marker.size / 2);
    context.fill();
  }
}

/** @param {Array<[number, number]>} points */
function thin(points) {
  if (points.length < 2000) return points;
  const kept = [];
  for (let i = 0; i < points.length; ) {
    const column = Math.round(points[i][0]);
    let [low, high] = [points[i], points[i]];
    let j = i;
    for (; j < points.length && Math.round(points[j][0]) === column; j += 1) {
      if (points[j][1] < low[1]) low = points[j];
      if (points[j][1] > high[1]) high = points[j];
    }
    kept.push(points[i], low, high, points[j - 1]);
    i = j;
  }
  return kept;
}
