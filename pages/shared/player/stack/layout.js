// Where the nodes and edges of a small network lie, and which of them a point meets. Knows no numbers, no colours.

/** Room above the nodes, for the buttons of each column. */
export const HEAD = 24;
const LEAST_GAP = 78;
const MOST_GAP = 250;
const SAMPLES = 24;

/**
 * An edge: its layer, from 1, and the units that it leads from and to.
 * @typedef {{layer: number, from: number, to: number}} Edge
 */

/** The ends of an edge's curve. @typedef {{x0: number, y0: number, x1: number, y1: number}} Ends */

/**
 * What can be pointed at; of a node, `to` is it.
 * @typedef {{kind: "bias"|"node", layer: number, from: null, to: number} | ({kind: "edge"} & Edge)} NetworkPart
 */

/**
 * Where nodes lie: the `side` of a node, and the nodes' centres.
 * @typedef {{side: number, width: number, left: number, right: number, xs: number[], ys: number[][]}} Places
 */

/** @param {number} low @param {number} value @param {number} high */
const within = (low, value, high) => Math.min(high, Math.max(low, value));

/**
 * Place a network's nodes in columns, input side first.
 * @param {number[]} sizes units of each layer, the input included
 * @param {number} width of the room there is; a deep network takes more
 * @param {number} height
 * @param {number} left room for labels before the first column
 * @param {number} right room for labels behind the last
 * @returns {Places}
 */
export function placeNodes(sizes, width, height, left, right) {
  const most = Math.max(...sizes);
  const pitch = (height - HEAD) / most;
  const side = Math.floor(within(10, pitch - Math.max(3, 0.12 * pitch), 34));
  const room = width - left - right - side;
  const gaps = sizes.length - 1;
  const gap = within(LEAST_GAP, room / gaps, MOST_GAP);
  const start = left + side / 2 + Math.max(0, (room - gaps * gap) / 2);
  const middle = HEAD + (height - HEAD) / 2;
  const step = Math.min(pitch, 1.6 * side);
  return {
    side, left, right,
    width: Math.max(width, left + right + side + gaps * gap),
    xs: sizes.map((_, layer) => start + layer * gap),
    ys: sizes.map((count) => Array.from({ length: count }, (_, unit) => middle + (unit - (count - 1) / 2) * step)),
  };
}

/** The ends of an edge: out of one node's side into the other's. @param {Places} places @param {Edge} edge */
export function edgeEnds({ side, xs, ys }, { layer, from, to }) {
  return { x0: xs[layer - 1] + side / 2, y0: ys[layer - 1][from], x1: xs[layer] - side / 2, y1: ys[layer][to] };
}

/** Add an edge's curve to a path. @param {CanvasRenderingContext2D} path @param {Ends} ends */
export function traceEdge(path, { x0, y0, x1, y1 }) {
  const half = (x0 + x1) / 2;
  path.moveTo(x0, y0);
  path.bezierCurveTo(half, y0, half, y1, x1, y1);
}

/** The point at a share t of an edge's curve. @param {Ends} ends @param {number} t */
export function pointOn({ x0, y0, x1, y1 }, t) {
  const s = 1 - t;
  const near = s * s * (s + 3 * t); // of the first end: of its y, and of half the way in x
  const bend = 1.5 * s * t;
  return { x: x0 * (s ** 3 + bend) + x1 * (t ** 3 + bend), y: near * y0 + (1 - near) * y1 };
}

/**
 * The square of a unit's bias: at the lower left corner of its node.
 * @param {Places} places
 * @param {{layer: number, to: number}} bias
 */
export function biasBox({ side, xs, ys }, { layer, to }) {
  const size = Math.max(6, Math.round(side / 4));
  return { x: xs[layer] - side / 2 - size + 1, y: ys[layer][to] + side / 2 - size, size };
}

/** @param {Ends} ends @param {number} x @param {number} y */
function awayFromEdge(ends, x, y) {
  let least = Infinity;
  let last = pointOn(ends, 0);
  for (let i = 1; i <= SAMPLES; i += 1) {
    const next = pointOn(ends, i / SAMPLES);
    const [dx, dy] = [next.x - last.x, next.y - last.y];
    const along = within(0, ((x - last.x) * dx + (y - last.y) * dy) / (dx * dx + dy * dy || 1), 1);
    least = Math.min(least, Math.hypot(x - last.x - along * dx, y - last.y - along * dy));
    last = next;
  }
  return least;
}

/**
 * What lies at a point: a bias, a node, or the nearest edge within `reach`; null for none.
 * @param {Places} place
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 * @param {boolean} biases whether they are drawn
 * @returns {NetworkPart|null}
 */
export function partAt(place, x, y, reach, biases) {
  const { side, xs, ys } = place;
  for (let layer = 0; layer < xs.length; layer += 1) {
    if (Math.abs(x - xs[layer]) > side) continue;
    for (let to = 0; to < ys[layer].length; to += 1) {
      if (biases && layer > 0) {
        const box = biasBox(place, { layer, to });
        /** @param {number} value @param {number} start */
        const inside = (value, start) => value >= start - 2 && value <= start + box.size + 2;
        if (inside(x, box.x) && inside(y, box.y)) return { kind: "bias", layer, from: null, to };
      }
      const inside = Math.abs(x - xs[layer]) <= side / 2 && Math.abs(y - ys[layer][to]) <= side / 2;
      if (inside) return { kind: "node", layer, from: null, to };
    }
  }
  const layer = xs.findIndex((column) => column > x);
  if (layer < 1) return null;
  /** @type {NetworkPart|null} */
  let found = null;
  let least = reach;
  for (let from = 0; from < ys[layer - 1].length; from += 1) {
    for (let to = 0; to < ys[layer].length; to += 1) {
      const away = awayFromEdge(edgeEnds(place, { layer, from, to }), x, y);
      if (away <= least) [found, least] = [{ kind: "edge", layer, from, to }, away];
    }
  }
  return found;
}

/**
 * The weights and biases that lead into a layer, one after another: the order in which keys go through them.
 * @param {number[]} sizes
 * @param {number} layer
 * @param {boolean} biases
 */
export function partsInto(sizes, layer, biases) {
  /** @type {NetworkPart[]} */
  const parts = [];
  for (let to = 0; to < sizes[layer]; to += 1) {
    if (biases) parts.push({ kind: "bias", layer, from: null, to });
    for (let from = 0; from < sizes[layer - 1]; from += 1) parts.push({ kind: "edge", layer, from, to });
  }
  return parts;
}
