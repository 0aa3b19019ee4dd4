// What can be done about the run as it has become: continue the one before with the new settings, take a weight back.

import { check, explain, find, options } from "../browser/dom.js";
import { fill } from "../browser/format.js";

/** @import { Act, RunHeader } from "../browser/types.d.ts" */
/** @import { Memory } from "./kept.js" */

export class Offers {
  /**
   * @param {HTMLElement} root
   * @param {(what: Act["do"], details: Partial<Act>) => void} act
   * @param {AbortSignal} signal
   */
  constructor(root, act, signal) {
    this.act = act;
    this.origin = find(root, ".bp-origin");
    this.undo = find(root, ".bp-undo");
    this.undo.addEventListener("click", () => act("undo", {}), { signal });
  }

  /** Another run. @param {RunHeader} header @param {Memory["before"]} before */
  begin(header, before) {
    this.#begin(header, before);
    this.#edits(header);
  }

  /** Where the run before could be continued with the new settings, let the person choose. @param {RunHeader} header @param {Memory["before"]} before */
  #begin({ origin, text }, before) {
    const at = origin && before?.run === origin.id ? before.at : 0;
    const step = origin?.step ?? at;
    const group = this.origin;
    group.hidden = step === 0;
    if (!origin || group.hidden) return;
    group.setAttribute("aria-label", text.origin);
    options(
      group,
      [["restart", text.origin_restart], ["continue", fill(text.origin_continue, { step })]],
      (what) => what !== (origin.continued ? "continue" : "restart") && this.act(/** @type {"continue"|"restart"} */ (what), { step }),
    );
    check(group, origin.continued ? "continue" : "restart");
    explain(group, text.origin_help);
  }

  /** Where weights were set by hand, a button that takes the last one back. @param {RunHeader} header */
  #edits({ edits, text }) {
    this.undo.hidden = !edits.length;
    this.undo.textContent = text.undo;
    this.undo.title = edits.length ? fill(text.undo_help, { ...edits[edits.length - 1] }) : "";
  }

  /** Give way to something else in their place, or not. @param {boolean} aside */
  aside(aside) {
    for (const offer of [this.origin, this.undo]) offer.classList.toggle("bp-aside", aside);
  }
}
