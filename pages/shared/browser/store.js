// What the browser keeps of one run: frames, by step, the curve of its losses, and the scores of its epochs.

import { Curve } from "./curve.js";
import { Scores } from "./scores.js";

/** @import { Frame, Tape } from "./tape.js" */

const BUFFER_BYTES = 64 * 2 ** 20;

/** The frames of one run, by step, the curve of its losses, and the scores of its epochs. */
export class Store {
  /** @param {number} most bytes of frames */
  constructor(most = BUFFER_BYTES) {
    this.most = most;
    /** @type {Map<number, Frame>} */
    this.frames = new Map();
    /** @type {Array<{frames: Frame[], bytes: number}>} */
    this.tapes = [];
    this.bytes = 0;
    this.curve = new Curve();
    this.scores = new Scores();
  }

  /**
   * Keep a tape's frames; drop the longest unused tapes when there are too many bytes.
   * @param {Tape} tape
   * @param {number} current the step on the screen, whose tape stays
   */
  put(tape, current) {
    this.curve.put(tape.header.curve.first, tape.curve);
    this.scores.put(tape.header.scores);
    const fresh = tape.frames.filter((frame) => this.#isBetter(frame));
    if (!fresh.length) return;
    for (const frame of fresh) this.frames.set(frame.step, frame);
    this.tapes.push({ frames: fresh, bytes: tape.bytes });
    this.bytes += tape.bytes;
    while (this.bytes > this.most && this.tapes.length > 1) {
      const index = this.tapes.findIndex((old, i) => i < this.tapes.length - 1 && !old.frames.some(({ step }) => step === current));
      if (index < 0) break;
      const [old] = this.tapes.splice(index, 1);
      for (const frame of old.frames) if (this.frames.get(frame.step) === frame) this.frames.delete(frame.step);
      this.bytes -= old.bytes;
    }
  }

  /** Whether a frame is not here yet, or exact where the one that is here is not. @param {Frame} frame */
  #isBetter(frame) {
    const here = this.frames.get(frame.step);
    return !here || (here.coarse && !frame.coarse);
  }

  /** Forget the frames: others of the same steps are wanted. What is known of the whole run stays. */
  forget() {
    this.frames.clear();
    this.tapes = [];
    this.bytes = 0;
  }

  /** @param {number} step */
  get(step) {
    return this.frames.get(step);
  }

  /**
   * The first step of `from, from + stride, ... , end` that is not here, or null.
   * @param {number} from
   * @param {number} stride
   * @param {number} end
   * @param {number} most how many to look at
   */
  missing(from, stride, end, most) {
    for (let i = 0, step = Math.min(from, end); i < most; i += 1, step = Math.min(step + stride, end)) {
      if (!this.frames.has(step)) return step;
      if (step >= end) return null;
    }
    return null;
  }
}
