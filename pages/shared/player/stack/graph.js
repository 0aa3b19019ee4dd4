// The layer stack as nodes and edges: for networks that are small enough to see, and to set, every weight.

import { element } from "../../browser/dom.js";
import { Editor } from "../../browser/editor.js";
import { fill } from "../../browser/format.js";
import { aboutPart, weightName, weightOf } from "./graph_names.js";
import { canvasColours, paintNetwork } from "./graph_paint.js";
import { biasBox, edgeEnds, partAt, partsInto, placeNodes, pointOn } from "./layout.js";

const MOST_IN_COLUMN = 8;
const REACH = 6;
const LONGEST_NAME = 96;

export class Graph {
  /**
   * @param {HTMLElement} root
   * @param {import("./widths.js").Widths} widths
   * @param {{pause: () => void, select: (index: number) => void, enlarge: (unit: Object) => void,
   *   edit: (edit: {layer: number, from: number|null, to: number, value: number}) => void}} does
   *   what happens elsewhere; of an edit the layer is counted from 1, units from 0; `from` is null for a bias
   */
  constructor(root, widths, does) {
    Object.assign(this, { widths, does, shown: false, offered: false, place: null, last: null, chosen: null, recent: null, scrollLeft: 0 });
    this.box = root.querySelector(".bp-graph");
    this.scroller = root.querySelector(".bp-graph-scroller");
    this.sheet = root.querySelector(".bp-graph-sheet");
    this.canvas = this.sheet.querySelector("canvas");
    this.tip = element("div", "bp-tip");
    this.tip.hidden = true;
    this.spoken = element("div", "bp-hidden"); // what keys have chosen
    this.spoken.setAttribute("role", "status");
    this.box.append(this.tip, this.spoken);
    this.editor = new Editor(this.box, () => this.#choose(null));
    this.observer = new ResizeObserver(() => this.#resize());
    this.observer.observe(this.scroller);
    this.scroller.addEventListener("scroll", () => this.#scrolled());
    this.canvas.addEventListener("pointermove", (event) => this.#point(event));
    this.canvas.addEventListener("pointerleave", () => this.#choose(null));
    this.canvas.addEventListener("click", (event) => this.#click(event));
    this.canvas.addEventListener("keydown", (event) => this.#key(event));
    this.canvas.addEventListener("focus", () => this.#choose(this.#start()));
    this.canvas.addEventListener("blur", () => this.#choose(null));
  }

  /** @param {Object} header of a tape */
  build(header) {
    this.editor.close();
    Object.assign(this, { header, last: null, place: null });
    this.sizes = [header.cards[0].rows, ...header.cards.map((card) => card.columns)];
    this.offered = Math.max(...this.sizes) <= MOST_IN_COLUMN;
    this.chosen = document.activeElement === this.canvas && this.#known(this.recent) ? this.recent : null;
    this.tip.hidden = !this.chosen;
    for (const old of this.sheet.querySelectorAll(".bp-units")) old.remove();
    if (!this.offered) return;
    const { features = [], outputs = [] } = header.data ?? {};
    this.inputs = Array.from({ length: this.sizes[0] }, (_, i) => features[i] ?? `x${i + 1}`);
    this.outputs = Array.from({ length: this.sizes.at(-1) }, (_, i) => outputs[i] ?? `y${i + 1}`);
    this.canvas.setAttribute("aria-label", fill(header.text.graph_label, { sizes: this.sizes.join(" → ") }));
    this.heads = this.sizes.slice(1, -1).map((units, layer) => this.widths.pair(layer, String(units)));
    this.sheet.append(...this.heads);
  }

  /** Stand in the place of the cards, or not. @param {boolean} shown */
  show(shown) {
    this.editor.close();
    this.shown = shown && this.offered;
    this.box.hidden = !this.shown;
    this.#resize();
  }

  /** The theme's colours. @param {Object} palette */
  look(palette) {
    this.palette = palette;
    this.colours = null;
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.scroller;
    if (!this.shown || !width || !height) return;
    Object.assign(this, { width, height, font: `12px ${getComputedStyle(this.box).fontFamily}` });
    const context = this.canvas.getContext("2d");
    context.font = this.font;
    const room = (names) => Math.min(LONGEST_NAME, Math.max(...names.map((n) => context.measureText(n).width))) + 12;
    this.place = placeNodes(this.sizes, width, height, room(this.inputs), room(this.outputs));
    this.sheet.style.width = `${this.place.width}px`;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.heads.forEach((head, i) => { head.style.left = `${this.place.xs[i + 1]}px`; });
    this.scrollLeft = this.scroller.scrollLeft;
    this.#repaint();
  }

  #repaint() {
    if (this.last) this.paint(this.frame, this.values, this.last.table, this.last.thumbnails);
  }

  /**
   * @param {import("../../browser/tape.js").Frame} frame
   * @param {Object} values view, scale, selected
   * @param {Uint32Array} table colours
   * @param {((context: CanvasRenderingContext2D, layer: number, unit: number, left: number, top: number, side: number)
   *   => void)|null} thumbnails draws what a node shows instead of its activation's colour; layer 0 is the input
   */
  paint(frame, values, table, thumbnails = null) {
    Object.assign(this, { frame, values, last: { table, thumbnails } });
    if (!this.shown || !this.place) return;
    const { width, height, canvas, place, palette } = this;
    if (this.colours?.table !== table) this.colours = canvasColours(table, palette);
    const ratio = window.devicePixelRatio || 1;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
    const context = canvas.getContext("2d");
    const { scrollLeft } = this;
    context.setTransform(ratio, 0, 0, ratio, -scrollLeft * ratio, 0);
    context.clearRect(scrollLeft, 0, width, height);
    const seen = (layer) => Math.abs(place.xs[layer] - scrollLeft - width / 2) < width / 2 + place.side;
    paintNetwork(context, { ...this, thumbnails }, seen);
    if (this.chosen) this.#write();
  }

  #scrolled() {
    this.scrollLeft = this.scroller.scrollLeft; // kept: asking in every frame makes the browser lay the page out again
    this.#repaint();
    if (this.chosen && !this.editor.open) this.#putTip(this.#middle(this.chosen));
  }

  // What is pointed at

  /** Where the pointer is on the sheet. */
  #spot(event) {
    return { x: event.offsetX + this.scroller.scrollLeft, y: event.offsetY };
  }

  #point(event) {
    if (!this.place || !this.last) return;
    const spot = this.#spot(event);
    this.#choose(partAt(this.place, spot.x, spot.y, REACH, this.frame.has("b")), spot);
  }

  /** Point at a part, or at none. @param {Object|null} part @param {{x: number, y: number}} at */
  #choose(part, at = null) {
    if (this.editor.open || !this.last) return;
    this.chosen = part;
    this.tip.hidden = !part;
    this.canvas.style.cursor = part ? "pointer" : "";
    this.#repaint();
    if (!part) return;
    this.#putTip(at ?? this.#middle(part));
    if (at) return;
    this.recent = part;
    this.spoken.textContent = this.tip.textContent;
  }

  #middle(part) {
    const { place } = this;
    if (part.kind === "edge") return pointOn(edgeEnds(place, part), 0.5);
    if (part.kind === "node") return { x: place.xs[part.layer], y: place.ys[part.layer][part.to] };
    return biasBox(place, part);
  }

  #putTip({ x, y }) {
    const { offsetWidth: width, offsetHeight: height } = this.tip;
    const left = x - this.scroller.scrollLeft - width / 2;
    this.tip.style.left = `${Math.max(0, Math.min(left, this.box.clientWidth - width))}px`;
    this.tip.style.top = `${y > height + 14 ? y - height - 12 : y + 18}px`;
  }

  #write() {
    const words = aboutPart(this, this.chosen);
    if (this.tip.textContent !== words) this.tip.textContent = words;
  }

  // Choosing by keys, and giving another value

  #parts(layer) {
    return partsInto(this.sizes, layer, this.frame.has("b"));
  }

