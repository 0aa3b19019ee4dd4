// The network, drawn once and then painted: layers as units with edges where they are small, else as matrices and strips.

import { element, find, findAll, svg } from "../browser/dom.js";
import { largest, niceCeiling, paintCells } from "../browser/draw.js";
import { concise, fill, significant } from "../browser/format.js";

/** @import { Part } from "../browser/types.d.ts" */
/** @import { Matrix, Scene } from "./scene.js" */
/** @import { Operation, Pick } from "./types.d.ts" */

/**
 * An array as a canvas of cells, and what it shows.
 * @typedef {HTMLCanvasElement & {shown?: {name: string, part: Part}}} Cells
 */

/** A line, or the place of a label on it. @typedef {{x1: number, y1: number, x2: number, y2: number}} Line */
/** @typedef {{x: number, y: number}} Spot */

/**
 * A unit's elements, and how much of it there is room for.
 * @typedef {{group: SVGGElement, title: SVGTitleElement, name: string, called: string, value: SVGTextElement, above: SVGTextElement,
 *   below: SVGTextElement, roomy: boolean, digits: number, open: boolean}} UnitMarks
 */

/**
 * An edge's elements.
 * @typedef {{group: SVGGElement, title: SVGTitleElement, name: string, seen: SVGLineElement, label: SVGTextElement,
 *   labelled: boolean, i: number, j: number}} EdgeMarks
 */

/**
 * A layer: as units, or as strips of cells by their arrays' names.
 * @typedef {{units?: UnitMarks[], strips?: Record<string, Cells>}} LayerMarks
 */

/**
 * Two matrices, half the height each, one below the other.
 * @typedef {{W: Cells, dW: Cells, half: number, left: number, width: number}} Matrices
 */

/**
 * What lies between two layers: edges, or matrices.
 * @typedef {{lines: EdgeMarks[], matrices?: undefined} | {lines?: undefined, matrices: Matrices}} BetweenMarks
 */

/**
 * A skip connection's elements; `ends` are where its curve begins and ends, `roomy` whether it has room for a number.
 * @typedef {{l: number, group: SVGGElement, head: SVGPathElement, label: SVGTextElement, ends: [number, number], y: number, roomy: boolean}} SkipMarks
 */

const SMALL = 12;
const LABEL = { width: 50, height: 13 };
const LABEL_SHARES = [0.34, 0.44, 0.25, 0.54, 0.17, 0.64, 0.74, 0.84];
const LABELLED_EDGES = 12;
const FEW = 4;
const TOP = 34;
const BOTTOM = 30;
const STRIPS = ["z", "n", "a", "slope", "delta"];
/** @type {Record<string, string>} */
const STRIP_NAMES = { z: "z", n: "n", a: "a", slope: "f′", delta: "δ" };
const SKIP = 18; // how deep the curve of a skip connection hangs below the layers
const STRIP = 6;
const GAP = 2;
const NAME = 14;

/** A name as it fits above a unit. @param {string} name */
function abridged(name) {
  return name.length > NAME ? `${name.slice(0, NAME - 1)}…` : name;
}

/**
 * Where along an edge a label is farthest from others, in the sizes of a label; not far from the start if nothing is near.
 * @param {Line} line
 * @param {Spot[]} others
 */
function freest({ x1, y1, x2, y2 }, others) {
  const places = LABEL_SHARES.map((share) => ({ x: x1 + share * (x2 - x1), y: y1 + share * (y2 - y1) }));
  /** @param {Spot} place */
  const room = (place) => Math.min(1.2, ...others.map(({ x, y }) =>
    Math.max(Math.abs(x - place.x) / LABEL.width, Math.abs(y - place.y) / LABEL.height)));
  return places.reduce((best, place) => (room(place) > room(best) ? place : best));
}

/** An array as cells, one pixel each. @param {number} rows @param {number} columns @param {Float64Array} values */
function cells(rows, columns, values) {
  return { rows, columns, factor: 1, values };
}

