// What a person can choose beside the step: what heatmaps show, their scale, the measure, the axis, the speed.

import { check, childrenOf, find, options, svg } from "../browser/dom.js";
import { fill } from "../browser/format.js";
import { SPEEDS } from "../browser/transport.js";
import { matrixOf } from "./heatmaps.js";

/** @import { Choices as Values, Header, Text, View } from "../browser/types.d.ts" */
/** @import { Panes } from "./panes/panes.js" */

/** @type {Record<string, string>} */
const ICONS = {
  matrices: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  network: "M6 3.5a2.5 2.5 0 0 1 2.4 3.2l7 3.5a2.5 2.5 0 1 1 0 3.6l-7 3.5A2.5 2.5 0 1 1 7.7 16l6.8-3.4v-1.2L7.7 8A2.5 2.5 0 1 1 6 3.5z",
};

export class Choices {
  /** @type {Header} */
  header;

  /**
   * @param {HTMLElement} root
   * @param {Values} values kept by the caller, changed here
   * @param {(choice: keyof Values) => void} onChange
   */
  constructor(root, values, onChange) {
    this.root = root;
    this.values = values;
    this.onChange = onChange;
    /** The lists, by what is chosen from them. @type {Partial<Record<keyof Values, HTMLSelectElement>>} */
    this.selects = {};
    /** Whether units can be chosen. */
    this.units = false;
  }

  /** @param {keyof Values} choice @param {string|number} value */
  set(choice, value) {
    Object.assign(this.values, { [choice]: value });
    const select = this.selects[choice];
    if (select) select.value = String(value);
    this.#checkViews();
    this.onChange(choice);
  }

  /** As told, where this run has it. @param {Partial<Record<keyof Values, string|number>>} told */
  tell(told) {
    const named = /** @type {Array<[keyof Values, string|number]>} */ (Object.entries(told));
    for (const [choice, value] of named) if (this.#has(choice, value)) this.set(choice, value);
  }

  /** @param {keyof Values} choice @param {string|number} value */
  #has(choice, value) {
    const { views, cards } = this.header;
    const select = this.selects[choice];
    if (choice === "shown" && value === "auto") return true;
    if (select) return !select.hidden && [...select.options].some((option) => option.value === String(value));
    if (choice === "selected") return value in cards;
    /** @type {Partial<Record<keyof Values, string[]>>} */
    const named = { view: views, stack: Object.keys(ICONS) };
    return (named[choice] ?? []).includes(String(value));
  }

  /**
   * Names and options, from the tape's header.
   * @param {Header} header
   * @param {Panes} panes what the first panel can show
   */
  build(header, panes) {
    const { text, views, measures, figures } = header;
    this.header = header;
    if (!figures.light.accuracy) this.values.curve = "loss";
    const speeds = SPEEDS.map(({ rate, stride }, index) => {
      const [key, n] = rate ? ["speed_second", rate] : ["speed_frame", stride];
      return [String(index), n === 1 ? text[`${key}_1`] : fill(text[key], { n })];
    });
    this.#select(".bp-speed", text.speed, speeds, "speed");
    this.#select(".bp-scale-choice", text.scale, [["all", text.scale_all], ["each", text.scale_each]], "scale");
    this.#select(".bp-measure", text.measure, measures.map((name) => [name, text[`measure_${name}`]]), "measure");
    this.#select(".bp-axis", text.axis, [["linear", text.axis_linear], ["log", text.axis_log]], "axis");
    this.#select(".bp-shown", text.shown, panes.options(), "shown");
    panes.choose();
    this.#select(".bp-curve", text.curve, [["loss", text.curve_loss], ["accuracy", text.curve_accuracy]], "curve");
    find(this.root, ".bp-curve").hidden = !figures.light.accuracy;
    this.#stack(text);
    this.#views(views, text);
  }

  /** @param {Text} text */
  #stack(text) {
    const group = find(this.root, ".bp-kind");
    group.setAttribute("aria-label", text.stack_kind);
    options(group, Object.keys(ICONS).map((name) => [name, text[`stack_${name}`]]), (kind) => this.set("stack", kind));
    for (const button of childrenOf(group)) {
      const name = button.textContent;
      const icon = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
      icon.append(svg("path", { d: ICONS[String(button.dataset.value)] }));
      button.replaceChildren(icon);
      button.setAttribute("aria-label", name);
      button.title = name;
    }
  }

  /**
   * @param {string} selector
   * @param {string} label
   * @param {string[][]} entries value and name
   * @param {keyof Values} choice
   */
  #select(selector, label, entries, choice) {
    const select = /** @type {HTMLSelectElement} */ (find(this.root, selector));
    select.setAttribute("aria-label", label);
    select.replaceChildren(...entries.map(([value, name]) => new Option(name, value)));
    select.value = String(this.values[choice]);
    this.selects[choice] = select;
    let pointed = false;
    select.onpointerdown = () => { pointed = true; };
    select.onkeydown = () => { pointed = false; };
    select.onchange = () => {
      this.set(choice, choice === "speed" ? Number(select.value) : select.value);
      if (pointed) select.blur(); // who works with the mouse expects Space to play again
    };
  }

  /** @param {View[]} views @param {Text} text */
  #views(views, text) {
    const group = find(this.root, ".bp-views");
    group.setAttribute("aria-label", text.show);
    options(group, views.map((view) => [view, text[`view_${view}`]]), (view) => this.set("view", view));
    this.#checkViews();
  }

  /** Whether units can be chosen: a network's nodes show them in any case. @param {boolean} can */
  withUnits(can) {
    this.units = can;
    this.#checkViews();
  }

  #checkViews() {
    const { view } = this.values;
    const group = find(this.root, ".bp-views");
    for (const button of childrenOf(group)) button.hidden = button.dataset.value === "units" && !this.units;
    check(group, this.units ? view : matrixOf(view));
    check(find(this.root, ".bp-kind"), this.values.stack);
  }
}
