// Whether a run is well: better than one answer for all, its gradients moving something, its units not idle.
// The same rules as mlp_core/analysis/health.py, from where their numbers come.

/** @import { Rules } from "./types.d.ts" */

/**
 * Whether a network does better than the best constant answer; null where that cannot be said.
 * @param {number} loss
 * @param {number|null} right the share of right answers; null where there are no classes
 * @param {{loss: number|null, accuracy: number|null}|null} chance
 * @param {Rules} rules
 */
export function learned(loss, right, chance, rules) {
  if (!chance || chance.loss === null || !Number.isFinite(loss)) return null;
  if (loss < (1 - rules.learned) * chance.loss) return true;
  return right !== null && chance.accuracy !== null && right - chance.accuracy > rules.right * (1 - chance.accuracy);
}

/**
 * Gradients so small in every layer that nothing moves: "vanished", or, where the network has learned, at "rest".
 * @param {ArrayLike<number>} sizes
 * @param {boolean|null} good as `learned` says
 * @param {number} loss
 * @param {Rules} rules
 */
export function faded(sizes, good, loss, rules) {
  const most = Math.max(...Array.from(sizes));
  if (!(most > 0 && most < rules.vanished)) return null;
  return (good ?? loss < rules.nothing) ? "rest" : "vanished";
}

/**
 * The hidden layer, from 1, with the most idle units, where they are many.
 * @param {ArrayLike<number>} shares of every layer; the last is the output layer
 * @param {Rules} rules
 */
export function mostIdle(shares, rules) {
  let [layer, most] = [0, 0];
  for (let l = 0; l < shares.length - 1; l += 1) if (shares[l] > most) [layer, most] = [l + 1, shares[l]];
  return most >= rules.idle ? { layer, share: most } : null;
}
