// Where a card stands: beside what it explains, never over it, within the window.

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */
/** @typedef {{width: number, height: number}} Size */

const GAP = 8;

/**
 * @param {Box} of what is explained
 * @param {Size} card
 * @param {Size} room the window
 * @param {boolean} above whether rather above it: what a control changes is below
 */
export function placed(of, card, room, above) {
  const [over, under] = [of.top - GAP - card.height, of.bottom + GAP];
  const fits = { over: over >= GAP, under: under + card.height <= room.height - GAP };
  const top = (above && fits.over) || !fits.under ? over : under;
  const left = Math.min(Math.max(GAP, of.left), Math.max(GAP, room.width - card.width - GAP));
  if (fits.over || fits.under) return { left, top };
  // Neither above nor below: beside it.
  const beside = of.right + GAP + card.width <= room.width ? of.right + GAP : Math.max(GAP, of.left - GAP - card.width);
  return { left: beside, top: Math.max(GAP, Math.min(of.top, room.height - card.height - GAP)) };
}
