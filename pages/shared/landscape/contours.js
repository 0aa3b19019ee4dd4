// Lines of equal value on a grid: marching squares, which knows neither pixels nor losses.

/**
 * The pieces of one level's lines, each within one cell: [x, y, x, y] in columns and rows, both from 0.
 *
 * A line crosses an edge where the value between its ends, taken as linear, is the level. Where all four edges are crossed, the
 * mean of the corners says which of them belong together. A cell with a corner that is not finite has no line.
 * Source: W. Lorensen, H. Cline (1987), in two dimensions.
 * @param {ArrayLike<number>} values row by row
 * @param {number} columns
 * @param {number} rows
 * @param {number} level
 * @returns {Array<[number, number, number, number]>}
 */
export function contour(values, columns, rows, level) {
  /** @type {Array<[number, number, number, number]>} */
  const pieces = [];
  for (let row = 0; row + 1 < rows; row += 1) {
    for (let column = 0; column + 1 < columns; column += 1) {
      const at = row * columns + column;
      const corners = [values[at], values[at + 1], values[at + columns + 1], values[at + columns]];
      if (corners.every(Number.isFinite)) for (const [from, to] of within(corners, level)) pieces.push([column + from[0], row + from[1], column + to[0], row + to[1]]);
    }
  }
  return pieces;
}

/** Corners of a cell, in the order of `within`. */
const CORNERS = [[0, 0], [1, 0], [1, 1], [0, 1]];

/**
 * The pieces within a cell of side 1.
 * @param {number[]} corners the values at (0, 0), (1, 0), (1, 1), (0, 1)
 * @param {number} level
 */
function within(corners, level) {
  const above = corners.map((value) => value >= level);
  /** Where the edge from corner i to the next one is crossed. @type {number[][]} */
  const crossed = [];
  for (let i = 0; i < 4; i += 1) {
    const next = (i + 1) % 4;
    if (above[i] === above[next]) continue;
    const share = (level - corners[i]) / (corners[next] - corners[i]);
    crossed.push(CORNERS[i].map((from, axis) => from + share * (CORNERS[next][axis] - from)));
  }
  if (crossed.length === 2) return [crossed];
  if (crossed.length === 0) return [];
  // A saddle: corner 0's side and the middle's are the same where both are above, or neither is.
  const middle = (corners[0] + corners[1] + corners[2] + corners[3]) / 4 >= level;
  const [a, b, c, d] = crossed;
  return middle === above[0] ? [[a, b], [c, d]] : [[d, a], [b, c]];
}
