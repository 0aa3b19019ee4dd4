// What every run answers all over its input, side by side: decision surfaces, fitted surfaces and curves.

import { element, putText } from "../../browser/dom.js";
import { lookup } from "../../browser/draw.js";
import { FittedCurve } from "../../player/panes/fitted.js";
import { Surface } from "../../player/panes/surface.js";
import { sameAxes, sameColours } from "./same.js";
import { stubs } from "./stubs.js";
import { Tiles } from "./tiles.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Palette, RunHeader, Theme } from "../../browser/types.d.ts" */
/** @import { InputPane } from "../../player/panes/input_pane.js" */
/** @import { Tools } from "../../player/panes/panes.js" */
/** @import { Compared, Comparison, Frames } from "../types.d.ts" */

/** The pane that fits a run. @param {RunHeader} header */
function paneOf(header) {
  return [Surface, FittedCurve].find((pane) => pane.fits(header)) ?? null;
}

/** A pane that draws one run's frames by its own pictures. */
class Pictured {
  /** @param {InputPane} pane @param {Tools} tools @param {string} label of what can be pointed at */
  constructor(pane, tools, label) {
    this.pane = pane;
    this.tools = tools;
    this.label = label;
  }

  /** @param {RunHeader} header */
  begin(header) {
    this.tools.pictures.begin(header);
    // A click asks nothing here: the words do not promise that it does.
    this.pane.begin({ ...header, text: { ...header.text, place_label: this.label } });
  }

  /** @param {Palette} palette */
  look(palette) {
    this.tools.pictures.look(palette, lookup(palette.diverging, palette.slope));
    this.pane.look(palette);
  }

  /** @param {Frame} frame */
  show(frame) {
    if (!frame.has("surface") && !frame.has("curve")) return; // what is wanted is on its way
    this.tools.pictures.show(frame, "all");
    this.pane.show(frame);
  }

  /** @param {Frame} frame */
  rest(frame) {
    this.show(frame);
  }

  destroy() {
    this.pane.destroy();
  }
}

export class Surfaces {
  /** @type {Comparison} */
  comparison;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.said = element("div", "bp-hidden");
    this.said.setAttribute("role", "status");
    this.tiles = new Tiles(host, "bp-tiles-surfaces", (run, place) => this.#make(run, place));
    this.tiles.root.append(this.said);
  }

  /** What frames have to have for it. @param {Comparison} _comparison @returns {import("../../browser/types.d.ts").Skipped[]} */
  static wants(_comparison) {
    return ["surface"];
  }

  /** @param {Comparison} comparison */
  static fits({ runs }) {
    return runs.some(({ header }) => paneOf(header));
  }

  /** @param {Compared} run @param {HTMLElement} host */
  #make({ header }, host) {
    const { text } = this.comparison;
    const Pane = paneOf(header);
    if (!Pane) return header.data.image ? text.surfaces_none_image : text.surfaces_none;
    const tools = stubs(header.text, (words) => putText(this.said, words));
    return new Pictured(new Pane(host, tools), tools, text.surfaces_place);
  }

  /** @param {Comparison} comparison */
  begin(comparison) {
    this.comparison = comparison;
    const { runs, text } = comparison;
    const shown = runs.map(({ header }) => header).filter(paneOf);
    const note = !sameAxes(shown) ? text.surfaces_axes_differ : !sameColours(shown) ? text.surfaces_colours_differ : "";
    this.tiles.begin(comparison, note);
  }

  /** @param {Theme} theme @param {Palette} palette */
  look(theme, palette) {
    this.tiles.look(theme, palette);
  }

  /** @param {Frames} frames @param {boolean} playing */
  show(frames, playing) {
    this.tiles.show(frames, playing);
  }

  /** @param {Frames} frames */
  rest(frames) {
    this.tiles.rest(frames);
  }

  destroy() {
    this.tiles.destroy();
  }
}
