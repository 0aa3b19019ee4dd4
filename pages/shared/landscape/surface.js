// The landscape from the side: Plotly's surface, with the paths upon it. The figure comes from the server (figures_landscape.py).

import { element } from "../browser/dom.js";
import { significant } from "../browser/format.js";
import { loadPlotly } from "../browser/panels.js";
import { standsAt } from "./marks.js";
import { roundValues, scaled } from "./scale.js";

/** @import { Figure, Plotly } from "../browser/types.d.ts" */
/** @import { Scale } from "./scale.js" */
/** @import { Landscape, LandscapeMap, LandscapePath } from "./types.d.ts" */

/**
 * The height of the surface at a place, linear between the four around it.
 * @param {LandscapeMap} map
 * @param {Scale} scale
 * @param {number} x
 * @param {number} y
 */
export function heightAt({ xs, ys, losses = [] }, scale, x, y) {
  /** @param {number[]} all @param {number} at */
  const place = (all, at) => Math.min(all.length - 1, Math.max(0, ((at - all[0]) / (all[all.length - 1] - all[0])) * (all.length - 1)));
  const [column, row] = [place(xs, x), place(ys, y)];
  const [j, i] = [Math.min(xs.length - 2, Math.floor(column)), Math.min(ys.length - 2, Math.floor(row))];
  const [right, up] = [column - j, row - i];
  /** @param {number} a @param {number} b */
  const at = (a, b) => scaled(scale, losses[a * xs.length + b] ?? null);
  return (1 - up) * ((1 - right) * at(i, j) + right * at(i, j + 1)) + up * ((1 - right) * at(i + 1, j) + right * at(i + 1, j + 1));
}

/** A path lies so much above the surface, of all its height: else it would sink into it here and there. */
const LIFT = 0.015;

/**
 * What Plotly is to draw: the template with its numbers, a line and a marker more for every run.
 * @param {Figure} template a surface, a path, a place
 * @param {Landscape} found
 * @param {Scale} scale
 * @param {number[]} steps
 * @param {(index: number) => {colour: string}} look
 * @param {{x: string, y: string}} names of the axes
 */
export function filled({ data: [surface, line, dot], layout }, { map, runs }, scale, steps, look, names) {
  const { xs, ys, losses = [] } = map;
  /** @template T @param {(loss: number|null) => T} of */
  const table = (of) => ys.map((_, i) => losses.slice(i * xs.length, (i + 1) * xs.length).map(of));
  const z = table((loss) => scaled(scale, loss));
  const ticks = roundValues(scale, 6);
  const numbered = { tickvals: ticks.map(({ value }) => scaled(scale, value)), ticktext: ticks.map(({ label }) => label) };
  const text = table((loss) => significant(loss ?? Infinity, 4));
  const lift = LIFT * (scaled(scale, scale.high) - scaled(scale, scale.low));
  /** @param {Pick<LandscapePath, "x"|"y">} path */
  const upon = ({ x, y }) => ({ x, y, z: x.map((at, i) => heightAt(map, scale, at, y[i]) + lift) });
  const lines = runs.flatMap(({ path, shown }, i) => {
    const now = standsAt(path, shown, steps[i] ?? shown.step);
    const { colour } = look(i);
    const place = now ? upon({ x: [now[0]], y: [now[1]] }) : { x: [], y: [], z: [] };
    return [
      { ...line, ...upon(path), line: { ...line.line, color: colour } },
      { ...dot, ...place, marker: { ...dot.marker, color: colour } },
    ];
  });
  const { scene } = layout;
  return {
    data: [{ ...surface, x: xs, y: ys, z, text, colorbar: { ...surface.colorbar, ...numbered } }, ...lines],
    layout: {
      ...layout,
      scene: {
        ...scene,
        xaxis: { ...scene.xaxis, title: { ...scene.xaxis.title, text: names.x } },
        yaxis: { ...scene.yaxis, title: { ...scene.yaxis.title, text: names.y } },
        zaxis: { ...scene.zaxis, ...numbered },
      },
    },
  };
}

/** At the most so many redraws a second while the run plays: Plotly takes its time. */
const REDRAW_MS = 200;

export class SurfaceView {
  /** @param {HTMLElement} host @param {string} url of Plotly.js */
  constructor(host, url) {
    this.host = host;
    this.plot = element("div", "bp-scape-plotly");
    host.append(this.plot);
    /** @type {Plotly|null} */
    this.plotly = null;
    /** What was to be drawn last. @type {Figure|null} */
    this.figure = null;
    this.drawnAt = 0;
    this.timer = 0;
    this.loading = loadPlotly(url).then((plotly) => {
      this.plotly = plotly;
      return this.#draw();
    }, () => {});
    this.observer = new ResizeObserver(() => this.#draw());
    this.observer.observe(host);
  }

  /** @param {Figure} figure with its numbers @param {boolean} playing */
  show(figure, playing) {
    this.figure = figure;
    clearTimeout(this.timer);
    const wait = playing ? Math.max(0, this.drawnAt + REDRAW_MS - performance.now()) : 0;
    this.timer = window.setTimeout(() => this.#draw(), wait);
  }

  #draw() {
    const { plotly, figure, plot, host } = this;
    const [width, height] = [host.clientWidth, host.clientHeight];
    if (!plotly || !figure || !plot.isConnected || !(width > 0 && height > 0)) return;
    this.drawnAt = performance.now();
    // A camera that a person has turned stays: its revision is the same.
    plotly.react(plot, figure.data, { ...figure.layout, width, height }, { displayModeBar: false, responsive: false });
  }

  destroy() {
    clearTimeout(this.timer);
    this.observer.disconnect();
    this.plotly?.purge(this.plot);
  }
}
