// The loss over two directions around the run, and the run's path through it.

import { themeOf } from "../../browser/dom.js";
import { SHOWN_OTHERWISE } from "../../browser/room.js";
import { LandscapeView } from "../../landscape/view.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Extra, Palette, RunHeader } from "../../browser/types.d.ts" */
/** @import { Tools } from "./panes.js" */

/** Seen on every colour of the map, which is the same in both themes. */
const LOOK = { colour: "#ff7a2f", dash: [], symbol: "circle" };

export class LandscapePane {
  /** @param {HTMLElement} host @param {Tools} tools */
  constructor(host, tools) {
    this.host = host;
    /** As it is now and later. @type {RunHeader|null} */
    this.header = null;
    this.view = new LandscapeView(host, {
      ask: (details) => tools.ask("landscape", { ...details, end: this.header?.end }), look: () => LOOK, names: () => [], chose: tools.chose,
      enlarge: (large) => this.#enlarge(large),
    }, tools.scape);
  }

  /** Every run has a loss. */
  static fits() {
    return true;
  }

  /** @param {RunHeader} header */
  begin(header) {
    this.header = header;
    const { text, cards, plotly } = header;
    this.view.begin({ text, cards, plotly });
  }

  /** @param {Palette} palette */
  look(palette) {
    this.view.look(themeOf(this.host), palette);
  }

  /** @param {Frame} frame @param {boolean} playing */
  show(frame, playing) {
    this.view.show([frame.step], playing);
  }

  /** @param {Frame} frame */
  rest(frame) {
    this.view.rest([frame.step]);
  }

  /** @param {Extra} answer */
  extra(answer) {
    if (answer.name === "landscape") this.view.take(answer.landscape);
  }

  /** What is chosen is another. */
  chooseAnew() {
    this.view.chooseAnew();
  }

  title() {
    return { heading: this.view.heading, note: "" };
  }

  /** Alone in the player, or beside the others again. @param {boolean} large */
  #enlarge(large) {
    this.host.closest("figure")?.classList.toggle("bp-scape-large", large);
    document.dispatchEvent(new Event(SHOWN_OTHERWISE));
  }

  /** Another pane is as large as ever. */
  leave() {
    if (this.view.large) this.view.enlarge(false);
  }

  destroy() {
    this.view.destroy();
  }
}
