// The layer stack: a card a layer, with its heatmap, strips of cells, and a meter. One card is selected.

import { element, find, putText } from "../../browser/dom.js";
import { largest, lookup, mosaicAcross, niceCeiling, paintCells, paintMosaic } from "../../browser/draw.js";
import { fill, significant } from "../../browser/format.js";
import { legAt, sampleOf } from "../../browser/tape.js";
import { limitOf } from "../heatmaps.js";
import { ALONG } from "../moves.js";
import { namesOf } from "../names.js";
import { More } from "./more.js";
import { Units } from "./units.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Card, Choices, Leg, Palette, RunHeader, Unit, View } from "../../browser/types.d.ts" */
/** @import { Pictures } from "../pictures.js" */
/** @import { Widths } from "./widths.js" */

/** What is chosen of the cards. @typedef {Pick<Choices, "view"|"scale"|"measure">} Chosen */

/**
 * A card's elements: its heatmap (of images side by side, where `image` is the shape of one), strips and meter.
 * @typedef {Object} Item
 * @property {HTMLElement} card
 * @property {HTMLElement} activation
 * @property {HTMLCanvasElement} map
 * @property {[number, number]|null} image
 * @property {number} across
 * @property {Units|null} thumbs
 * @property {Array<{name: string, canvas: HTMLCanvasElement, most: HTMLElement}>} strips
 * @property {HTMLElement} measure
 * @property {HTMLElement} value
 * @property {HTMLElement} bar
 */

/** So many numbers are told of the input or the output, where the pointer is. */
const MOST_TOLD = 32;

/** 1,056 as it is, 68,382 as 68.4K: a card is narrow, and its tooltip has every digit. @param {number} count */
function short(count) {
  return count.toLocaleString("en", count >= 10_000 ? { notation: "compact", maximumFractionDigits: 1 } : {});
}

/** Numbers as cells below one another. @param {ArrayLike<number>} values */
function column(values) {
  return { rows: values.length, columns: 1, factor: 1, values: Float32Array.from(values) };
}

/** Whether a frame has what is to be seen by now: what was chosen since it was painted may be on its way. @param {Frame} frame @param {View} view */
const isIn = (frame, view) => view === "units" || frame.has(view);

export class Stack {
  /** @type {RunHeader} */
  header;
  /** From background to ink. @type {Uint32Array} */
  shades;

