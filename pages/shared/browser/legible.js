// A palette as a projector needs it: what is written in its colours stands out from what is behind it.

import { rgb } from "./draw.js";

/** @import { Palette } from "./types.d.ts" */

/** The contrast of WCAG's level AAA. */
export const CONTRAST = 7;
const WRITTEN = /** @type {const} */ (["muted", "accent", "delta", "slope", "weights", "previous", "test"]);
const STEPS = 20;

/** How bright a colour is, from 0 to 1, as WCAG has it. @param {number[]} colour */
function luminance(colour) {
  const [r, g, b] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** From 1 to 21. @param {string} one "#rrggbb" @param {string} other */
export function contrast(one, other) {
  const [low, high] = [luminance(rgb(one)), luminance(rgb(other))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** @param {string} from @param {string} to @param {number} share */
function between(from, to, share) {
  const end = rgb(to);
  return `#${rgb(from).map((part, i) => Math.round(part + share * (end[i] - part)).toString(16).padStart(2, "0")).join("")}`;
}

/** A palette whose colours for letters are moved towards the ink until they can be read from afar. @param {Palette} palette @returns {Palette} */
export function legible(palette) {
  const { background, surface, ink } = palette;
  /** @param {string} colour */
  const reads = (colour) => Math.min(contrast(colour, String(background)), contrast(colour, String(surface))) >= CONTRAST;
  /** @param {string} colour */
  const moved = (colour) => {
    const shares = Array.from({ length: STEPS + 1 }, (_, i) => i / STEPS);
    return between(colour, ink, shares.find((share) => reads(between(colour, String(ink), share))) ?? 1);
  };
  return { ...palette, ...Object.fromEntries(WRITTEN.map((name) => [name, moved(String(palette[name]))])) };
}