  /** Where keys begin: where they were, or at the selected layer. */
  #start() {
    return this.#known(this.recent) ? this.recent : this.#parts(this.values.selected + 1)[0];
  }

  #known(part) {
    const { sizes } = this;
    return Boolean(part) && part.layer < sizes.length && part.to < sizes[part.layer] && part.from < sizes[part.layer - 1];
  }

  #click(event) {
    const spot = this.#spot(event);
    this.#choose(partAt(this.place, spot.x, spot.y, REACH, this.frame.has("b")), spot);
    if (this.chosen) this.#open(this.chosen, spot);
  }

  #open(part, { x, y }, back = null) {
    if (part.layer > 0) this.does.select(part.layer - 1);
    if (part.kind === "node") {
      this.does.enlarge({ layer: part.layer - 1, unit: part.to });
      return;
    }
    this.does.pause();
    this.recent = part;
    const channel = part.kind === "bias" ? "b" : "W";
    this.tip.hidden = true;
    this.editor.show({
      x: x - this.scroller.scrollLeft, y, back, text: this.header.text,
      name: weightName(this, channel, part), value: weightOf(this, channel, part),
      apply: (value) => this.does.edit({ layer: part.layer, from: part.from, to: part.to, value }),
    });
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.last) return;
    const part = this.chosen ?? this.#start();
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    const along = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    if (event.key === "Escape") this.#choose(null);
    else if (event.key === "Enter") this.#open(part, this.#middle(part), this.canvas);
    else if (across || along) this.#move(part, across, along);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #move(part, across, along) {
    const layer = Math.min(this.sizes.length - 1, Math.max(1, part.layer + across));
    const parts = this.#parts(layer);
    const now = parts.findIndex(({ from, to }) => from === part.from && to === part.to);
    const next = now < 0 ? 0 : (now + along + parts.length) % parts.length;
    const { side, xs } = this.place;
    const out = xs[layer] + side > this.scroller.scrollLeft + this.width || xs[layer - 1] - side < this.scroller.scrollLeft;
    if (out) this.scroller.scrollLeft = (xs[layer] + xs[layer - 1] - this.width) / 2;
    this.#choose(parts[next]);
  }

  destroy() {
    this.observer.disconnect();
  }
}
