// Where an act leads: to which step, and after how many of its operations. Computes alone.

/** @import { Operation } from "./types.d.ts" */

/** The step and the operation that are wanted; -1 is the last one. @typedef {{step: number, op: number}} Wanted */

/** What an act needs to know of an operation. @typedef {Pick<Operation, "phase"|"layer">} Phased */

/** What keys do, by what the buttons are called. @type {Record<string, string>} */
export const KEY_ACTS = { next: "next", before: "back", layer_next: "layer", layer_before: "layer_back", home: "home", play_step: "play" };
/** Keys that go by units. @type {Record<string, number>} */
export const UNIT_KEYS = { unit_next: 1, unit_before: -1 };

/** By how many operations an act goes, once k have run. @type {Record<string, (operations: Phased[], k: number) => number>} */
const BY = {
  next: () => 1,
  back: () => -1,
  layer: (operations, k) => distance(operations, k, "layer", 1),
  layer_back: (operations, k) => distance(operations, k, "layer", -1),
  phase: (operations, k) => distance(operations, k, "phase", 1),
};

/**
 * How many operations to the last one of the layer or phase that comes next; back, to the one before.
 * @param {Phased[]} operations
 * @param {number} k operations that have run
 * @param {"layer"|"phase"} what
 * @param {1|-1} by
 */
function distance(operations, k, what, by) {
  /** @param {Phased|undefined} op */
  const kind = (op) => (what === "phase" ? op?.phase : op && `${op.phase} ${op.layer}`);
  const start = by > 0 ? k : k - 1;
  const here = kind(operations[by > 0 ? start % operations.length : start]);
  let at = start;
  while (at >= 0 && at < operations.length && kind(operations[at]) === here) at += by;
  return by > 0 ? Math.max(1, at - start) : Math.min(-1, at - start);
}

/**
 * Where so many operations further is. The end of one step is the beginning of the next: there is one place for both.
 * @param {Wanted} from
 * @param {number} by operations
 * @param {number} n how many a step has
 * @returns {Wanted}
 */
function moved({ step, op }, by, n) {
  let [s, k] = [step, (op < 0 ? n : op) + by];
  while (k > n) [s, k] = [s + 1, k - n];
  while (k < 1 && s > 0) [s, k] = [s - 1, k + n];
  return { step: s, op: Math.max(0, k) };
}

/**
 * Where an act leads.
 * @param {string} what next, back, layer, layer_back, phase, finish, home
 * @param {Phased[]} operations
 * @param {Wanted} at where one is
 * @param {Wanted|null} wanted what is on its way: one goes on from there
 * @returns {Wanted}
 */
export function destination(what, operations, { step, op }, wanted) {
  const n = operations.length;
  if (what === "home") return { step: 0, op: 0 };
  if (what === "finish") return op < n ? { step, op: n } : { step: step + 1, op: -1 };
  return moved(wanted ?? { step, op }, BY[what](operations, op), n);
}

/** The same, or the very end where it would be beyond the last step that there can be. @param {Wanted} to @param {number} last @returns {Wanted} */
export function within(to, last) {
  return to.step > last ? { step: last, op: -1 } : to;
}

/**
 * After how many operations another layer does what the last one did, or else anything of this phase; none at the input.
 * @param {Operation[]} operations
 * @param {number} k operations that have run
 * @param {number} layer
 */
export function sameIn(operations, k, layer) {
  const now = operations[Math.max(0, k - 1)];
  const phase = now.phase === "loss" ? "backward" : now.phase;
  const own = operations.map((op, at) => ({ op, at })).filter(({ op }) => op.layer === layer && op.phase === phase);
  const found = own.find(({ op }) => op.symbol === now.symbol) ?? own[0];
  return layer && found ? found.at + 1 : 0;
}
