// The units of a layer side by side, each with its picture: drawn on one canvas, under a button for each.

import { element } from "../../browser/dom.js";
import { contextOf } from "../../browser/draw.js";

const GAP = 4;

/** As many columns as make so many squares largest. @param {number} count @param {number} width @param {number} height */
function squares(count, width, height) {
  let best = { columns: 1, side: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const side = Math.floor(Math.min((width - GAP * (columns - 1)) / columns, (height - GAP * (rows - 1)) / rows));
    if (side > best.side) best = { columns, side };
  }
  return best;
}

export class Units {
  /**
   * @param {HTMLElement} place that it covers
   * @param {string[]} names of the units
   * @param {(unit: number) => void} onPick
   * @param {() => void} onFit to draw anew
   */
  constructor(place, names, onPick, onFit) {
    this.place = place;
    this.root = element("div", "bp-thumbs");
    this.canvas = element("canvas");
    this.buttons = names.map((name, unit) => {
      const button = element("button");
      button.type = "button";
      button.title = name;
      button.setAttribute("aria-label", name);
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => onPick(unit));
      return button;
    });
    this.root.append(this.canvas, ...this.buttons);
    this.root.hidden = true;
    this.side = 0;
    this.ratio = 1;
    /** Where each unit's picture lies, once there is room. @type {Array<[number, number]>} */
    this.places = [];
    this.observer = new ResizeObserver(() => this.#fit() && onFit());
    this.observer.observe(place);
  }

  #fit() {
    const { offsetLeft, offsetTop, offsetWidth: width, offsetHeight: height } = this.place;
    if (!width || !height) return false;
    const box = { left: offsetLeft, top: offsetTop, width, height };
    for (const [name, value] of Object.entries(box)) this.root.style.setProperty(name, `${value}px`);
    const { columns, side } = squares(this.buttons.length, width, height);
    const across = columns * side + (columns - 1) * GAP;
    const left = Math.floor((width - across) / 2);
    this.side = side;
    this.places = this.buttons.map((_, unit) => [
      left + (unit % columns) * (side + GAP), Math.floor(unit / columns) * (side + GAP),
    ]);
    this.ratio = window.devicePixelRatio || 1;
    Object.assign(this.canvas, { width: Math.round(width * this.ratio), height: Math.round(height * this.ratio) });
    this.buttons.forEach((button, unit) => {
      const [x, y] = this.places[unit];
      Object.assign(button.style, { left: `${x}px`, top: `${y}px`, width: `${side}px`, height: `${side}px` });
    });
    return true;
  }

  /** @param {(context: CanvasRenderingContext2D, unit: number, x: number, y: number, side: number) => void} draw */
  paint(draw) {
    if (!this.places.length) return;
    const context = contextOf(this.canvas);
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.places.forEach(([x, y], unit) => draw(context, unit, x, y, this.side));
  }

  /** Mark the one that is shown large, or none. @param {number|null} unit */
  mark(unit) {
    this.buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(i === unit)));
  }

  destroy() {
    this.observer.disconnect();
  }
}
