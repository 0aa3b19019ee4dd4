// Words that change from step to step and keep their width, so that what follows keeps its place.

const FIGURE_SPACE = "\u2007"; // as wide as a digit

/**
 * As wide as with the last step.
 * @param {string} words with the step somewhere in them
 * @param {number} step
 * @param {number} end the last one
 */
export function steady(words, step, end) {
  return words + FIGURE_SPACE.repeat(Math.max(0, String(end).length - String(step).length));
}
