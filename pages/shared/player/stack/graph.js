// The layer stack as nodes and edges: for networks that are small enough to see, and to set, every weight.

import { element, find, findAll, putText } from "../../browser/dom.js";
import { contextOf } from "../../browser/draw.js";
import { Editor } from "../../browser/editor.js";
import { fill } from "../../browser/format.js";
import { pointed } from "../../browser/pointing.js";
import { pixel } from "../../browser/room.js";
import { aboutPart, weightName, weightOf } from "./graph_names.js";
import { canvasColours, paintNetwork } from "./graph_paint.js";
import { biasBox, edgeEnds, partAt, partsInto, placeNodes, pointOn } from "./layout.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Choices, Palette, RunHeader, Unit } from "../../browser/types.d.ts" */
/** @import { Thumbnails } from "./graph_paint.js" */
/** @import { NetworkPart, Places } from "./layout.js" */
/** @import { Widths } from "./widths.js" */

/**
 * A weight, or with `from` null a bias, and its new value: layers from 1, units from 0.
 * @typedef {{layer: number, from: number|null, to: number, value: number}} Edit
 */

/** A place on the sheet. @typedef {{x: number, y: number}} Spot */

const MOST_IN_COLUMN = 8;
const REACH = 6;
/** What keys go across layers and along the weights of one. @type {Record<string, [number, number]>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LONGEST_NAME = 96;

export class Graph {
  /** @type {RunHeader} */
  header;
  /** Units of each layer, the input included. @type {number[]} */
  sizes;
  /** @type {Frame} */
  frame;
  /** @type {Pick<Choices, "view"|"scale"|"selected">} */
  values;
  /** @type {Palette} */
  palette;

  /**
   * @param {HTMLElement} root
   * @param {Widths} widths
   * @param {{pause: () => void, select: (index: number) => void, enlarge: (unit: Unit) => void, edit: (edit: Edit) => void}} does
   *   what happens elsewhere
   */
  constructor(root, widths, does) {
    this.widths = widths;
    this.does = does;
    this.shown = false;
    /** Whether the network is small enough. */
    this.offered = false;
    /** @type {Places|null} */
    this.place = null;
    /** What was painted last. @type {{table: Uint32Array, thumbnails: Thumbnails|null}|null} */
    this.last = null;
    /** What is pointed at, and what keys or a click chose last. @type {NetworkPart|null} */
    this.chosen = null;
    /** @type {NetworkPart|null} */
    this.recent = null;
    /** One of our own pixels: all is laid out in them. */
    this.unit = 1;
    this.scrollLeft = 0;
    this.width = 0;
    this.height = 0;
    this.font = "";
    /** @type {string[]} */
    this.inputs = [];
    /** @type {string[]} */
    this.outputs = [];
    /** The buttons over the hidden layers. @type {HTMLElement[]} */
    this.heads = [];
    /** @type {ReturnType<typeof canvasColours>|null} */
    this.colours = null;
    this.box = find(root, ".bp-graph");
    this.scroller = find(root, ".bp-graph-scroller");
    this.sheet = find(root, ".bp-graph-sheet");
    this.canvas = /** @type {HTMLCanvasElement} */ (find(this.sheet, "canvas"));
    this.tip = element("div", "bp-tip");
    this.tip.hidden = true;
    this.spoken = element("div", "bp-hidden"); // what keys have chosen
    this.spoken.setAttribute("role", "status");
    this.box.append(this.tip, this.spoken);
    this.editor = new Editor(this.box, () => this.#choose(null));
    this.observer = new ResizeObserver(() => this.#resize());
    this.observer.observe(this.scroller);
    this.scroller.addEventListener("scroll", () => this.#scrolled());
    pointed(this.canvas, (event) => this.#point(event), () => this.#choose(null));
    this.canvas.addEventListener("click", (event) => this.#click(event));
    this.canvas.addEventListener("keydown", (event) => this.#key(event));
    this.canvas.addEventListener("focus", () => this.#choose(this.#start()));
    this.canvas.addEventListener("blur", () => this.#choose(null));
  }

  /** @param {RunHeader} header */
  build(header) {
    this.editor.close();
    Object.assign(this, { header, last: null, place: null });
    this.sizes = [header.cards[0].rows, ...header.cards.map((card) => card.columns)];
    this.offered = Math.max(...this.sizes) <= MOST_IN_COLUMN;
    this.chosen = document.activeElement === this.canvas && this.#known(this.recent) ? this.recent : null;
    this.tip.hidden = !this.chosen;
    for (const old of findAll(this.sheet, ".bp-units")) old.remove();
    if (!this.offered) return;
    const { features = [], outputs = [] } = header.data ?? {};
    this.inputs = Array.from({ length: this.sizes[0] }, (_, i) => features[i] ?? `x${i + 1}`);
    this.outputs = Array.from({ length: this.sizes[this.sizes.length - 1] }, (_, i) => outputs[i] ?? `y${i + 1}`);
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

  /** The theme's colours. @param {Palette} palette */
  look(palette) {
    this.palette = palette;
    this.colours = null;
  }

  #resize() {
    const size = pixel();
    const [width, height] = [this.scroller.clientWidth / size, this.scroller.clientHeight / size];
    if (!this.shown || !width || !height) return;
    Object.assign(this, { width, height, unit: size, font: `12px ${getComputedStyle(this.box).fontFamily}` });
    const context = contextOf(this.canvas);
    context.font = this.font;
    /** @param {string[]} names */
    const room = (names) => Math.min(LONGEST_NAME, Math.max(...names.map((n) => context.measureText(n).width))) + 12;
    const place = placeNodes(this.sizes, width, height, room(this.inputs), room(this.outputs));
    this.place = place;
    this.sheet.style.width = `${place.width * size}px`;
    this.canvas.style.width = `${width * size}px`;
    this.canvas.style.height = `${height * size}px`;
    this.heads.forEach((head, i) => { head.style.left = `${place.xs[i + 1] * size}px`; });
    this.scrollLeft = this.scroller.scrollLeft / size;
    this.#repaint();
  }

  #repaint() {
    if (this.last) this.paint(this.frame, this.values, this.last.table, this.last.thumbnails);
  }

  /**
   * @param {Frame} frame
   * @param {Pick<Choices, "view"|"scale"|"selected">} values
   * @param {Uint32Array} table colours
   * @param {Thumbnails|null} thumbnails
   */
  paint(frame, values, table, thumbnails = null) {
    Object.assign(this, { frame, values, last: { table, thumbnails } });
    if (!this.shown || !this.place) return;
    const { width, height, canvas, place, palette } = this;
    const colours = this.colours?.table === table ? this.colours : canvasColours(table, palette);
    this.colours = colours;
    const ratio = (window.devicePixelRatio || 1) * this.unit;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
    const context = contextOf(canvas);
    const { scrollLeft } = this;
    context.setTransform(ratio, 0, 0, ratio, -scrollLeft * ratio, 0);
    context.clearRect(scrollLeft, 0, width, height);
    /** @param {number} layer */
    const seen = (layer) => Math.abs(place.xs[layer] - scrollLeft - width / 2) < width / 2 + place.side;
    const { header, sizes, inputs, outputs, chosen, font } = this;
    const scene = { header, sizes, inputs, outputs, chosen, font, frame, values, place, palette, colours, thumbnails };
    paintNetwork(context, scene, seen);
    if (this.chosen) this.#write();
  }

  #scrolled() {
    this.scrollLeft = this.scroller.scrollLeft / this.unit; // kept: asking in every frame makes the browser lay the page out again
    this.#repaint();
    if (this.chosen && !this.editor.open) this.#putTip(this.#middle(this.chosen));
  }

  // What is pointed at

  /** Where the pointer is on the sheet. @param {MouseEvent} event @returns {Spot} */
  #spot(event) {
    return { x: event.offsetX / this.unit + this.scrollLeft, y: event.offsetY / this.unit };
  }

  /** @param {PointerEvent} event */
  #point(event) {
    if (!this.place || !this.last) return;
    const spot = this.#spot(event);
    this.#choose(partAt(this.place, spot.x, spot.y, REACH, this.frame.has("b")), spot);
  }

  /** Point at a part, or at none. @param {NetworkPart|null} part @param {Spot|null} at */
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

  /** @param {NetworkPart} part @returns {Spot} */
  #middle(part) {
    const { place } = this;
    if (!place) return { x: 0, y: 0 };
    if (part.kind === "edge") return pointOn(edgeEnds(place, part), 0.5);
    if (part.kind === "node") return { x: place.xs[part.layer], y: place.ys[part.layer][part.to] };
    return biasBox(place, part);
  }

  /** @param {Spot} spot */
  #putTip({ x, y }) {
    const { offsetWidth: width, offsetHeight: height } = this.tip;
    const [left, top] = [(x - this.scrollLeft) * this.unit - width / 2, y * this.unit];
    this.tip.style.left = `${Math.max(0, Math.min(left, this.box.clientWidth - width))}px`;
    this.tip.style.top = `${top > height + 14 ? top - height - 12 : top + 18}px`;
  }

  #write() {
    if (!this.chosen) return;
    putText(this.tip, aboutPart(this, this.chosen));
  }

  // Choosing by keys, and giving another value

  /** @param {number} layer */
  #parts(layer) {
    return partsInto(this.sizes, layer, this.frame.has("b"));
  }

  /** Where keys begin: where they were, or at the selected layer. */
  #start() {
    const { recent } = this;
    return recent && this.#known(recent) ? recent : this.#parts(this.values.selected + 1)[0];
  }

  /** Whether the network has it. @param {NetworkPart|null} part */
  #known(part) {
    const { sizes } = this;
    return part !== null && part.layer < sizes.length && part.to < sizes[part.layer] && (part.from ?? 0) < sizes[part.layer - 1];
  }

  /** @param {MouseEvent} event */
  #click(event) {
    if (!this.place || !this.frame) return;
    const spot = this.#spot(event);
    this.#choose(partAt(this.place, spot.x, spot.y, REACH, this.frame.has("b")), spot);
    if (this.chosen) this.#open(this.chosen, spot);
  }

  /** @param {NetworkPart} part @param {Spot} spot @param {HTMLElement|null} back takes the focus afterwards */
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
      x: (x - this.scrollLeft) * this.unit, y: y * this.unit, back, text: this.header.text,
      name: weightName(this, channel, part), value: weightOf(this, channel, part),
      apply: (value) => this.does.edit({ layer: part.layer, from: part.from, to: part.to, value }),
    });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.last) return;
    const part = this.chosen ?? this.#start();
    const [across, along] = MOVES[event.key] ?? [0, 0];
    if (event.key === "Escape") this.#choose(null);
    else if (event.key === "Enter") this.#open(part, this.#middle(part), this.canvas);
    else if (across || along) this.#move(part, across, along);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {NetworkPart} part @param {number} across @param {number} along */
  #move(part, across, along) {
    if (!this.place) return;
    const layer = Math.min(this.sizes.length - 1, Math.max(1, part.layer + across));
    const parts = this.#parts(layer);
    const now = parts.findIndex(({ from, to }) => from === part.from && to === part.to);
    const next = now < 0 ? 0 : (now + along + parts.length) % parts.length;
    const { side, xs } = this.place;
    const out = xs[layer] + side > this.scrollLeft + this.width || xs[layer - 1] - side < this.scrollLeft;
    if (out) this.scroller.scrollLeft = (this.unit * (xs[layer] + xs[layer - 1] - this.width)) / 2;
    this.#choose(parts[next]);
  }

  destroy() {
    this.observer.disconnect();
  }
}
