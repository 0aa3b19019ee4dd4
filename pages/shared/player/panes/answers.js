// What every layer makes of one input: the hidden units as cells, the outputs as bars.

import { element, putText } from "../../browser/dom.js";
import { largest, niceCeiling, paintCells } from "../../browser/draw.js";
import { fill, percent, significant } from "../../browser/format.js";

/** @import { DataHeader, RunHeader, Text } from "../../browser/types.d.ts" */

const ACROSS = 16;

export class Answers {
  /** @type {DataHeader} */
  data;
  /** @type {Text} */
  text;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.hidden = element("div", "bp-hidden-layers");
    this.outputs = element("ol", "bp-outputs");
    /** The hidden layers' cells. @type {Array<{canvas: HTMLCanvasElement, most: HTMLElement, label: HTMLElement}>} */
    this.strips = [];
    /** The outputs' bars. @type {Array<{row: HTMLElement, bar: HTMLElement, value: HTMLElement}>} */
    this.rows = [];
    host.append(this.hidden, this.outputs);
  }

  /** @param {RunHeader} header */
  begin({ text, data, cards }) {
    this.data = data;
    this.text = text;
    const strips = cards.slice(0, -1).map((card) => {
      const canvas = element("canvas");
      canvas.setAttribute("aria-hidden", "true");
      const most = element("span");
      const label = element("div", "bp-row");
      label.append(element("span", "", `${card.title}: ${text.a}`), most);
      return { canvas, most, label };
    });
    this.strips = strips;
    this.hidden.replaceChildren(...strips.flatMap(({ label, canvas }) => [label, canvas]));
    this.rows = data.classes.map((name) => {
      const row = element("li");
      const label = element("span", "", name);
      label.title = name;
      const track = element("div", "bp-track");
      const bar = element("i");
      track.append(bar);
      const value = element("b");
      row.append(label, track, value);
      return { row, bar, value };
    });
    this.outputs.replaceChildren(...this.rows.map(({ row }) => row));
  }

  /** @param {Array<Array<number|null>>} layers a of every layer, the input first @param {Uint32Array} table */
  show(layers, table) {
    layers.slice(1, -1).forEach((a, i) => {
      const { canvas, most } = this.strips[i];
      const columns = Math.min(a.length, ACROSS);
      const rows = Math.ceil(a.length / columns);
      const values = new Float32Array(rows * columns); // what is left over of the last row is as 0
      a.forEach((value, k) => { values[k] = value ?? NaN; });
      const part = { rows, columns, factor: 1, values };
      const top = largest(part);
      paintCells(canvas, part, niceCeiling(top), table);
      canvas.style.height = `calc(${Math.min(9, 72 / rows) * rows} * var(--px))`;
      putText(most, fill(this.text.most, { value: significant(top, 2) }));
    });
    const a = layers[layers.length - 1].map((value) => value ?? NaN);
    // One output says how sure the second class is.
    const values = a.length === 1 && this.rows.length === 2 ? [1 - a[0], a[0]] : a;
    const most = Math.max(...values);
    const scale = this.data.shares ? 1 : Math.max(...values.map(Math.abs)) || 1;
    this.rows.forEach(({ row, bar, value }, i) => {
      row.classList.toggle("bp-most-sure", values[i] === most);
      bar.style.width = `${100 * Math.min(1, Math.max(0, values[i] / scale)) || 0}%`;
      putText(value, this.data.shares ? percent(values[i], 1) : significant(values[i], 3));
    });
  }
}
