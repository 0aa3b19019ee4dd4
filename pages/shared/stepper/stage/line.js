// The whole network in one line: every layer small, the ones that stand large below marked, each a click away.

import { element } from "../../browser/dom.js";
import { largest, niceCeiling, paintCells } from "../../browser/draw.js";
import { fill } from "../../browser/format.js";
import { rowOf } from "../scene.js";
import { cells } from "./cells.js";
import { unitOn } from "./path.js";

/** @import { StepMoment } from "./stage.d.ts" */
/** @import { Scene } from "../scene.js" */

/** Layers' numbers stand so far apart, in pixels, that none runs into the next. */
const APART = 20;

/** A layer's thumbnail. @typedef {{button: HTMLButtonElement, canvas: HTMLCanvasElement, label: HTMLElement, mark: HTMLElement}} Thumb */

export class Line {
  /**
   * @param {HTMLElement} root .st-line
   * @param {(layer: number) => void} onLayer one was clicked, 0 for the input
   */
  constructor(root, onLayer) {
    this.root = root;
    this.onLayer = onLayer;
    /** @type {Thumb[]} */
    this.thumbs = [];
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {Scene} scene @param {boolean} wanted whether there is more than stands large */
  build(scene, wanted) {
    this.root.hidden = !wanted;
    const { text, titles } = scene.header;
    this.root.setAttribute("aria-label", text.line);
    if (this.thumbs.length === titles.length) return;
    this.thumbs = titles.map((title, l) => {
      const button = element("button", "st-thumb");
      button.type = "button";
      button.setAttribute("role", "radio");
      button.setAttribute("aria-label", title);
      button.title = fill(text.line_go, { name: title });
      button.addEventListener("click", () => this.onLayer(l));
      const canvas = element("canvas");
      canvas.setAttribute("aria-hidden", "true");
      const label = element("span", "", l ? String(l) : "x");
      label.setAttribute("aria-hidden", "true");
      const mark = element("i"); // where a path goes through
      button.append(canvas, mark, label);
      return { button, canvas, label, mark };
    });
    this.root.replaceChildren(...this.thumbs.map(({ button }) => button));
  }

  /** Arrow keys go from layer to layer, as in a group of choices. @param {KeyboardEvent} event */
  #key(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = this.thumbs.findIndex(({ button }) => button === document.activeElement);
    const next = by ? this.thumbs[at + by] : null;
    if (at < 0 || !next) return;
    event.preventDefault();
    event.stopPropagation();
    next.button.focus();
    next.button.click();
  }

  /**
   * @param {StepMoment} moment
   * @param {number} layer the one at work
   * @param {number} from the first that stands large
   * @param {number} to the last
   */
  paint({ scene, k, op, sample, table, path }, layer, from, to) {
    const back = op?.phase === "backward" || op?.phase === "update";
    const every = Math.ceil((APART * this.thumbs.length) / Math.max(1, this.root.clientWidth));
    this.thumbs.forEach(({ button, canvas, label, mark }, l) => {
      const name = back && scene.has(`delta${l}`, k) ? `delta${l}` : scene.has(`a${l}`, k) ? `a${l}` : scene.has(`z${l}`, k) ? `z${l}` : "";
      canvas.classList.toggle("st-empty", !name);
      if (name) {
        const own = rowOf(scene.arrays[name], sample);
        const part = cells(own.length, 1, own);
        paintCells(canvas, part, niceCeiling(largest(part)), table);
      }
      const unit = unitOn(path, l);
      mark.hidden = unit === null;
      mark.style.setProperty("--at", String(((unit ?? 0) + 0.5) / scene.header.sizes[l]));
      button.classList.toggle("st-large", l >= from && l <= to);
      button.setAttribute("aria-checked", String(l === layer));
      button.tabIndex = l === layer ? 0 : -1;
      label.textContent = l === layer || l % every === 0 ? (l ? String(l) : "x") : "";
    });
  }
}
