// A skip connection: a curve below the layers, from the one below around a layer to where its a is added.

import { svg } from "../../browser/dom.js";
import { concise, fill } from "../../browser/format.js";
import { isAround } from "./path.js";

/** @import { Stage, StepMoment } from "./stage.d.ts" */
/** @import { Scene } from "../scene.js" */

/** How deep the curve hangs below the layers. */
export const DEEP = 18;
/** So wide, and there is room for a number on it. */
const ROOMY = 60;

export class Skip {
  /**
   * @param {Stage} stage
   * @param {Scene} scene
   * @param {number} l the layer that it leads around
   * @param {number} from the middle of the layer below
   * @param {number} to its own
   * @param {number} y where layers end
   */
  constructor(stage, scene, l, from, to, y) {
    this.l = l;
    this.y = y;
    this.ends = [from + 6, to - 6];
    this.roomy = to - from > ROOMY;
    this.group = stage.marks.appendChild(svg("g", { class: "st-skip", "data-skip": l }));
    this.group.append(
      svg("path", { d: `M${this.ends[0]},${y} C${this.ends[0]},${y + DEEP * 1.3} ${this.ends[1]},${y + DEEP * 1.3} ${this.ends[1]},${y}` }),
      svg("title", {}, fill(scene.header.text.skip_title, { l, below: l - 1 })),
    );
    this.head = this.group.appendChild(svg("path", { class: "st-head" }));
    this.label = this.group.appendChild(svg("text", { class: "st-label", x: (from + to) / 2, y: y + DEEP - 4 }));
  }

  /** Its colour and number: the a that it adds, or backwards the gradient that it hands on. @param {StepMoment} moment */
  paint({ scene, op, pick, sample, digits, path }) {
    const { l, y, group } = this;
    const forward = op?.symbol === "a" && op.layer === l;
    const back = op?.symbol === "delta" && op.layer === l - 1;
    const shown = forward ? scene.below(l) : `da${l}`;
    const number = forward || back ? concise(scene.at(shown, sample, pick.j), Math.min(digits, 4)) : scene.header.text.skip;
    this.label.textContent = this.roomy ? number : "";
    const x = this.ends[back ? 0 : 1];
    this.head.setAttribute("d", `M${x},${y - 4} l5,9 l-10,0 z`);
    group.classList.toggle("st-live", forward || back);
    group.classList.toggle("st-dim", Boolean(op) && !forward && !back);
    group.classList.toggle("st-on-path", isAround(path, l));
    group.style.setProperty("--bp-live", forward ? "var(--bp-previous)" : "var(--bp-delta)");
  }
}