export class Drawing {
  /** @type {Scene} */
  scene;
  /** The loss's box. @type {{group: SVGGElement, value: SVGTextElement}} */
  loss;
  /** The frame around the selected cell. @type {SVGRectElement} */
  cell;

  /**
   * @param {HTMLElement} root .st-drawing
   * @param {(layer: number, j: number, i: number|null) => void} onPick a unit, or a weight from unit i
   */
  constructor(root, onPick) {
    this.root = root;
    this.onPick = onPick;
    this.stage = find(root, ".st-stage");
    this.svg = /** @type {SVGSVGElement} */ (find(root, "svg"));
    this.scroll = find(root, ".st-scroll");
    /** The room that it was laid out for. */
    this.laidOut = "";
    /** Of each layer, whether it is drawn as units. @type {boolean[]} */
    this.small = [];
    /** The arrays of each layer that have a strip. @type {string[][]} */
    this.kinds = [];
    this.height = 0;
    /** A unit's radius, at most. */
    this.roomy = 0;
    /** Where layers lie, and the gaps between them. @type {Array<{left: number, width: number, centre: number}>} */
    this.x = [];
    /** @type {Array<{left: number, width: number}>} */
    this.gap = [];
    /** @type {BetweenMarks[]} */
    this.edges = [];
    /** @type {LayerMarks[]} */
    this.layers = [];
    /** @type {SkipMarks[]} */
    this.skips = [];
    /** What was painted last. @type {Parameters<Drawing["paint"]>|null} */
    this.last = null;
    this.observer = new ResizeObserver(() => this.#resized());
    this.observer.observe(this.scroll);
  }

  #resized() {
    if (!this.scene || !this.scroll.clientWidth) return;
    const { clientWidth, clientHeight } = this.scroll;
    if (this.laidOut === `${clientWidth}x${clientHeight}`) return;
    this.build(this.scene);
    if (this.last) this.paint(...this.last);
  }

