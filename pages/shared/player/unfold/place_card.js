// What the card of a place says: what the network answers there in words, and how every unit of every layer responds.

import { element } from "../../browser/dom.js";
import { colourIndex, niceCeiling, paintCells } from "../../browser/draw.js";
import { fill, percent, significant } from "../../browser/format.js";
import { featureName } from "../names.js";
import { cssColour } from "../pictures.js";

/** @import { Header } from "../../browser/types.d.ts" */

/** A place of the input, as the data come, and the sample that lies there, or -1. @typedef {{x: number[], point: number}} At */

const DIGITS = 4;
/** So many units have their numbers beside them. */
const FEW = 8;

/** "x1 = 0.5, x2 = −1" @param {Header} header @param {number[]} x */
function inputs({ data, text }, x) {
  return x.map((value, k) => fill(text.equation, { name: featureName(data, text, k), value: significant(value, DIGITS) })).join(", ");
}

/** @param {Header} header @param {At} at @param {number} step */
export function titleOf(header, { x }, step) {
  return fill(header.text.place_title, { x: inputs(header, x), step });
}

/** The sample that lies there, in words. @param {Header} header @param {number} point */
function sampleWords({ data: { points, task, classes }, text }, point) {
  if (!points || point < 0) return "";
  const y = points.y[point];
  const part = points.row[point] < 0 ? text.point_test : text.point_training;
  return task === "regression" ? fill(text.place_target, { y: significant(y, DIGITS), part }) : fill(text.place_class, { name: classes[Math.round(y)], part });
}

/** What the network says there. @param {Header} header @param {number[]} a outputs */
function outputWords({ data: { task, classes, shares }, text }, a) {
  if (task === "regression") return fill(text.place_value, { value: a.map((value) => significant(value, DIGITS)).join(", ") });
  // One output says how sure the second class is.
  const values = a.length === 1 ? [shares ? 1 - a[0] : -a[0], a[0]] : a;
  const told = values.indexOf(Math.max(...values));
  if (told < 0) return fill(text.place_value, { value: a.map((value) => significant(value, DIGITS)).join(", ") });
  return fill(text.place_told, { name: classes[told], value: shares ? percent(values[told], 1) : significant(a.length === 1 ? a[0] : values[told], DIGITS) });
}

/** A layer's units: a cell each, with its number where they are few. @param {number[]} a @param {Uint32Array} table */
function cells(a, table) {
  const limit = niceCeiling(Math.max(...a.map(Math.abs).filter(Number.isFinite), 0));
  const row = element("div", "bp-place-units");
  if (a.length > FEW) {
    const canvas = element("canvas");
    paintCells(canvas, { rows: 1, columns: a.length, factor: 1, values: a }, limit, table);
    canvas.setAttribute("aria-hidden", "true");
    row.append(canvas);
    return row;
  }
  row.append(...a.map((value) => {
    const cell = element("span", "", significant(value, 3));
    cell.style.setProperty("--cell", cssColour(table[colourIndex((127.5 * value) / limit)]));
    return cell;
  }));
  return row;
}

/**
 * @param {HTMLElement} body
 * @param {Header} header
 * @param {number[][]} layers a of every layer, the input first
 * @param {At} at
 * @param {Uint32Array} table colours
 * @returns {string} what is said of it
 */
export function writePlace(body, header, layers, { point }, table) {
  const { text, cards } = header;
  const said = [sampleWords(header, point), outputWords(header, layers[layers.length - 1])].filter(Boolean);
  const list = element("div", "bp-place-layers");
  layers.slice(1).forEach((a, l) => {
    const label = element("span", "", `${cards[l].title}: ${text.a}`);
    const most = element("span", "bp-place-most", a.length > FEW ? fill(text.most, { value: significant(Math.max(...a.map(Math.abs)), 2) }) : "");
    list.append(label, cells(a, table), most);
  });
  const [first, ...others] = said.reverse();
  body.replaceChildren(element("p", "bp-place-told", first), ...others.map((words) => element("p", "", words)), list);
  return [first, ...others].join(" ");
}
