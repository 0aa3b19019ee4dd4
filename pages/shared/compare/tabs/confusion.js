// The confusion matrices of all runs side by side.

import { Confusion as Pane, judged } from "../../player/panes/confusion.js";
import { stubs } from "./stubs.js";
import { Tiled } from "./tiled.js";
import { Tiles } from "./tiles.js";

/** @import { Compared, Comparison } from "../types.d.ts" */

export class Confusion extends Tiled {
  /** @param {HTMLElement} host */
  constructor(host) {
    super();
    this.tiles = new Tiles(host, "bp-tiles-confusion", (run, place) => this.#make(run, place));
    this.text = /** @type {Comparison["text"]} */ ({});
  }

  /** What frames have to have for it. @param {Comparison} _comparison @returns {import("../../browser/types.d.ts").Skipped[]} */
  static wants(_comparison) {
    return [];
  }

  /** @param {Comparison} comparison */
  static fits({ runs }) {
    return runs.some(({ header }) => Pane.fits(header));
  }

  /** @param {Compared} run @param {HTMLElement} host */
  #make({ header }, host) {
    if (Pane.fits(header)) return new Pane(host, stubs(header.text, () => {}));
    return header.data.task === "regression" ? this.text.confusion_none : this.text.confusion_many;
  }

  /** @param {Comparison} comparison */
  begin(comparison) {
    this.text = comparison.text;
    const about = new Set(comparison.runs.filter(({ header }) => Pane.fits(header)).map(({ header }) => judged(header, "judged")));
    const [only] = about;
    this.tiles.begin(comparison, about.size === 1 ? only : this.text.confusion_differ);
  }
}
