// Small layers as circles and edges: the whole network where it fits, else the layers around the one at work.

import { svg } from "../../browser/dom.js";
import { concise, fill, significant } from "../../browser/format.js";
import { Answers } from "./answers.js";
import { Edges } from "./edges.js";
import { appear, MOTION_MS } from "./motion.js";
import { unitOn } from "./path.js";
import { DEEP, Skip } from "./skip.js";
import { windowOf } from "./windows.js";

/** @import { Scene } from "../scene.js" */
/** @import { Operation } from "../types.d.ts" */
/** @import { StepMoment, Stage } from "./stage.d.ts" */
/** @import { Spot } from "./edges.js" */
/** @import { Column, Window } from "./windows.js" */

/**
 * A unit's elements, and how much of it there is room for.
 * @typedef {{group: SVGGElement, title: SVGTitleElement, name: string, called: string, value: SVGTextElement, above: SVGTextElement,
 *   below: SVGTextElement, digits: number, open: boolean}} UnitMarks
 */

const TOP = 34;
const BOTTOM = 30;
const NAME = 14;
/** A circle that has room for a number in it; a smaller unit is wider than high. */
const [ROOMY, LARGE, MOST] = [15, 24, 35];
const PILL = { width: 54, height: 26 };

/** A name as it fits above a unit. @param {string} name */
function abridged(name) {
  return name.length > NAME ? `${name.slice(0, NAME - 1)}…` : name;
}

/** What a label stands for in the glossary, as long as it says that. @param {SVGElement} label @param {string|null} term nothing for none */
function stands(label, term) {
  if (term) label.dataset.term = term;
  else delete label.dataset.term;
}