  /** Lay the network out. @param {Scene} scene */
  build(scene) {
    this.scene = scene;
    const { sizes } = scene.header;
    const { clientWidth, clientHeight } = this.scroll;
    this.laidOut = `${clientWidth}x${clientHeight}`;
    this.small = sizes.map((n) => n <= SMALL);
    const { skipped } = scene;
    this.height = clientHeight - TOP - BOTTOM - (skipped.length ? SKIP : 0);
    // Which arrays of a layer have a strip; only a normalised one has n, and a fused output needs no slope.
    this.kinds = sizes.map((_, l) => (l === 0 ? ["a"] : STRIPS.filter((name) => `${name}${l}` in scene.arrays)));
    const all = this.small.every(Boolean);
    this.roomy = all ? 35 : 20;
    /** @param {number} n */
    const units = (n) => (!all ? 48 : n > 6 ? 54 : 84); // the more of them, the smaller they are
    const columns = sizes.map((n, l) => (this.small[l] ? units(n) : l === 0 ? STRIP : this.kinds[l].length * (STRIP + GAP)));
    const betweens = sizes.slice(1).map((n, l) => {
      if (!this.small[l] || !this.small[l + 1]) return 26;
      return sizes[l] * n <= LABELLED_EDGES ? 92 : n <= FEW ? 76 : 40; // with a number on each edge, on a few, on none
    });
    const losses = all ? 96 : 44;
    const needed = [...columns, ...betweens].reduce((a, b) => a + b, 0) + losses + 24;
    const width = Math.max(needed, clientWidth);
    const stretch = (width - needed) / betweens.length;
    this.stage.style.width = `${width}px`;
    this.x = [];
    this.gap = [];
    let at = 12;
    sizes.forEach((_, l) => {
      this.x.push({ left: at, width: columns[l], centre: at + columns[l] / 2 });
      at += columns[l];
      if (l === betweens.length) return;
      this.gap.push({ left: at, width: betweens[l] + stretch });
      at += betweens[l] + stretch;
    });
    for (const old of findAll(this.stage, "canvas")) old.remove();
    this.svg.replaceChildren();
    this.edges = sizes.slice(1).map((_, l) => this.#between(l + 1));
    this.layers = sizes.map((_, l) => this.#column(l));
    this.skips = skipped.map((l) => this.#skip(l));
    this.loss = this.#lossBox(at, losses);
    this.cell = this.svg.appendChild(svg("rect", { class: "st-cell", visibility: "hidden" }));
  }

  /**
   * A curve below the layers, from the layer below around layer l to where its a is added.
   * @param {number} l
   * @returns {SkipMarks}
   */
  #skip(l) {
    const [x1, x2, y] = [this.x[l - 1].centre, this.x[l].centre, TOP + this.height + 2];
    const group = this.svg.appendChild(svg("g", { class: "st-skip", "data-skip": l }));
    group.append(
      svg("path", { d: `M${x1 + 6},${y} C${x1 + 6},${y + SKIP * 1.3} ${x2 - 6},${y + SKIP * 1.3} ${x2 - 6},${y}` }),
      svg("title", {}, fill(this.scene.header.text.skip_title, { l, below: l - 1 })),
    );
    const head = group.appendChild(svg("path", { class: "st-head" }));
    const label = group.appendChild(svg("text", { class: "st-label", x: (x1 + x2) / 2, y: y + SKIP - 4 }));
    return { l, group, head, label, ends: [x1 + 6, x2 - 6], y, roomy: x2 - x1 > 60 };
  }

  /**
   * The curve's colour and number: the a that it adds, or backwards the gradient that it hands on.
   * @param {SkipMarks} marks
   * @param {Operation|null} op
   * @param {Pick} pick
   * @param {number} sample
   * @param {number} digits
   */
  #paintSkip({ l, group, head, label, ends, y, roomy }, op, pick, sample, digits) {
    const { scene } = this;
    const forward = op?.symbol === "a" && op.layer === l;
    const back = op?.symbol === "delta" && op.layer === l - 1;
    const shown = forward ? scene.below(l) : `da${l}`;
    label.textContent = !roomy ? "" : forward || back ? concise(scene.at(shown, sample, pick.j), Math.min(digits, 4)) : scene.header.text.skip;
    const x = ends[back ? 0 : 1];
    head.setAttribute("d", `M${x},${y - 4} l5,9 l-10,0 z`);
    group.classList.toggle("st-live", forward || back);
    group.classList.toggle("st-dim", Boolean(op) && !forward && !back);
    group.style.setProperty("--bp-live", forward ? "var(--bp-previous)" : "var(--bp-delta)");
  }

  /** The loss, at the right of everything. @param {number} left @param {number} width */
  #lossBox(left, width) {
    const [x, y] = [left + width / 2, TOP + this.height / 2];
    const half = Math.min(40, width / 2 - 2);
    const group = this.svg.appendChild(svg("g"));
    group.append(svg("rect", { class: "st-box", x: x - half, y: y - 16, width: 2 * half, height: 32, rx: 6 }));
    this.svg.append(svg("text", { class: "st-name", x, y: 13 }, this.scene.header.text.loss_label));
    const value = group.appendChild(svg("text", { class: "st-value", x, y, style: `font-size: ${half > 30 ? 13 : 10}px` }));
    return { group, value };
  }

