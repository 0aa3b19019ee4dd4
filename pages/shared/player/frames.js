// The frames of a run that can be shown: those of the chosen sample, with all that is to be seen.

import { skipped, unseen } from "./heatmaps.js";

/** @import { Store } from "../browser/store.js" */
/** @import { Frame, Tape } from "../browser/tape.js" */
/** @import { RunHeader, Skipped } from "../browser/types.d.ts" */
/** @import { Memory } from "./kept.js" */

export class Frames {
  /** @type {Store} */
  store;
  /** @type {RunHeader["data"]} */
  data;

  /**
   * @param {Pick<Memory, "sample"|"seen"|"store">} memory
   * @param {() => Skipped[]} looks what is to be seen of what frames can come without
   */
  constructor(memory, looks) {
    this.memory = memory;
    this.looks = looks;
  }

  /** Another run. @param {RunHeader} header */
  begin({ data }) {
    this.store = this.memory.store;
    this.data = data;
  }

  /** The place of the sample that is shown, among those that a step takes. */
  get sample() {
    return this.memory.sample ?? this.data.sample;
  }

  /** What is to be seen; from now on frames are to have it. */
  #looks() {
    const found = this.looks();
    for (const name of found) this.memory.seen.add(name);
    return found;
  }

  /** Keep a tape's frames, where they are of the sample and have what is shown. @param {Tape} tape @param {number} at */
  keep(tape, at) {
    const { sample, skip } = tape.header;
    const fits = sample === this.sample && !this.#looks().some((name) => skip.includes(name));
    this.store.put(fits ? tape : { ...tape, frames: [] }, at);
  }

  /** Whether a frame has all that is to be seen. @param {Frame|null} frame @returns {frame is Frame} */
  suffices(frame) {
    return frame !== null && this.#looks().every((name) => frame.has(name));
  }

  /** Forget those that have not all that is to be seen now: they come anew. */
  drop() {
    const { frames } = this.store;
    for (const [step, frame] of frames) if (!this.suffices(frame)) frames.delete(step);
  }

  /** What frames for playing, and others, are asked for without. */
  skip() {
    return { coarse: unseen(this.#looks()), exact: skipped(this.memory.seen) };
  }
}
