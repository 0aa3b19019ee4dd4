// The form of a step that asks for something. Once an answer is locked, it stays as it was given.

import { element, findAll } from "../browser/dom.js";
import { fill } from "../browser/format.js";
import { line } from "./blocks.js";
import { blanksJudged, numberIn } from "./judge.js";

/** @import { Text } from "../browser/types.d.ts" */
/** @import { CurveSheet } from "./curve_sheet.js" */
/** @import { Answer, Predicted, StepTold } from "./types.d.ts" */

/**
 * @typedef {Object} Does
 * @property {(answer: Answer) => void} lock the answer is given
 * @property {(answer: Answer) => void} keep it is being given
 * @property {() => void} look see whether what is to be tried is reached
 * @property {(event: MouseEvent) => void} settings show the page's settings
 */

let names = 0;

/** @param {string} words @param {(event: MouseEvent) => void} onClick @param {string} className */
function button(words, onClick, className = "") {
  const made = element("button", `bp-lesson-button ${className}`.trim(), words);
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}

/**
 * One of several, each behind its mark.
 * @param {Array<{value: string, words: Node[]}>} entries
 * @param {string|null} chosen
 * @param {boolean} locked
 * @param {(value: string) => void} choose
 * @param {string} className
 */
function radios(entries, chosen, locked, choose, className) {
  names += 1;
  const name = `bp-lesson-${names}`;
  const group = element("div", className);
  group.setAttribute("role", "radiogroup");
  group.append(...entries.map(({ value, words }) => {
    const label = element("label");
    const radio = element("input");
    Object.assign(radio, { type: "radio", name, value, checked: value === chosen, disabled: locked });
    radio.addEventListener("change", () => choose(value));
    const place = element("span");
    place.append(...words);
    label.append(radio, place);
    return label;
  }));
  return group;
}

/** What asks for a prediction, and locks it. */
export class Prediction {
  /**
   * @param {Predicted} predicted
   * @param {Answer|undefined} given
   * @param {Text} text
   * @param {Does} does
   * @param {CurveSheet} sheet
   */
  constructor(predicted, given, text, does, sheet) {
    Object.assign(this, { predicted, text, does, sheet });
    this.predicted = predicted;
    this.text = text;
    this.does = does;
    this.sheet = sheet;
    this.locked = given !== undefined;
    /** @type {Answer["value"]} */
    this.value = given?.value ?? null;
    this.form = element("form", "bp-lesson-form");
    this.says = element("p", "bp-lesson-says");
    this.says.setAttribute("role", "status");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#lock();
    });
    this.form.append(...this.#asked());
    if (this.locked) this.says.textContent = given?.value === null ? text.locked_none : text.locked;
    else this.form.append(this.#buttons());
    this.form.append(this.says);
  }

  #buttons() {
    const row = element("div", "bp-lesson-row");
    const lock = element("button", "bp-lesson-button bp-lesson-main", this.text.lock);
    lock.type = "submit";
    row.append(lock, button(this.text.dont_know, () => this.does.lock({ value: null })));
    return row;
  }

  /** @returns {HTMLElement[]} */
  #asked() {
    const { predicted: { ask, options, layers }, value, locked, text } = this;
    if (ask === "choice") {
      const entries = options.map((option, i) => ({ value: String(i), words: line(option.text) }));
      return [radios(entries, value === null ? null : String(value), locked, (one) => { this.value = Number(one); }, "bp-lesson-options")];
    }
    if (ask === "layer") {
      const entries = Array.from({ length: layers }, (_, i) => ({ value: String(i + 1), words: [document.createTextNode(String(i + 1))] }));
      this.layers = radios(entries, value === null ? null : String(value), locked, (one) => { this.value = Number(one); }, "bp-lesson-layers");
      this.layers.setAttribute("aria-label", text.layer);
      return [element("p", "bp-lesson-note", text.layer_how), this.layers];
    }
    return ask === "curve" ? this.#curve() : [this.#number()];
  }

  #number() {
    const { text, value, locked } = this;
    const label = element("label", "bp-lesson-field", text.number);
    const field = element("input");
    Object.assign(field, { type: "text", inputMode: "text", autocomplete: "off", disabled: locked, value: value === null ? "" : String(value) });
    field.addEventListener("input", () => { this.value = numberIn(field.value); });
    field.placeholder = text.number_example;
    label.append(field);
    this.field = field;
    return label;
  }

  #curve() {
    const { sheet, text, locked, value } = this;
    if (value !== null) sheet.points = /** @type {Array<[number, number]>} */ (value);
    else if (!locked) this.value = sheet.points; // flat: that can be meant
    const knots = element("div", "bp-lesson-knots");
    for (const place of sheet.knots) {
      const label = element("label", "", fill(text.curve_at, { step: place.toLocaleString("en") }));
      const range = element("input");
      Object.assign(range, { type: "range", min: "0", max: "1000", disabled: locked, value: String(sheet.share(place)) });
      const says = () => range.setAttribute("aria-valuetext", sheet.said(place));
      range.addEventListener("input", () => {
        sheet.set(place, Number(range.value) / 1000);
        this.value = sheet.points;
        says();
      });
      says();
      label.append(range);
      knots.append(label);
    }
    sheet.onDraw = () => {
      this.value = sheet.points;
      findAll(knots, "input").forEach((range, i) => { /** @type {HTMLInputElement} */ (range).value = String(sheet.share(sheet.knots[i])); });
    };
    return [element("p", "bp-lesson-note", text.curve_how), knots];
  }

  /** A layer was clicked in the picture. @param {number} layer */
  clicked(layer) {
    if (this.locked || this.predicted.ask !== "layer" || layer > this.predicted.layers) return;
    this.value = layer;
    for (const radio of this.layers ? findAll(this.layers, "input") : []) {
      /** @type {HTMLInputElement} */ (radio).checked = /** @type {HTMLInputElement} */ (radio).value === String(layer);
    }
  }

  #lock() {
    if (this.value !== null) {
      this.does.lock({ value: this.value });
      return;
    }
    this.field?.setAttribute("aria-invalid", "true");
    this.says.textContent = this.text[this.predicted.ask === "number" ? "no_number" : `no_${this.predicted.ask}`];
  }
}