  /**
   * @param {HTMLElement} root
   * @param {Widths} widths
   * @param {Pictures} pictures
   * @param {{select: (index: number) => void, enlarge: (unit: Unit|null) => void}} does
   */
  constructor(root, widths, pictures, { select, enlarge }) {
    this.root = root;
    this.widths = widths;
    this.pictures = pictures;
    this.enlarge = enlarge;
    this.cards = find(root, ".bp-cards");
    this.ends = { in: find(root, ".bp-end-in"), out: find(root, ".bp-end-out") };
    this.onSelect = select;
    /** @type {Item[]} */
    this.items = [];
    /** Of a picture's rows and columns. @type {[number, number]|null} */
    this.image = null;
    /** The settings whose words the cards have. @type {Leg|null} */
    this.leg = null;
    /** What was painted last. @type {Parameters<Stack["paint"]>|null} */
    this.last = null;
    /** The cards that are out of sight. @type {Set<Element>} */
    this.unseen = new Set();
    this.observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.unseen.delete(target);
        else this.unseen.add(target);
      }
      if (this.last && isIn(this.last[0], this.last[1].view)) this.paint(...this.last);
    }, { root: this.cards, rootMargin: "100px" });
    this.fitting = new ResizeObserver(() => this.#fit());
    this.more = new More(root);
    this.cards.addEventListener("keydown", (event) => this.#arrow(event));
    for (const end of Object.values(this.ends)) end.addEventListener("pointerenter", () => this.#tellEnds());
  }

  /** @param {RunHeader} header */
  build(header) {
    this.header = header;
    this.last = null;
    this.leg = null;
    this.image = header.data?.image ?? null;
    this.observer.disconnect();
    this.unseen.clear();
    this.cards.setAttribute("aria-label", header.text.stack);
    for (const { thumbs } of this.items) thumbs?.destroy();
    this.items = header.cards.map((card, index) => this.#card(card, index));
    this.cards.replaceChildren(...this.items.map(({ card }, index) => this.#slot(card, index)));
    this.ends.in.classList.toggle("bp-picture", this.image !== null);
    for (const item of this.items) this.observer.observe(item.card);
    this.fitting.disconnect();
    if (this.items[0].image) this.fitting.observe(this.items[0].map);
    this.more.begin(header.text);
    this.#end(this.ends.in, header.text.x);
    this.#end(this.ends.out, `${header.text.output} | ${header.text.target}`);
  }

  /** @param {HTMLElement} end @param {string} label */
  #end(end, label) {
    find(end, "span").textContent = label;
    find(end, "canvas").setAttribute("aria-label", label);
  }

  /** A card, and over it, not in it, the buttons of a hidden layer. @param {HTMLElement} card @param {number} index */
  #slot(card, index) {
    const slot = element("div", "bp-slot");
    const { thumbs } = this.items[index];
    slot.append(card, ...(thumbs ? [thumbs.root] : []), ...(index < this.items.length - 1 ? [this.widths.pair(index)] : []));
    return slot;
  }

  /** Let the images of the first layer's units fill their place. */
  #fit() {
    const [item] = this.items;
    if (!item.image) return;
    const { clientWidth, clientHeight } = item.map;
    const across = mosaicAcross(this.header.cards[0].columns, item.image, clientWidth, clientHeight);
    if (across === item.across) return;
    item.across = across;
    if (this.last) this.paint(...this.last);
  }

  /**
   * The shape of one unit's weights as an image, where they are those of an image's pixels.
   * @param {Card} card
   * @param {number} index
   */
  #imageOf(card, index) {
    const [height, width] = this.image ?? [0, 0];
    return index === 0 && card.rows === height * width && Math.max(...card.block) === 1 ? this.image : null;
  }

  /** @param {Card} card @param {number} index @returns {Item} */
  #card(card, index) {
    const { text } = this.header;
    const root = element("div", "bp-card");
    root.setAttribute("role", "radio");
    const head = element("div", "bp-card-head");
    head.append(element("b", "", card.title), element("span", "", card.shape));
    const about = element("div", "bp-card-about");
    const activation = element("span");
    about.append(element("span", "", fill(text.parameters_short, { n: short(card.parameters) })), activation);
    about.title = fill(text.parameters, { n: card.parameters.toLocaleString("en") });
    const image = this.#imageOf(card, index);
    const map = element("canvas", image ? "bp-map bp-mosaic" : "bp-map");
    root.append(head, about, map);
    const strips = ["a", "delta"].map((name) => {
      const row = element("div", `bp-row bp-row-${name}`);
      const most = element("span", "bp-most");
      row.append(element("span", "", text[name]), most);
      const canvas = element("canvas", "bp-strip");
      root.append(row, canvas);
      return { name, canvas, most };
    });
    const row = element("div", "bp-row bp-row-measure");
    const [measure, value] = [element("span"), element("b", "bp-value")];
    row.append(measure, value);
    const meter = element("div", "bp-meter");
    const bar = element("i");
    meter.append(bar);
    root.append(row, meter);
    for (const canvas of root.querySelectorAll("canvas")) canvas.setAttribute("aria-hidden", "true");
    root.addEventListener("click", () => this.onSelect(index));
    const thumbs = this.#thumbs(map, index);
    return { card: root, activation, map, image, across: 1, thumbs, strips, measure, value, bar };
  }

  /** @param {KeyboardEvent} event */
  #arrow(event) {
    const move = ALONG[event.key];
    const onCard = event.target instanceof Element && event.target.closest(".bp-card");
    if (!move || !onCard || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const now = this.items.findIndex((item) => item.card.getAttribute("aria-checked") === "true");
    const next = Math.min(this.items.length - 1, Math.max(0, now + move));
    this.onSelect(next);
    this.items[next].card.focus();
  }

  /** @param {number} index */
  select(index) {
    this.items.forEach(({ card }, i) => {
      card.setAttribute("aria-checked", String(i === index));
      card.tabIndex = i === index ? 0 : -1;
    });
    this.items[index].card.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /**
   * @param {Frame} frame
   * @param {Chosen} choices
   * @param {Uint32Array} table colours
   * @param {[number, number]} range of the meters, as powers of ten
   */
  paint(frame, choices, table, range) {
    this.last = [frame, choices, table, range];
    const { legs } = this.header;
    const leg = legAt(legs, frame.step);
    if (leg !== this.leg) this.#enter(leg);
    const measures = frame.numbers(choices.measure);
    this.items.forEach((item, i) => {
      if (this.unseen.has(item.card)) return;
      this.#paintMap(item, i, frame, choices, table);
      for (const { name, canvas, most } of item.strips) {
        const strip = frame.part(name, i);
        const top = largest(strip);
        paintCells(canvas, strip, name === "a" ? Math.max(this.header.limits.a, top) : top, table);
        putText(most, fill(this.header.text.most, { value: significant(top, 2) }));
      }
      putText(item.measure, this.header.text[`measure_${choices.measure}`]);
      putText(item.value, significant(measures[i], 2));
      const share = measures[i] > 0 ? (Math.log10(measures[i]) - range[0]) / (range[1] - range[0]) : 0;
      item.bar.style.transform = `scaleX(${Math.min(1, Math.max(0, share)) || 0})`;
    });
    this.#paintEnds(frame, table);
  }

  /**
   * The units' pictures in place of the weights, where there are any; of the output layer the output's.
   * @param {HTMLElement} map
   * @param {number} index
   */
  #thumbs(map, index) {
    const { cards, text, data } = this.header;
    if (!data.unit_side) return null;
    const last = index === cards.length - 1;
    const names = last ? [text.output] : Array.from({ length: cards[index].columns }, (_, n) => fill(text.graph_unit, { n: n + 1 }));
    /** @param {number} unit */
    const pick = (unit) => {
      this.onSelect(index);
      this.enlarge({ layer: index, unit });
    };
    return new Units(map, names, pick, () => this.last && this.paint(...this.last));
  }

  /** Mark the unit that is shown large, or none. @param {Unit|null} shown */
  mark(shown) {
    this.items.forEach(({ thumbs }, i) => thumbs?.mark(shown?.layer === i ? shown.unit : null));
  }

  /** @param {Item} item @param {number} index @param {Frame} frame @param {Chosen} choices @param {Uint32Array} table */
  #paintMap(item, index, frame, choices, table) {
    const { map, image, across, thumbs } = item;
    const { view } = choices;
    map.classList.toggle("bp-covered", view === "units");
    if (thumbs) thumbs.root.hidden = view !== "units";
    if (view === "units") {
      thumbs?.paint((context, unit, x, y, side) => this.pictures.draw(context, index, unit, x, y, side, side));
      return;
    }
    const part = frame.part(view, index);
    const limit = limitOf(this.header, frame, index, choices);
    if (image) paintMosaic(map, part, limit, table, image, across);
    else paintCells(map, part, limit, table);
  }

  /** From here on other settings hold. @param {Leg} leg */
  #enter(leg) {
    this.leg = leg;
    this.items.forEach(({ card, activation }, i) => {
      const { title, shape } = this.header.cards[i];
      activation.textContent = leg.activations[i];
      card.setAttribute("aria-label", `${title}, ${shape}, ${leg.activations[i]}`);
    });
  }

  /** The theme's colours: a picture is drawn from background to ink. @param {Palette} palette */
  look(palette) {
    this.shades = lookup([[0, palette.background], [1, palette.ink]], palette.slope);
  }

  /** @param {Frame} frame @param {Uint32Array} table */
  #paintEnds(frame, table) {
    const { x, y } = sampleOf(this.header, frame);
    const canvas = /** @type {HTMLCanvasElement} */ (find(this.ends.in, "canvas"));
    if (this.image) this.#paintPicture(canvas, x, this.image);
    else paintCells(canvas, column(x), niceCeiling(largest(column(x))), table);
    const a = frame.part("a", this.items.length - 1);
    const pair = new Float32Array(2 * y.length);
    y.forEach((target, i) => {
      pair[2 * i] = a.values[i] * a.factor;
      pair[2 * i + 1] = target;
    });
    const both = { rows: y.length, columns: 2, factor: 1, values: pair };
    const out = /** @type {HTMLCanvasElement} */ (find(this.ends.out, "canvas"));
    paintCells(out, both, niceCeiling(largest(column(y))), table);
  }

  /** The numbers at both ends, by their names: as they are when the pointer comes. */
  #tellEnds() {
    if (!this.last || !this.header.data) return;
    const [frame] = this.last;
    const { text, cards } = this.header;
    const { x, y } = sampleOf(this.header, frame);
    const a = frame.part("a", cards.length - 1);
    const { from } = namesOf(this.header, 0);
    const { to } = namesOf(this.header, cards.length - 1);
    /** @param {ArrayLike<number>} values @param {(value: number, i: number) => string} write */
    const lines = (values, write) => values.length <= MOST_TOLD ? Array.from(values, write).join("\n") : "";
    this.ends.in.title = lines(x, (value, i) => fill(text.equation, { name: from[i] ?? `x${i + 1}`, value: significant(value, 4) }));
    this.ends.out.title = lines(y, (target, i) => fill(text.output_and_target, {
      name: to[i] ?? `${text.output} ${i + 1}`, value: significant(a.values[i] * a.factor, 4), target: significant(target, 4),
    }));
  }

  /**
   * Pixels, the least as the background, the greatest as ink.
   * @param {HTMLCanvasElement} canvas
   * @param {Float64Array|number[]} x
   * @param {[number, number]} image
   */
  #paintPicture(canvas, x, [rows, columns]) {
    const [least, most] = [Math.min(...x), Math.max(...x)];
    const middle = (least + most) / 2;
    const part = { rows, columns, factor: 1, values: Float32Array.from(x, (value) => value - middle) };
    paintCells(canvas, part, (most - least) / 2 || 1, this.shades);
  }

  destroy() {
    this.fitting.disconnect();
    this.more.destroy();
    this.observer.disconnect();
    for (const { thumbs } of this.items) thumbs?.destroy();
  }
}
