// The loss landscape in words.

import { fill, percent, significant } from "../browser/format.js";

/** @import { Text } from "../browser/types.d.ts" */
/** @import { Landscape, LandscapeArrow, LandscapeMap, LandscapeShown } from "./types.d.ts" */

/** A sentence; of an arrow with its name, of one of several runs with its place. @typedef {{words: string, arrow?: "gradient"|"update", run?: number}} Said */

const PREFIX = "landscape_";
/** Nearer to the plane than this share of the map's width, what lies off it is rounding. */
const ROUNDING = 1e-9;

/** The landscape's own texts among a run's. @param {Text} text @returns {Text} */
export function wordsOf(text) {
  const own = Object.entries(text).filter(([key]) => key.startsWith(PREFIX));
  return Object.fromEntries(own.map(([key, entry]) => [key.slice(PREFIX.length), entry]));
}

/** A loss; null is none that is finite. @param {number|null|undefined} loss */
export const written = (loss) => significant(loss ?? Infinity, 4);

/** What stands along the axes. @param {Text} words @param {LandscapeMap} map */
export function axes(words, { plane, held, weights }) {
  const [x, y] = [0, 1].map((i) => {
    if (plane === "path") return fill(words.axis_path, { n: i + 1, share: percent(held?.[i] ?? NaN, 1) });
    if (plane === "random") return fill(words.axis_random, { n: i + 1 });
    const [layer, row, column] = weights[i];
    return fill(words.axis_weight, { layer, row: row + 1, column: column + 1 });
  });
  return { x, y };
}

/** @param {Text} words @param {LandscapeMap|undefined} map */
export function heading(words, map) {
  if (!map) return words.title;
  return map.plane === "path" ? fill(words.title_path, { end: map.ends[0] }) : fill(words.title_around, { step: map.around });
}

/** @param {Text} words @param {number[]} place @param {number|null} loss */
export function tip(words, [x, y], loss) {
  return fill(words.tip, { loss: written(loss), x: significant(x, 3), y: significant(y, 3) });
}

/** Where a run stands. @param {Text} words @param {LandscapeMap} map @param {LandscapeShown} shown @param {string} name of several */
export function standing(words, { xs }, shown, name = "") {
  const { step, distance } = shown;
  const values = { name, step, distance: significant(distance, 3), loss: written(shown.loss), on_plane: written(shown.on_plane) };
  if (name) return fill(words.off_run, values);
  return fill(distance > ROUNDING * Math.abs(xs[xs.length - 1] - xs[0]) ? words.off : words.on, values);
}

/** @param {string} sentence @param {LandscapeArrow} arrow */
function arrow(sentence, { norm, share }) {
  // Of a share that is next to nothing its percent would be 0.0.
  return fill(sentence, { norm: significant(norm, 3), share: share > 0 && share < 0.0005 ? `${significant(100 * share, 1)} %` : percent(share, 1) });
}

/**
 * All that is said of what is shown, the most important first.
 * @param {Text} words
 * @param {Landscape} found
 * @param {{plateaus: boolean, names: string[]}} how whether plateaus are marked, and the runs' names where they are several
 * @returns {Said[]}
 */
export function sentences(words, { map, runs, apart }, { plateaus, names }) {
  /** @type {Said[]} */
  const said = apart ? [{ words: apart }] : [];
  const several = runs.length > 1;
  if (several) said.push({ words: words.key_gradient, arrow: "gradient" }, { words: words.key_update, arrow: "update" });
  runs.forEach(({ shown }, i) => {
    if (!several) {
      if (shown.gradient) said.push({ words: arrow(shown.whole ? words.gradient : words.gradient_batch, shown.gradient), arrow: "gradient" });
      if (shown.update) said.push({ words: arrow(words.update, shown.update), arrow: "update" });
      if (shown.degrees !== null) said.push({ words: fill(words.degrees, { degrees: significant(shown.degrees < 0.05 ? 0 : shown.degrees, 2) }) });
    }
    said.push({ words: standing(words, map, shown, several ? names[i] : ""), ...(several && { run: i }) });
  });
  if (map.held) said.push({ words: fill(words.held, { one: percent(map.held[0], 1), other: percent(map.held[1], 1) }) });
  if (plateaus && map.flat_below !== undefined) said.unshift({ words: fill(words.flat, { value: significant(map.flat_below, 2) }) });
  return said;
}
