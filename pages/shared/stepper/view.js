// All that is drawn and written of where one is: the picture and the cards, each part in its place.

import { find, findAll } from "../browser/dom.js";
import { mark } from "../browser/explained.js";
import { Strip } from "../browser/strip.js";
import { Controls } from "./controls.js";
import { Drawing } from "./drawing.js";
import { here, MARKS, spoken } from "./explained.js";
import { Flow } from "./flow.js";
import { writeMoved } from "./moved_card.js";
import { OperationCard } from "./operation_card.js";
import { writeRibbon } from "./ribbon.js";
import { layerAtWork, layerSplit, selectionIn } from "./selected.js";
import { Tabs } from "./tabs.js";
import { writeWhy } from "./why_card.js";

/** @import { Theme } from "../browser/types.d.ts" */
/** @import { Scene } from "./scene.js" */
/** @import { State } from "./state.js" */
/** @import { DoneInTabs } from "./tabs.js" */

/** What can be large on a projector. */
const LARGE = ["network", "numbers", "code"];
/** What may be longer than its place, beside the panes. */
const SCROLLS = ".st-numbers, .st-terms, .st-moves, .st-scrolls";

/**
 * What is shown, and how.
 * @typedef {Object} Viewed
 * @property {Scene} scene
 * @property {State} state
 * @property {Theme} theme
 * @property {Uint32Array} table its colours
 * @property {number} pace milliseconds an operation is looked at where a step is played; else 0
 * @property {number|null} clickedAt the operation at which a unit was clicked
 * @property {boolean} isChecking whether a gradient check is on its way
 */

/**
 * What is done in the parts.
 * @typedef {Object} Does
 * @property {() => void} paint all is to be painted anew
 * @property {() => void} chose something was chosen from a list
 * @property {(layer: number, j: number, i: number|null) => void} pick a unit was, or a weight from unit i
 * @property {(layer: number) => void} goToLayer
 * @property {(words: string) => void} say
 * @property {DoneInTabs} tabs
 */

export class View {
  /**
   * @param {HTMLElement} root the component's
   * @param {State} state where one is; what is chosen in the parts is changed there
   * @param {Does} does
   */
  constructor(root, state, does) {
    this.root = root;
    /** @param {string} selector */
    this.find = (selector) => find(root, selector);
    this.controls = new Controls(root, state, does.chose);
    this.strip = new Strip(root, LARGE, state, "network", does.paint); // code scrolls once it is seen
    this.drawing = new Drawing(this.find(".st-drawing"), does.pick, does.goToLayer);
    this.flow = new Flow(this.find(".st-flow"));
    this.card = new OperationCard(root, does.paint, does.say);
    this.tabs = new Tabs(root, does.tabs);
  }

  /** Another step, or another run. @param {Scene} scene @param {State} state @param {boolean} isNew whether it is of another run */
  build(scene, state, isNew) {
    const { text } = scene.header;
    if (isNew) {
      this.controls.write(text);
      this.strip.write(text);
      this.tabs.name(text, state);
    }
    this.controls.writeSamples(scene.header);
    this.drawing.build(scene);
  }

  /** @param {Viewed} viewed */
  paint(viewed) {
    const { scene, state, table, pace, clickedAt } = viewed;
    const { op: k, sample, digits, blank } = state;
    const op = scene.operation(k);
    const layer = layerAtWork(scene, state);
    const pick = selectionIn(scene.header.sizes, state.picks, layer);
    this.card.write({ scene, k, pick, sample, digits, blank });
    this.drawing.paint({ k, pick, sample, digits, table, beat: pace / 3, path: this.tabs.litPath(scene, state), hides: this.card.isBlank }, layer);
    writeRibbon(this.root, scene, k, digits);
    this.flow.write(op, scene.header, pace);
    writeWhy(this.find(".st-why"), scene, layerSplit(scene, state, clickedAt));
    writeMoved(this.find(".st-moved"), scene, k, op?.phase === "update");
    mark(this.root, MARKS);
    this.writeTab(viewed);
  }

  /** The card with tabs alone. @param {Pick<Viewed, "scene"|"state"|"theme"|"isChecking">} viewed */
  writeTab({ scene, state, theme, isChecking }) {
    this.tabs.write(scene, state, theme, isChecking);
  }

  /** What can be scrolled can be reached by keys, too. */
  reach() {
    for (const part of findAll(this.root, SCROLLS)) {
      const isLong = part.scrollHeight > part.clientHeight + 1;
      if (isLong) part.tabIndex = 0;
      else part.removeAttribute("tabindex");
    }
  }

  /** What a screen reader hears of the moment. @param {Scene} scene @param {State} state */
  sentence(scene, state) {
    const { title, about, isBlank } = this.card;
    if (isBlank) return this.find(".st-about").innerText; // the number is what is asked for
    return `${spoken(here(scene, state), title, about)} ${this.tabs.spoken(scene, state)}`.trim();
  }

  destroy() {
    this.flow.destroy();
    this.tabs.destroy();
    this.drawing.destroy();
  }
}
