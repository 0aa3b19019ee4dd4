// How well classes are told apart: the confusion matrix, and the samples whose class is told wrong.

import { element } from "./dom.js";
import { lookup, paintCells, rgb } from "./draw.js";
import { concise, fill, significant } from "./format.js";

const MOST_FEATURES = 8;
const MOST_BARS = 24;
const WRITE_MS = 100;
/** All columns together, at the least, in pixels. */
const CELLS_WIDTH = 250;
/** The palest that a cell with a count may be, in percent: never as pale as an empty one. */
const PALEST = 12;

/** How light a colour is, 0 to 1, as WCAG has it. @param {number[]} colour red, green, blue */
function luminance(colour) {
  const [r, g, b] = colour.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** For 0 to 100 percent, the colour from background to accent, and that of the two in which text reads better on it. */
function countShades({ background, accent, ink }) {
  const [from, to] = [rgb(background), rgb(accent)];
  const texts = [background, ink].map((colour) => ({ colour, light: luminance(rgb(colour)) }));
  return Array.from({ length: 101 }, (_, share) => {
    const mixed = from.map((v, c) => Math.round(v + (share / 100) * (to[c] - v)));
    const light = luminance(mixed);
    const contrast = (other) => (Math.max(light, other.light) + 0.05) / (Math.min(light, other.light) + 0.05);
    const [one, two] = texts;
    return { fill: `rgb(${mixed.join(" ")})`, text: (contrast(one) > contrast(two) ? one : two).colour };
  });
}

/** Which samples are judged, and how many. @param {Object} header */
function judged({ text, data }, key) {
  return fill(text[`${key}_${data.test ? "test" : "train"}`], { n: (data.test || data.train).toLocaleString("en") });
}

/** How often each class was taken for each: a table, a row for each true class. */
export class Confusion {
  /** @param {HTMLElement} host @param {Object} tools */
  constructor(host, tools) {
    Object.assign(this, { host, tools, cells: [], written: -Infinity });
    host.classList.add("bp-confusion");
  }

  /** @param {Object} header of a tape */
  static fits(header) {
    return header.channels.some(({ name }) => name === "confusion");
  }

  begin(header) {
    this.header = header;
    const { text, data } = header;
    const names = data.classes;
    const table = element("table");
    table.append(element("caption", "bp-hidden", text.confusion_caption));
    const [over, top] = [table.insertRow(), table.insertRow()];
    const told = element("th", "bp-axis-name", text.told);
    told.colSpan = names.length;
    const corner = element("td");
    Object.assign(corner, { colSpan: 2, rowSpan: 2 });
    over.append(corner, told);
    top.append(...names.map((name) => this.#name(name, "col")));
    this.cells = names.map((name, i) => {
      const row = table.insertRow();
      if (i === 0) {
        const side = element("th", "bp-axis-name bp-side");
        side.append(element("span", "", text.true));
        side.rowSpan = names.length;
        row.append(side);
      }
      row.append(this.#name(name, "row"));
      return names.map((other, j) => {
        const cell = row.insertCell();
        cell.className = i === j ? "bp-right" : "";
        return { cell, said: { true: name, told: other }, count: null, share: null };
      });
    });
    this.host.replaceChildren(table);
    Object.assign(this, { table, frame: null });
  }

  #name(name, scope) {
    const head = element("th", "", name);
    head.scope = scope;
    head.title = name;
    return head;
  }

  look(palette) {
    this.shades = countShades(palette);
    for (const cell of this.cells.flat()) cell.share = null;
    if (this.frame) this.#write(this.frame);
  }

  show(frame, playing) {
    if (playing && performance.now() - this.written < WRITE_MS) return;
    this.#write(frame);
  }

  rest(frame) {
    this.#write(frame);
    for (const { cell, said, count } of this.cells.flat()) {
      cell.title = fill(this.header.text.confusion_cell, { ...said, n: count });
    }
  }

  #write(frame) {
    this.frame = frame;
    this.written = performance.now();
    const counts = frame.numbers("confusion");
    const k = this.cells.length;
    const sums = this.cells.map((_, i) => counts.subarray(i * k, (i + 1) * k).reduce((sum, n) => sum + n, 0));
    this.cells.forEach((row, i) => row.forEach((cell, j) => this.#fill(cell, counts[i * k + j], sums[i])));
    const room = CELLS_WIDTH / k / (0.6 * String(Math.max(...sums)).length);
    const size = `${Math.max(9, Math.min(17, Math.floor(room)))}px`;
    if (this.table.style.fontSize !== size) this.table.style.fontSize = size;
  }

  #fill(cell, count, all) {
    const share = count ? Math.round(PALEST + (100 - PALEST) * (count / all)) : 0;
    if (count !== cell.count) cell.cell.textContent = String(count);
    if (share !== cell.share) {
      const { fill: colour, text } = this.shades[share];
      cell.cell.style.background = colour;
      cell.cell.style.color = count ? text : "";
      cell.cell.classList.toggle("bp-zero", !count);
    }
    Object.assign(cell, { count, share });
  }

  extra() {}

  title(frame) {
    const { text } = this.header;
    return { heading: fill(text.confusion_title, { step: frame.step }), note: judged(this.header, "judged") };
  }

  destroy() {}
}

/** The samples whose class is told wrong, the surest first; asked for once the picture rests. */
export class Mistakes {
  /** @param {HTMLElement} host @param {Object} tools */
  constructor(host, tools) {
    Object.assign(this, { host, tools, answer: null });
    host.classList.add("bp-mistakes");
    host.tabIndex = 0; // it scrolls
    host.setAttribute("role", "region");
  }

  /** @param {Object} header of a tape */
  static fits({ data }) {
    return data.task !== "regression";
  }

  begin(header) {
    Object.assign(this, { header, answer: null });
    this.host.replaceChildren();
    this.host.setAttribute("aria-label", header.text.mistakes);
  }

  look(palette) {
    this.table = lookup([[0, palette.background], [0.5, palette.background], [1, palette.ink]], palette.slope);
    if (this.answer) this.extra(this.answer);
  }

  show(frame) {
    this.host.classList.toggle("bp-old", this.answer?.step !== frame.step);
  }

  rest(frame) {
    this.show(frame);
    if (this.answer?.step !== frame.step) this.tools.ask("mistakes", null);
  }

  extra(answer) {
    if (answer.name !== "mistakes") return;
    this.answer = answer;
    this.host.classList.remove("bp-old");
    const { text, data } = this.header;
    const list = element("ul", data.image ? "bp-pictures" : "");
    list.append(...answer.rows.map((row) => this.#mistake(row)));
    const none = element("p", "bp-none", fill(text.no_mistakes, { of: answer.of }));
    this.host.replaceChildren(answer.count ? list : none);
  }

  #mistake({ x, true: right, told, a }) {
    const { text, data } = this.header;
    const item = element("li");
    const value = a.length > 1 ? a[told] : (told ? a[0] : 1 - a[0]);
    const names = { true: data.classes[right], told: data.classes[told], value: value === null ? "NaN" : value.toFixed(2) };
    const said = element("b");
    // In the colours that the two have among the bars.
    said.append(element("em", "bp-true", names.true), " → ", element("em", "bp-told", names.told));
    said.append(` ${fill(text.mistake, names)}`);
    said.title = fill(text.mistake_said, names);
    const beside = element("div");
    beside.append(said);
    if (data.image) item.append(this.#picture(x));
    else beside.append(this.#features(x));
    item.append(beside);
    if (a.length > 1 && a.length <= MOST_BARS) (data.image ? beside : item).append(this.#bars(a, right, told));
    return item;
  }

  #picture(x) {
    const canvas = element("canvas");
    const [rows, columns] = this.header.data.image;
    paintCells(canvas, { rows, columns, factor: 1, values: Float32Array.from(x) }, Math.max(...x) || 1, this.table);
    canvas.setAttribute("aria-hidden", "true");
    return canvas;
  }

  #features(x) {
    const { text, data } = this.header;
    const some = x.slice(0, MOST_FEATURES).map((value, i) =>
      `${data.features[i] ?? `x${i + 1}`} ${value === null ? "NaN" : concise(value, 4)}`);
    const line = element("span", "", some.join(" · ") + (x.length > MOST_FEATURES ? text.and_more : ""));
    line.title = line.textContent;
    return line;
  }

  /** The outputs as small bars: the true class, the told one, the others. */
  #bars(a, right, told) {
    const bars = element("div", "bp-bars");
    const most = Math.max(...a.map(Math.abs)) || 1;
    bars.append(...a.map((value, i) => {
      const bar = element("i", i === right ? "bp-true" : i === told ? "bp-told" : "");
      bar.style.height = `${Math.max(4, (100 * Math.max(0, value ?? 0)) / most)}%`;
      return bar;
    }));
    bars.title = a.map((value, i) => `${this.header.data.classes[i]}: ${significant(value ?? NaN, 2)}`).join("\n");
    return bars;
  }

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
