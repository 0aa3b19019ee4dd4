// The words on the buttons, and the lists to choose from: in which notation, to how many digits, at which pace, of which sample.

import { range } from "../arithmetic/sums.js";
import { find, findAll } from "../browser/dom.js";
import { fill } from "../browser/format.js";
import { BLANKS } from "./blanks.js";
import { PACES } from "./playing.js";

/** @import { Text } from "../browser/types.d.ts" */
/** @import { State } from "./state.js" */
/** @import { Header } from "./types.d.ts" */

const DIGITS = [3, 6, 9, 16];
const NOTATIONS = ["textbook", "tutorial"];

/** What is chosen from lists. @typedef {Pick<State, "notation"|"digits"|"sample"|"pace"|"blank">} Choices */

export class Controls {
  /**
   * @param {HTMLElement} root the component's
   * @param {Choices} choices what is chosen, and is changed here
   * @param {() => void} onChoose
   */
  constructor(root, choices, onChoose) {
    this.root = root;
    this.choices = choices;
    this.onChoose = onChoose;
    /** @param {string} selector */
    this.find = (selector) => find(root, selector);
  }

  /** All but the samples: they change with the step. @param {Text} text */
  write(text) {
    this.root.setAttribute("aria-label", text.label);
    for (const label of findAll(this.root, "[data-text]")) label.textContent = text[String(label.dataset.text)];
    this.#buttons(text);
    const link = this.find(".st-copy");
    link.setAttribute("aria-label", text.copy);
    link.title = text.copy;
    this.find(".st-hint").textContent = text.hint;
    this.#select(".st-blanking", text.blank, BLANKS.map((name) => [name, text[`blank_${name}`]]), "blank");
    this.find(".st-print").textContent = text.print;
    this.find(".st-pace").title = text.pace;
    this.#select(".st-pace", text.pace, Object.keys(PACES).map((name) => [name, text[`pace_${name}`]]), "pace");
    this.#select(".st-notation", text.notation, NOTATIONS.map((name) => [name, text[`notation_${name}`]]), "notation");
    this.#select(".st-precision", text.digits, DIGITS.map((n) => [String(n), fill(text.digits_n, { n })]), "digits");
  }

  /** @param {Text} text */
  #buttons(text) {
    /** @type {Record<string, string>} */
    const names = { back: text.back, next: text.next, layer: text.next_layer, phase: text.next_phase, finish: text.finish, home: text.home };
    for (const button of findAll(this.root, "[data-do]")) {
      const name = names[String(button.dataset.do)];
      if (!name) continue;
      button.title = button.dataset.do === "home" ? name : text.keys;
      if (button.classList.contains("bp-button")) button.setAttribute("aria-label", name);
      else (button.querySelector("span") ?? button).textContent = name;
    }
  }

  /** The step's samples by their places in the batch, among the training data, and by their classes. @param {Header} header */
  writeSamples({ run, text, samples, rows, labels, classes, train_count: all }) {
    const list = this.find(".st-sample");
    list.hidden = all === 1;
    const shown = [run, samples, ...(rows ?? [])].join();
    if (list.dataset.shown === shown) return; // the same as a step ago, and perhaps thousands
    list.dataset.shown = shown;
    /** @param {number} n */
    const named = (n) => (labels ? `, ${fill(text.class, { name: classes[labels[n]] })}` : "");
    /** @param {number} n */
    const entry = (n) => fill(rows ? text.sample_row : text.sample_n, { n: n + 1, of: samples, row: String(rows?.[n]) }) + named(n);
    this.#select(".st-sample", text.sample, range(samples).map((n) => [String(n), entry(n)]), "sample");
  }

  /** Whether a step is played: what its button does, and shows. @param {boolean} isOn @param {Text} text */
  play(isOn, text) {
    const button = this.find(".st-play");
    button.setAttribute("aria-label", isOn ? text.pause_step : text.play_step);
    button.title = isOn ? text.pause_step : text.play_step;
    this.root.toggleAttribute("data-playing", isOn);
  }

  /**
   * @param {string} selector
   * @param {string} label
   * @param {string[][]} entries value and name
   * @param {keyof Choices} choice
   */
  #select(selector, label, entries, choice) {
    const select = /** @type {HTMLSelectElement} */ (this.find(selector));
    select.setAttribute("aria-label", label);
    select.replaceChildren(...entries.map(([value, name]) => new Option(name, value)));
    select.value = String(this.choices[choice]);
    select.onchange = () => {
      Object.assign(this.choices, { [choice]: choice === "sample" || choice === "digits" ? Number(select.value) : select.value });
      select.blur();
      this.onChoose();
    };
  }
}
