// The loss landscape's word in an address (landscape/address.py reads it): what is chosen, where it is not as usual.

import { usual } from "./controls.js";

/** @import { LandscapeChosen } from "./types.d.ts" */

/** What counts on one plane alone. @type {Record<LandscapeChosen["plane"], Array<keyof LandscapeChosen>>} */
const OF_PLANE = { path: [], weights: ["weights", "around"], random: ["seed", "around"] };
/** @type {Array<keyof LandscapeChosen>} */
const ALWAYS = ["span", "log", "plateaus", "look"];

/** @param {LandscapeChosen[keyof LandscapeChosen]} value */
function written(value) {
  if (Array.isArray(value)) return value.map(([layer, row, column]) => [layer, row + 1, column + 1].join(".")).join("_");
  return String(typeof value === "boolean" ? Number(value) : value);
}

/** The word, ready for the address; empty where all is as usual. @param {LandscapeChosen} chosen */
export function wordOf(chosen) {
  const before = usual();
  /** @type {Array<keyof LandscapeChosen>} */
  const keys = ["plane", ...OF_PLANE[chosen.plane], ...ALWAYS];
  const parts = keys.filter((key) => chosen[key] !== before[key]).flatMap((key) => [key, written(chosen[key])]);
  return parts.length ? `scape=${parts.join("!")}` : "";
}
