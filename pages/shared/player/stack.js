// The layer stack: a card a layer, with its heatmap, strips of cells, and a meter. One card is selected.

import { element } from "./dom.js";
import { largest, niceCeiling, paintCells } from "./draw.js";
import { fill, significant } from "./format.js";

/** 1,056 as it is, 68,382 as 68.4K: a card is narrow, and its tooltip has every digit. */
function short(count) {
  const compact = count >= 10_000 ? { notation: "compact", maximumFractionDigits: 1 } : {};
  return count.toLocaleString("en", compact);
}

export class Stack {
  /**
   * @param {HTMLElement} root
   * @param {(index: number) => void} onSelect
   */
  constructor(root, onSelect) {
    this.root = root;
    this.cards = root.querySelector(".bp-cards");
    this.onSelect = onSelect;
    this.items = [];
    this.observer = new IntersectionObserver((entries) => {
      for (const entry of entries) entry.target.seen = entry.isIntersecting;
      if (this.last) this.paint(...this.last);
    }, { root: this.cards, rootMargin: "100px" });
    this.cards.addEventListener("keydown", (event) => this.#arrow(event));
  }

  /** @param {Object} header of a tape */
  build(header) {
    this.header = header;
    this.last = null;
    this.leg = null;
    this.observer.disconnect();
    this.cards.setAttribute("aria-label", header.text.stack);
    this.items = header.cards.map((card, index) => this.#card(card, index));
    this.cards.replaceChildren(...this.items.map((item) => item.card));
    for (const item of this.items) this.observer.observe(item.card);
    this.#end(".bp-end-in", header.text.x);
    this.#end(".bp-end-out", `${header.text.output} | ${header.text.target}`);
  }

  #end(selector, label) {
    this.root.querySelector(`${selector} > span`).textContent = label;
    this.root.querySelector(`${selector} > canvas`).setAttribute("aria-label", label);
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
    const map = element("canvas", "bp-map");
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
    return { card: root, activation, map, strips, measure, value, bar };
  }

  #arrow(event) {
    const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
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
   * @param {import("./tape.js").Frame} frame
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
      const part = frame.part(choices.view, i);
      paintCells(item.map, part, this.limit(part, choices), table);
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
    this.#paintEnds(frame, table, leg);
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

  /** The value at which the colours of a heatmap end. */
  limit(part, choices) {
    return choices.scale === "all" ? this.header.limits[choices.view] : niceCeiling(largest(part));
  }

  #paintEnds(frame, table, { x, y }) {
    const column = (values) => ({ rows: values.length, columns: 1, factor: 1, values: Float32Array.from(values) });
    const inputs = column(x);
    paintCells(this.root.querySelector(".bp-end-in > canvas"), inputs, niceCeiling(largest(inputs)), table);
    const out = frame.part("a", this.items.length - 1);
    const pair = new Float32Array(2 * y.length);
    y.forEach((target, i) => {
      pair[2 * i] = out.values[i] * out.factor;
      pair[2 * i + 1] = target;
    });
    const both = { rows: y.length, columns: 2, factor: 1, values: pair };
    paintCells(this.root.querySelector(".bp-end-out > canvas"), both, niceCeiling(largest(column(y))), table);
  }

  destroy() {
    this.observer.disconnect();
  }
}
