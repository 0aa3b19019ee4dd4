// The losses of a run's steps, and what a chart can show of them.

const CURVE_POINTS = 3000;

/** The losses of a run's steps from 0 on without a gap, and the same thinned to what a chart can show. */
export class Curve {
  constructor() {
    this.losses = new Float64Array(1024);
    /** How many losses there are: those of the steps 0, 1, ... */
    this.known = 0;
    /** Least and greatest of the finite losses above 0. */
    this.least = Infinity;
    this.most = 0;
    this.width = 1;
    this.stretches = 0;
    /** The extremes of the stretches, and at which steps they are. @type {number[]} */
    this.xs = [];
    /** @type {number[]} */
    this.ys = [];
  }

  /** @param {number} first step of `losses` @param {Float64Array} losses */
  put(first, losses) {
    const end = first + losses.length;
    if (first > this.known || end <= this.known) return;
    if (end > this.losses.length) {
      const larger = new Float64Array(Math.max(end, 2 * this.losses.length));
      larger.set(this.losses.subarray(0, this.known));
      this.losses = larger;
    }
    this.losses.set(losses, first);
    for (const loss of losses) {
      if (!(loss > 0) || !Number.isFinite(loss)) continue;
      this.least = Math.min(this.least, loss);
      this.most = Math.max(this.most, loss);
    }
    this.known = end;
  }

  /** Stretches of so many steps. @param {number} width */
  #thinBy(width) {
    Object.assign(this, { width, stretches: 0, xs: [], ys: [] });
  }

  /** Each whole stretch as its two extremes, in the order of their steps: no spike is lost. */
  #thin() {
    const { losses, width } = this;
    for (const whole = Math.floor(this.known / width); this.stretches < whole; this.stretches += 1) {
      const start = this.stretches * width;
      let [low, high] = [start, start];
      for (let step = start + 1; step < start + width; step += 1) {
        if (losses[step] < losses[low]) low = step;
        if (losses[step] > losses[high]) high = step;
      }
      const [one, other] = low < high ? [low, high] : [high, low];
      this.xs.push(one, other);
      this.ys.push(losses[one], losses[other]);
    }
  }

  /**
   * The curve from step 0 to `step`, in some thousand points at most.
   * @param {number} step
   * @param {number} end the run's last step
   * @returns {{x: number[], y: number[]}}
   */
  upTo(step, end) {
    const width = Math.max(1, Math.ceil((2 * end) / CURVE_POINTS));
    if (width !== this.width) this.#thinBy(width);
    const count = Math.min(this.known, step + 1);
    this.#thin();
    const whole = width > 1 ? Math.floor(count / width) : 0;
    const x = this.xs.slice(0, 2 * whole);
    const y = this.ys.slice(0, 2 * whole);
    for (let i = whole * width; i < count; i += 1) {
      x.push(i);
      y.push(this.losses[i]);
    }
    return { x, y };
  }
}