/**
 * A calculation with its blanks.
 * @param {StepTold["blanks"]} blanks
 * @param {Answer|undefined} given
 * @param {Text} text
 * @param {Does} does
 */
export function calculation(blanks, given, text, does) {
  const form = element("form", "bp-lesson-form");
  const typed = Array.isArray(given?.value) ? given.value.map(String) : [];
  const says = element("p", "bp-lesson-says");
  says.setAttribute("role", "status");
  const fields = blanks.map(({ before, after, said, digits }, i) => {
    const row = element("label", "bp-lesson-blank");
    const field = element("input");
    Object.assign(field, { type: "text", inputMode: "decimal", autocomplete: "off", value: given?.shown ? said : (typed[i] ?? ""), disabled: given?.shown === true });
    field.placeholder = "?";
    const mark = element("span", "bp-lesson-mark");
    field.setAttribute("aria-description", fill(text.blank_digits, { digits }));
    row.append(...line(before), field, ...line(after), mark);
    form.append(row);
    return { field, mark };
  });
  const judge = () => {
    const found = blanksJudged(blanks, fields.map(({ field }) => field.value));
    fields.forEach(({ field, mark }, i) => {
      field.setAttribute("aria-invalid", String(found[i] !== "right"));
      mark.textContent = found[i] === "right" ? "✓" : "✗";
    });
    const wrong = found.find((one) => one !== "right");
    says.textContent = wrong ? fill(text[`blank_${wrong}`], { digits: blanks[found.indexOf(wrong)].digits }) : text.blank_right;
    return !wrong;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = { value: fields.map(({ field }) => field.value) };
    if (judge()) does.lock(answer);
    else does.keep(answer);
  });
  const row = element("div", "bp-lesson-row");
  const check = element("button", "bp-lesson-button bp-lesson-main", text.check);
  check.type = "submit";
  row.append(check, button(text.show_answer, () => does.lock({ value: fields.map(({ field }) => field.value), shown: true })));
  if (!given?.shown) form.append(row);
  form.append(says);
  if (given?.shown) says.textContent = text.blank_shown;
  else if (typed.length === blanks.length) judge();
  return form;
}

/**
 * A sentence of one's own.
 * @param {Answer|undefined} given
 * @param {Text} text
 * @param {Does} does
 */
export function sentence(given, text, does) {
  const form = element("form", "bp-lesson-form");
  const label = element("label", "bp-lesson-field", text.explain);
  const field = element("textarea");
  Object.assign(field, { rows: 4, maxLength: 2000, value: typeof given?.value === "string" ? given.value : "" });
  field.addEventListener("input", () => does.keep({ value: field.value }));
  label.append(field);
  form.append(label, element("p", "bp-lesson-note", text.stays_here));
  form.addEventListener("submit", (event) => event.preventDefault());
  return form;
}

/** How far one is with what is to be reached. @param {{is: boolean, now: string}|null} reached @param {Text} text */
export function reachedWords(reached, text) {
  if (!reached) return "";
  const verdict = text[reached.is ? "reached" : "not_reached"];
  return reached.now ? `${verdict} ${fill(text.now, { value: reached.now })}` : verdict;
}

/**
 * Something to be reached.
 * @param {{is: boolean, now: string}|null} reached
 * @param {Text} text
 * @param {Does} does
 */
export function attempt(reached, text, does) {
  const place = element("div", "bp-lesson-form");
  const says = element("p", `bp-lesson-says${reached?.is ? " bp-lesson-good" : ""}`, reachedWords(reached, text));
  says.setAttribute("role", "status");
  const row = element("div", "bp-lesson-row");
  row.append(button(text.to_settings, does.settings, reached?.is ? "" : "bp-lesson-main"), button(text.look, does.look));
  place.append(says, row);
  return place;
}
