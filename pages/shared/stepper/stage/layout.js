// Where the parts of an operation's picture stand, in pixels of our own: square cells, as large as the room allows. Pure.

/** @import { Scene } from "../scene.js" */
/** @import { Image, Part, Picture, Whole } from "./picture.js" */

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/**
 * An array with its place: `rows` by `columns` cells. A part is a strip, and stands or lies. An image shows the pixels of
 * a sample, or what belongs to each for the selected unit.
 * @typedef {Object} Placed
 * @property {Part|null} part
 * @property {Whole|null} whole
 * @property {"matrix"|"standing"|"lying"|"image"} kind
 * @property {Image|null} image
 * @property {number} rows
 * @property {number} columns
 * @property {Box} box
 * @property {Box} label where its name is
 */

/**
 * @typedef {Object} Laid
 * @property {Placed[]} placed
 * @property {Box|null} rest what is free below or beside
 */

const EDGE = 10;
const GAP = 8;
/** Of a name over a matrix or strip, and of names left of strips that lie. */
const HEAD = 17;
const NAMES = 56;
/** Right of strips that lie: the selected unit's number. */
const VALUES = 96;
/** Left of a strip of inputs that have names. */
const CALLED = 44;
/** How thick a strip is, and how large a cell gets: of a matrix, and of strips alone. */
const [THIN, THICK] = [12, 26];
const [MOST_CELL, MOST_ALONE] = [40, 64];
/** Between strips alone there is room for what leads from one to the next. */
const APART = 24;
/** Room right of a matrix that is worth using. */
const BESIDE = 210;
/** Of the width, what pictures of the input get at most. */
const SHARE = 0.25;
/** Of the room that strips alone leave, so much at least for what is drawn below them. */
const FREE = 0.42;

/** @param {number} low @param {number} value @param {number} high */
function between(low, value, high) {
  return Math.max(low, Math.min(value, high));
}

/**
 * @param {Picture} picture
 * @param {Scene["header"]["sizes"]} sizes
 * @param {{width: number, height: number}} room
 * @param {[number, number]|null} image rows and columns of an input that is a picture
 * @returns {Laid}
 */
export function lay(picture, sizes, room, image) {
  if (picture.matrices.length > 1) return { placed: four(picture.matrices, sizes, room), rest: null };
  return picture.matrices.length ? around(picture, sizes, room, image) : alone(picture, sizes, room);
}

/** Of a matrix as it stands. @param {Whole} whole @param {number[]} sizes @returns {[number, number]} */
function shape({ layer, turned }, sizes) {
  const [rows, columns] = [sizes[layer - 1], sizes[layer]];
  return turned ? [columns, rows] : [rows, columns];
}

/**
 * One matrix, with strips along its sides.
 * @param {Picture} picture
 * @param {number[]} sizes
 * @param {{width: number, height: number}} room
 * @param {[number, number]|null} image
 * @returns {Laid}
 */
function around({ matrices: [whole], left, right, above, below, images, isNamed }, sizes, room, image) {
  const [rows, columns] = shape(whole, sizes);
  const strip = THICK + GAP;
  const high = images.length ? Math.min(SHARE * room.width, (room.height - 2 * EDGE) / images.length - HEAD - GAP) : 0;
  const from = EDGE + (high && high + GAP) + Math.max(NAMES, left.length * strip + (isNamed ? CALLED : 0));
  const beside = Math.max(VALUES, right.length * strip);
  const [width, height] = [room.width - from - beside - EDGE, room.height - EDGE - 2 * HEAD - (above.length + below.length) * strip];
  const cell = Math.max(0.1, Math.min(width / columns, height / rows, MOST_CELL));
  const thick = between(THIN, cell, THICK);
  const spare = width - cell * columns;
  const isBeside = spare > BESIDE; // there is room for more at the right
  const x = from + (isBeside ? 0 : spare / 2);
  let y = EDGE + HEAD + (above.length ? HEAD : 0) + above.length * (thick + GAP);
  const wide = columns * cell;
  const tall = rows * cell;
  /** @param {Part} part @param {number} top */
  const lying = (part, top) => placed(part, "lying", 1, columns, { x, y: top, width: wide, height: thick });
  /** @param {Part} part @param {number} at */
  const standing = (part, at) => placed(part, "standing", rows, 1, { x: at, y, width: thick, height: tall });
  const found = [
    ...images.map((name, k) => imageAt(name, image ?? [1, 1], { x: EDGE, y: EDGE + HEAD + k * (high + HEAD + GAP), width: high, height: high })),
    ...above.map((part, k) => lying(part, y - HEAD - (above.length - k) * (thick + GAP) + GAP)),
    ...left.map((part, k) => standing(part, x - (left.length - k) * (thick + GAP))),
    matrix(whole, rows, columns, { x, y, width: wide, height: tall }),
    ...right.map((part, k) => standing(part, x + wide + GAP + k * (thick + GAP))),
  ];
  y += tall;
  const all = [...found, ...below.map((part, k) => lying(part, y + GAP + k * (thick + GAP)))];
  y += GAP + below.length * (thick + GAP);
  const at = x + wide + beside;
  const rest = isBeside ? { x: at, y: EDGE, width: room.width - at - EDGE, height: room.height - 2 * EDGE } : { x: EDGE + high, y: y + GAP, width: room.width - 2 * EDGE - high, height: room.height - y - GAP - EDGE };
  return { placed: all, rest };
}

