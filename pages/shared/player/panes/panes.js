// What the first of the lower panels shows: a picture of the input, of the classes, or the selected layer's weights.

import { element } from "../../browser/dom.js";
import { Confusion } from "./confusion.js";
import { Draw } from "./digit.js";
import { FittedCurve } from "./fitted.js";
import { Mistakes } from "./mistakes.js";
import { Surface } from "./surface.js";

/**
 * Every pane: constructor(host, tools), static fits(header), begin(header), look(palette), show(frame, playing) in
 * every frame, rest(frame) once the picture rests, extra(answer) to what was asked, title(frame), destroy().
 */
const PANES = { surface: Surface, curve: FittedCurve, confusion: Confusion, mistakes: Mistakes, draw: Draw };
/** In the order in which they are offered; those before the weights are shown unless something else is chosen. */
const OFFERED = ["surface", "curve", "weights", "confusion", "mistakes", "draw"];

export class Panes {
  /**
   * @param {HTMLElement} root
   * @param {Object} values of the choices: `shown`
   * @param {Object} tools ask(name, details), pictures, enlarge(unit), drawn; panes get text, header and palette() too
   */
  constructor(root, values, tools) {
    this.values = values;
    this.figure = root.querySelector("[data-panel=weights]");
    this.heading = this.figure.querySelector("figcaption b");
    this.note = this.figure.querySelector(".bp-note");
    this.weights = this.figure.querySelector(".bp-plot");
    this.select = this.figure.querySelector(".bp-shown");
    this.heading.addEventListener("click", () => this.#offer());
    this.made = new Map();
    this.tools = { ...tools, header: null, text: null, palette: () => this.palette };
  }

  /** @param {Object} header of another run */
  begin(header) {
    this.header = header;
    Object.assign(this.tools, { header, text: header.text });
    this.fitting = OFFERED.filter((name) => name === "weights" || PANES[name].fits(header));
    for (const [name, { pane, host }] of this.made) {
      if (this.fitting.includes(name)) {
        pane.begin(header);
        continue;
      }
      pane.destroy();
      host.remove();
      this.made.delete(name);
    }
    this.select.hidden = this.fitting.length === 1;
    this.figure.classList.toggle("bp-chosen", !this.select.hidden);
    this.choose();
  }

  /** The choices there are, with their names: the one that is shown by itself first. */
  options() {
    const { text, data } = this.header;
    const name = (shown) => text[shown === "surface" && data.task === "regression" ? "shown_fitted" : `shown_${shown}`];
    return this.fitting.map((shown) => [shown, name(shown)]);
  }

  /** What is shown: what was chosen, where this run has it. */
  get shown() {
    return this.fitting.includes(this.values.shown) ? this.values.shown : this.fitting[0];
  }

  /** The word for a link. */
  get word() {
    return this.shown === this.fitting[0] ? "auto" : this.shown;
  }

  /** Another choice. */
  choose() {
    const { shown } = this;
    this.select.value = shown;
    this.weights.hidden = shown !== "weights";
    if (shown !== "weights" && !this.made.has(shown)) this.#make(shown);
    for (const [name, { host }] of this.made) host.hidden = name !== shown;
    this.pane = this.made.get(shown)?.pane ?? null;
    this.note.title = "";
  }

  #make(name) {
    const host = element("div", "bp-pane");
    this.figure.append(host);
    const pane = new PANES[name](host, this.tools);
    this.made.set(name, { pane, host });
    pane.begin(this.header);
    if (this.palette) pane.look(this.palette);
  }

  #offer() {
    if (this.select.hidden) return;
    try {
      this.select.showPicker();
    } catch {
      this.select.focus();
    }
  }

  /** @param {Object} palette */
  look(palette) {
    this.palette = palette;
    for (const { pane } of this.made.values()) pane.look(palette);
  }

  /** @param {import("../../browser/tape.js").Frame} frame @param {boolean} playing */
  show(frame, playing) {
    this.frame = frame;
    if (!this.pane) return;
    this.pane.show(frame, playing);
    this.#write(frame);
  }

  #write(frame) {
    const { heading, note } = this.pane.title(frame);
    // As wide as at the last step (figure spaces are as wide as digits): what follows keeps its place.
    const width = String(this.header.end).length - String(frame.step).length;
    this.heading.textContent = heading + "\u2007".repeat(Math.max(0, width));
    if (this.note.textContent !== note) this.note.textContent = note;
  }

  /** The picture rests. */
  rest(frame) {
    this.pane?.rest(frame);
  }

  /** What the server answered. @param {Object} answer */
  extra(answer) {
    for (const { pane } of this.made.values()) pane.extra(answer);
    if (this.pane && this.frame) this.#write(this.frame);
  }

  /**
   * Show a hidden unit's surface, {layer, unit} from 0; with null, or the one that is shown, the output's again.
   * @returns {Object|null} the unit that is shown now
   */
  enlarge(unit) {
    const { pane } = this.made.get("surface");
    const same = unit && pane.unit?.layer === unit.layer && pane.unit.unit === unit.unit && this.shown === "surface";
    pane.enlarge(same ? null : unit);
    return pane.unit;
  }

  destroy() {
    for (const { pane } of this.made.values()) pane.destroy();
  }
}
