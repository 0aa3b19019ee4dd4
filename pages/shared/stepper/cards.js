// The cards beside the drawing: why a gradient is small, code, arrays, gradient check, changes by hand.

import { element, findAll, svg } from "../browser/dom.js";
import { fill, parsed, significant } from "../browser/format.js";

/** @import { Figure, Plotly, Theme } from "../browser/types.d.ts" */
/** @import { Matrix, Scene } from "./scene.js" */
/** @import { Changeable, Changed, CheckAsk, Named, Operation } from "./types.d.ts" */

/** The element of a card, and what it shows. @typedef {HTMLElement & {shown?: unknown[]}} Pane */

/** The same, and what is being typed into it. @typedef {Pane & {typed?: {name: string, text: string}|null}} TouchPane */

/** Where Plotly draws, and when it has drawn. @typedef {HTMLElement & {drawn?: Promise<unknown>}} Host */

const BINS = 40;

/** A number from JSON, where NaN and infinities are names. @param {Named} value */
function number(value) {
  return typeof value === "string" ? Number(value.replace("inf", "Infinity").replace("nan", "NaN")) : value;
}

/** @param {string} className @param {string} label @param {number} value @param {string} note */
function bar(className, label, value, note) {
  const box = element("div");
  const head = element("div");
  head.append(element("span", `bp-c-${className}`, label), " ", element("b", "", significant(value, 2)), ` ${note}`);
  const track = element("div", "st-bar");
  const fillet = element("i");
  fillet.style.width = `${Math.min(100, 100 * value)}%`;
  fillet.style.background = `var(--bp-${className})`;
  track.append(fillet);
  box.append(head, track);
  return box;
}

/**
 * What the layer's activation sees, z or n, as a histogram on the curve of its slope.
 * @param {Scene} scene
 * @param {number} l
 */
function curve(scene, l) {
  const { text, slopes } = scene.header;
  const { z: grid, names, curves } = slopes;
  const slope = curves[names[l - 1]];
  const top = slopes.most[names[l - 1]];
  const [low, high, width, height] = [grid[0], grid[grid.length - 1], 400, 66];
  /** @param {number} z */
  const x = (z) => (Math.min(high, Math.max(low, z)) - low) / (high - low) * width;
  /** @param {number} share */
  const y = (share) => height - 12 - share * (height - 18);
  const made = svg("svg", {
    viewBox: `0 0 ${width} ${height}`, class: "st-curve", role: "img",
    "aria-label": fill(scene.normalized(l) ? text.why_n : text.why_z, { most: significant(top, 2) }),
  });
  const counts = Array(BINS).fill(0);
  for (const z of scene.arrays[scene.seen(l)].values) {
    if (Number.isFinite(z)) counts[Math.min(BINS - 1, Math.floor((x(z) / width) * BINS))] += 1;
  }
  const most = Math.max(1, ...counts);
  counts.forEach((count, i) => {
    const tall = (count / most) * (height - 18);
    const box = { x: (i * width) / BINS, y: y(count / most), width: width / BINS - 1, height: tall };
    if (count) made.append(svg("rect", { ...box, fill: "var(--bp-muted)", opacity: 0.45 }));
  });
  made.append(
    svg("line", { x1: 0, x2: width, y1: y(1), y2: y(1), stroke: "var(--bp-slope)", "stroke-dasharray": "4 4" }),
    svg("polyline", {
      points: slope.map((s, i) => `${x(grid[i])},${y(s / top)}`).join(" "),
      fill: "none", stroke: "var(--bp-slope)", "stroke-width": 2.5,
    }),
  );
  for (const z of [-8, -4, 0, 4, 8]) {
    const at = Math.min(width - 8, Math.max(8, x(z)));
    made.append(svg("text", { x: at, y: height - 2, "font-size": 10, "text-anchor": "middle", fill: "var(--bp-muted)" }, String(z)));
  }
  return made;
}

/**
 * Why there are no factors: delta of the layer above is 0, or something is not finite.
 * @param {Scene} scene
 * @param {number} l
 */
function unsplit(scene, l) {
  const { text } = scene.header;
  /** @param {string} name @param {(value: number) => boolean} test */
  const all = (name, test) => scene.arrays[name].values.every(test);
  const finite = [`delta${l}`, `da${l}`, `delta${l + 1}`].every((name) => all(name, Number.isFinite));
  if (!finite) return text.why_infinite;
  return all(`da${l}`, (value) => value === 0) ? text.why_dead : text.why_skip_alone;
}

