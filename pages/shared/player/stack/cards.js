// The layer stack: a card a layer, with its heatmap, strips of cells, and a meter. One card is selected.

import { element } from "../../browser/dom.js";
import { largest, lookup, mosaicAcross, niceCeiling, paintCells, paintMosaic } from "../../browser/draw.js";
import { fill, significant } from "../../browser/format.js";
import { sampleOf } from "../../browser/tape.js";
import { limitOf } from "../heatmaps.js";
import { Units } from "./units.js";

/** 1,056 as it is, 68,382 as 68.4K: a card is narrow, and its tooltip has every digit. */
function short(count) {
  const compact = count >= 10_000 ? { notation: "compact", maximumFractionDigits: 1 } : {};
  return count.toLocaleString("en", compact);
}

/** Numbers as cells below one another. */
function column(values) {
  return { rows: values.length, columns: 1, factor: 1, values: Float32Array.from(values) };
}

export class Stack {
  /**
   * @param {HTMLElement} root
   * @param {import("./widths.js").Widths} widths
   * @param {import("../pictures.js").Pictures} pictures
   * @param {{select: (index: number) => void, enlarge: (unit: Object|null) => void}} does
   */
  constructor(root, widths, pictures, { select, enlarge }) {
    Object.assign(this, { root, widths, pictures, enlarge });
    this.cards = root.querySelector(".bp-cards");
    this.onSelect = select;
    this.items = [];
    this.observer = new IntersectionObserver((entries) => {
      for (const entry of entries) entry.target.seen = entry.isIntersecting;
      if (this.last) this.paint(...this.last);
    }, { root: this.cards, rootMargin: "100px" });
    this.fitting = new ResizeObserver(() => this.#fit());
    this.cards.addEventListener("keydown", (event) => this.#arrow(event));
  }

  /** @param {Object} header of a tape */
  build(header) {
    this.header = header;
    this.last = null;
    this.leg = null;
    this.image = header.data?.image ?? null;
    this.observer.disconnect();
    this.cards.setAttribute("aria-label", header.text.stack);
    for (const { thumbs } of this.items) thumbs?.destroy();
    this.items = header.cards.map((card, index) => this.#card(card, index));
    this.cards.replaceChildren(...this.items.map(({ card }, index) => this.#slot(card, index)));
    this.root.querySelector(".bp-end-in").classList.toggle("bp-picture", this.image !== null);
    for (const item of this.items) this.observer.observe(item.card);
    this.fitting.disconnect();
    if (this.items[0].image) this.fitting.observe(this.items[0].map);
    this.#end(".bp-end-in", header.text.x);
    this.#end(".bp-end-out", `${header.text.output} | ${header.text.target}`);
  }

  #end(selector, label) {
    this.root.querySelector(`${selector} > span`).textContent = label;
    this.root.querySelector(`${selector} > canvas`).setAttribute("aria-label", label);
  }

  /** A card, and over it, not in it, the buttons of a hidden layer. */
  #slot(card, index) {
    const slot = element("div", "bp-slot");
    const { thumbs } = this.items[index];
    slot.append(card, ...(thumbs ? [thumbs.root] : []), ...(index < this.items.length - 1 ? [this.widths.pair(index)] : []));
    return slot;
  }

  /** Let the images of the first layer's units fill their place. */
  #fit() {
    const [item] = this.items;
    const { clientWidth, clientHeight } = item.map;
    const across = mosaicAcross(this.header.cards[0].columns, item.image, clientWidth, clientHeight);
    if (across === item.across) return;
    item.across = across;
    if (this.last) this.paint(...this.last);
  }

  /** The shape of one unit's weights as an image, where they are those of an image's pixels. */
  #imageOf(card, index) {
    const [height, width] = this.image ?? [0, 0];
    return index === 0 && card.rows === height * width && Math.max(...card.block) === 1 ? this.image : null;
  }

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
      const row = element("div", "bp-row");
      const most = element("span", "bp-most");
      row.append(element("span", "", text[name]), most);
      const canvas = element("canvas", "bp-strip");
      root.append(row, canvas);
      return { name, canvas, most };
    });
    const row = element("div", "bp-row");
    const [measure, value] = [element("span"), element("b", "bp-value")];
    row.append(measure, value);
    const meter = element("div", "bp-meter");
    const bar = element("i");
    meter.append(bar);
    root.append(row, meter);
    for (const canvas of root.querySelectorAll("canvas")) canvas.setAttribute("aria-hidden", "true");
    root.addEventListener("click", () => this.onSelect(index));
    root.seen = true;
    const thumbs = this.#thumbs(map, index);
    return { card: root, activation, map, image, across: 1, thumbs, strips, measure, value, bar };
  }

  #arrow(event) {
    const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!move || !event.target.closest(".bp-card") || event.ctrlKey || event.metaKey || event.altKey) return;
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
   * @param {import("../../browser/tape.js").Frame} frame
   * @param {Object} choices view, scale, measure
   * @param {Uint32Array} table colours
   * @param {[number, number]} range of the meters, as powers of ten
   */
  paint(frame, choices, table, range) {
    this.last = [frame, choices, table, range];
    const { legs } = this.header;
    const leg = legs.findLast(({ start }) => start <= frame.step);
    if (leg !== this.leg) this.#enter(leg);
    const measures = frame.numbers(choices.measure);
    this.items.forEach((item, i) => {
      if (!item.card.seen) return;
      this.#paintMap(item, i, frame, choices, table);
      for (const { name, canvas, most } of item.strips) {
        const strip = frame.part(name, i);
        const top = largest(strip);
        paintCells(canvas, strip, name === "a" ? Math.max(this.header.limits.a, top) : top, table);
        most.textContent = fill(this.header.text.most, { value: significant(top, 2) });
      }
      item.measure.textContent = this.header.text[`measure_${choices.measure}`];
      item.value.textContent = significant(measures[i], 2);
      const share = measures[i] > 0 ? (Math.log10(measures[i]) - range[0]) / (range[1] - range[0]) : 0;
      item.bar.style.transform = `scaleX(${Math.min(1, Math.max(0, share)) || 0})`;
    });
    this.#paintEnds(frame, table);
  }

  /** The units' pictures in place of the weights, where there are any; of the output layer the output's. */
  #thumbs(map, index) {
    const { cards, text, data } = this.header;
    if (!data.unit_side) return null;
    const last = index === cards.length - 1;
    const names = last ? [text.output] : Array.from({ length: cards[index].columns }, (_, n) => fill(text.graph_unit, { n: n + 1 }));
    const pick = (unit) => {
      this.onSelect(index);
      this.enlarge({ layer: index, unit });
    };
    return new Units(map, names, pick, () => this.last && this.paint(...this.last));
  }

  /** Mark the unit that is shown large, {layer, unit}, or none. */
  mark(shown) {
    this.items.forEach(({ thumbs }, i) => thumbs?.mark(shown?.layer === i ? shown.unit : null));
  }

  #paintMap(item, index, frame, choices, table) {
    const { map, image, across, thumbs } = item;
    const units = choices.view === "units";
    map.classList.toggle("bp-covered", units);
    if (thumbs) thumbs.root.hidden = !units;
    if (units) {
      thumbs.paint((context, unit, x, y, side) => this.pictures.draw(context, index, unit, x, y, side, side));
      return;
    }
    const part = frame.part(choices.view, index);
    const limit = limitOf(this.header, frame, index, choices);
    if (image) paintMosaic(map, part, limit, table, image, across);
    else paintCells(map, part, limit, table);
  }

  /** From here on other settings hold. */
  #enter(leg) {
    this.leg = leg;
    this.items.forEach(({ card, activation }, i) => {
      const { title, shape } = this.header.cards[i];
      activation.textContent = leg.activations[i];
      card.setAttribute("aria-label", `${title}, ${shape}, ${leg.activations[i]}`);
    });
  }

  /** The theme's colours: a picture is drawn from background to ink. @param {Object} palette */
  look(palette) {
    this.shades = lookup([[0, palette.background], [1, palette.ink]], palette.slope);
  }

  #paintEnds(frame, table) {
    const { x, y } = sampleOf(this.header, frame);
    const canvas = this.root.querySelector(".bp-end-in > canvas");
    if (this.image) this.#paintPicture(canvas, x);
    else paintCells(canvas, column(x), niceCeiling(largest(column(x))), table);
    const out = frame.part("a", this.items.length - 1);
    const pair = new Float32Array(2 * y.length);
    y.forEach((target, i) => {
      pair[2 * i] = out.values[i] * out.factor;
      pair[2 * i + 1] = target;
    });
    const both = { rows: y.length, columns: 2, factor: 1, values: pair };
    paintCells(this.root.querySelector(".bp-end-out > canvas"), both, niceCeiling(largest(column(y))), table);
  }

  /** Pixels, the least as the background, the greatest as ink. */
  #paintPicture(canvas, x) {
    const [least, most] = [Math.min(...x), Math.max(...x)];
    const middle = (least + most) / 2;
    const [rows, columns] = this.image;
    const part = { rows, columns, factor: 1, values: Float32Array.from(x, (value) => value - middle) };
    paintCells(canvas, part, (most - least) / 2 || 1, this.shades);
  }

  destroy() {
    this.fitting.disconnect();
    this.observer.disconnect();
    for (const { thumbs } of this.items) thumbs?.destroy();
  }
}
