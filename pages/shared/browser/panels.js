// A chart whose axes, hover and zoom are Plotly's, while what moves is drawn on a canvas over them.
// Plotly takes 10 to 20 ms a redraw, a canvas well under 1 ms: Plotly gets the numbers once the picture
// rests (settle), or ten times a second for the chart under the pointer, so that its hover stays true.

import { find } from "./dom.js";
import { areaOf, contextOf, drawTrace, paintCells } from "./draw.js";
import { significant } from "./format.js";
import { pointed } from "./pointing.js";
import { pixel } from "./room.js";

/** @import { Figure, Part, Plotly, PlotlyHost } from "./types.d.ts" */

/**
 * A line that moves: which trace it is, and how its values are written at the pointer.
 * @typedef {{trace: number, x: ArrayLike<number>, y: ArrayLike<number>, write?: (value: number) => string, part?: undefined}} MovingLine
 */

/**
 * A heatmap that moves: its cells, their colours, how many rows and columns they stand for, and what Plotly shows of it.
 * @typedef {{trace: number, part: Part, limit: number, table: Uint32Array, span: {rows: number, columns: number},
 *   heatmap: () => Record<string, unknown>}} MovingHeatmap
 */

const HOVER_REDRAW_MS = 100;

/**
 * Plotly.js is loaded once per page: each component is a script of its own, so the document keeps it for all of them.
 * What another part of the page has put on `window` stays there.
 */
const LOADED = Symbol.for("backprop-explorer.plotly");

/** @param {string} url of plotly.min.js, relative to the page @returns {Promise<Plotly>} */
export function loadPlotly(url) {
  const shared = /** @type {{[LOADED]?: Map<string, Promise<Plotly>>}} */ (document);
  const loaded = (shared[LOADED] ??= new Map());
  const loading = loaded.get(url) ?? load(url);
  loaded.set(url, loading);
  loading.catch(() => loaded.delete(url));
  return loading;
}

/** @param {string} url @returns {Promise<Plotly>} */
function load(url) {
  return new Promise((resolve, reject) => {
    const before = Object.getOwnPropertyDescriptor(window, "Plotly");
    const script = document.createElement("script");
    script.src = new URL(url, document.baseURI).href;
    script.onload = () => {
      const loaded = /** @type {{Plotly?: any}} */ (window).Plotly;
      if (before) Object.defineProperty(window, "Plotly", before);
      script.remove();
      resolve(loaded);
    };
    script.onerror = () => {
      script.remove();
      reject(new Error("plotly.min.js did not load"));
    };
    document.head.append(script);
  });
}

const WAIT_MS = 100;

/** Draw charts for the first time, one a frame: meanwhile the page answers. @param {Panel[]} panels @param {Plotly} plotly */
export async function attachAll(panels, plotly) {
  for (const panel of panels) {
    if (!panel.figure.isConnected) return; // the page was left meanwhile
    await panel.attach(plotly);
    await new Promise((next) => {
      requestAnimationFrame(() => setTimeout(next));
      setTimeout(next, WAIT_MS); // no frames are drawn out of sight
    });
  }
}

/**
 * What Plotly needs of a moving line; its hover shows our text (`write`), since d3 writes 1e-5 with zeros.
 * @param {MovingLine} line
 */
function lines({ x, y, write = (value) => significant(value, 5) }) {
  return { x, y, text: Array.from(y, write) };
}

/** What Plotly needs of what moves. @param {MovingLine|MovingHeatmap} item @returns {Record<string, unknown>} */
function numbers(item) {
  return item.part ? item.heatmap() : lines(item);
}