/** @param {SVGGElement} group @param {string} name @param {() => void} pick */
function button(group, name, pick) {
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

export class Graph {
  /** @type {Scene} */
  scene;
  /** What travels along edges. @type {SVGGElement|undefined} */
  travellers;
  /** The layers that are shown. @type {Window} */
  window;
  /** The loss's box, where the last layer is shown. @type {{group: SVGGElement, value: SVGTextElement}|null} */
  loss = null;

  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.answers = new Answers(stage);
    this.height = 0;
    /** By layers. @type {Map<number, UnitMarks[]>} */
    this.units = new Map();
    /** @type {Edges[]} */
    this.edges = [];
    /** @type {Skip[]} */
    this.skips = [];
    /** Which layers stand where. */
    this.laid = "";
  }

  /**
   * @param {Scene} scene
   * @param {number} layer the one at work
   * @param {{width: number, height: number}} room
   * @param {boolean} moves
   */
  show(scene, layer, room, moves) {
    const found = windowOf(scene.header.sizes, layer, room.width);
    const laid = [scene.header.run, room.width, room.height, found.from, found.to].join();
    this.scene = scene;
    if (this.laid === laid) return;
    const before = this.laid ? this.window.columns : [];
    Object.assign(this, { laid, window: found });
    const inside = scene.skipped.filter((l) => l > found.from && l <= found.to);
    this.height = room.height - TOP - BOTTOM - (inside.length ? DEEP : 0);
    this.answers.clear();
    this.stage.marks.replaceChildren();
    this.edges = [];
    for (let l = found.from + 1; l <= found.to; l += 1) this.edges.push(new Edges(this.stage, scene, l, (own, unit, side) => this.#end(own, unit, side), button));
    this.units = new Map(found.columns.map((column) => [column.layer, this.#column(column, before, moves)]));
    this.skips = inside.map((l) => new Skip(this.stage, scene, l, this.#at(l - 1).centre, this.#at(l).centre, TOP + this.height + 2));
    this.loss = found.loss ? this.#lossBox(found.loss) : null;
    if (found.from === 0) this.answers.put(scene, this.#at(0), this.#radius(0), this.height, TOP);
    this.travellers = this.stage.marks.appendChild(svg("g"));
    if (moves) for (const { lines } of this.edges) for (const { group } of lines) appear(group, MOTION_MS / 3);
  }

  /** @param {number} l */
  #at(l) {
    return this.window.columns[l - this.window.from];
  }

  /** @param {number} l @param {number} unit */
  #y(l, unit) {
    return TOP + ((unit + 0.5) * this.height) / this.scene.header.sizes[l];
  }

  /** @param {number} l */
  #radius(l) {
    return Math.min(MOST, (0.34 * this.height) / this.scene.header.sizes[l]);
  }

  /** Half of how wide a unit is. @param {number} l */
  #half(l) {
    const r = this.#radius(l);
    return r >= ROOMY ? r : PILL.width / 2;
  }

  /** @param {number} l @param {number} unit @param {number} side @returns {Spot} */
  #end(l, unit, side) {
    return { x: this.#at(l).centre + side * this.#half(l), y: this.#y(l, unit) };
  }

  /** A layer's name and units. @param {Column} column @param {Column[]} before where layers stood @param {boolean} moves @returns {UnitMarks[]} */
  #column({ layer: l, centre }, before, moves) {
    const { text, sizes, titles } = this.scene.header;
    const { marks } = this.stage;
    const old = before.find((column) => column.layer === l);
    const title = marks.appendChild(svg("text", { class: "st-name", "data-term": l ? "layer" : "x", "data-layer": l, x: centre, y: 13 }, titles[l]));
    const made = Array.from({ length: sizes[l] }, (_, j) => this.#unit(l, j, fill(l ? text.unit : text.input_unit, { l, j: j + 1 })));
    if (moves && before.length) {
      for (const group of [title, ...made.map((unit) => unit.group)]) {
        if (old) group.animate([{ transform: `translateX(${old.centre - centre}px)` }, { transform: "none" }], { duration: MOTION_MS, easing: "ease-in-out" });
        else appear(group);
      }
    }
    return made;
  }

  /** @param {number} l @param {number} j @param {string} words @returns {UnitMarks} */
  #unit(l, j, words) {
    const [cx, cy, r] = [this.#at(l).centre, this.#y(l, j), this.#radius(l)];
    const group = this.stage.marks.appendChild(svg("g", { "data-unit": `${l}.${j + 1}` }));
    const called = this.scene.called(l, j);
    const name = words + (called && `: ${called}`);
    const title = button(group, name, () => this.stage.onPick(l, j, null));
    const high = Math.min(PILL.height, 2.2 * r);
    if (r >= ROOMY) group.append(svg("circle", { cx, cy, r }));
    else group.append(svg("rect", { class: "st-unit", x: cx - PILL.width / 2, y: cy - high / 2, width: PILL.width, height: high, rx: high / 2 }));
    const value = group.appendChild(svg("text", { class: "st-value", x: cx, y: cy, style: `font-size: ${r > LARGE ? 13 : 10}px` }));
    const above = group.appendChild(svg("text", { class: "st-label bp-c-slope", x: cx, y: cy - r - 11 }));
    const below = group.appendChild(svg("text", { class: "st-label bp-c-delta", x: cx, y: cy + r + 12 }));
    return { group, title, name, called: abridged(called), value, above, below, digits: r > LARGE ? 4 : 3, open: this.height / this.scene.header.sizes[l] > 2 * r + 38 };
  }

  /** The loss, at the right of everything. @param {{left: number, width: number}} place */
  #lossBox({ left, width }) {
    const [x, y] = [left + width / 2, TOP + this.height / 2];
    const half = Math.min(40, width / 2 - 2);
    const { marks } = this.stage;
    const group = marks.appendChild(svg("g"));
    group.append(svg("rect", { class: "st-box", x: x - half, y: y - 16, width: 2 * half, height: 32, rx: 6 }));
    marks.append(svg("text", { class: "st-name", "data-term": "loss", x, y: 13 }, this.scene.header.text.loss_label));
    return { group, value: group.appendChild(svg("text", { class: "st-value", x, y, style: "font-size: 13px" })) };
  }

  /** @param {StepMoment} moment */
  #paintLoss({ scene, k, op, digits }) {
    if (!this.loss) return;
    const { group, value } = this.loss;
    value.textContent = scene.has("loss", k) ? concise(scene.arrays.loss.values[0], Math.min(digits, 4)) : "";
    group.classList.toggle("st-written", op?.symbol === "loss");
    group.classList.toggle("st-dim", op !== null && op.symbol !== "loss" && !(op.symbol === "delta" && op.layer === scene.depth));
  }

  /** @param {StepMoment} moment @returns {string} what the numbers on edges are; nothing where no edge has room for one */
  paint(moment) {
    for (const [l, units] of this.units) this.#paintUnits(units, l, moment);
    const numbered = this.edges.map((edges) => edges.paint(moment));
    for (const skip of this.skips) skip.paint(moment);
    this.#paintLoss(moment);
    this.answers.paint(moment);
    const { text } = moment.scene.header;
    const lit = numbered.find((one) => one.lit)?.lit;
    const others = numbered.some((one) => one.others);
    if (!lit) return others ? text.edges_W : "";
    return lit === "W" ? text.edges_W : text[`edges_${lit}${others ? "_others" : ""}`];
  }

  /** What an operation computes travels along its edges; what comes back is then shrunk by the slope. @param {Operation} op @param {number} beat */
  flow({ phase, kind, layer }, beat) {
    const { travellers } = this;
    if (!travellers || phase === "update") return;
    for (const edges of this.edges) if (edges.isLive) edges.flow(travellers, phase === "backward", beat);
    if (kind !== "delta" || layer === null) return;
    for (const { group } of this.units.get(layer) ?? []) {
      group.style.transformOrigin = "center";
      group.style.transformBox = "fill-box";
      group.animate([{ transform: "scale(1.18)" }, { transform: "none" }], { duration: beat || MOTION_MS, delay: beat || MOTION_MS, fill: "backwards" });
    }
  }

  /** Whether an operation touches a layer's activations. @param {Scene} scene @param {Operation|null} op @param {number} l */
  #touches(scene, op, l) {
    if (!op) return true;
    const { depth } = scene;
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
   * @param {StepMoment} moment
   */
  #paintUnits(units, l, { scene, k, op, pick, sample, digits, path, hides }) {
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
      unit.value.textContent = has("a") ? concise(value("a"), unit.digits) : known ? `${known} ${concise(value(known), 3)}` : "";
      const slope = l > 0 && unit.open && has("slope") ? `f′ ${significant(value("slope"), few)}` : "";
      const delta = l > 0 && unit.open && has("delta") ? `δ ${significant(value("delta"), few)}` : "";
      unit.above.textContent = slope || (unit.open ? unit.called : "");
      stands(unit.above, slope && "slope");
      unit.above.style.fill = slope ? "var(--bp-slope)" : "var(--bp-muted)";
      unit.below.textContent = delta || (l === scene.depth && unit.open ? `${unit.digits > 3 ? scene.header.text.target : "y"} ${concise(scene.at("y", sample, j), unit.digits)}` : "");
      stands(unit.below, delta ? "delta" : unit.below.textContent && "y");
      unit.below.style.fill = delta ? "var(--bp-delta)" : "var(--bp-muted)";
      unit.title.textContent = [unit.name, ...names.filter((name) => !hides && scene.has(name, k)).map((name) => `${name} = ${significant(scene.at(name, sample, j), digits)}`)].join("\n");
      const above = op?.symbol === "delta" && Number(op.layer) < l;
      unit.group.classList.toggle("st-dim", !this.#touches(scene, op, l) || (writes && j !== pick.j && !together) || false);
      unit.group.classList.toggle("st-on-path", j === unitOn(path, l));
      unit.group.classList.toggle("st-written", Boolean(writes));
      unit.group.classList.toggle("st-chosen", Boolean(op && op.layer === l && j === pick.j && !above));
      unit.group.style.setProperty("--bp-written", op?.phase === "forward" ? "var(--bp-previous)" : "var(--bp-delta)");
    });
  }

  clear() {
    this.laid = "";
    this.answers.clear();
    this.stage.marks.replaceChildren();
  }
}
