// A place of a picture of the input is chosen: by a click anywhere in it, or by keys from sample to sample.

import { element } from "../../browser/dom.js";
import { ALONG } from "../moves.js";
import { around } from "./places.js";

/** @import { InputPane, Spot } from "../panes/input_pane.js" */

/** A finger that taps as near as this taps the same place once more. */
const NEAR = 24;

export class PlacePicker {
  /** @param {InputPane} pane */
  constructor(pane) {
    this.pane = pane;
    this.place = element("div", "bp-cells");
    this.place.tabIndex = 0;
    this.place.setAttribute("role", "application");
    /** The sample that keys have come to. */
    this.point = 0;
    /** Whether the pointer that was pressed last is a finger, and where it has tapped. */
    this.finger = false;
    /** @type {Spot|null} */
    this.tapped = null;
    pane.host.append(this.place);
    pane.canvas.addEventListener("pointerdown", ({ pointerType }) => { this.finger = pointerType === "touch"; });
    pane.canvas.addEventListener("click", (event) => this.#clicked(event));
    this.place.addEventListener("keydown", (event) => this.#key(event));
    this.place.addEventListener("focus", () => this.#move(0));
    this.place.addEventListener("blur", () => pane.point(null));
  }

  /** Another run, or another unit: what can be chosen. @param {string} name */
  begin(name) {
    this.place.setAttribute("aria-label", name);
    this.point = Math.min(this.point, this.pane.points.x.length - 1);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const { pane } = this;
    const spot = pane.spotOf(event);
    if (!pane.area?.holds(spot.x, spot.y)) return;
    // A finger sees first what a mouse sees by being there; the next tap asks.
    const again = this.tapped && Math.hypot(spot.x - this.tapped.x, spot.y - this.tapped.y) < NEAR;
    this.tapped = this.finger ? spot : null;
    if (this.finger && !again) return;
    this.#open(spot, pane.points.at(spot.x, spot.y), null);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const move = ALONG[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || (!move && event.key !== "Enter")) return;
    event.preventDefault(); // nor does it move the run
    if (move) this.#move(move);
    else this.#open(this.#spot, this.point, this.place);
  }

  /** Where the sample lies. @returns {Spot} */
  get #spot() {
    const [x, y] = this.pane.placeOf(this.point);
    return { x, y };
  }

  /** @param {number} by samples */
  #move(by) {
    const { pane } = this;
    if (!pane.area || !pane.frame) return;
    const all = pane.points.x.length;
    this.point = (this.point + by + all) % all;
    pane.point(this.#spot);
    pane.tools.tell(pane.about(this.#spot, this.point).join(", "));
  }

  /** @param {Spot} spot @param {number} point there, or -1 @param {HTMLElement|null} back takes the focus afterwards */
  #open({ x, y }, point, back) {
    const { pane } = this;
    const { left, top } = pane.canvas.getBoundingClientRect();
    const box = around(left + x * pane.size, top + y * pane.size);
    pane.tools.answerAt({ x: point < 0 ? pane.inputAt({ x, y }) : pane.points.x[point], point }, box, back);
  }
}
