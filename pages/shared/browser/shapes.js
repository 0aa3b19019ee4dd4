// The shapes that tell classes, and lines, apart where colours do not: of about the same area each.

import { svg } from "./dom.js";

/** In the order in which they are given out. */
export const SHAPES = ["circle", "square", "diamond", "triangle-up", "triangle-down", "pentagon", "hexagon", "star"];

/** How many corners, where the first is (in turns, from the right, clockwise), and how far out. @type {Record<string, [number, number, number]>} */
const CORNERS = {
  square: [4, 1 / 8, 1.25], diamond: [4, 0, 1.3], "triangle-up": [3, -1 / 4, 1.5], "triangle-down": [3, 1 / 4, 1.5],
  pentagon: [5, -1 / 4, 1.15], hexagon: [6, 0, 1.1], star: [10, -1 / 4, 1.6],
};
/** How far in every other corner of a star is. */
const INNER = 0.45;

/** @param {number} place of a class or a line */
export const shapeOf = (place) => SHAPES[place % SHAPES.length];

/** The corners of a shape about (0, 0) as large as a circle of radius 1; none of a circle. @param {string} shape @returns {Array<[number, number]>} */
export function corners(shape) {
  const [count, first, out] = CORNERS[shape] ?? [0, 0, 0];
  return Array.from({ length: count }, (_, i) => {
    const [turn, reach] = [2 * Math.PI * (first + i / count), shape === "star" && i % 2 ? INNER * out : out];
    return [reach * Math.cos(turn), reach * Math.sin(turn)];
  });
}

/**
 * Begin a path around a shape.
 * @param {CanvasRenderingContext2D} context
 * @param {string} shape
 * @param {number} x
 * @param {number} y
 * @param {number} r of a circle as large
 */
export function trace(context, shape, x, y, r) {
  context.beginPath();
  const found = corners(shape);
  if (found.length) for (const [across, down] of found) context.lineTo(x + r * across, y + r * down);
  else context.arc(x, y, r, 0, 2 * Math.PI);
  context.closePath();
}

/** A shape as a picture beside words. @param {string} shape @param {string} colour */
export function shapePicture(shape, colour) {
  const found = corners(shape);
  const picture = svg("svg", { viewBox: "-1.6 -1.6 3.2 3.2", "aria-hidden": "true" });
  picture.append(found.length ? svg("polygon", { points: found.join(" "), fill: colour }) : svg("circle", { r: 1, fill: colour }));
  return picture;
}
