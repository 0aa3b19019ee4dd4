// Which layers of a network stand side by side as circles, and where: those around the one at work, as many as fit. Pure.

/** Layers of up to so many units are drawn as circles. */
const SMALL = 12;
/** Up to so many edges between two layers each have a number; of up to so many units' ends, those that are lit. */
export const LABELLED_EDGES = 12;
export const FEW = 4;
const EDGE = 12;

/** @typedef {{layer: number, left: number, width: number, centre: number}} Column */

/**
 * @typedef {Object} Window
 * @property {number} from the first layer, 0 for the input
 * @property {number} to the last
 * @property {Column[]} columns
 * @property {{left: number, width: number}|null} loss where it is, beside the last layer
 */

/** @param {number} n units */
const wide = (n) => (n > 6 ? 58 : 74); // the more of them, the smaller they are

/** How far two layers are from one another: with a number on each edge, on a few, on none. @param {number} below @param {number} n */
const layerGap = (below, n) => (below * n <= LABELLED_EDGES ? 80 : n <= FEW ? 66 : 40);

const LOSS = 86;

/** Whether a network has layers that are circles side by side. @param {number[]} sizes @param {number} from @param {number} to */
export function areSmall(sizes, from, to) {
  return sizes.slice(from, to + 1).every((n) => n <= SMALL);
}

/** How much room layers take. @param {number[]} sizes @param {number} from @param {number} to @param {number} loss what its box takes */
export function needed(sizes, from, to, loss = LOSS) {
  let width = 2 * EDGE + (to === sizes.length - 1 ? loss : 0);
  for (let l = from; l <= to; l += 1) width += wide(sizes[l]) + (l > from ? layerGap(sizes[l - 1], sizes[l]) : 0);
  return width;
}

/**
 * @param {number[]} sizes of the layers, the input first
 * @param {number} layer the one at work
 * @param {number} room how wide it may be
 * @returns {Window}
 */
export function windowOf(sizes, layer, room) {
  const depth = sizes.length - 1;
  const loss = needed(sizes, depth - 1, depth) <= room ? LOSS : 0; // on a phone it stands above alone
  let [from, to] = [layer, layer];
  /** @param {number} low @param {number} high */
  const fits = (low, high) => low >= 0 && high <= depth && areSmall(sizes, low, high) && needed(sizes, low, high, loss) <= room;
  // The one before and the one behind first, then turn by turn as far as there is room.
  for (let grown = true; grown;) {
    grown = false;
    if (fits(from - 1, to)) [from, grown] = [from - 1, true];
    if (fits(from, to + 1)) [to, grown] = [to + 1, true];
  }
  const betweens = to - from;
  const stretch = Math.max(0, room - needed(sizes, from, to, loss)) / Math.max(1, betweens + (betweens ? 0 : 1));
  /** @type {Column[]} */
  const columns = [];
  let at = EDGE + (betweens ? 0 : stretch / 2);
  for (let l = from; l <= to; l += 1) {
    if (l > from) at += layerGap(sizes[l - 1], sizes[l]) + stretch;
    const width = wide(sizes[l]);
    columns.push({ layer: l, left: at, width, centre: at + width / 2 });
    at += width;
  }
  return { from, to, columns, loss: to === depth && loss ? { left: at, width: loss } : null };
}