/** @param {HTMLElement} card @param {Scene} scene @param {number|null} l the layer, or null */
export function writeWhy(card, scene, l) {
  card.hidden = l === null;
  if (l === null) return;
  const { text, factors, slopes } = scene.header;
  const split = factors[l];
  card.replaceChildren();
  const head = element("p");
  head.append(element("b", "", text.why), " ");
  card.append(head);
  if (!split) {
    head.append(fill(unsplit(scene, l), { l, above: l + 1 }));
    return;
  }
  const [ratio, weights, slope] = [split.ratio, split.weights, split.slope].map(number);
  head.append(fill(ratio > 1 ? text.why_grows : text.why_ratio, { l, above: l + 1, ratio: significant(ratio, 2) }));
  const most = significant(slopes.most[slopes.names[l - 1]], 2);
  const pair = element("div", "st-factors");
  pair.append(
    bar("weights", scene.skipped.includes(l + 1) ? text.why_weights_skips : text.why_weights, weights, ""),
    // Normalised, the factor has 1/s in it too, which knows no most.
    scene.normalized(l)
      ? bar("slope", text.why_slope_normalized, slope, `(${fill(text.why_most_slope, { most })})`)
      : bar("slope", text.why_slope, slope, `(${fill(text.why_most, { most })})`),
  );
  card.append(pair, curve(scene, l));
}

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
    caption.append(element("b", "", scene.short(name)), element("span", "", ` ${role}`), element("span", "", `${rows}×${columns}`));
    const host = element("div");
    figure.append(caption, host);
    row.append(figure);
    return { name, host };
  });
  // All places first: each chart is as wide as its share.
  for (const { name, host } of places) plotArray(host, scene.arrays[name], plotly, figures[theme], digits);
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
function plotArray(host, { rows, columns, values }, plotly, template, digits) {
  const { data: [trace], layout } = structuredClone(template);
  /** @type {<Cell>(write: (value: number) => Cell) => Cell[][]} */
  const matrix = (write) => Array.from({ length: rows }, (_, r) => Array.from(values.subarray(r * columns, (r + 1) * columns), (v) => write(v)));
  const top = values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0) || 1;
  const many = values.length > 4096; // Plotly then writes the one under the pointer
  Object.assign(trace, {
    z: matrix((v) => v), text: many ? null : matrix((v) => significant(v, digits)), zmin: -top, zmax: top,
    hovertemplate: many ? trace.hovertemplate.replace("%{text}", "%{z:.4e}") : trace.hovertemplate,
  });
  for (const [axis, count] of [[layout.xaxis, columns], [layout.yaxis, rows]]) {
    Object.assign(axis, { nticks: 4, tickangle: 0, tickformat: "d" });
    if (count <= 4) Object.assign(axis, { tickmode: "linear", tick0: 1, dtick: 1 });
  }
  layout.yaxis.showticklabels = rows > 1;
  layout.xaxis.range = [0.5, columns + 0.5];
  layout.yaxis.range = [rows + 0.5, 0.5];
  Object.assign(layout, { width: host.clientWidth, height: host.clientHeight, autosize: false });
  host.drawn = plotly.react(host, [trace], layout, { displayModeBar: false });
}

/**
 * @param {HTMLElement} pane
 * @param {Scene} scene
 * @param {Changeable|undefined} parameter the selected one
 * @param {(wanted: CheckAsk) => void} onCheck
 * @param {boolean} computing
 * @param {number} digits
 */
export function writeCheck(pane, scene, parameter, onCheck, computing, digits) {
  const { text, check } = scene.header;
  const row = element("div", "st-row");
  /** @param {string} label @param {CheckAsk} wanted */
  const button = (label, wanted) => {
    const made = element("button", "", label);
    made.type = "button";
    made.disabled = computing;
    made.onclick = () => onCheck(wanted);
    row.append(made);
  };
  if (!parameter || parameter.kind === "x") return;
  const { kind, layer, row: from, column, name } = parameter;
  button(fill(text.check_one, { name }), { kind, layer, row: from, column });
  button(fill(text.check_layer, { l: layer }), { kind: "W", layer, row: null, column: null });
  pane.replaceChildren(element("p", "st-name", text.check_help), row);
  if (computing) {
    pane.append(element("p", "", text.check_computing));
    return;
  }
  if (!check) return;
  const { count, of } = check;
  const note = count === 1 && of === 1 ? "" : fill(count < of ? text.check_some : text.check_norm, { count, of });
  const table = element("table", "st-result");
  /** @param {string} label @param {Named} value @param {string} aside */
  const write = (label, value, aside) => {
    const line = table.insertRow();
    line.append(element("th", "", label));
    line.insertCell().append(element("b", "", significant(number(value), digits)), ` ${aside}`);
  };
  const what = check.row === null ? `dW${check.layer}` : `d${check.kind}${check.layer}[${check.kind === "W" ? `${Number(check.row) + 1}, ` : ""}${Number(check.column) + 1}]`;
  table.append(element("caption", "bp-hidden", what));
  write(`${what}: ${text.check_analytic}`, check.analytic, note);
  write(`${what}: ${text.check_numeric}`, check.numeric, note);
  write(text.check_relative, check.relative, "");
  pane.append(table);
  if (number(check.relative) > 1e-6) pane.append(element("p", "st-name", fill(text.check_floor, { error: significant(number(check.error), 1) })));
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
    line.insertCell().textContent = significant(number(one), digits);
    line.insertCell().append(element("b", "", significant(number(other), digits)));
  };
  write(text.touch_loss, before.loss, after.loss);
  before.outputs[sample].forEach((value, j) => {
    const called = scene.called(scene.depth, j);
    write(fill(text.touch_output, { j: j + 1 }) + (called && `: ${called}`), value, after.outputs[sample][j]);
  });
  before.norms.forEach((value, l) => write(fill(text.touch_norm, { l: l + 1 }), value, after.norms[l]));
  pane.append(table);
}
