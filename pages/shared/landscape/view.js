// The loss landscape as Train and Compare show it: what is chosen, the picture, what is said of it; and when the server is asked.

import { element, putText } from "../browser/dom.js";
import { fill } from "../browser/format.js";
import { Controls, isOf, usual } from "./controls.js";
import { Picture } from "./picture.js";
import { axes, heading, sentences, tip, wordsOf, written } from "./sentences.js";
import { filled, SurfaceView } from "./surface.js";

/** @import { Card, Palette, Text, Theme } from "../browser/types.d.ts" */
/** @import { Look } from "./marks.js" */
/** @import { Landscape, LandscapeAsk, LandscapeChosen } from "./types.d.ts" */

/**
 * What it is given.
 * @typedef {Object} Gives
 * @property {(details: Omit<LandscapeAsk, "steps">) => void} ask the server, about the steps shown
 * @property {(index: number) => Look} look how a run is drawn
 * @property {() => string[]} names of the runs
 * @property {() => void} chose something else, which the address has
 * @property {((large: boolean) => void)|null} enlarge it, where that can be
 */

/**
 * What stays the same while the same runs are shown.
 * @typedef {{text: Text, cards: Card[], plotly: string}} About
 */

export class LandscapeView {
  /** @type {About} */
  about;
  /** @type {Text} */
  words;
  /** @type {Palette} */
  palette;

  /** @param {HTMLElement} host empty @param {Gives} gives @param {LandscapeChosen} chosen */
  constructor(host, gives, chosen = usual()) {
    this.host = host;
    this.gives = gives;
    this.chosen = chosen;
    /** @type {Landscape|null} */
    this.found = null;
    /** Whether there is none: numbers too large to compute with. */
    this.none = false;
    /** The steps shown. @type {number[]} */
    this.steps = [];
    this.playing = true;
    this.stopped = false;
    this.large = false;
    /** The figures of the surface, by theme. @type {Landscape["figures"]} */
    this.figures = undefined;
    /** @type {Theme} */
    this.theme = "light";
    host.classList.add("bp-scape");
    const bar = element("div", "bp-scape-bar");
    this.place = element("div", "bp-scape-place");
    this.map = element("div", "bp-scape-map");
    this.said = element("p", "bp-scape-said");
    this.progress = element("div", "bp-scape-progress");
    this.count = element("span");
    this.stop = element("button");
    this.stop.type = "button";
    this.stop.addEventListener("click", () => this.#stop());
    this.progress.append(this.count, this.stop);
    this.place.append(this.map, this.progress);
    host.append(bar, this.place, this.said);
    this.picture = new Picture(this.map, {
      look: gives.look, names: () => (this.found ? axes(this.words, this.found.map) : { x: "", y: "" }),
      tip: (place, loss) => tip(this.words, place, loss), label: () => this.#label(),
    });
    /** @type {SurfaceView|null} */
    this.surface = null;
    this.controls = new Controls(bar, this.chosen, {
      asked: () => this.#again(false), again: () => this.#again(true), painted: () => this.#look(),
      enlarged: gives.enlarge ? () => this.enlarge(!this.large) : null,
    });
  }

  /** Other runs. @param {About} about */
  begin(about) {
    this.about = about;
    this.words = wordsOf(about.text);
    Object.assign(this, { found: null, none: false, stopped: false, figures: undefined });
    // Weights that this network has not.
    if (this.chosen.weights?.some(([layer, row, column]) => !(row < about.cards[layer - 1]?.rows && column < about.cards[layer - 1]?.columns))) this.chosen.weights = null;
    this.surface?.destroy();
    this.surface = null;
    this.controls.begin(this.words, about.cards);
    this.controls.enlarge(this.large);
    this.host.title = "";
    this.#paint();
  }

  /** @param {Theme} theme @param {Palette} palette */
  look(theme, palette) {
    Object.assign(this, { theme, palette });
    this.picture.look(palette);
    this.#paintSurface();
  }

  /** @param {number[]} steps of each run @param {boolean} playing */
  show(steps, playing) {
    const passed = this.#isPassed();
    this.playing = playing;
    this.steps = steps;
    this.picture.show(steps);
    this.#age();
    if (this.#isPassed() !== passed) this.#write();
    this.#paintSurface();
  }

  /** The picture rests: what is missing is asked for. @param {number[]} steps */
  rest(steps) {
    this.show(steps, false);
    if (!this.#isDone()) this.#ask();
  }

  /** Whether all is here that is to be shown. */
  #isDone() {
    const { found, steps, chosen } = this;
    if (this.none) return true;
    if (!found || (chosen.look === "surface" && !this.figures)) return false;
    const here = found.runs.every(({ shown }, i) => shown.step === steps[i]);
    return here && !this.#isPassed() && (this.stopped || found.map.done === found.map.of);
  }

  /** Whether a run stands beyond the path that the plane follows from. */
  #isPassed() {
    const { found, steps } = this;
    return found?.map.plane === "path" && found.map.ends.some((end, i) => steps[i] > end);
  }

  /** @param {boolean} anew as if nothing had been answered; what is shown stays until there is an answer */
  #ask(anew = false) {
    const { found, chosen: { plane, seed, weights, span, around, look } } = this;
    const same = found && !anew && isOf(found.map, this.chosen);
    const stays = same && !this.#isPassed();
    this.gives.ask({
      plane, seed, weights: weights ?? [], span,
      around: plane === "path" ? null : stays ? found.map.around : around,
      ends: stays && plane === "path" ? found.map.ends : null,
      known: same && found.map.done === found.map.of ? found.map.key : "",
      surface: look === "surface" && !this.figures,
    });
  }

