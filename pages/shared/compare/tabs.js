// The tabs of a comparison: what is compared. One is shown at a time, and made when it is.

import { check, element, find, options } from "../browser/dom.js";
import { Confusion } from "./tabs/confusion.js";
import { Curves } from "./tabs/curves.js";
import { LandscapeTab } from "./tabs/landscape.js";
import { Staircase } from "./tabs/staircase.js";
import { Stacks } from "./tabs/stacks.js";
import { Surfaces } from "./tabs/surfaces.js";

/** @import { Palette, Theme } from "../browser/types.d.ts" */
/** @import { Comparison, Frames, Tab, TabKind } from "./types.d.ts" */

/** In their order, by their words in a link. @type {Record<string, TabKind>} */
const TABS = { curves: Curves, staircase: Staircase, stacks: Stacks, surfaces: Surfaces, confusion: Confusion, landscape: LandscapeTab };

export class Tabs {
  /** @type {Comparison} */
  comparison;
  /** @type {Tab|null} */
  tab = null;

  /** @param {HTMLElement} root @param {{tab: string}} memory @param {() => void} onChoose */
  constructor(root, memory, onChoose) {
    this.memory = memory;
    this.onChoose = onChoose;
    this.group = find(root, ".compare-tabs");
    this.hosts = find(root, ".compare-hosts");
    this.shown = "";
  }

  /** The one that is shown: what was chosen, where these runs have it. */
  get name() {
    return this.#fitting().includes(this.memory.tab) ? this.memory.tab : "curves";
  }

  #fitting() {
    return Object.keys(TABS).filter((name) => TABS[name].fits(this.comparison));
  }

  /** What frames have to have for it. */
  wants() {
    return TABS[this.name].wants(this.comparison);
  }

  /** Other runs, or another clock. @param {Comparison} comparison */
  begin(comparison) {
    this.comparison = comparison;
    const { text } = comparison;
    this.group.setAttribute("aria-label", text.tabs);
    options(this.group, this.#fitting().map((name) => [name, text[`tab_${name}`]]), (name) => this.#choose(name));
    this.#show();
  }

  /** @param {string} name */
  #choose(name) {
    this.memory.tab = name;
    this.#show();
    this.onChoose();
  }

  #show() {
    const { name } = this;
    check(this.group, name);
    if (name !== this.shown || !this.tab) {
      this.tab?.destroy();
      const host = element("div", `compare-host compare-${name}`);
      this.hosts.replaceChildren(host);
      this.tab = new TABS[name](host);
      this.shown = name;
    }
    this.tab.begin(this.comparison);
  }

  /** @param {Theme} theme @param {Palette} palette */
  look(theme, palette) {
    this.tab?.look(theme, palette);
  }

  /** @param {Frames} frames @param {boolean} playing */
  show(frames, playing) {
    this.tab?.show(frames, playing);
  }

  /** @param {Frames} frames */
  rest(frames) {
    this.tab?.rest(frames);
  }

  /** @param {{name: string}} answer */
  extra(answer) {
    this.tab?.extra?.(answer);
  }

  destroy() {
    this.tab?.destroy();
  }
}
