// The card that splits what comes back of delta: why it is small, where it is small, and what passes it on where it is not.

import { element, svg } from "../browser/dom.js";
import { fill, significant } from "../browser/format.js";
import { fromJson } from "../browser/bytes.js";

/** @import { Scene } from "./scene.js" */
/** @import { Factors } from "./types.d.ts" */

const BINS = 40;
/** Below this "so small" is what has to be explained: halved at every layer, delta is a thousandth after ten. */
export const SMALL = 0.5;
/** From this part of the greatest slope on, what the slopes pass on is nearly the most that the activation can. */
export const NEARLY = 0.9;

/**
 * What is true of a layer's factors, as keys of the catalogue: the heading, the sentence, the note on the slopes.
 * @param {Factors} factors
 * @param {number} most the activation's greatest slope
 * @param {boolean} normalized then the slopes' factor has 1/s in it, which knows no most
 */
export function whyKeys({ ratio, slope }, most, normalized) {
  const [passed, slopes] = [fromJson(ratio), fromJson(slope)];
  const alike = significant(slopes, 2) === significant(most, 2); // "0.25, nearly 0.25" would say nothing
  const note = slopes < NEARLY * most ? "why_most" : alike ? "why_full" : "why_nearly";
  return {
    heading: passed < SMALL ? "why" : "why_back", sentence: passed > 1 ? "why_grows" : "why_ratio",
    note: normalized ? "why_most_slope" : note,
  };
}

/** @param {string} className @param {string} label @param {number} value @param {string} note */
function bar(className, label, value, note) {
  const box = element("div");
  const head = element("div");
  head.append(element("span", `bp-c-${className}`, label), " ", element("b", "", significant(value, 2)), note && ` (${note})`);
  const track = element("div", "st-bar");
  const fillet = element("i");
  fillet.style.width = `${Math.min(100, 100 * value)}%`;
  fillet.style.background = `var(--bp-${className})`;
  track.append(fillet);
  box.append(head, track);
  return box;
}

/**
 * What the layer's activation sees, z or n, as a histogram on the curve of its slope.
 * @param {Scene} scene
 * @param {number} l
 */
function curve(scene, l) {
  const { text, slopes } = scene.header;
  const { z: grid, names, curves } = slopes;
  const slope = curves[names[l - 1]];
  const top = slopes.most[names[l - 1]];
  const [low, high, width, height] = [grid[0], grid[grid.length - 1], 400, 66];
  /** @param {number} z */
  const x = (z) => (Math.min(high, Math.max(low, z)) - low) / (high - low) * width;
  /** @param {number} share */
  const y = (share) => height - 12 - share * (height - 18);
  const made = svg("svg", {
    viewBox: `0 0 ${width} ${height}`, class: "st-curve", role: "img",
    "aria-label": fill(scene.normalized(l) ? text.why_n : text.why_z, { most: significant(top, 2) }),
  });
  const counts = Array(BINS).fill(0);
  for (const z of scene.arrays[scene.seen(l)].values) {
    if (Number.isFinite(z)) counts[Math.min(BINS - 1, Math.floor((x(z) / width) * BINS))] += 1;
  }
  const most = Math.max(1, ...counts);
  counts.forEach((count, i) => {
    const tall = (count / most) * (height - 18);
    const box = { x: (i * width) / BINS, y: y(count / most), width: width / BINS - 1, height: tall };
    if (count) made.append(svg("rect", { ...box, fill: "var(--bp-muted)", opacity: 0.45 }));
  });
  made.append(
    svg("line", { x1: 0, x2: width, y1: y(1), y2: y(1), stroke: "var(--bp-slope)", "stroke-dasharray": "4 4" }),
    svg("polyline", {
      points: slope.map((s, i) => `${x(grid[i])},${y(s / top)}`).join(" "),
      fill: "none", stroke: "var(--bp-slope)", "stroke-width": 2.5,
    }),
  );
  for (const z of [-8, -4, 0, 4, 8]) {
    const at = Math.min(width - 8, Math.max(8, x(z)));
    made.append(svg("text", { x: at, y: height - 2, "font-size": 10, "text-anchor": "middle", fill: "var(--bp-muted)" }, String(z)));
  }
  return made;
}

/**
 * Why there are no factors, as a key: delta of the layer above is 0, or something is not finite.
 * @param {Scene} scene
 * @param {number} l
 */
function unsplit(scene, l) {
  /** @param {string} name @param {(value: number) => boolean} test */
  const all = (name, test) => scene.arrays[name].values.every(test);
  const finite = [`delta${l}`, `da${l}`, `delta${l + 1}`].every((name) => all(name, Number.isFinite));
  if (!finite) return "why_infinite";
  return all(`da${l}`, (value) => value === 0) ? "why_dead" : "why_skip_alone";
}

/** @param {HTMLElement} card @param {Scene} scene @param {number|null} l the layer, or null */
export function writeWhy(card, scene, l) {
  card.hidden = l === null;
  if (l === null) return;
  const { text, factors, slopes } = scene.header;
  const split = factors[l];
  const head = element("p");
  card.replaceChildren(head);
  if (!split) {
    const reason = unsplit(scene, l);
    head.append(element("b", "", reason === "why_dead" ? text.why : text.why_back), " ", fill(text[reason], { l, above: l + 1 }));
    return;
  }
  const [ratio, weights, slope] = [split.ratio, split.weights, split.slope].map(fromJson);
  const most = slopes.most[slopes.names[l - 1]];
  const { heading, sentence, note } = whyKeys(split, most, scene.normalized(l));
  head.append(element("b", "", text[heading]), " ", fill(text[sentence], { l, above: l + 1, ratio: significant(ratio, 2) }));
  const pair = element("div", "st-factors");
  pair.append(
    bar("weights", scene.skipped.includes(l + 1) ? text.why_weights_skips : text.why_weights, weights, ""),
    bar("slope", scene.normalized(l) ? text.why_slope_normalized : text.why_slope, slope, fill(text[note], { most: significant(most, 2) })),
  );
  card.append(pair, curve(scene, l));
}