  /** @param {number} k @param {Operation|null} op @param {number} digits */
  #paintLoss(k, op, digits) {
    const there = this.scene.has("loss", k);
    this.loss.value.textContent = there ? concise(this.scene.arrays.loss.values[0], Math.min(digits, 4)) : "";
    this.loss.group.classList.toggle("st-written", op?.symbol === "loss");
    this.loss.group.classList.toggle("st-dim", op !== null && op.symbol !== "loss" && !(op.symbol === "delta" && op.layer === this.scene.depth));
  }

  /** @param {number} l @param {number} unit */
  #y(l, unit) {
    const n = this.scene.header.sizes[l];
    return TOP + ((unit + 0.5) * this.height) / n;
  }

  /** @param {number} l */
  #radius(l) {
    return Math.min(this.roomy, (0.34 * this.height) / this.scene.header.sizes[l]);
  }

  /** @param {SVGGElement} group @param {string} name @param {() => void} pick */
  #button(group, name, pick) {
    group.setAttribute("role", "button");
    group.setAttribute("tabindex", "0");
    group.setAttribute("aria-label", name);
    const title = group.appendChild(svg("title", {}, name));
    group.addEventListener("click", pick);
    group.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      pick();
    });
    return title;
  }

  /** @param {number} l @returns {LayerMarks} */
  #column(l) {
    const { header } = this.scene;
    const { text, sizes, titles } = header;
    this.svg.append(svg("text", { class: "st-name", x: this.x[l].centre, y: 13 }, titles[l]));
    if (!this.small[l]) return { strips: this.#strips(l) };
    const units = Array.from({ length: sizes[l] }, (_, j) => {
      const [cx, cy, r] = [this.x[l].centre, this.#y(l, j), this.#radius(l)];
      const group = this.svg.appendChild(svg("g", { "data-unit": `${l}.${j + 1}` }));
      const called = this.scene.called(l, j);
      const name = fill(l ? text.unit : text.input_unit, { l, j: j + 1 }) + (called && `: ${called}`);
      const title = this.#button(group, name, () => this.onPick(l, j, null));
      const roomy = r >= 15;
      group.append(svg("circle", { cx, cy, r: Math.max(4, r) }));
      const value = group.appendChild(svg("text", { class: "st-value", x: cx, y: cy, style: `font-size: ${r > 24 ? 13 : 10}px` }));
      const above = group.appendChild(svg("text", { class: "st-label bp-c-slope", x: cx, y: cy - r - 11 }));
      const below = group.appendChild(svg("text", { class: "st-label bp-c-delta", x: cx, y: cy + r + 12 }));
      return { group, title, name, called: abridged(called), value, above, below, roomy, digits: r > 24 ? 4 : 3, open: this.height / sizes[l] > 2 * r + 38 };
    });
    return { units };
  }

  /**
   * @param {number} left
   * @param {number} top
   * @param {number} width
   * @param {number} height
   * @param {(row: number, column: number) => void} onCell
   * @returns {Cells}
   */
  #canvas(left, top, width, height, onCell) {
    const made = /** @type {Cells} */ (element("canvas"));
    Object.assign(made.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    made.setAttribute("aria-hidden", "true");
    /** @param {MouseEvent} event @returns {[number, number]} */
    const cellAt = (event) => {
      const box = made.getBoundingClientRect();
      /** @param {number} at @param {number} length @param {number} count */
      const place = (at, length, count) => Math.min(count - 1, Math.max(0, Math.floor((at / length) * count)));
      return [place(event.clientY - box.top, box.height, made.height), place(event.clientX - box.left, box.width, made.width)];
    };
    made.addEventListener("click", (event) => onCell(...cellAt(event)));
    made.addEventListener("mousemove", (event) => {
      if (!made.shown) return;
      const [row, column] = cellAt(event);
      const { name, part } = made.shown;
      const index = part.columns > 1 ? `${row + 1}, ${column + 1}` : row + 1;
      made.title = `${name}[${index}] = ${significant(part.values[row * part.columns + column], 6)}`;
    });
    this.stage.append(made);
    return made;
  }

  /** @param {number} l @returns {Record<string, Cells>} */
  #strips(l) {
    return Object.fromEntries(this.kinds[l].map((name, index) => {
      const left = this.x[l].left + index * (STRIP + GAP);
      if (l) this.svg.append(svg("text", { class: "st-name", x: left + STRIP / 2, y: 27, "font-size": 10 }, STRIP_NAMES[name]));
      const canvas = this.#canvas(left, TOP, STRIP, this.height, (row) => this.onPick(l, row, null));
      return [name, canvas];
    }));
  }

  /** @param {number} l @returns {BetweenMarks} */
  #between(l) {
    if (this.small[l - 1] && this.small[l]) return { lines: this.#lines(l) };
    const { left, width } = this.gap[l - 1];
    const inset = 4;
    const half = (this.height - 22) / 2;
    /** @param {number} row @param {number} column */
    const pick = (row, column) => this.onPick(l, column, row);
    /** @param {string} label @param {number} y */
    const name = (label, y) => this.svg.append(svg("text", { class: "st-name", x: left + width / 2, y }, label));
    name(`W${l}`, 27);
    name(`dW${l}`, TOP + half + 12);
    const w = width - 2 * inset;
    const W = this.#canvas(left + inset, TOP, w, half, pick);
    const dW = this.#canvas(left + inset, TOP + half + 22, w, half, pick);
    return { matrices: { W, dW, half, left: left + inset, width: w } };
  }

  /** @param {number} l */
  #lines(l) {
    const { text, sizes } = this.scene.header;
    const labelled = sizes[l - 1] * sizes[l] <= LABELLED_EDGES;
    /** @type {EdgeMarks[]} */
    const lines = [];
    /** @type {Spot[]} */
    const labels = [];
    for (let i = 0; i < sizes[l - 1]; i += 1) {
      for (let j = 0; j < sizes[l]; j += 1) {
        const [x1, y1] = [this.x[l - 1].centre + this.#radius(l - 1), this.#y(l - 1, i)];
        const [x2, y2] = [this.x[l].centre - this.#radius(l), this.#y(l, j)];
        const group = this.svg.appendChild(svg("g", { "data-weight": `${l}.${i + 1}.${j + 1}` }));
        const name = fill(text.weight, { l, i: i + 1, j: j + 1 });
        const title = this.#button(group, name, () => this.onPick(l, j, i));
        const seen = group.appendChild(svg("line", { x1, y1, x2, y2 }));
        group.append(svg("line", { class: "st-hit", x1, y1, x2, y2 }));
        const place = freest({ x1, y1, x2, y2 }, labels);
        labels.push(place);
        const label = group.appendChild(svg("text", { class: "st-label", ...place }));
        lines.push({ group, title, name, seen, label, labelled, i, j });
      }
    }
    return lines;
  }

  /** Bring a layer into view where the drawing is wider than its place. @param {number} l */
  reveal(l) {
    const { left, width } = this.x[l];
    const { clientWidth: seen, scrollLeft, scrollWidth } = this.scroll;
    const last = l === this.scene.depth; // beside it stands the loss
    const right = last ? scrollWidth : left + width;
    if (left >= scrollLeft && right <= scrollLeft + seen) return;
    this.scroll.scrollTo({ left: last ? scrollWidth : left + width / 2 - seen / 2, behavior: "instant" });
  }

  /**
   * @param {number} k operations that have run
   * @param {Pick} pick in the layer of the operation
   * @param {number} sample
   * @param {number} digits
   * @param {Uint32Array} table colours
   */
  paint(k, pick, sample, digits, table) {
    this.last = [k, pick, sample, digits, table];
    const op = k ? this.scene.operations[k - 1] : null;
    this.layers.forEach(({ units, strips }, l) => {
      if (units) this.#paintUnits(units, l, k, op, pick, sample, digits);
      if (strips) this.#paintStrips(strips, l, k, op, sample, table);
    });
    this.edges.forEach(({ lines, matrices }, index) => {
      if (lines) this.#paintLines(lines, index + 1, k, op, pick, sample, digits);
      else this.#paintMatrices(matrices, index + 1, k, op, table);
    });
    for (const skip of this.skips) this.#paintSkip(skip, op, pick, sample, digits);
    this.#paintLoss(k, op, digits);
    this.#mark(op, pick);
  }

  /** Whether an operation touches a layer's activations. @param {Operation|null} op @param {number} l */
  #touches(op, l) {
    if (!op) return true;
    const { depth } = this.scene;
    if (op.symbol === "loss") return l === depth;
    const own = op.layer ?? 0;
    if (op.symbol === "z" || op.symbol === "dW") return l === own || l === own - 1;
    if (op.symbol === "delta") return l === own || l === own + 1;
    if (op.symbol === "a" && op.skip && l === own - 1) return true;
    return ["n", "a"].includes(op.symbol) && l === own;
  }

  /**
   * @param {UnitMarks[]} units
   * @param {number} l
   * @param {number} k
   * @param {Operation|null} op
   * @param {Pick} pick
   * @param {number} sample
   * @param {number} digits
   */
  #paintUnits(units, l, k, op, pick, sample, digits) {
    const { scene } = this;
    const few = Math.min(digits, 4);
    const names = ["z", "n", "a", "delta"].map((name) => `${name}${l}`);
    const writes = op && op.layer === l && ["z", "n", "a", "delta"].includes(op.symbol);
    // Normalised over the layer, every unit has a part in every other's number; and so it has in softmax.
    const together = (scene.header.normalization === "layer" && scene.normalized(l) && ["n", "delta"].includes(String(op?.symbol)))
      || (scene.shares(l) && (op?.symbol === "a" || (op?.symbol === "delta" && !op.fused)));
    units.forEach((unit, j) => {
      /** @param {string} name */
      const value = (name) => scene.at(`${name}${l}`, sample, j);
      /** @param {string} name */
      const has = (name) => scene.has(`${name}${l}`, k);
      const known = ["n", "z"].find(has);
      const inside = has("a") ? concise(value("a"), unit.digits) : known ? `${known} ${concise(value(known), 3)}` : "";
      unit.value.textContent = unit.roomy ? inside : "";
      const slope = l > 0 && unit.open && has("slope") ? `f′ ${significant(value("slope"), few)}` : "";
      const delta = l > 0 && unit.open && has("delta") ? `δ ${significant(value("delta"), few)}` : "";
      unit.above.textContent = slope || (unit.open ? unit.called : "");
      unit.above.style.fill = slope ? "var(--bp-slope)" : "var(--bp-muted)";
      unit.below.textContent = delta || (l === scene.depth && unit.open ? `${unit.digits > 3 ? scene.header.text.target : "y"} ${concise(scene.at("y", sample, j), unit.digits)}` : "");
      unit.below.style.fill = delta ? "var(--bp-delta)" : "var(--bp-muted)";
      unit.title.textContent = [unit.name, ...names.filter((name) => scene.has(name, k)).map((name) => `${name} = ${significant(scene.at(name, sample, j), digits)}`)].join("\n");
      const above = op?.symbol === "delta" && Number(op.layer) < l;
      unit.group.classList.toggle("st-dim", !this.#touches(op, l) || (writes && j !== pick.j && !together) || false);
      unit.group.classList.toggle("st-written", Boolean(writes));
      unit.group.classList.toggle("st-chosen", Boolean(op && op.layer === l && j === pick.j && !above));
      unit.group.style.setProperty("--bp-written", op?.phase === "forward" ? "var(--bp-previous)" : "var(--bp-delta)");
    });
  }

  /**
   * @param {EdgeMarks[]} lines
   * @param {number} l
   * @param {number} k
   * @param {Operation|null} op
   * @param {Pick} pick
   * @param {number} sample
   * @param {number} digits
   */
  #paintLines(lines, l, k, op, pick, sample, digits) {
    const { scene } = this;
    const few = Math.min(digits, 4);
    const W = scene.parameters("W", l, k);
    const most = largest(cells(W.rows, W.columns, W.values)) || 1;
    for (const { group, title, name, seen, label, labelled, i, j } of lines) {
      const weight = W.values[i * W.columns + j];
      let live = false;
      let [shown, colour] = [weight, "weights"];
      if (op?.symbol === "z" && op.layer === l) {
        live = j === pick.j;
        if (live) [shown, colour] = [scene.at(scene.below(l), sample, i) * weight, "previous"];
      } else if (op?.symbol === "delta" && op.layer === l - 1) {
        live = i === pick.j;
        if (live) [shown, colour] = [weight * scene.at(`delta${l}`, sample, j), "delta"];
      } else if (op?.symbol === "dW" && op.layer === l) {
        live = true;
        [shown, colour] = [scene.at(`dW${l}`, i, j), "delta"];
      } else if (op?.symbol === "W" && op.layer === l) live = true;
      const chosen = op?.layer === l && ["dW", "W"].includes(op.symbol) && i === pick.i && j === pick.j;
      seen.setAttribute("stroke-width", String(1 + (3 * Math.abs(weight)) / most + (chosen ? 2 : 0)));
      group.classList.toggle("st-live", live);
      group.classList.toggle("st-dim", Boolean(op) && !live);
      group.style.setProperty("--bp-live", chosen ? "var(--bp-accent)" : `var(--bp-${colour})`);
      label.textContent = labelled || live && this.scene.header.sizes[l] <= FEW ? concise(shown, few) : "";
      title.textContent = `${name}: ${significant(weight, digits)}`;
    }
  }

  /**
   * @param {Record<string, Cells>} strips
   * @param {number} l
   * @param {number} k
   * @param {Operation|null} op
   * @param {number} sample
   * @param {Uint32Array} table
   */
  #paintStrips(strips, l, k, op, sample, table) {
    const { scene } = this;
    for (const [name, canvas] of Object.entries(strips)) {
      const key = `${name}${l}`;
      const there = scene.has(key, k);
      canvas.classList.toggle("st-empty", !there);
      if (!there) continue;
      const { columns, values } = scene.arrays[key];
      const part = cells(columns, 1, values.subarray(sample * columns, (sample + 1) * columns));
      paintCells(canvas, part, niceCeiling(largest(part)), table);
      canvas.shown = { name: key, part };
      canvas.classList.toggle("st-written", Boolean(op?.writes.includes(key)));
      canvas.classList.toggle("st-dim", op !== null && !op.writes.includes(key) && !op.reads.includes(key));
    }
  }

  /**
   * @param {Matrices} matrices
   * @param {number} l
   * @param {number} k
   * @param {Operation|null} op
   * @param {Uint32Array} table
   */
  #paintMatrices(matrices, l, k, op, table) {
    const { scene } = this;
    /** @param {Cells} canvas @param {string} key @param {Matrix|null} array */
    const paint = (canvas, key, array) => {
      canvas.classList.toggle("st-empty", !array);
      if (!array) return;
      const part = cells(array.rows, array.columns, array.values);
      paintCells(canvas, part, niceCeiling(largest(part)), table);
      canvas.shown = { name: key, part };
      /** @param {string[]} names */
      const touched = (names) => names.includes(key) || names.includes(`${key}+`);
      canvas.classList.toggle("st-written", op !== null && touched(op.writes));
      canvas.classList.toggle("st-dim", op !== null && !touched(op.writes) && !touched(op.reads));
    };
    paint(matrices.W, `W${l}`, scene.parameters("W", l, k));
    paint(matrices.dW, `dW${l}`, scene.has(`dW${l}`, k) ? scene.arrays[`dW${l}`] : null);
  }

  /** A frame around the selected cell of a matrix or strip. @param {Operation|null} op @param {Pick} pick */
  #mark(op, { i, j }) {
    this.cell.setAttribute("visibility", "hidden");
    if (!op?.layer) return;
    const l = op.layer;
    /** @param {number} x @param {number} y @param {number} width @param {number} height */
    const put = (x, y, width, height) => {
      for (const [name, value] of Object.entries({ x, y, width, height, visibility: "visible" })) this.cell.setAttribute(name, String(value));
    };
    const { sizes } = this.scene.header;
    if (["dW", "W"].includes(op.symbol)) {
      const { matrices } = this.edges[l - 1];
      if (!matrices) return;
      const top = op.symbol === "dW" ? TOP + matrices.half + 22 : TOP;
      const [w, h] = [matrices.width / sizes[l], matrices.half / sizes[l - 1]];
      put(matrices.left + j * w - 1, top + i * h - 1, w + 2, h + 2);
    } else if (!this.small[l]) {
      const left = this.x[l].left + this.kinds[l].indexOf(op.symbol) * (STRIP + GAP);
      const h = this.height / sizes[l];
      put(left - 2, TOP + j * h - 1, STRIP + 4, h + 2);
    }
  }

  destroy() {
    this.observer.disconnect();
  }
}
