// A picture drawn by hand, and what every layer makes of it.

import { element, keepKeys } from "../../browser/dom.js";
import { lookup, paintCells } from "../../browser/draw.js";
import { fill, significant } from "../../browser/format.js";
import { sampleOf } from "../../browser/tape.js";
import { AMONG_CELLS } from "../moves.js";
import { inkTable } from "../pictures.js";
import { Answers } from "./answers.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Extra, Palette, RunHeader } from "../../browser/types.d.ts" */
/** @import { Tools } from "./panes.js" */

const ASK_AFTER_MS = 120;
const ASK_PLAYING_MS = 250;
/** What one touch adds: in steps of 1/16, as the data have them; the cells beside it get half. */
const TOUCH = 0.5;

/** @typedef {{erase: boolean, at: [number, number]|null}} Stroke */

export class Draw {
  /** @type {RunHeader} */
  header;
  /** @type {HTMLButtonElement} */
  eraser;
  /** From background to ink, and the colours of values with a sign. @type {Uint32Array} */
  ink;
  /** @type {Uint32Array} */
  signed;

  /** @param {HTMLElement} host @param {Tools} tools */
  constructor(host, tools) {
    this.host = host;
    this.tools = tools;
    this.drawn = tools.drawn;
    this.erasing = false;
    /** The cell that keys draw in. */
    this.cursor = 0;
    this.rows = 0;
    this.columns = 0;
    /** What is being drawn: with which of the two, and the cell that the pointer was in last. @type {Stroke|null} */
    this.stroke = null;
    /** @type {Extract<Extra, {name: "answer"}>|null} */
    this.answer = null;
    this.askedAt = -Infinity;
    this.waiting = 0;
    /** @type {Frame|null} */
    this.frame = null;
    this.playing = false;
    host.classList.add("bp-draw");
    const [left, right] = [element("div", "bp-draw-left"), element("div", "bp-draw-right")];
    const sheet = element("div", "bp-sheet");
    this.canvas = element("canvas");
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "application");
    this.mark = element("div", "bp-cursor");
    sheet.append(this.canvas, this.mark);
    this.said = element("span", "bp-hidden");
    this.said.setAttribute("role", "status");
    this.buttons = element("div", "bp-draw-buttons");
    left.append(sheet, this.buttons, this.said);
    this.empty = element("p", "bp-none");
    this.answered = new Answers(right);
    right.append(this.empty);
    host.replaceChildren(left, right);
    this.#listen(sheet);
  }

  /** @param {RunHeader} header */
  static fits({ data }) {
    return Boolean(data.image);
  }

  /** @param {RunHeader} header */
  begin(header) {
    const { text, data } = header;
    this.header = header;
    this.answer = null;
    [this.rows, this.columns] = data.image ?? [1, 1];
    if (this.drawn.pixels.length !== this.rows * this.columns) this.drawn.pixels = new Float32Array(this.rows * this.columns);
    this.canvas.setAttribute("aria-label", fill(text.draw_label, { rows: this.rows, columns: this.columns }));
    this.empty.textContent = text.draw_empty;
    this.eraser = this.#button(text.erase, () => this.#erase(!this.erasing));
    this.buttons.replaceChildren(
      this.eraser, this.#button(text.clear, () => this.#put(() => 0)), this.#button(text.take_sample, () => this.#take()),
    );
    this.#erase(false);
    this.answered.begin(header);
    this.#state();
  }

  /** @param {string} name @param {() => void} does */
  #button(name, does) {
    const button = element("button", "", name);
    button.type = "button";
    button.onclick = does;
    button.onmousedown = keepKeys;
    return button;
  }

  /** @param {boolean} erasing */
  #erase(erasing) {
    this.erasing = erasing;
    this.eraser.setAttribute("aria-pressed", String(erasing));
  }

  /** @param {Palette} palette */
  look(palette) {
    this.ink = inkTable(palette);
    this.signed = lookup(palette.diverging, palette.slope);
    this.#paint();
    if (this.answer) this.answered.show(this.answer.layers, this.signed);
  }

  // Drawing

  /** @param {HTMLElement} sheet */
  #listen(sheet) {
    sheet.addEventListener("contextmenu", (event) => event.preventDefault());
    sheet.addEventListener("mousedown", keepKeys);
    sheet.addEventListener("pointerdown", (event) => {
      sheet.setPointerCapture(event.pointerId);
      this.stroke = { erase: this.erasing || event.button === 2, at: null };
      this.#along(event);
    });
    sheet.addEventListener("pointermove", (event) => {
      if (!this.stroke) return;
      for (const each of event.getCoalescedEvents?.() ?? [event]) this.#along(each);
    });
    for (const end of ["pointerup", "pointercancel"]) sheet.addEventListener(end, () => { this.stroke = null; });
    this.canvas.addEventListener("keydown", (event) => this.#key(event));
    this.canvas.addEventListener("focus", () => this.#move(0, 0));
  }

  /** Touch every cell on the way to where the pointer is now; none twice in a row. @param {PointerEvent} event */
  #along(event) {
    if (!this.stroke) return;
    const box = this.canvas.getBoundingClientRect();
    /** @param {number} share @param {number} count */
    const cell = (share, count) => Math.min(count - 1, Math.max(0, Math.floor(share * count)));
    /** @type {[number, number]} */
    const to = [
      cell((event.clientY - box.top) / box.height, this.rows), cell((event.clientX - box.left) / box.width, this.columns),
    ];
    const { at, erase } = this.stroke;
    if (at && at[0] === to[0] && at[1] === to[1]) return;
    this.stroke.at = to;
    const from = at ?? to;
    const steps = Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]));
    for (let i = at ? 1 : 0; i <= steps; i += 1) {
      const share = steps ? i / steps : 1;
      const [row, column] = from.map((v, c) => Math.round(v + share * (to[c] - v)));
      this.#touch(row, column, erase);
    }
    this.#changed();
  }

  /** @param {number} row @param {number} column @param {boolean} erase */
  #touch(row, column, erase) {
    const { pixels } = this.drawn;
    /** @param {number} r @param {number} c @param {number} more */
    const add = (r, c, more) => {
      if (r < 0 || c < 0 || r >= this.rows || c >= this.columns) return;
      const i = r * this.columns + c;
      pixels[i] = Math.min(1, Math.max(0, pixels[i] + more));
    };
    const amount = erase ? -2 * TOUCH : TOUCH;
    add(row, column, amount);
    if (!erase) for (const [down, across] of Object.values(AMONG_CELLS)) add(row + down, column + across, amount / 2);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const move = AMONG_CELLS[event.key];
    const erases = event.key === "Delete" || event.key === "Backspace";
    if (event.ctrlKey || event.metaKey || event.altKey || (!move && !erases && event.key !== " ")) return;
    event.preventDefault(); // nor does it move or play the run
    if (move) this.#move(...move);
    else {
      this.#touch(Math.floor(this.cursor / this.columns), this.cursor % this.columns, erases || this.erasing);
      this.#changed();
      this.#move(0, 0);
    }
  }

  /** @param {number} down @param {number} across */
  #move(down, across) {
    const row = Math.min(this.rows - 1, Math.max(0, Math.floor(this.cursor / this.columns) + down));
    const column = Math.min(this.columns - 1, Math.max(0, (this.cursor % this.columns) + across));
    this.cursor = row * this.columns + column;
    const { style } = this.mark;
    Object.assign(style, { left: `${(100 * column) / this.columns}%`, top: `${(100 * row) / this.rows}%` });
    Object.assign(style, { width: `${100 / this.columns}%`, height: `${100 / this.rows}%` });
    const value = significant(this.drawn.pixels[this.cursor], 2);
    this.said.textContent = fill(this.header.text.draw_cell, { row: row + 1, column: column + 1, value });
  }

  /** @param {(i: number) => number} pixel */
  #put(pixel) {
    this.drawn.pixels = this.drawn.pixels.map((_, i) => pixel(i));
    this.#changed();
  }

  #take() {
    const pixels = this.frame && sampleOf(this.header, this.frame).pixels;
    if (pixels) this.#put((i) => pixels[i]);
  }

  #changed() {
    this.#paint();
    this.#state();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#ask(), ASK_AFTER_MS);
  }

  #paint() {
    if (!this.ink) return;
    paintCells(this.canvas, { rows: this.rows, columns: this.columns, factor: 1, values: this.drawn.pixels }, 1, this.ink);
  }

  // What the network makes of it

  get #blank() {
    return this.drawn.pixels.every((pixel) => pixel === 0);
  }

  #state() {
    const blank = this.#blank;
    if (blank) this.answer = null;
    this.host.classList.toggle("bp-blank", blank || !this.answer);
    this.empty.hidden = !blank;
    const old = this.answer && !this.playing && this.answer.step !== this.frame?.step;
    this.host.classList.toggle("bp-old", Boolean(old));
  }

  #ask() {
    if (this.#blank) return;
    this.askedAt = performance.now();
    this.tools.ask("answer", Array.from(this.drawn.pixels));
  }

  /** @param {Frame} frame @param {boolean} playing */
  show(frame, playing) {
    this.frame = frame;
    this.playing = playing;
    this.#state();
    if (playing && performance.now() - this.askedAt > ASK_PLAYING_MS) this.#ask();
  }

  /** @param {Frame} frame */
  rest(frame) {
    this.show(frame, false);
    if (this.answer?.step !== frame.step) this.#ask();
  }

  /** @param {Extra} answer */
  extra(answer) {
    if (answer.name !== "answer" || !answer.layers.length || this.#blank) return;
    this.answer = answer;
    this.answered.show(answer.layers, this.signed);
    this.#state();
  }

  /** @param {Frame} frame */
  title(frame) {
    const { text } = this.header;
    const step = this.answer?.step ?? frame.step; // an answer comes a little later than its step is shown
    return { heading: fill(text.draw_title, { step }), note: "" };
  }

  destroy() {
    clearTimeout(this.waiting);
  }
}
