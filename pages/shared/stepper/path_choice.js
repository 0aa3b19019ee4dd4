// Which path is shown: the strongest, the weakest, or one by hand, unit by unit. Knows no numbers.

import { check, element, options } from "../browser/dom.js";
import { fill } from "../browser/format.js";
import { range } from "../arithmetic/sums.js";

/** @import { Text } from "../browser/types.d.ts" */
/** @import { Chain } from "./paths.js" */
/** @import { UnitPath, Way } from "./types.d.ts" */

/** @type {Array<Way["choice"]>} */
const CHOICES = ["strongest", "weakest", "own"];

/** @returns {Way} */
export function firstWay() {
  return { choice: "strongest", units: {}, around: [], at: null };
}

/** From now on by hand, and at first as the path is. @param {Way} way @param {UnitPath} path */
function takeOver(way, { layer, units, around }) {
  if (way.choice === "own") return;
  Object.assign(way, { choice: "own", around: [...around] });
  units.forEach((unit, n) => { way.units[layer + n] = unit; });
}

/**
 * Through another unit of a layer; the one behind the last is the skip connection around it.
 * @param {Way} way
 * @param {number} at
 * @param {number} unit
 * @param {number} width of that layer
 */
function turn(way, at, unit, width) {
  way.around = way.around.filter((l) => l !== at);
  if (unit === width) way.around.push(at);
  else way.units[at] = unit;
}

export class PathChoice {
  /** The words that the choices are written in. @type {Text|null} */
  written = null;

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
    this.choices = element("div", "bp-options");
    this.choices.setAttribute("role", "radiogroup");
    this.layers = element("select", "bp-select");
    this.units = element("select", "bp-select");
    this.row = element("div", "st-row");
    this.row.append(this.choices, this.layers, this.units);
    /** What a click on a choice does now. @type {(name: string) => void} */
    this.choose = () => {};
  }

  /**
   * The lists stay: who is in one keeps the focus.
   * @param {Chain} chain
   * @param {Way} way
   * @param {UnitPath} path
   */
  write({ scene, sizes, skips, depth }, way, path) {
    const { text } = scene.header;
    const { layer } = path;
    if (this.written !== text) {
      options(this.choices, CHOICES.map((name) => [name, text[`path_choose_${name}`]]), (name) => this.choose(name));
      this.choices.setAttribute("aria-label", text.path_choice);
      this.written = text;
    }
    this.choose = (name) => {
      if (name === "own") takeOver(way, path);
      else Object.assign(way, { choice: name });
      this.onChange();
    };
    check(this.choices, way.choice);
    const later = range(depth - layer).map((n) => layer + 1 + n);
    const at = way.at !== null && later.includes(way.at) ? way.at : layer + 1;
    fillList(this.layers, text.path_layer, later.map((l) => [l, fill(text.path_in_layer, { l })]), at, (l) => {
      way.at = l;
      this.onChange();
    });
    const units = range(sizes[at]).map((j) => [j, fill(text.path_by_unit, { j: j + 1 })]);
    if (skips.has(at)) units.push([sizes[at], text.path_by_skip]);
    fillList(this.units, text.path_unit, units, path.around.includes(at) ? sizes[at] : path.units[at - layer], (unit) => {
      takeOver(way, path);
      turn(way, at, unit, sizes[at]);
      this.onChange();
    });
  }
}

/**
 * @param {HTMLSelectElement} list
 * @param {string} label
 * @param {Array<Array<number|string>>} entries value and name
 * @param {number} chosen
 * @param {(value: number) => void} onChoose
 */
function fillList(list, label, entries, chosen, onChoose) {
  const shown = JSON.stringify(entries);
  if (list.dataset.shown !== shown) list.replaceChildren(...entries.map(([value, name]) => new Option(String(name), String(value))));
  list.dataset.shown = shown;
  list.setAttribute("aria-label", label);
  list.value = String(chosen);
  list.onchange = () => onChoose(Number(list.value));
}
