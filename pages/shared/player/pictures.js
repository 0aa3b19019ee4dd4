// How the output and every hidden unit answer all over the input, as small canvases of one frame. Each is painted
// when it is first asked for, and all units onto one canvas: what shows many of them takes its parts from there.

import { colourIndex, contextOf, lookup, niceCeiling, paintCells } from "../browser/draw.js";

/** @import { Frame } from "../browser/tape.js" */
/** @import { Choices, DataHeader, Palette, RunHeader } from "../browser/types.d.ts" */
/** @import { Thumbnails } from "./stack/graph_paint.js" */

const LEVELS = 64;
const [FAINTEST, STRONGEST] = [0.06, 0.8];
/** The order in which a palette's lines are given to classes: the first ones are farthest apart. */
const IN_TURN = [0, 2, 3, 1, 4, 8, 5, 7, 9, 11, 10, 12, 6];

/** "rgb(...)" of a table's colour. @param {number} packed */
export function cssColour(packed) {
  return `rgb(${packed & 255} ${(packed >> 8) & 255} ${(packed >> 16) & 255})`;
}

/** The colours of classes' names and points. @param {Palette} palette @param {string} task @param {number} count */
export function classColours({ diverging, lines }, task, count) {
  if (task === "binary") return [diverging[1][1], diverging[3][1]];
  return Array.from({ length: count }, (_, i) => lines[IN_TURN[i % IN_TURN.length]]);
}

/** The colours of what is none below 0: from background at 0 to ink. @param {Palette} palette */
export function inkTable({ background, ink, slope }) {
  return lookup([[0, background], [0.5, background], [1, ink]], slope);
}

