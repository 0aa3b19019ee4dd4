// Which cell of a picture a place of it is: of cells in rows and columns, and of a layer's units as images side by side.

/** @import { Box } from "../../browser/placing.js" */
/** @import { CellKind } from "../../arithmetic/types.d.ts" */

/** Units from which to which, from 0, both in it. @typedef {[number, number]} Span */
/** @typedef {{rows: Span, columns: Span}} Place */

const AROUND = 6;

/** What is around a place on the screen. @param {number} x @param {number} y @returns {Box} */
export function around(x, y) {
  return { left: x - AROUND, right: x + AROUND, top: y - AROUND, bottom: y + AROUND };
}

/** Whether a cell is one of a weight, and not of a unit. @param {CellKind} kind */
export function isOfWeight(kind) {
  return kind === "W" || kind === "dW" || kind === "change";
}

/**
 * What a cell stands for, where it stands for several units.
 * @param {number} cell
 * @param {number} block units in a cell
 * @param {number} units in all
 * @returns {Span}
 */
export function spanOf(cell, block, units) {
  return [cell * block, Math.min(units, (cell + 1) * block) - 1];
}

/** @param {number} share from 0 to 1 @param {number} count of cells */
function cellAt(share, count) {
  return Math.min(count - 1, Math.max(0, Math.floor(share * count)));
}

/**
 * @param {{x: number, y: number}} at shares of its width and height
 * @param {{rows: number, columns: number}} cells
 * @param {[number, number]} block rows and columns of units in a cell
 * @param {{rows: number, columns: number}} units in all
 * @returns {Place}
 */
export function inGrid({ x, y }, cells, [down, across], units) {
  return { rows: spanOf(cellAt(y, cells.rows), down, units.rows), columns: spanOf(cellAt(x, cells.columns), across, units.columns) };
}

/**
 * Of a picture that has its shape in a box, as large as that lets it (paintMosaic); between two images it is the one before, and
 * beside all of them null.
 * @param {{x: number, y: number}} at in the box's pixels
 * @param {{width: number, height: number}} box
 * @param {{width: number, height: number}} picture its pixels
 * @param {[number, number]} image rows and columns of one unit's
 * @param {number} units
 * @returns {Place|null}
 */
export function inMosaic({ x, y }, box, picture, [height, width], units) {
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  const [px, py] = [(x - (box.width - scale * picture.width) / 2) / scale, (y - (box.height - scale * picture.height) / 2) / scale];
  if (px < 0 || py < 0 || px >= picture.width || py >= picture.height) return null;
  const across = (picture.width + 1) / (width + 1);
  const [tile, line] = [Math.floor(px / (width + 1)), Math.floor(py / (height + 1))];
  const [column, row] = [Math.min(width - 1, Math.floor(px) - tile * (width + 1)), Math.min(height - 1, Math.floor(py) - line * (height + 1))];
  const [unit, pixel] = [line * across + tile, row * width + column];
  return unit >= units ? null : { rows: [pixel, pixel], columns: [unit, unit] };
}
