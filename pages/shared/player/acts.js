// What a person does that concerns the run itself (acts.py), and going to a step that the run may not have yet.

import { fill } from "../browser/format.js";

/** @import { Transport } from "../browser/transport.js" */
/** @import { Act, RunHeader } from "../browser/types.d.ts" */
/** @import { Memory } from "./kept.js" */

export class Acts {
  /** @type {RunHeader|null} */
  header = null;
  /** Tell the server what was done. @type {(act: Act) => void} */
  tell;

  /** @param {Pick<Memory, "count">} memory */
  constructor(memory) {
    this.memory = memory;
  }

  /** Another run. @param {RunHeader} header as it is now and later */
  begin(header) {
    this.header = header;
  }

  /** Tell the server, which makes it so; the action's number. @param {Act["do"]} what @param {Partial<Act>} details */
  do(what, details) {
    const n = this.count();
    if (this.header) this.tell({ ...details, run: this.header.run, n, do: what });
    return n;
  }

  /** The next number. The server counts on: an action's number is never used twice. */
  count() {
    this.memory.count += 1;
    return this.memory.count;
  }

  /**
   * Go to a step, making the run longer for it if need be; false where it cannot be so long.
   * @param {number} step
   * @param {number} end the last step that there is
   * @param {Transport} transport
   */
  jump(step, end, transport) {
    const { header } = this;
    if (!header || step > header.most_steps) return false;
    if (step > header.end && end === header.end) {
      transport.want(step, true);
      this.do("extend", { steps: step });
    } else transport.seek(step);
    return true;
  }

  /**
   * Stop training towards a step: show how far it has come, if that is further than what is shown.
   * @param {{at: number, end: number}} shown the step, and the last one that there is
   * @param {Transport} transport
   */
  stop({ at, end }, transport) {
    const reached = transport.wish?.trained?.now ?? 0;
    transport.stop(reached > at ? Math.min(reached, end) : null);
  }

  /** Why a step cannot be gone to. */
  get refusal() {
    return this.header ? fill(this.header.text.goto_refused, { most: this.header.most_steps.toLocaleString("en") }) : "";
  }
}