/** From the background to a class's colour, as packed colours. @param {string} colour @param {string} background */
function shadesOf(colour, background) {
  /** @param {string} hex */
  const parts = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
  const [from, to] = [parts(background), parts(colour)];
  return Array.from({ length: LEVELS }, (_, level) => {
    const share = FAINTEST + (level / (LEVELS - 1)) * (STRONGEST - FAINTEST);
    const [r, g, b] = from.map((value, c) => Math.round(value + share * (to[c] - value)));
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

/** A scale about 0, or where all values lie on one side of it from the least to the greatest. @param {number[]} values */
function outputScale(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const middle = least > 0 || most < 0 ? (least + most) / 2 : 0;
  const limit = Math.max(most - middle, middle - least);
  return { middle, limit: limit > 0 ? limit : 1 };
}

/**
 * What has been painted of a frame, and the ends of its layers' colours.
 * @typedef {{outputs?: boolean, units?: boolean, limits?: number[]}} Fresh
 */

export class Pictures {
  /** @type {RunHeader} */
  header;
  /** @type {Frame} */
  frame;
  /** @type {Uint32Array} */
  table;
  /** A stretch of LEVELS colours for each class. @type {Uint32Array} */
  shades;

  constructor() {
    this.outputs = document.createElement("canvas");
    this.units = document.createElement("canvas");
    /** The pixels of all units. @type {ImageData|null} */
    this.cells = null;
    /** @type {Fresh} */
    this.fresh = {};
    /** @type {DataHeader["task"]} */
    this.task = "regression";
    /** Of a unit's picture; 0 where there are none. */
    this.side = 0;
    /** The output's place among the layers. */
    this.last = 0;
    /** Units of the hidden layers, and the place of each layer's first. @type {number[]} */
    this.counts = [];
    /** @type {number[]} */
    this.starts = [];
    /** Units side by side. */
    this.across = 1;
    /** Where the colours of the output are in the middle, and how far from there they end: the same for the whole run. */
    this.scale = { middle: 0, limit: 1 };
    /** @type {Choices["scale"]} */
    this.each = "all";
  }

  /** @param {RunHeader} header */
  begin(header) {
    const { data, cards, legs } = header;
    this.header = header;
    this.task = data.task;
    this.side = data.unit_side;
    this.cells = null;
    this.fresh = {};
    this.last = cards.length - 1;
    this.counts = cards.slice(0, -1).map((card) => card.columns);
    this.starts = this.counts.map((_, i) => this.counts.slice(0, i).reduce((a, b) => a + b, 0));
    const all = this.counts.reduce((a, b) => a + b, 0);
    this.across = Math.ceil(Math.sqrt(all));
    const size = { width: this.across * this.side, height: Math.ceil(all / this.across) * this.side };
    if (this.side) Object.assign(this.units, size);
    this.scale = data.task === "binary" ? { middle: 0.5, limit: 0.5 } : outputScale([...(data.points?.y ?? []), ...legs[legs.length - 1].y]);
  }

  /** What the nodes of a network show; the input's show nothing. @returns {Thumbnails|null} */
  get inNodes() {
    if (!this.side) return null;
    const { last } = this;
    /** @param {number} layer */
    const known = (layer) => layer > 0 && (layer <= last || this.header.cards[last].columns === 1);
    return (context, layer, unit, left, top, side) => {
      if (known(layer)) this.draw(context, layer - 1, unit, left, top, side, side);
    };
  }

  /** The theme's colours. @param {Palette} palette @param {Uint32Array} table */
  look(palette, table) {
    this.table = table;
    this.fresh = {};
    if (this.task !== "classes") return;
    const colours = classColours(palette, this.task, this.header.data.classes.length);
    this.shades = Uint32Array.from(colours.flatMap((colour) => shadesOf(colour, palette.background)));
  }

  /**
   * From now on it is about this frame.
   * @param {Frame} frame
   * @param {Choices["scale"]} each "all": one scale for all units; "each": one a layer
   */
  show(frame, each) {
    if (frame === this.frame && each === this.each) return;
    this.frame = frame;
    this.each = each;
    this.fresh = {};
  }

  /** Whether the frame has its units' pictures: while nobody looks at them it comes without. */
  get hasUnits() {
    return this.frame.has("units");
  }

  /**
   * Where the colours of a hidden layer's units end: with one scale for all layers it is the same for the whole run.
   * @param {number} layer from 0
   */
  limit(layer) {
    if (this.each !== "each") return this.header.limits.units;
    this.fresh.limits ??= this.counts.map((count, hidden) => {
      const factors = Array.from({ length: count }, (_, unit) => this.#unit(hidden, unit).factor);
      return niceCeiling(127 * Math.max(...factors));
    });
    return this.fresh.limits[Math.min(layer, this.last - 1)];
  }

  /** @param {number} layer @param {number} unit */
  #unit(layer, unit) {
    return this.frame.part("units", this.starts[layer] + unit);
  }

  /**
   * What the output is at a cell of the grid: {value}, or of classes {winner, value}, its share; and how exactly.
   * @param {number} cell
   */
  outputAt(cell) {
    const first = this.frame.part("surface", 0);
    const second = this.task === "classes" ? this.frame.part("surface", 1) : null;
    const value = first.values[cell] * first.factor;
    if (!second) return { value, grain: first.grain };
    return { winner: Math.round(value), value: second.values[cell] * second.factor, grain: second.grain };
  }

  /**
   * What a hidden unit is at a cell of its grid, and in which steps.
   * @param {number} layer
   * @param {number} unit
   * @param {number} cell
   */
  unitAt(layer, unit, cell) {
    const { values, factor, grain } = this.#unit(layer, unit);
    return { value: values[cell] * factor, grain };
  }

  /**
   * Draw a picture into a rectangle whose edges are the ends of the axes.
   * @param {CanvasRenderingContext2D} context
   * @param {number} layer from 0; the last one is the output
   * @param {number} unit
   * @param {number} left
   * @param {number} top
   * @param {number} width
   * @param {number} height
   */
  draw(context, layer, unit, left, top, width, height) {
    const output = layer === this.last;
    const side = output ? this.header.data.side : this.side;
    const place = output ? 0 : this.starts[layer] + unit;
    const x = (place % this.across) * side;
    const y = Math.floor(place / this.across) * side;
    context.imageSmoothingEnabled = true;
    // The first and the last of the grid's points lie on the edges themselves: half a cell is cut off all around.
    const from = output ? this.#outputs() : this.#units();
    context.drawImage(from, x + 0.5, y + 0.5, side - 1, side - 1, left, top, width, height);
  }

  #outputs() {
    if (!this.fresh.outputs) {
      if (this.task === "classes") this.#paintClasses();
      else paintCells(this.outputs, this.frame.part("surface", 0), this.scale.limit, this.table, this.scale.middle);
      this.fresh.outputs = true;
    }
    return this.outputs;
  }

  /** Every cell in the colour of the class that wins there, the stronger the surer it is. */
  #paintClasses() {
    const { outputs, shades, table, header } = this;
    const [winner, share] = [this.frame.part("surface", 0), this.frame.part("surface", 1)];
    const { columns: width, rows: height } = winner;
    if (outputs.width !== width || outputs.height !== height) Object.assign(outputs, { width, height });
    const context = contextOf(outputs);
    const image = context.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    const least = 1 / header.data.classes.length;
    for (let i = 0; i < pixels.length; i += 1) {
      const sure = (share.values[i] * share.factor - least) / (1 - least);
      const level = Math.min(LEVELS - 1, Math.max(0, Math.floor(sure * LEVELS)));
      pixels[i] = Number.isNaN(sure) ? table[256] : shades[Math.round(winner.values[i] * winner.factor) * LEVELS + level];
    }
    context.putImageData(image, 0, 0);
  }

  #units() {
    if (this.fresh.units) return this.units;
    this.fresh.units = true;
    const { units, side, across, table } = this;
    const context = contextOf(units);
    this.cells ??= context.createImageData(units.width, units.height);
    const pixels = new Uint32Array(this.cells.data.buffer);
    const colours = new Uint32Array(256);
    this.counts.forEach((count, layer) => {
      const limit = this.limit(layer);
      for (let unit = 0; unit < count; unit += 1) {
        const { values, factor } = this.#unit(layer, unit);
        const scale = (127.5 * factor) / limit;
        for (let share = -127; share <= 127; share += 1) colours[share + 128] = table[colourIndex(share * scale)];
        const place = this.starts[layer] + unit;
        let pixel = (Math.floor(place / across) * units.width + (place % across)) * side;
        for (let cell = 0; cell < values.length; pixel += units.width - side) {
          for (const end = cell + side; cell < end; cell += 1, pixel += 1) pixels[pixel] = colours[values[cell] + 128];
        }
      }
    });
    context.putImageData(this.cells, 0, 0);
    return units;
  }
}
