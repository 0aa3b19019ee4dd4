// What a person can choose beside the step: what heatmaps show, their scale, the measure, the axis, the speed.

import { check, options } from "./dom.js";
import { fill } from "./format.js";
import { SPEEDS } from "./transport.js";

export class Choices {
  /**
   * @param {HTMLElement} root
   * @param {Object} values view, scale, measure, axis, speed, selected: kept by the caller, changed here
   * @param {(choice: string) => void} onChange
   */
  constructor(root, values, onChange) {
    this.root = root;
    this.values = values;
    this.onChange = onChange;
  }

  /** @param {string} choice @param {string|number} value */
  set(choice, value) {
    this.values[choice] = value;
    this.#checkViews();
    this.onChange(choice);
  }

  /** Names and options, from the tape's header. @param {Object} header */
  build({ text, views, measures }) {
    const speeds = SPEEDS.map(({ rate, stride }, index) => {
      const [key, n] = rate ? ["speed_second", rate] : ["speed_frame", stride];
      return [index, n === 1 ? text[`${key}_1`] : fill(text[key], { n })];
    });
    this.#select(".bp-speed", text.speed, speeds, "speed");
    this.#select(".bp-scale-choice", text.scale, [["all", text.scale_all], ["each", text.scale_each]], "scale");
    this.#select(".bp-measure", text.measure, measures.map((name) => [name, text[`measure_${name}`]]), "measure");
    this.#select(".bp-axis", text.axis, [["linear", text.axis_linear], ["log", text.axis_log]], "axis");
    this.#views(views, text);
  }

  #select(selector, label, options, choice) {
    const select = this.root.querySelector(selector);
    select.setAttribute("aria-label", label);
    select.replaceChildren(...options.map(([value, name]) => new Option(name, value)));
    select.value = String(this.values[choice]);
    let pointed = false;
    select.onpointerdown = () => { pointed = true; };
    select.onkeydown = () => { pointed = false; };
    select.onchange = () => {
      this.set(choice, choice === "speed" ? Number(select.value) : select.value);
      if (pointed) select.blur(); // who works with the mouse expects Space to play again
    };
  }

  #views(views, text) {
    const group = this.root.querySelector(".bp-views");
    group.setAttribute("aria-label", text.show);
    options(group, views.map((view) => [view, text[`view_${view}`]]), (view) => this.set("view", view));
    this.#checkViews();
  }

  #checkViews() {
    check(this.root.querySelector(".bp-views"), this.values.view);
  }
}
