// From losses to colours, levels and numbers beside a bar: evenly, or by decades.

import { significant } from "../browser/format.js";
import { roundTicks } from "../player/panes/axes.js";

/** @import { Tick } from "../player/panes/axes.js" */

/** Where the greatest is more than so many times the least, colours go by decades unless somebody chooses otherwise. */
export const DECADES = 100;
/** What lies under the least that is above 0, by this much, is as that: a log scale has no place for it. */
const MANY_DECADES = 30;

/**
 * @typedef {Object} Scale
 * @property {number} low the least value that there is
 * @property {number} high the greatest
 * @property {boolean} log whether by decades
 * @property {boolean} decades whether that would be chosen by itself
 */

/**
 * The scale of some values.
 * @param {Array<number|null>} values those that are null, not finite or not there, are left out
 * @param {boolean|null} log null to have it chosen
 * @returns {Scale|null} null where there is no value yet
 */
export function scaleOf(values, log) {
  let [low, high, least] = [Infinity, -Infinity, Infinity];
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (value > 0) least = Math.min(least, value);
  }
  if (high < low) return null;
  const can = least <= high;
  const decades = can && high / least > DECADES;
  const isLog = can && (log ?? decades);
  return { low: isLog ? Math.max(least, high / 10 ** MANY_DECADES) : low, high, log: isLog, decades };
}

/** A value as the scale has it: its logarithm, or itself. @param {Scale} scale @param {number|null} value NaN for null */
export function scaled({ low, log }, value) {
  if (value === null) return NaN;
  return log ? Math.log10(Math.max(low, value)) : value;
}

/** How far a value is from the least to the greatest, 0 to 1; NaN for what is no number. @param {Scale} scale @param {number|null} value */
export function shareOf(scale, value) {
  const [low, high, at] = [scale.low, scale.high, value].map((each) => scaled(scale, each));
  if (Number.isNaN(at)) return NaN;
  return high > low ? Math.min(1, Math.max(0, (at - low) / (high - low))) : 0.5;
}

/** Numbers within a decade, the fewest first. */
const WITHIN = [[1], [1, 3], [1, 2, 5]];

/**
 * Round values within the scale, for contour lines and numbers beside the bar.
 * @param {Scale} scale
 * @param {number} most
 * @returns {Tick[]}
 */
export function roundValues({ low, high, log }, most) {
  if (!(high > low)) return [{ value: low, label: significant(low, 3) }];
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  if (!log || last - first < 1 || high / low < 4) return roundTicks(low, high, most);
  /** @param {number[]} numbers @param {number} every */
  const ticks = (numbers, every) => {
    const found = [];
    for (let power = Math.ceil(first / every) * every; power <= last; power += every) {
      for (const number of numbers) found.push(Number(`${number}e${power}`));
    }
    return found.filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
  };
  const fine = [...WITHIN].reverse().map((numbers) => ticks(numbers, 1)).find((found) => found.length <= most);
  const found = fine ?? ticks([1], Math.ceil((last - first) / most));
  return found.map((value) => ({ value, label: significant(value, 1) }));
}

/** A label of the bar is at most so long. */
const LONG = 7;

/**
 * Numbers beside the bar, each at its share of it. Where all losses are nearly the same, the least, and by how much the greatest
 * is more.
 * @param {Scale} scale
 */
export function barTicks(scale) {
  const { low, high } = scale;
  const round = roundValues(scale, 5).map(({ value, label }) => ({ share: shareOf(scale, value), label }));
  const apart = new Set(round.map(({ label }) => label)).size === round.length;
  if (high > low && apart && round.every(({ label }) => label.length <= LONG)) return round;
  const least = { share: 0, label: significant(low, 3) };
  return high > low ? [least, { share: 1, label: `+${significant(high - low, 1)}` }] : [least];
}
