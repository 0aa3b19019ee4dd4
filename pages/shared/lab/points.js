// The points of a chart over depth, without a pointer: arrows go from one to the next, Enter opens its network.

import { element } from "../browser/dom.js";

/** A network: which of those compared, and which of the depths. @typedef {{line: number, depth: number}} Point */

/**
 * What a chart's points are.
 * @typedef {Object} Points
 * @property {() => {lines: number, depths: number}} size how many there are; none where nothing can be opened
 * @property {() => number} line the one that is begun with
 * @property {(point: Point) => string} name
 * @property {(point: Point|null) => void} show as the pointer does; null for none any more
 * @property {(point: Point) => void} open
 */

/** @type {Record<string, Point>} */
const ARROWS = {
  ArrowLeft: { line: 0, depth: -1 }, ArrowRight: { line: 0, depth: 1 }, ArrowUp: { line: -1, depth: 0 }, ArrowDown: { line: 1, depth: 0 },
};

export class PointKeys {
  /**
   * @param {HTMLElement} place the chart's
   * @param {Points} points
   */
  constructor(place, points) {
    this.place = place;
    this.points = points;
    /** @type {Point} */
    this.at = { line: 0, depth: 0 };
    place.addEventListener("keydown", (event) => this.#key(event));
    place.addEventListener("focus", () => this.#begin());
    place.addEventListener("blur", () => this.points.show(null));
    this.said = element("span", "bp-hidden");
    this.said.setAttribute("role", "status");
    place.append(this.said);
  }

  /** Whether there is anything to open. @param {string} label of the chart, and what keys do */
  offer(label) {
    const { lines, depths } = this.points.size();
    this.place.tabIndex = lines * depths ? 0 : -1;
    this.place.setAttribute("role", "group");
    this.place.setAttribute("aria-label", label);
  }

  #begin() {
    this.at = { line: this.points.line(), depth: 0 };
    this.#move({ line: 0, depth: 0 });
  }

  /** @param {Point} by */
  #move(by) {
    const { lines, depths } = this.points.size();
    if (!lines || !depths) return;
    const clipped = (/** @type {number} */ at, /** @type {number} */ count) => Math.min(count - 1, Math.max(0, at));
    this.at = { line: clipped(this.at.line + by.line, lines), depth: clipped(this.at.depth + by.depth, depths) };
    this.points.show(this.at);
    this.said.textContent = this.points.name(this.at);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const by = ARROWS[event.key];
    if (!by && event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault(); // else the step would move
    event.stopPropagation();
    if (by) this.#move(by);
    else if (this.points.size().depths) this.points.open(this.at);
  }
}
