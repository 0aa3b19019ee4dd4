// The card with tabs: the code, the arrays, one path to the loss, the gradient check, changes by hand. Which of them is shown.

import { check, find, findAll, options } from "../browser/dom.js";
import { loadPlotly } from "../browser/panels.js";
import { clearArrays, writeArrays } from "./arrays_card.js";
import { writeCheck } from "./check_card.js";
import { writeCode } from "./code_card.js";
import { PathCard } from "./path_card.js";
import { weightTraced } from "./selected.js";
import { writeTouch } from "./touch_card.js";
import { touchable } from "./touching.js";

/** @import { Plotly, Text, Theme } from "../browser/types.d.ts" */
/** @import { Scene } from "./scene.js" */
/** @import { State } from "./state.js" */
/** @import { Changeable, CheckAsk, Header, LitPath } from "./types.d.ts" */

const TABS = ["code", "arrays", "path", "check", "touch"];

/**
 * What is done in the card.
 * @typedef {Object} DoneInTabs
 * @property {() => void} turned another tab was chosen, or Plotly has come: the card is to be written
 * @property {() => void} traced another path is shown, or none: the drawing, too
 * @property {(wanted: CheckAsk) => void} check
 * @property {(choice: Changeable, value: number) => void} edit
 * @property {() => void} undo
 * @property {() => void} unloaded Plotly could not be loaded: that is to be said
 */

export class Tabs {
  /** Null where it could not be loaded, undefined until it is. @type {Plotly|null|undefined} */
  plotly;
  /** Whether it was asked for. */
  loading = false;

  /** @param {HTMLElement} root the component's @param {DoneInTabs} does */
  constructor(root, does) {
    this.root = root;
    this.does = does;
    this.group = find(root, ".st-tabs");
    this.paths = new PathCard(this.#paneOf("path"), does.traced);
  }

  /** @param {string} tab */
  #paneOf(tab) {
    return find(this.root, `[data-pane=${tab}]`);
  }

  /** Their names. @param {Text} text @param {Pick<State, "tab">} state which one is shown, and is changed here */
  name(text, state) {
    this.group.setAttribute("aria-label", text.tabs);
    options(this.group, TABS.map((name) => [name, text[`tab_${name}`]]), (tab) => {
      const isDrawn = [state.tab, tab].includes("path"); // the drawing has the path, too
      state.tab = tab;
      if (isDrawn) this.does.traced();
      else this.does.turned();
    });
  }

  /**
   * @param {Scene} scene
   * @param {State} state
   * @param {Theme} theme
   * @param {boolean} isChecking whether a gradient check is on its way
   */
  write(scene, state, theme, isChecking) {
    const { tab, op: k, digits, sample } = state;
    check(this.group, tab);
    for (const pane of findAll(this.root, "[data-pane]")) pane.hidden = pane.dataset.pane !== tab;
    const pane = this.#paneOf(tab);
    if (tab === "code") writeCode(pane, scene, k, state.notation);
    if (tab === "arrays") {
      this.#loadPlotly(scene.header);
      writeArrays(pane, scene, scene.operation(k), this.plotly, theme, digits);
    }
    if (tab === "check") writeCheck(pane, scene, touchable(scene, state).find(({ kind }) => kind !== "x"), this.does.check, isChecking, digits);
    if (tab === "path") this.paths.write(this.#traced(scene, state), state.way);
    if (tab === "touch") writeTouch(pane, scene, touchable(scene, state), state.edits, this.does.edit, this.does.undo, sample, digits);
  }

  /** The charts of the arrays are the only ones: Plotly is loaded for who looks at them. @param {Header} header */
  #loadPlotly(header) {
    if (this.loading) return;
    this.loading = true;
    loadPlotly(header.plotly).then((plotly) => {
      this.plotly = plotly;
      if (this.root.isConnected) this.does.turned();
    }, () => {
      this.plotly ??= null;
      if (!this.root.isConnected) return;
      this.does.unloaded();
      this.does.turned();
    });
  }

  /** @param {Scene} scene @param {State} state */
  #traced(scene, state) {
    const { sample, op: k, digits } = state;
    return { scene, ...weightTraced(scene, state), sample, k, digits };
  }

  /** The path that is shown, for the drawing; null while the tab "One path" is not open. @param {Scene} scene @param {State} state @returns {LitPath|null} */
  litPath(scene, state) {
    if (state.tab !== "path") return null;
    const traced = this.#traced(scene, state);
    const path = this.paths.find(traced, state.way);
    return path && { layer: path.layer, from: traced.i, units: path.units, around: path.around };
  }

  /** The path that is shown in a sentence; nothing while the tab is not open. @param {Scene} scene @param {State} state */
  spoken(scene, state) {
    return state.tab === "path" ? this.paths.spoken(this.#traced(scene, state), state.way) : "";
  }

  destroy() {
    clearArrays(this.#paneOf("arrays"), this.plotly);
  }
}
