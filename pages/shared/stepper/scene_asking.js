// Asking the server for scenes: which step is wanted, how far training towards it is, and whether what came is it.

import { Channel } from "../browser/channel.js";

/** @import { Wanted } from "./moving.js" */
/** @import { Changed, CheckAsk, Header, SceneAsk, Training } from "./types.d.ts" */

const ASK_AGAIN_MS = 4000;

/** What an answer comes to: what was wanted, and whether it has to be asked for once more, with which check. @typedef {{wanted: Wanted, again: boolean, check: CheckAsk|undefined}} Answered */

export class SceneAsking {
  /** How far training towards the step has come, where it is on its way. @type {Training|null} */
  training = null;

  /** @param {(ask: SceneAsk) => void} send @param {() => number} count the next number */
  constructor(send, count) {
    /** @type {Channel<Omit<SceneAsk, "n">, Wanted>} */
    this.channel = new Channel((question) => send(question), { count, again: ASK_AGAIN_MS });
  }

  /** The step and the operation that are wanted, while the scene is on its way; or null. */
  get wanted() {
    return this.channel.asked?.note ?? null;
  }

  /** Whether a gradient check is on its way. */
  get isChecking() {
    return Boolean(this.channel.asked?.question.check);
  }

  /**
   * @param {Wanted} wanted
   * @param {string} run
   * @param {Changed[]} edits numbers changed by hand
   * @param {string|undefined} header the key of the one that is here
   * @param {CheckAsk} [check] the gradient to check, if any
   */
  ask(wanted, run, edits, header, check) {
    /** @type {SceneAsk["edits"]} */
    const sent = edits.map(({ kind, layer, row, column, value }) => [kind, layer, row, column, value]);
    this.channel.ask({ run, step: wanted.step, edits: sent, header, ...(check && { check }) }, wanted);
  }

  /** The header that a scene names is not here: the same once more, with it. @param {string} run @param {number} step */
  askWhole(run, step) {
    this.channel.ask({ run, step, edits: [] });
  }

  /**
   * A scene has come.
   * @param {Header} header
   * @param {Wanted} at where one is: wanted where nothing was asked for
   * @returns {Answered|null} null for an answer to what was asked before
   */
  answered({ n, step, training, diverged }, at) {
    const asked = this.channel.answered(n);
    if (this.channel.asked) return null;
    this.training = training;
    const wanted = asked?.note ?? { step: at.step, op: at.op };
    // With training the time was up: what has come is of a step before.
    return { wanted, again: Boolean(training) || (step !== wanted.step && !diverged), check: training ? asked?.question.check : undefined };
  }

  /** Wait no longer. */
  drop() {
    this.channel.drop();
  }
}
