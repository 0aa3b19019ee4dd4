// What the first of the lower panels shows: a picture of the input, of the classes, or the selected layer's weights.

import { element, find, putText } from "../../browser/dom.js";
import { wordOf } from "../../landscape/word.js";
import { steady } from "../steady.js";
import { Confusion } from "./confusion.js";
import { Draw } from "./digit.js";
import { FittedCurve } from "./fitted.js";
import { LandscapePane } from "./landscape.js";
import { Mistakes } from "./mistakes.js";
import { Surface } from "./surface.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Choices, Extra, Palette, Question, RunHeader, Text, Unit } from "../../browser/types.d.ts" */
/** @import { Box } from "../../browser/placing.js" */
/** @import { Pictures } from "../pictures.js" */
/** @import { At } from "../unfold/place_card.js" */
/** @import { LandscapeChosen } from "../../landscape/types.d.ts" */

/**
 * What a pane does: `show` in every frame, `rest` once the picture rests, `extra` with what was answered.
 * @typedef {Object} Pane
 * @property {(header: RunHeader) => void} begin
 * @property {(palette: Palette) => void} look
 * @property {(frame: Frame, playing: boolean) => void} show
 * @property {(frame: Frame) => void} rest
 * @property {(answer: Extra) => void} extra
 * @property {(frame: Frame) => {heading: string, note: string}} title
 * @property {() => void} [leave] another is shown instead
 * @property {() => void} destroy
 */

/**
 * What panes are given; the words are those of the present run.
 * @typedef {Object} Tools
 * @property {Pictures} pictures
 * @property {(...question: Question) => void} ask about the step shown
 * @property {(unit: Unit|null) => void} enlarge
 * @property {(at: At, box: Box, back: HTMLElement|null) => void} answerAt show how the network answers at a place of the input
 * @property {(words: string) => void} tell a screen reader
 * @property {{pixels: Float32Array}} drawn the picture that was drawn by hand, as it was left, for another network
 * @property {LandscapeChosen} scape what is chosen of the loss landscape
 * @property {() => void} chose something else of it
 * @property {Text} text
 * @property {boolean} [terse] whether axes go without their names, which stand elsewhere: for many small pictures
 */

/** @type {Record<string, {new (host: HTMLElement, tools: Tools): Pane, fits(header: RunHeader): boolean}>} */
const PANES = { surface: Surface, curve: FittedCurve, confusion: Confusion, mistakes: Mistakes, draw: Draw, landscape: LandscapePane };
/** In the order in which they are offered; those before the weights are shown unless something else is chosen. */
const OFFERED = ["surface", "curve", "weights", "confusion", "mistakes", "draw", "landscape"];

export class Panes {
  /** @type {RunHeader} */
  header;
  /** @type {Tools} */
  tools;
  /** @type {Palette} */
  palette;

  /**
   * @param {HTMLElement} root
   * @param {Pick<Choices, "shown">} values
   * @param {Pick<Tools, "ask"|"pictures"|"enlarge"|"drawn"|"scape"|"chose"|"answerAt"|"tell">} tools
   */
  constructor(root, values, tools) {
    this.values = values;
    this.given = tools;
    this.figure = find(root, "[data-panel=weights]");
    this.heading = find(this.figure, "figcaption b");
    this.note = find(this.figure, ".bp-note");
    this.weights = find(this.figure, ".bp-plot");
    this.select = /** @type {HTMLSelectElement} */ (find(this.figure, ".bp-shown"));
    /** The names of those that fit the run. @type {string[]} */
    this.fitting = [];
    /** The one that is shown; null for the weights. @type {Pane|null} */
    this.pane = null;
    /** @type {Frame|null} */
    this.frame = null;
    this.heading.addEventListener("click", () => this.#offer());
    /** @type {Map<string, {pane: Pane, host: HTMLElement}>} */
    this.made = new Map();
  }

  /** @param {RunHeader} header of another run */
  begin(header) {
    this.header = header;
    this.tools ??= { ...this.given, text: header.text };
    this.tools.text = header.text;
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
    /** @param {string} shown */
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

  /** The word for what is chosen of the loss landscape; empty where that is not shown, or all is as usual. */
  get scaped() {
    return this.shown === "landscape" ? wordOf(this.given.scape) : "";
  }

  /** Another choice. */
  choose() {
    const { shown } = this;
    this.select.value = shown;
    this.weights.hidden = shown !== "weights";
    if (shown !== "weights" && !this.made.has(shown)) this.#make(shown);
    for (const [name, { pane, host }] of this.made) {
      host.hidden = name !== shown;
      if (host.hidden) pane.leave?.();
    }
    this.pane = this.made.get(shown)?.pane ?? null;
    this.note.title = "";
  }

  /** @param {string} name */
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

  /** @param {Palette} palette */
  look(palette) {
    this.palette = palette;
    for (const { pane } of this.made.values()) pane.look(palette);
  }

  /** @param {Frame} frame @param {boolean} playing */
  show(frame, playing) {
    this.frame = frame;
    if (!this.pane) return;
    this.pane.show(frame, playing);
    this.#write(this.pane, frame);
  }

  /** @param {Pane} pane @param {Frame} frame */
  #write(pane, frame) {
    const { heading, note } = pane.title(frame);
    putText(this.heading, steady(heading, frame.step, this.header.end));
    putText(this.note, note);
  }

  /** The picture rests. @param {Frame} frame */
  rest(frame) {
    this.pane?.rest(frame);
  }

  /** What the server answered. @param {Extra} answer */
  extra(answer) {
    for (const { pane } of this.made.values()) pane.extra(answer);
    if (this.pane && this.frame) this.#write(this.pane, this.frame);
  }

  /**
   * Show a hidden unit's surface; with null, or the one that is shown, the output's again.
   * @param {Unit|null} unit
   * @returns {Unit|null} the unit that is shown now
   */
  enlarge(unit) {
    const pane = this.made.get("surface")?.pane;
    if (!(pane instanceof Surface)) return null;
    const same = unit && pane.unit?.layer === unit.layer && pane.unit.unit === unit.unit && this.shown === "surface";
    pane.enlarge(same ? null : unit);
    return pane.unit;
  }

  /** What is told to be chosen of the loss landscape. @param {LandscapeChosen} chosen */
  scape(chosen) {
    Object.assign(this.given.scape, chosen);
    const pane = this.made.get("landscape")?.pane;
    if (pane instanceof LandscapePane) pane.chooseAnew();
  }

  /** Whether a hidden unit's surface is to be seen in place of the output's. */
  get enlarged() {
    return this.shown === "surface" && this.pane instanceof Surface && this.pane.unit !== null;
  }

  destroy() {
    for (const { pane } of this.made.values()) pane.destroy();
  }
}
