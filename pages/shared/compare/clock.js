// One clock for several runs: at each of its positions every run is shown at a step of its own. Knows no pictures.

/** @typedef {"step"|"epoch"|"share"} Kind */
/** A run: how many steps it is to have, and how many an epoch takes. @typedef {{steps: number, perEpoch: number}} Timed */

/** @type {Kind[]} */
export const KINDS = ["step", "epoch", "share"];

export class Clock {
  /**
   * @param {Kind} kind same step, same epoch, or same share of training
   * @param {Timed[]} runs
   */
  constructor(kind, runs) {
    this.kind = kind;
    this.runs = runs;
    this.finest = Math.max(1, ...runs.map(({ perEpoch }) => perEpoch));
    this.longest = Math.max(1, ...runs.map(({ steps }) => steps));
    /** The last position. A position is a step of the run that has most of them to an epoch, or in all. */
    this.end = kind === "epoch" ? Math.max(...runs.map(({ steps, perEpoch }) => Math.ceil((steps * this.finest) / perEpoch))) : this.longest;
  }

  /** The step at which a run is shown at a position. @param {number} run @param {number} position */
  stepOf(run, position) {
    const { steps, perEpoch } = this.runs[run];
    const [part, of] = { step: [1, 1], epoch: [perEpoch, this.finest], share: [steps, this.longest] }[this.kind];
    return Math.min(steps, Math.floor((position * part) / of));
  }

  /** The first position at which a run is shown at this step, or further. @param {number} run @param {number} step */
  positionOf(run, step) {
    const { steps, perEpoch } = this.runs[run];
    const [part, of] = { step: [1, 1], epoch: [perEpoch, this.finest], share: [steps, this.longest] }[this.kind];
    return Math.min(this.end, Math.ceil((step * of) / part));
  }

  /** Where a step of a run stands on the axis: a step, an epoch or a percentage. @param {number} run @param {number} step */
  along(run, step) {
    const { steps, perEpoch } = this.runs[run];
    if (this.kind === "step") return step;
    return this.kind === "epoch" ? step / perEpoch : (100 * step) / steps;
  }

  /** The end of the axis. */
  get last() {
    return Math.max(...this.runs.map(({ steps }, run) => this.along(run, steps)));
  }

  /** A position as the axis counts. @param {number} position */
  said(position) {
    if (this.kind === "step") return position;
    return this.kind === "epoch" ? position / this.finest : (100 * position) / this.longest;
  }

  /** The same moment by another clock: that of the run which is farthest. @param {number} position @param {Clock} other */
  to(position, other) {
    const steps = this.runs.map((_, run) => this.stepOf(run, position));
    const run = steps.indexOf(Math.max(...steps));
    return other.positionOf(run, steps[run]);
  }
}
