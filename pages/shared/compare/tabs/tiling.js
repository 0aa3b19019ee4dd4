// How small multiples lie side by side. Pure.

/** About what a tile has beside its picture and above and below it, in pixels. */
const [BESIDE, ABOVE] = [90, 90];
/** A picture is at most so many times as long one way as the other. */
const LONGEST = 1.25;

/** What a picture may cover of a tile. @param {number} width @param {number} height */
function covered(width, height) {
  const [w, h] = [Math.max(1, width - BESIDE), Math.max(1, height - ABOVE)];
  return Math.min(w, LONGEST * h) * Math.min(h, LONGEST * w);
}

/**
 * How many tiles side by side let their pictures be largest.
 * @param {number} count
 * @param {number} width of all of them
 * @param {number} height
 */
export function across(count, width, height) {
  let [best, most] = [1, 0];
  for (let n = 1; n <= count; n += 1) {
    const area = covered(width / n, height / Math.ceil(count / n));
    if (area > most) [best, most] = [n, area];
  }
  return best;
}
