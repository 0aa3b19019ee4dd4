// What every run answers all over its input, side by side: decision surfaces, fitted surfaces and curves.

import { element, putText } from "../../browser/dom.js";
import { lookup } from "../../browser/draw.js";
import { fill } from "../../browser/format.js";
import { pointed } from "../../browser/pointing.js";
import { featureName } from "../../player/names.js";
import { FittedCurve } from "../../player/panes/fitted.js";
import { Surface } from "../../player/panes/surface.js";
import { sameAxes, sameColours, sameInputs } from "./same.js";
import { stubs } from "./stubs.js";
import { Tiled } from "./tiled.js";
import { Tiles } from "./tiles.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Palette, RunHeader } from "../../browser/types.d.ts" */
/** @import { InputPane, Spot } from "../../player/panes/input_pane.js" */
/** @import { Tools } from "../../player/panes/panes.js" */
/** @import { Compared, Comparison } from "../types.d.ts" */

/** So many pictures have names at their axes; of more the names stand below them all. */
const FEW = 3;

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

export class Surfaces extends Tiled {
  /** @type {Comparison} */
  comparison;
  /** @type {InputPane[]} */
  panes = [];
  /** Whether all pictures have the same axes, and whether they go without names. */
  same = false;
  terse = false;

  /** @param {HTMLElement} host */
  constructor(host) {
    super();
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
    const tools = stubs(header.text, (words) => putText(this.said, words), this.terse);
    const pane = new Pane(host, tools);
    this.panes.push(pane);
    pointed(pane.canvas, (event) => this.#point(pane, pane.spotOf(event)), () => this.#point(pane, null));
    return new Pictured(pane, tools, text.surfaces_place);
  }

  /** What is pointed at in one picture is pointed at in all that have its axes. @param {InputPane} from @param {Spot|null} spot */
  #point(from, spot) {
    if (!this.same || !from.area) return;
    const { area } = from;
    for (const pane of this.panes) {
      if (pane === from) continue;
      pane.point(spot && pane.area && { x: pane.area.x(area.xOf(spot.x)), y: pane.area.y(area.yOf(spot.y)) });
    }
  }

  /** @param {Comparison} comparison */
  begin(comparison) {
    this.comparison = comparison;
    this.panes = [];
    const shown = comparison.runs.map(({ header }) => header).filter(paneOf);
    this.same = sameAxes(shown);
    this.terse = sameInputs(shown) && shown.length > FEW;
    this.tiles.begin(comparison, this.#note(shown), this.terse);
  }

  /** What holds for all pictures. @param {RunHeader[]} shown */
  #note(shown) {
    const { text } = this.comparison;
    const [{ data, text: words }] = shown;
    const y = data.kind === "plane" ? featureName(data, words, 1) : words.output;
    const said = [
      ...(this.terse ? [fill(text.surfaces_axes, { x: featureName(data, words, 0), y })] : []),
      ...(this.same ? [] : [text[sameColours(shown) ? "surfaces_axes_differ" : "surfaces_differ"]]),
      ...(this.same && !sameColours(shown) ? [text.surfaces_colours_differ] : []),
    ];
    return said.join(" · ");
  }
}