export class Panel {
  /**
   * @param {HTMLElement} figure holds .bp-plotly and a canvas above it
   */
  constructor(figure) {
    this.figure = figure;
    this.host = /** @type {PlotlyHost} */ (find(figure, ".bp-plotly"));
    this.canvas = /** @type {HTMLCanvasElement} */ (find(figure, ".bp-plot > canvas"));
    this.heading = find(figure, "figcaption b");
    this.note = find(figure, ".bp-note");
    /** @type {Figure|null} */
    this.template = null;
    /** The template's, until Plotly has one of its own. @type {Figure["layout"]} */
    this.layout = {};
    /** @type {Plotly|null} */
    this.plotly = null;
    /** What it draws. @type {Promise<unknown>} */
    this.drawing = Promise.resolve();
    /** @type {Array<MovingLine|MovingHeatmap>} */
    this.moving = [];
    this.playing = false;
    /** Where a heatmap is painted small. @type {HTMLCanvasElement|null} */
    this.cells = null;
    /** @type {PointerEvent|null} */
    this.pointer = null;
    this.dirty = false;
    this.settledAt = 0;
    /** Whether the template has yet to get its numbers, by `show`, before Plotly draws it. */
    this.waits = false;
    /** What a double click does. */
    this.onReset = () => {};
    /** Whether the resting picture of what moves is hidden; null where that is not known. @type {boolean|null} */
    this.hidden = false;
    this.late = false;
    this.plot = find(figure, ".bp-plot");
    /** All is drawn in pixels of our own, this large. */
    this.unit = 1;
    // Measured when it changes: asking in every frame makes the browser lay the page out again.
    this.width = 0;
    this.height = 0;
    this.#measure();
    this.abort = new AbortController();
    const { signal } = this.abort;
    pointed(this.host, (event) => { this.pointer = event; }, () => { this.pointer = null; }, signal);
    this.observer = new ResizeObserver(() => this.#resize());
    this.observer.observe(this.plot);
    this.observer.observe(this.host);
  }

  /**
   * Show a figure from Python anew: another theme, or another run.
   * @param {Figure} template
   * @param {boolean} waits whether its numbers are yet to come, by `show`: then it is not drawn without them
   */
  setTemplate(template, waits = false) {
    this.template = structuredClone(template);
    this.waits = waits;
    if (waits) this.moving = [];
    this.layout = this.template.layout;
    const family = getComputedStyle(this.figure).fontFamily;
    Object.assign(this.layout.font, { family });
    Object.assign(this.layout.hoverlabel.font, { family });
    this.canvas.setAttribute("role", "presentation");
    this.host.setAttribute("role", "img");
    this.host.setAttribute("aria-label", this.layout.meta.alt);
    if (this.plotly && !waits) this.#plot();
  }

  /** @param {Plotly} plotly the loaded library */
  async attach(plotly) {
    this.plotly = plotly;
    if (this.template && !this.waits) await this.#plot();
  }

  /** The template's traces, with the numbers of what moves: what Plotly draws is right at once, its colour bar too. */
  #traces() {
    const data = [...(this.template?.data ?? [])];
    for (const item of this.moving) data[item.trace] = { ...data[item.trace], ...numbers(item) };
    return data;
  }

