// Where in a training step one is: the ribbon of phases, the step and the loss.

import { element, find } from "../browser/dom.js";
import { fill, significant } from "../browser/format.js";
import { fromJson } from "../browser/bytes.js";

/** @import { Scene } from "./scene.js" */
/** @import { Operation } from "./types.d.ts" */

const PHASES = ["forward", "loss", "backward", "update"];
const THIN = 24;
const MANY = 60;

/**
 * A dot for each operation of a phase; of very many, how far one is in the phase that one is in.
 * @param {Operation[]} operations
 * @param {number} k
 * @param {string} phase
 */
function dots(operations, k, phase) {
  const own = operations.flatMap((operation, at) => (operation.phase === phase ? [at] : []));
  if (operations.length <= MANY) {
    const row = element("span", operations.length > THIN ? "st-many" : "");
    row.append(...own.map((at) => element("i", at === k - 1 ? "st-now" : at < k ? "st-done" : "")));
    return [row];
  }
  if (operations[k - 1]?.phase !== phase) return [];
  const track = element("span", "st-track");
  const share = element("i");
  share.style.width = `${(100 * own.filter((at) => at < k).length) / own.length}%`;
  track.append(share);
  return [track];
}

/**
 * The phases, the count, the step and the loss.
 * @param {HTMLElement} root
 * @param {Scene} scene
 * @param {number} k operations that have run
 * @param {number} digits
 */
export function writeRibbon(root, scene, k, digits) {
  const { operations, header } = scene;
  const { text, step } = header;
  const parts = PHASES.flatMap((phase, index) => {
    const name = element(operations[k - 1]?.phase === phase ? "b" : "span", "", text[`phase_${phase}`]);
    return [...(index ? ["→"] : []), name, ...dots(operations, k, phase)];
  });
  find(root, ".st-phases").replaceChildren(...parts);
  find(root, ".st-count").textContent = fill(text.operation, { k, n: operations.length });
  find(root, ".st-step").textContent = k === operations.length ? String(step + 1) : `${step} → ${step + 1}`;
  /** @param {number} loss */
  const write = (loss) => significant(loss, Math.min(9, digits));
  const before = scene.has("loss", k) ? write(scene.arrays.loss.values[0]) : "–";
  find(root, ".st-loss").textContent = k === operations.length ? `${before} → ${write(fromJson(header.loss_after))}` : before;
  /** @type {HTMLButtonElement} */ (find(root, "[data-do=back]")).disabled = step === 0 && k === 0;
}
