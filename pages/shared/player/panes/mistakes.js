// The samples whose class is told wrong.

import { element } from "../../browser/dom.js";
import { paintCells } from "../../browser/draw.js";
import { concise, counted, fill, significant } from "../../browser/format.js";
import { inkTable } from "../pictures.js";
import { judged } from "./confusion.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Extra, Palette, RunHeader, Wrong } from "../../browser/types.d.ts" */
/** @import { Tools } from "./panes.js" */

const MOST_FEATURES = 8;
const MOST_BARS = 24;

/** The samples whose class is told wrong, the surest first; asked for once the picture rests. */
export class Mistakes {
  /** @type {RunHeader} */
  header;
  /** From background to ink. @type {Uint32Array} */
  table;

  /** @param {HTMLElement} host @param {Tools} tools */
  constructor(host, tools) {
    this.host = host;
    this.tools = tools;
    /** @type {Extract<Extra, {name: "mistakes"}>|null} */
    this.answer = null;
    host.classList.add("bp-mistakes");
    host.tabIndex = 0; // it scrolls
    host.setAttribute("role", "region");
  }

  /** @param {RunHeader} header */
  static fits({ data }) {
    return data.task !== "regression";
  }

  /** @param {RunHeader} header */
  begin(header) {
    this.header = header;
    this.answer = null;
    this.host.replaceChildren();
    this.host.setAttribute("aria-label", header.text.mistakes);
  }

  /** @param {Palette} palette */
  look(palette) {
    this.table = inkTable(palette);
    if (this.answer) this.extra(this.answer);
  }

  /** @param {Frame} frame */
  show(frame) {
    this.host.classList.toggle("bp-old", this.answer?.step !== frame.step);
  }

  /** @param {Frame} frame */
  rest(frame) {
    this.show(frame);
    if (this.answer?.step !== frame.step) this.tools.ask("mistakes", null);
  }

  /** @param {Extra} answer */
  extra(answer) {
    if (answer.name !== "mistakes") return;
    this.answer = answer;
    this.host.classList.remove("bp-old");
    const { text, data } = this.header;
    const list = element("ul", data.image ? "bp-pictures" : "");
    list.append(...answer.rows.map((row) => this.#mistake(row)));
    const none = element("p", "bp-none", counted(text, "no_mistakes", answer.of));
    this.host.replaceChildren(answer.count ? list : none);
  }

  /** @param {Wrong} mistake */
  #mistake({ x, true: right, told, a }) {
    const { text, data } = this.header;
    const item = element("li");
    const value = a.length > 1 ? a[told] : (told ? a[0] : 1 - Number(a[0]));
    const names = { true: data.classes[right], told: data.classes[told], value: value === null ? "NaN" : value.toFixed(2) };
    const said = element("b");
    // In the colours that the two have among the bars.
    said.append(element("em", "bp-true", names.true), " → ", element("em", "bp-told", names.told));
    said.append(` ${fill(text.mistake, names)}`);
    said.title = fill(text.mistake_said, names);
    const beside = element("div");
    beside.append(said);
    if (data.image) item.append(this.#picture(x, data.image));
    else beside.append(this.#features(x));
    item.append(beside);
    if (a.length > 1 && a.length <= MOST_BARS) (data.image ? beside : item).append(this.#bars(a, right, told));
    return item;
  }

  /** @param {number[]} x @param {[number, number]} image */
  #picture(x, [rows, columns]) {
    const canvas = element("canvas");
    paintCells(canvas, { rows, columns, factor: 1, values: Float32Array.from(x) }, Math.max(...x) || 1, this.table);
    canvas.setAttribute("aria-hidden", "true");
    return canvas;
  }

  /** @param {Array<number|null>} x */
  #features(x) {
    const { text, data } = this.header;
    const some = x.slice(0, MOST_FEATURES).map((value, i) =>
      `${data.features[i] ?? `x${i + 1}`} ${value === null ? "NaN" : concise(value, 4)}`);
    const line = element("span", "", some.join(" · ") + (x.length > MOST_FEATURES ? text.and_more : ""));
    line.title = line.textContent;
    return line;
  }

  /**
   * The outputs as small bars: the true class, the told one, the others.
   * @param {Array<number|null>} a
   * @param {number} right
   * @param {number} told
   */
  #bars(a, right, told) {
    const bars = element("div", "bp-bars");
    const most = Math.max(...a.map((value) => Math.abs(value ?? 0))) || 1;
    bars.append(...a.map((value, i) => {
      const bar = element("i", i === right ? "bp-true" : i === told ? "bp-told" : "");
      bar.style.height = `${Math.max(4, (100 * Math.max(0, value ?? 0)) / most)}%`;
      return bar;
    }));
    bars.title = a.map((value, i) => `${this.header.data.classes[i]}: ${significant(value ?? NaN, 2)}`).join("\n");
    return bars;
  }

  /** @param {Frame} frame */
  title(frame) {
    const { text } = this.header;
    const { answer } = this;
    if (!answer) return { heading: fill(text.mistakes_title, { step: frame.step }), note: "" };
    const heading = fill(text.mistakes_title, { step: answer.step });
    const values = { count: answer.count.toLocaleString("en"), of: judged(this.header, "of") };
    return { heading, note: fill(text.mistakes_note, values) };
  }

  destroy() {}
}