  async #plot() {
    const { width, height } = this;
    this.late = !width || !height; // not to be seen: as soon as it is
    if (this.late || !this.plotly || !this.template) return;
    Object.assign(this.layout, { width, height, autosize: false, uirevision: "keep" });
    this.dirty = !this.moving.length;
    const drawn = this.plotly.react(this.host, this.#traces(), this.layout, {
      displayModeBar: false, doubleClick: false, showTips: false,
    });
    this.drawing = drawn;
    if (this.moving.length && !this.playing) this.#clear(); // in the same moment, lest a faint line be drawn twice
    await drawn;
    this.layout = this.host.layout;
    // Plotly's own reset goes back to the ranges it was first given, which belong to another layer or run.
    this.host.removeAllListeners("plotly_doubleclick");
    this.host.on("plotly_doubleclick", () => this.onReset());
    this.hidden = null; // the redraw may have kept or replaced the traces' elements
    if (!this.moving.length) return;
    if (this.playing || this.dirty) this.paint(); // dirty: the next step has been shown meanwhile
    else this.#hideResting(false);
  }

  #clear() {
    contextOf(this.canvas).clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** How much room there is. Plotly draws as on a screen of 1280x720 and is enlarged: its pointer knows transforms. */
  #measure() {
    const size = pixel("--chart-px");
    const { clientWidth, clientHeight } = this.plot;
    const [width, height] = [clientWidth, clientHeight].map((length) => (size === 1 ? length : Math.floor(length / size)));
    Object.assign(this, { width, height, unit: size });
    const look = size === 1 ? { width: "", height: "", transform: "" }
      : { width: `${width}px`, height: `${height}px`, transform: `scale(${size})` };
    Object.assign(this.host.style, look);
    return [width, height, size];
  }

  #resize() {
    const before = [this.width, this.height, this.unit];
    const [width, height, size] = this.#measure();
    if (width === before[0] && height === before[1] && size === before[2]) return;
    if (!width || !height || !this.template) return;
    if (this.late) {
      this.#plot();
      return;
    }
    if (this.plotly && this.host.layout) {
      this.drawing = this.plotly.relayout(this.host, { width, height });
    }
    this.paint();
  }

  /** Change axes: Plotly's relayout, or the template's until Plotly is there. @param {Record<string, unknown>} changes */
  relayout(changes) {
    if (this.plotly && this.host.layout && !this.late && !this.waits) {
      this.drawing = this.plotly.relayout(this.host, changes);
      return;
    }
    for (const [path, value] of Object.entries(changes)) {
      const names = path.split(".");
      const last = /** @type {string} */ (names.pop());
      let target = this.layout;
      for (const name of names) target = target[name] ??= {};
      target[last] = value;
    }
  }

  /**
   * Say what moves, and draw it.
   * @param {Array<MovingLine|MovingHeatmap>} moving
   * @param {boolean} playing
   */
  show(moving, playing) {
    this.moving = moving;
    this.dirty = true;
    this.playing = playing;
    if (this.waits) {
      this.waits = false;
      if (this.plotly) {
        this.#plot();
        return;
      }
    }
    if (this.pointer && this.plotly && playing) {
      if (performance.now() - this.settledAt > HOVER_REDRAW_MS) this.settle();
      return;
    }
    this.paint();
  }

  /** Nothing moves any more: all that Plotly draws is to be seen. */
  still() {
    this.moving = [];
    this.hidden = null;
    this.dirty = false;
    this.#clear();
    for (const trace of this.#lines()) trace.style.visibility = "";
  }

  /** The place of the chart that a pointer is at, by its axes; null beside them. @param {MouseEvent} event */
  at({ clientX, clientY }) {
    const { width, height, unit } = this;
    const box = this.plot.getBoundingClientRect();
    const { left, top, width: wide, height: high } = areaOf(this.layout, width, height);
    const [across, down] = [((clientX - box.left) / unit - left) / wide, ((clientY - box.top) / unit - top) / high];
    if (across < 0 || down < 0 || across > 1 || down > 1) return null;
    /** @param {[number, number]} range @param {number} share */
    const along = ([from, to], share) => from + share * (to - from);
    return { x: along(this.layout.xaxis.range, across), y: along(this.layout.yaxis.range, 1 - down) };
  }

  /** Draw what moves on the canvas; hide its resting picture. */
  paint() {
    const { width, height } = this;
    if (!this.template || !this.moving.length || !width || !height) return;
    const ratio = (window.devicePixelRatio || 1) * this.unit;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== w || this.canvas.height !== h) Object.assign(this.canvas, { width: w, height: h });
    const context = contextOf(this.canvas);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const area = areaOf(this.layout, width, height);
    context.save();
    context.beginPath();
    context.rect(area.left, area.top, area.width, area.height);
    context.clip();
    for (const item of this.moving) {
      if (item.part) this.#paintHeatmap(context, area, item);
      else drawTrace(context, area, this.template.data[item.trace], item.x, item.y);
    }
    context.restore();
    this.#hideResting(true);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ReturnType<typeof areaOf>} area
   * @param {MovingHeatmap} item
   */
  #paintHeatmap(context, area, { part, limit, table, span }) {
    this.cells ??= document.createElement("canvas");
    paintCells(this.cells, part, limit, table);
    context.imageSmoothingEnabled = false;
    const [left, top] = [area.x(0.5), area.y(0.5)];
    const [right, bottom] = [area.x(0.5 + span.columns), area.y(0.5 + span.rows)];
    context.drawImage(this.cells, left, top, right - left, bottom - top);
  }

  /** Plotly's elements of lines. */
  #lines() {
    return /** @type {NodeListOf<SVGElement>} */ (this.host.querySelectorAll(".scatterlayer > .trace"));
  }

  /** @param {boolean} hidden */
  #hideResting(hidden) {
    if (!this.host.layout || hidden === this.hidden) return;
    this.hidden = hidden;
    const traces = this.#lines();
    for (const { trace, part } of this.moving) {
      if (!part && traces[trace]) traces[trace].style.visibility = hidden ? "hidden" : "";
    }
  }

  /** Hand the numbers to Plotly, and take the canvas away in the same moment. */
  settle() {
    if (!this.dirty || !this.plotly || !this.host.layout || this.late || !this.width || !this.moving.length) return;
    this.dirty = false;
    this.settledAt = performance.now();
    /** @type {Record<string, unknown[]>} */
    const update = {};
    const traces = this.moving.map((item) => item.trace);
    this.moving.forEach((item, i) => {
      for (const [name, value] of Object.entries(numbers(item))) {
        update[name] ??= Array(traces.length);
        update[name][i] = value;
      }
    });
    this.drawing = this.plotly.restyle(this.host, update, traces);
    this.#hideResting(false);
    this.#clear();
    if (this.pointer) this.#rehover();
  }

  /** A redraw takes the hover label away; the pointer has not moved, so bring it back with the new number. */
  #rehover() {
    if (!this.pointer) return;
    const { clientX, clientY } = this.pointer;
    const options = { clientX, clientY, bubbles: true, view: window };
    this.host.querySelector(".nsewdrag")?.dispatchEvent(new MouseEvent("mousemove", options));
  }

  destroy() {
    this.abort.abort();
    this.observer.disconnect();
    const purge = () => this.plotly?.purge(this.host);
    this.drawing.then(purge, purge); // Plotly draws in several turns, and fails where its chart is gone meanwhile
  }
}
