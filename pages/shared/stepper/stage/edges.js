// The weights between two small layers as lines: how thick, with which numbers, and what travels along them.

import { svg } from "../../browser/dom.js";
import { largest } from "../../browser/draw.js";
import { concise, fill, significant } from "../../browser/format.js";
import { cells } from "./cells.js";
import { MOTION_MS } from "./motion.js";
import { isOnEdge } from "./path.js";
import { FEW, LABELLED_EDGES } from "./windows.js";

/** @import { StepMoment, Stage } from "./stage.d.ts" */
/** @import { Scene } from "../scene.js" */

/** A line, or the place of a label on it. @typedef {{x1: number, y1: number, x2: number, y2: number}} Segment */
/** @typedef {{x: number, y: number}} Spot */

/**
 * An edge's elements; `line` is where it is.
 * @typedef {{group: SVGGElement, title: SVGTitleElement, name: string, seen: SVGLineElement, label: SVGTextElement,
 *   labelled: boolean, i: number, j: number, line: Segment}} EdgeMarks
 */

/** What an edge shows of a moment: its number, in which colour, what that is, and whether it is lit. @typedef {{shown: number, colour: string, what: string, live: boolean}} EdgeShown */

const LABEL = { width: 50, height: 13 };
const LABEL_SHARES = [0.34, 0.44, 0.25, 0.54, 0.17, 0.64, 0.74, 0.84];
/** So many things travel at once, at most. */
const TRAVELLERS = 40;

/**
 * Where along an edge a label is farthest from others, in the sizes of a label; not far from the start if nothing is near.
 * @param {Segment} line
 * @param {Spot[]} others
 */
function freest({ x1, y1, x2, y2 }, others) {
  const places = LABEL_SHARES.map((share) => ({ x: x1 + share * (x2 - x1), y: y1 + share * (y2 - y1) }));
  /** @param {Spot} place */
  const room = (place) => Math.min(1.2, ...others.map(({ x, y }) =>
    Math.max(Math.abs(x - place.x) / LABEL.width, Math.abs(y - place.y) / LABEL.height)));
  return places.reduce((best, place) => (room(place) > room(best) ? place : best));
}

export class Edges {
  /**
   * @param {Stage} stage
   * @param {Scene} scene
   * @param {number} l the layer that they lead to
   * @param {(layer: number, unit: number, side: number) => Spot} end where a unit's edges begin, at its left (-1) or right (1)
   * @param {(group: SVGGElement, name: string, pick: () => void) => SVGTitleElement} button
   */
  constructor(stage, scene, l, end, button) {
    this.l = l;
    const { text, sizes } = scene.header;
    const labelled = sizes[l - 1] * sizes[l] <= LABELLED_EDGES;
    /** @type {EdgeMarks[]} */
    this.lines = [];
    /** @type {Spot[]} */
    const labels = [];
    for (let i = 0; i < sizes[l - 1]; i += 1) {
      for (let j = 0; j < sizes[l]; j += 1) {
        const [from, to] = [end(l - 1, i, 1), end(l, j, -1)];
        const line = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
        const group = stage.marks.appendChild(svg("g", { "data-weight": `${l}.${i + 1}.${j + 1}` }));
        const name = fill(text.weight, { l, i: i + 1, j: j + 1 });
        const title = button(group, name, () => stage.onPick(l, j, i));
        const seen = group.appendChild(svg("line", { ...line }));
        group.append(svg("line", { class: "st-hit", ...line }));
        const place = freest(line, labels);
        labels.push(place);
        const label = group.appendChild(svg("text", { class: "st-label", ...place }));
        this.lines.push({ group, title, name, seen, label, labelled, i, j, line });
      }
    }
  }