  /** What the server answered. @param {Landscape|null} found */
  take(found) {
    if (!found) {
      this.none = true;
      this.#paint();
      return;
    }
    if (!isOf(found.map, this.chosen) || found.map.span !== this.chosen.span) { // something else was chosen meanwhile
      this.#ask();
      return;
    }
    if (found.figures) this.figures = found.figures;
    const before = this.found?.map;
    const { map } = found;
    if (!map.losses && before?.key === map.key) found = { ...found, map: { ...before, ...map } };
    this.found = found;
    this.chosen.around = map.plane === "path" ? null : map.around;
    if (map.plane === "weights") this.chosen.weights = map.weights;
    this.gives.chose();
    this.#paint();
    if (!this.playing && !this.#isDone()) this.#ask();
  }

  /** Another landscape is wanted. @param {boolean} anew around the steps shown now, and of all that is trained */
  #again(anew) {
    Object.assign(this, { stopped: false, none: false });
    if (anew || !this.found || !isOf(this.found.map, this.chosen)) this.chosen.around = null;
    this.controls.write(this.picture.scale?.log ?? false);
    this.gives.chose();
    this.#ask(anew);
  }

  /** The same is to look otherwise. */
  #look() {
    this.gives.chose();
    this.#paint();
  }

  /** A moment that is told has chosen something else; what is not shown is asked for once it is. */
  chooseAnew() {
    Object.assign(this, { found: null, none: false, stopped: false });
    this.#paint();
    if (!this.playing && !this.host.hidden) this.#ask();
  }

  #stop() {
    this.stopped = !this.stopped;
    this.#write();
    if (!this.stopped) this.#ask();
  }

  /** @param {boolean} large */
  enlarge(large) {
    this.large = large;
    this.controls.enlarge(large);
    this.gives.enlarge?.(large);
  }

  // What is shown

  #paint() {
    const { chosen, found } = this;
    this.picture.take(found, chosen);
    this.controls.write(this.picture.scale?.log ?? false);
    this.map.classList.toggle("bp-scape-under", chosen.look === "surface" && Boolean(found));
    if (chosen.look === "surface" && !this.figures && !this.playing && found) this.#ask();
    this.#paintSurface();
    this.#write();
  }

  #paintSurface() {
    const { found, figures, chosen, about, theme, steps, picture: { scale } } = this;
    const shown = chosen.look === "surface" && Boolean(found && figures && scale);
    if (this.surface) this.surface.plot.hidden = !shown;
    if (!shown || !found || !figures || !scale) return;
    this.surface ??= new SurfaceView(this.place, about.plotly);
    this.surface.show(filled(figures[theme], found, scale, steps, this.gives.look, axes(this.words, found.map)), this.playing);
  }

  #write() {
    const { found, words, stopped, chosen } = this;
    const { map } = found ?? {};
    const whole = map && map.done === map.of;
    const passed = this.playing && this.#isPassed();
    this.progress.hidden = !passed && (Boolean(whole) || (!map && !this.none));
    if (this.none) putText(this.count, words.none);
    else if (map) putText(this.count, passed ? fill(words.beyond, { end: map.ends[0] }) : fill(words.progress, { done: map.done.toLocaleString("en"), of: map.of.toLocaleString("en") }));
    this.stop.hidden = this.none || passed;
    putText(this.stop, stopped ? words.go_on : words.stop);
    const all = found ? sentences(words, found, { plateaus: chosen.plateaus, names: this.gives.names() }) : [{ words: words.waits }];
    this.#age();
    this.said.replaceChildren(...all.map(({ words: sentence, arrow, run }) => {
      const span = element("span", arrow ? `bp-scape-arrow bp-scape-${arrow}` : run === undefined ? "" : "bp-scape-run", sentence);
      if (run !== undefined) span.style.setProperty("--bp-scape-colour", this.gives.look(run).colour);
      return span;
    }));
    this.said.title = `${words.about}\n${all.map(({ words: sentence }) => sentence).join("\n")}`;
  }

  /** What is said is of the last step at rest: while the run plays on it is faint. */
  #age() {
    const { found, steps, said } = this;
    said.classList.toggle("bp-scape-old", Boolean(found?.runs.some(({ shown }, i) => shown.step !== steps[i])));
  }

  /** The picture in a sentence. */
  #label() {
    const { words, found, picture: { scale } } = this;
    if (!words) return "";
    if (!found || !scale) return words.alt_waits;
    const one = sentences(words, found, { plateaus: false, names: this.gives.names() }).map(({ words: sentence }) => sentence);
    return [fill(words.alt, { low: written(scale.low), high: written(scale.high) }), ...one].join(" ");
  }

  get heading() {
    return heading(this.words, this.found?.map);
  }

  destroy() {
    this.picture.destroy();
    this.surface?.destroy();
  }
}
