// Losses and accuracies on all samples at the ends of epochs, as far as the server has told them.

/** @import { Frame } from "./tape.js" */
/** @import { ScoreRows } from "./types.d.ts" */

/** In the order of a frame's channel "scores" and of the rows that come. */
export const SCORES = ["train_loss", "test_loss", "train_accuracy", "test_accuracy"];
const LOSSES = 2;

export class Scores {
  constructor() {
    /** @type {number[]} */
    this.steps = [];
    /** One for each of SCORES. */
    this.columns = SCORES.map(() => /** @type {number[]} */ ([]));
    /** The greatest and the least of the losses above 0. */
    this.most = 0;
    this.least = Infinity;
  }

  /**
   * Take in what comes after what is known; steps that are known already stay as they are.
   * @param {ScoreRows} scores by ascending step
   */
  put({ steps, rows }) {
    const from = steps.findIndex((step) => step > (this.steps.at(-1) ?? -1));
    if (from < 0) return;
    for (let i = from; i < steps.length; i += 1) {
      this.steps.push(steps[i]);
      rows[i].forEach((value, k) => {
        this.columns[k].push(value ?? NaN);
        if (k < LOSSES) this.#reach(value);
      });
    }
  }

  /** A moment between two ends of epochs counts for the extremes too. @param {Frame} frame */
  see(frame) {
    for (const loss of frame.numbers("scores").subarray(0, LOSSES)) this.#reach(loss);
  }

  /** @param {number|null} loss */
  #reach(loss) {
    if (loss === null || !(loss > 0) || !Number.isFinite(loss)) return;
    this.most = Math.max(this.most, loss);
    this.least = Math.min(this.least, loss);
  }

  /**
   * One of SCORES from step 0 to the frame's, which has the last: between two ends of epochs too.
   * @param {Frame} frame
   * @param {string} name
   * @returns {{x: number[], y: number[]}}
   */
  upTo(frame, name) {
    const k = SCORES.indexOf(name);
    let [low, high] = [0, this.steps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.steps[middle] < frame.step) low = middle + 1;
      else high = middle;
    }
    const x = this.steps.slice(0, low);
    const y = this.columns[k].slice(0, low);
    x.push(frame.step);
    y.push(frame.numbers("scores")[k]);
    return { x, y };
  }
}