  /** @param {EdgeMarks} edge @param {StepMoment} moment @param {number} weight @returns {EdgeShown} */
  #shown({ i, j }, { scene, op, pick, sample }, weight) {
    const { l } = this;
    if (op?.symbol === "z" && op.layer === l && j === pick.j) return { shown: scene.at(scene.below(l), sample, i) * weight, colour: "previous", what: "input", live: true };
    if (op?.symbol === "delta" && op.layer === l - 1 && i === pick.j) return { shown: weight * scene.at(`delta${l}`, sample, j), colour: "delta", what: "delta", live: true };
    if (op?.symbol === "dW" && op.layer === l) return { shown: scene.at(`dW${l}`, i, j), colour: "delta", what: "dW", live: true };
    return { shown: weight, colour: "weights", what: "W", live: op?.symbol === "W" && op.layer === l };
  }

  /** @param {StepMoment} moment @returns {{lit: string, others: boolean}} what the numbers are on those that are lit, and whether others have numbers too */
  paint(moment) {
    const { scene, k, op, pick, digits } = moment;
    const { l } = this;
    const few = Math.min(digits, 4);
    const W = scene.parameters("W", l, k);
    const all = this.lines.map((edge) => this.#shown(edge, moment, W.values[edge.i * W.columns + edge.j]));
    const numbered = { lit: "", others: false };
    // Of more that are lit at once the numbers would lie over one another: the chosen one has its own.
    const isRoomy = scene.header.sizes[l] <= FEW && all.filter(({ live }) => live).length <= LABELLED_EDGES;
    // As thick as the weight; and as what comes back through it, where that is what is looked at.
    const most = { weight: largest(cells(W.rows, W.columns, W.values)) || 1, back: Math.max(...all.map(({ what, shown }) => (what === "delta" ? Math.abs(shown) : 0))) || 1 };
    this.lines.forEach(({ group, title, name, seen, label, labelled, i, j, line }, at) => {
      const { shown, colour, what, live } = all[at];
      const weight = W.values[i * W.columns + j];
      const chosen = op?.layer === l && ["dW", "W"].includes(op.symbol) && i === pick.i && j === pick.j;
      const share = what === "delta" ? Math.abs(shown) / most.back : Math.abs(weight) / most.weight;
      seen.setAttribute("stroke-width", String(1 + (what === "delta" ? 5 : 3) * (Number.isFinite(share) ? share : 1) + (chosen ? 2 : 0)));
      group.classList.toggle("st-live", live);
      group.classList.toggle("st-on-path", isOnEdge(moment.path, l, i, j));
      group.classList.toggle("st-dim", Boolean(op) && !live);
      group.style.setProperty("--bp-live", chosen ? "var(--bp-accent)" : `var(--bp-${colour})`);
      if (!labelled) this.#spread(label, line, what);
      label.textContent = labelled || (live && isRoomy) || chosen ? concise(shown, few) : "";
      if (label.textContent && live) numbered.lit = what;
      if (label.textContent && !live) numbered.others = true;
      title.textContent = moment.hides ? name : `${name}: ${significant(weight, digits)}`;
    });
    return numbered;
  }

  /** Where those that are lit lead apart: from the units before, or to those behind. @param {SVGTextElement} label @param {Segment} line @param {string} what */
  #spread(label, { x1, y1, x2, y2 }, what) {
    const share = { input: 0.28, delta: 0.72 }[what];
    if (!share) return;
    label.setAttribute("x", String(x1 + share * (x2 - x1)));
    label.setAttribute("y", String(y1 + share * (y2 - y1)));
  }

  /** Whether edges of this layer are lit. */
  get isLive() {
    return this.lines.some(({ group }) => group.classList.contains("st-live"));
  }

  /** What is computed travels along the edges that are lit. @param {SVGElement} place @param {boolean} back @param {number} beat */
  flow(place, back, beat) {
    const live = this.lines.filter(({ group }) => group.classList.contains("st-live")).slice(0, TRAVELLERS);
    for (const { line: { x1, y1, x2, y2 }, group } of live) {
      const dot = svg("circle", { class: "st-traveller", r: 4, style: `fill: ${group.style.getPropertyValue("--bp-live")}` });
      place.append(dot);
      const ends = [`translate(${x1}px, ${y1}px)`, `translate(${x2}px, ${y2}px)`];
      const [from, to] = back ? ends.reverse() : ends;
      dot.style.transform = from;
      dot.animate([{ transform: from }, { transform: to }], { duration: beat || MOTION_MS, easing: "ease-in-out" }).finished.then(() => dot.remove(), () => dot.remove());
    }
  }
}
