// The cards beside the drawing: code, arrays, changes by hand.

import { range } from "../arithmetic/sums.js";
import { fromJson } from "../browser/bytes.js";
import { element, findAll } from "../browser/dom.js";
import { fill, parsed, significant } from "../browser/format.js";
import { copy } from "../browser/place.js";
import { pixel } from "../browser/room.js";
import { rowOf } from "./scene.js";

/** @import { Figure, Plotly, Theme } from "../browser/types.d.ts" */
/** @import { Matrix, Scene } from "./scene.js" */
/** @import { Changeable, Changed, Named, Operation } from "./types.d.ts" */

/** The element of a card, and what it shows. @typedef {HTMLElement & {shown?: unknown[]}} Pane */

/** The same, and what is being typed into it. @typedef {Pane & {typed?: {name: string, text: string}|null}} TouchPane */

/** Where Plotly draws, and when it has drawn. @typedef {HTMLElement & {drawn?: Promise<unknown>}} Host */

/** @param {HTMLElement} pane @param {Scene} scene @param {number} k @param {"textbook"|"tutorial"} notation */
export function writeCode(pane, scene, k, notation) {
  const list = element("ol", "st-code");
  const lines = scene.operations.map((op, index) => {
    const line = element("li", index === k - 1 ? "st-now" : "", op[notation]);
    if (index === k - 1) line.setAttribute("aria-current", "step");
    return line;
  });
  list.append(...lines);
  pane.replaceChildren(list);
  const now = lines[k - 1];
  if (now) pane.scrollTop = now.offsetTop - pane.offsetTop - Math.max(0, (pane.clientHeight - now.offsetHeight) / 2);
}

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

/**
 * An answer of the server must not take away what is being typed: put it into the new field of the same number.
 * @param {TouchPane} pane
 * @param {HTMLSelectElement} which
 * @param {HTMLInputElement} field
 * @param {Changeable[]} choices
 * @param {() => void} label
 */
function keepTyped(pane, which, field, choices, label) {
  const { typed } = pane;
  const index = choices.findIndex(({ name }) => name === typed?.name);
  if (typed && index >= 0) {
    which.value = String(index);
    field.value = typed.text;
    label();
  }
  field.oninput = () => { pane.typed = { name: choices[Number(which.value)].name, text: field.value }; };
}

/**
 * @param {TouchPane} pane
 * @param {Scene} scene
 * @param {Changeable[]} choices what can be changed for the selection
 * @param {Changed[]} edits those made
 * @param {(choice: Changeable, value: number) => void} onSet
 * @param {() => void} onUndo
 * @param {number} sample from 0
 * @param {number} digits
 */
export function writeTouch(pane, scene, choices, edits, onSet, onUndo, sample, digits) {
  const wanted = [scene, choices.map(({ name }) => name).join(), edits.length, sample, digits];
  if (pane.shown?.every((value, i) => value === wanted[i])) return; // what is being typed stays
  pane.shown = wanted;
  const { text, before, after } = scene.header;
  const form = element("form", "st-row");
  const which = element("select", "bp-select");
  which.append(...choices.map(({ name, value }, index) => new Option(`${name} = ${significant(value, digits)}`, String(index))));
  const field = element("input");
  field.inputMode = "decimal";
  field.autocomplete = "off";
  const name = () => fill(text.touch_number, { name: choices[Number(which.value)].name });
  const label = () => {
    which.setAttribute("aria-label", text.tab_touch);
    field.setAttribute("aria-label", name());
    field.placeholder = name();
  };
  which.onchange = label;
  label();
  const set = element("button", "", text.touch_set);
  const undo = element("button", "", text.touch_undo);
  undo.type = "button";
  undo.disabled = !edits.length;
  undo.onclick = onUndo;
  const refusal = element("p", "bp-c-delta");
  refusal.setAttribute("role", "alert");
  form.append(which, field, set, undo);
  form.onsubmit = (event) => {
    event.preventDefault();
    const value = parsed(field.value);
    field.setAttribute("aria-invalid", String(value === null));
    refusal.textContent = value === null ? text.touch_refused : "";
    if (value === null) return;
    pane.typed = null;
    onSet(choices[Number(which.value)], value);
  };
  const typing = pane.contains(document.activeElement) && document.activeElement?.tagName === "INPUT";
  pane.replaceChildren(...(edits.length ? [] : [element("p", "st-name", text.touch_help)]), form, refusal);
  keepTyped(pane, which, field, choices, label);
  if (typing) field.focus();
  if (!edits.length || !before || !after) return;
  const said = edits.map((edit) => fill(text.touch_changed, {
    name: edit.name, before: significant(edit.before, digits), after: significant(edit.value, digits),
  }));
  pane.append(element("p", "", said.join(" · ")));
  const table = element("table", "st-compare");
  const head = table.insertRow();
  for (const title of ["", text.touch_before, text.touch_after]) head.append(element("th", "", title));
  /** @param {string} title @param {Named} one @param {Named} other */
  const write = (title, one, other) => {
    const line = table.insertRow();
    line.append(element("th", "", title));
    line.insertCell().textContent = significant(fromJson(one), digits);
    line.insertCell().append(element("b", "", significant(fromJson(other), digits)));
  };
  write(text.touch_loss, before.loss, after.loss);
  before.outputs[sample].forEach((value, j) => {
    const called = scene.called(scene.depth, j);
    write(fill(text.touch_output, { j: j + 1 }) + (called && `: ${called}`), value, after.outputs[sample][j]);
  });
  before.norms.forEach((value, l) => write(fill(text.touch_norm, { l: l + 1 }), value, after.norms[l]));
  pane.append(table);
}
