// Small multiples: a picture of each run in a frame that says whose it is, at which step, and how good it is by then.

import { element, putText } from "../../browser/dom.js";
import { fill, percent, significant } from "../../browser/format.js";
import { pixel } from "../../browser/room.js";
import { measured } from "../outcome.js";
import { scrolls } from "../scrolls.js";
import { colourOf, swatch } from "../swatch.js";
import { across } from "./tiling.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Palette, RunHeader, Theme } from "../../browser/types.d.ts" */
/** @import { Compared, Comparison, Frames } from "../types.d.ts" */

/**
 * The picture of one run, as a pane of the player has it.
 * @typedef {Object} Picture
 * @property {(header: RunHeader) => void} begin
 * @property {(palette: Palette) => void} look
 * @property {(frame: Frame, playing: boolean) => void} show
 * @property {(frame: Frame) => void} rest
 * @property {() => void} destroy
 */
/** Makes a run's picture in a place, or says why there is none. @typedef {(run: Compared, host: HTMLElement) => Picture|string} Make */
/** @typedef {{run: Compared, figure: HTMLElement, mark: HTMLElement, step: HTMLElement, score: HTMLElement, picture: Picture|null}} Tile */

const WRITE_MS = 100;

export class Tiles {
  /** @type {Comparison} */
  comparison;
  /** @type {Palette} */
  palette;

  /**
   * @param {HTMLElement} host
   * @param {string} kind a class of the style sheet
   * @param {Make} make
   */
  constructor(host, kind, make) {
    this.make = make;
    this.root = element("div", `bp-tiling ${kind}`);
    this.grid = element("div", "bp-tiles");
    this.note = element("p", "bp-tiles-note");
    this.root.append(this.grid, this.note);
    host.append(this.root);
    /** @type {Tile[]} */
    this.tiles = [];
    this.written = -Infinity;
    this.terse = false;
    this.observer = new ResizeObserver(() => this.#arrange());
    this.observer.observe(this.grid);
    this.grid.setAttribute("role", "group");
    this.scrolling = scrolls(this.grid, this.grid);
  }

  /**
   * @param {Comparison} comparison
   * @param {string} note what holds for all pictures
   * @param {boolean} terse whether their axes go without names
   */
  begin(comparison, note = "", terse = false) {
    this.comparison = comparison;
    this.terse = terse;
    this.#empty();
    putText(this.note, note);
    this.note.hidden = !note;
    this.grid.setAttribute("aria-label", comparison.text.surfaces_group);
    this.tiles = comparison.runs.map((run) => this.#tile(run));
    this.#arrange();
    this.written = -Infinity;
    if (this.palette) this.#colour();
  }

  /** @param {Compared} run @returns {Tile} */
  #tile(run) {
    const figure = element("figure", "bp-tile");
    const caption = element("figcaption");
    const [mark, step, score] = [element("span", "bp-marked"), element("span", "bp-tile-step"), element("span", "bp-tile-score")];
    const name = element("b", "", run.name);
    name.title = run.name;
    mark.append(swatch(run), name);
    const said = element("span", "bp-tile-said");
    said.append(step, score);
    caption.append(mark, said);
    const host = element("div", "bp-pane");
    figure.append(caption, host);
    this.grid.append(figure);
    const made = this.make(run, host);
    const picture = typeof made === "string" ? null : made;
    if (typeof made === "string") host.replaceChildren(element("p", "bp-none", made));
    picture?.begin(run.header);
    return { run, figure, mark, step, score, picture };
  }

  /** So many side by side that their pictures are largest. */
  #arrange() {
    const { clientWidth: width, clientHeight: height } = this.grid;
    const size = pixel();
    this.grid.style.setProperty("--bp-across", String(across(this.tiles.length, width / size, height / size, this.terse)));
  }

  /** @param {Theme} _theme @param {Palette} palette */
  look(_theme, palette) {
    this.palette = palette;
    if (this.comparison) this.#colour();
  }

  #colour() {
    for (const { run, mark, picture } of this.tiles) {
      /** @type {SVGElement} */ (mark.firstChild).style.color = colourOf(run, this.palette);
      picture?.look(this.palette);
    }
  }

  /** @param {Frames} frames @param {boolean} playing */
  show(frames, playing) {
    this.tiles.forEach(({ picture }, i) => picture?.show(frames[i], playing));
    const now = performance.now();
    if (playing && now - this.written < WRITE_MS) return;
    this.written = now;
    this.#write(frames);
  }

  /** @param {Frames} frames */
  rest(frames) {
    this.tiles.forEach(({ picture }, i) => picture?.rest(frames[i]));
    this.#write(frames);
  }

  /** @param {Frames} frames */
  #write(frames) {
    const { text, clock } = this.comparison;
    const farthest = Math.max(...frames.map((frame) => frame.step));
    this.tiles.forEach(({ run: { header }, step, score }, i) => {
      // The clock says it of all; but not of one that has ended before.
      step.hidden = clock.kind === "step" && frames[i].step === farthest;
      putText(step, fill(text.surfaces_step, { step: frames[i].step }));
      const { loss, accuracy, test_accuracy: tested } = measured(header, frames[i]);
      const said = { loss: loss ? significant(loss.value, 3) : "–", share: percent((tested ?? accuracy)?.value ?? NaN, 1) };
      putText(score, fill(text[tested ? "surfaces_score_test" : accuracy ? "surfaces_score_train" : "surfaces_score"], said));
    });
  }

  #empty() {
    for (const { picture } of this.tiles) picture?.destroy();
    this.tiles = [];
    this.grid.replaceChildren();
  }

  destroy() {
    this.observer.disconnect();
    this.scrolling.disconnect();
    this.#empty();
    this.root.remove();
  }
}
