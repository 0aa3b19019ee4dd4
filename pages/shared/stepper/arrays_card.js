// The tab "Arrays": what an operation reads and writes, each as a chart, and its numbers to be copied.

import { range } from "../arithmetic/sums.js";
import { element, findAll } from "../browser/dom.js";
import { fill, significant } from "../browser/format.js";
import { copy } from "../browser/place.js";
import { pixel } from "../browser/room.js";
import { rowOf } from "./scene.js";

/** @import { Figure, Plotly, Theme } from "../browser/types.d.ts" */
/** @import { Matrix, Scene } from "./scene.js" */
/** @import { Operation } from "./types.d.ts" */

/** The element of the card, and what it shows. @typedef {HTMLElement & {shown?: unknown[]}} Pane */

/** Where Plotly draws, and when it has drawn. @typedef {HTMLElement & {drawn?: Promise<unknown>}} Host */

/** An array of so many rows and columns has its numbers in its cells. */
const NUMBERED = 8;

/**
 * The arrays that an operation reads and writes, as Plotly heatmaps.
 * @param {Pane} pane
 * @param {Scene} scene
 * @param {Operation|null} op
 * @param {Plotly|null|undefined} plotly null where it could not be loaded, undefined until it is
 * @param {Theme} theme
 * @param {number} digits
 */
export function writeArrays(pane, scene, op, plotly, theme, digits) {
  const wanted = [scene, op, plotly, theme, digits];
  if (pane.shown?.every((value, i) => value === wanted[i])) return;
  pane.shown = wanted;
  clearArrays(pane, plotly);
  if (plotly === null) pane.append(element("p", "st-name", scene.header.text.no_plotly));
  if (!op || !plotly) return;
  const { text, figures } = scene.header;
  const row = element("div", "st-arrays");
  pane.append(row);
  const entries = [...op.reads.map((name) => [name, text.array_reads]), ...op.writes.map((name) => [name, text.array_writes])];
  const places = entries.filter(([key]) => scene.arrays[key].values.length > 1).map(([name, role]) => {
    const { rows, columns } = scene.arrays[name];
    const figure = element("figure", rows === 1 ? "st-strip" : "");
    const caption = element("figcaption");
    caption.append(element("b", "", scene.short(name)), element("span", "", ` ${role}`), element("span", "", `${rows}×${columns}`), copier(scene, name));
    const host = element("div");
    figure.append(caption, host);
    row.append(figure);
    return { name, host };
  });
  // All places first: each chart is as wide as its share.
  for (const { name, host } of places) plotArray(host, scene.arrays[name], plotly, figures[theme], digits);
}

/** A button that copies an array's numbers as they are: a line a row, with tabs between. @param {Scene} scene @param {string} name */
function copier(scene, name) {
  const { arrays, header: { text } } = scene;
  const button = element("button", "st-take", text.array_copy);
  button.type = "button";
  button.setAttribute("aria-label", fill(text.array_copy_name, { name: scene.short(name) }));
  button.onclick = async () => {
    const lines = range(arrays[name].rows).map((row) => [...rowOf(arrays[name], row)].join("\t"));
    button.textContent = (await copy(lines.join("\n"))) ? text.array_copied : text.not_copied;
  };
  return button;
}

/**
 * Take the charts away, each once it is complete: Plotly draws in several turns.
 * @param {HTMLElement} pane
 * @param {Plotly|null|undefined} plotly
 */
export function clearArrays(pane, plotly) {
  for (const host of /** @type {Host[]} */ (findAll(pane, ".js-plotly-plot"))) host.drawn?.then(() => plotly?.purge(host));
  pane.replaceChildren();
}

/** @param {Host} host @param {Matrix} array @param {Plotly} plotly @param {Figure} template @param {number} digits */
function plotArray(host, array, plotly, template, digits) {
  const { rows, columns, values } = array;
  const { data: [trace], layout } = structuredClone(template);
  /** @type {<Cell>(write: (value: number) => Cell) => Cell[][]} */
  const matrix = (write) => range(rows).map((row) => Array.from(rowOf(array, row), (v) => write(v)));
  const top = values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0) || 1;
  const many = values.length > 4096; // Plotly then writes the one under the pointer
  const isSmall = rows <= NUMBERED && columns <= NUMBERED;
  Object.assign(trace, {
    texttemplate: isSmall ? "%{text}" : undefined,
    z: matrix((v) => v), text: many ? null : matrix((v) => significant(v, isSmall ? Math.min(digits, 3) : digits)), zmin: -top, zmax: top,
    hovertemplate: many ? trace.hovertemplate.replace("%{text}", "%{z:.4e}") : trace.hovertemplate,
  });
  for (const [axis, count] of [[layout.xaxis, columns], [layout.yaxis, rows]]) {
    Object.assign(axis, { nticks: 4, tickangle: 0, tickformat: "d" });
    if (count <= 4) Object.assign(axis, { tickmode: "linear", tick0: 1, dtick: 1 });
  }
  layout.yaxis.showticklabels = rows > 1;
  layout.xaxis.range = [0.5, columns + 0.5];
  layout.yaxis.range = [rows + 0.5, 0.5];
  const size = pixel("--chart-px");
  Object.assign(layout, { width: host.clientWidth / size, height: host.clientHeight / size, autosize: false });
  if (size !== 1) Object.assign(host.style, { transform: `scale(${size})`, transformOrigin: "0 0" });
  host.drawn = plotly.react(host, [trace], layout, { displayModeBar: false });
}
