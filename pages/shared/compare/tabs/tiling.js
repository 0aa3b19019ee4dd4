// How small multiples lie side by side. Pure.

/** About what a tile has beside its picture and above and below it; axes without names take less. */
const BESIDE = 90;
const ABOVE = { named: 96, terse: 72 };
/** A picture is at most so many times as long one way as the other. */
const LONGEST = 1.25;
/** What is written above a picture needs so much. */
const NARROWEST = 225;

/** What a picture may cover of a tile. @param {number} width @param {number} height @param {boolean} terse */
function covered(width, height, terse) {
  const [w, h] = [Math.max(1, width - BESIDE), Math.max(1, height - (terse ? ABOVE.terse : ABOVE.named))];
  return Math.min(w, LONGEST * h) * Math.min(h, LONGEST * w);
}

/**
 * How many tiles side by side let their pictures be largest, where what is written above has room.
 * @param {number} count
 * @param {number} width of all of them, in our own pixels
 * @param {number} height
 * @param {boolean} terse whether axes go without names
 */
export function across(count, width, height, terse = false) {
  let [best, most] = [1, 0];
  for (let n = 1; n <= count; n += 1) {
    if (n > 1 && width / n < NARROWEST) break;
    const area = covered(width / n, height / Math.ceil(count / n), terse);
    if (area > most) [best, most] = [n, area];
  }
  return best;
}