/**
 * Strips one below the other, their cells in line.
 * @param {Picture} picture
 * @param {number[]} sizes
 * @param {{width: number, height: number}} room
 * @returns {Laid}
 */
function alone({ below, layer }, sizes, room) {
  const n = sizes[layer];
  const cell = Math.max(0.1, Math.min((room.width - 2 * EDGE - NAMES - VALUES) / n, MOST_ALONE));
  const most = ((1 - FREE) * room.height - EDGE) / Math.max(1, below.length) - APART;
  const thick = between(THIN, Math.min(cell, most), 1.5 * THICK);
  const wide = n * cell;
  const x = EDGE + NAMES + (room.width - 2 * EDGE - NAMES - VALUES - wide) / 2;
  const top = EDGE + HEAD;
  const parts = below.map((part, k) => placed(part, "lying", 1, n, { x, y: top + k * (thick + APART), width: wide, height: thick }));
  const end = top + below.length * (thick + APART);
  return { placed: parts, rest: { x: EDGE, y: end, width: room.width - 2 * EDGE, height: Math.max(0, room.height - end - EDGE) } };
}

/**
 * Four matrices of one shape, two by two, or one below another where they are long.
 * @param {Whole[]} matrices
 * @param {number[]} sizes
 * @param {{width: number, height: number}} room
 */
function four(matrices, sizes, room) {
  const [rows, columns] = shape(matrices[0], sizes);
  /** @param {number} across */
  const cellOf = (across) => {
    const down = Math.ceil(matrices.length / across);
    return Math.min((room.width - 2 * EDGE - (across - 1) * 3 * GAP) / (across * columns), (room.height - 2 * EDGE - down * (HEAD + GAP)) / (down * rows), MOST_CELL);
  };
  const across = [2, 1, 4].reduce((best, next) => (cellOf(next) > cellOf(best) ? next : best));
  const cell = Math.max(0.1, cellOf(across));
  const [wide, tall] = [columns * cell, rows * cell];
  // As wide as their names, so that those do not run into one another.
  const column = Math.max(wide + 3 * GAP, Math.min(150, (room.width - 2 * EDGE) / across));
  const left = Math.max(EDGE, (room.width - (across - 1) * column - wide) / 2);
  return matrices.map((whole, k) => {
    const [x, y] = [left + (k % across) * column, EDGE + HEAD + Math.floor(k / across) * (tall + HEAD + GAP)];
    return matrix(whole, rows, columns, { x, y, width: wide, height: tall });
  });
}

/** @param {Box} box @returns {Box} over it */
function over(box) {
  return { x: box.x + box.width / 2, y: box.y - HEAD / 2, width: 0, height: 0 };
}

/** @param {Image} image @param {[number, number]} shape @param {Box} box @returns {Placed} */
function imageAt(image, [rows, columns], box) {
  return { part: null, whole: null, image, kind: "image", rows, columns, box, label: over(box) };
}

/** @param {Whole} whole @param {number} rows @param {number} columns @param {Box} box @returns {Placed} */
function matrix(whole, rows, columns, box) {
  return { part: null, whole, image: null, kind: "matrix", rows, columns, box, label: over(box) };
}

/** @param {Part} part @param {"standing"|"lying"} kind @param {number} rows @param {number} columns @param {Box} box @returns {Placed} */
function placed(part, kind, rows, columns, box) {
  const label = kind === "lying" ? { x: box.x - GAP, y: box.y + box.height / 2, width: 0, height: 0 } : over(box);
  return { part, whole: null, image: null, kind, rows, columns, box, label };
}
