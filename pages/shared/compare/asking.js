// What a comparison asks for: the frames of all its runs that will be wanted next. Pure, but for the channel.

/** @import { Channel } from "../browser/channel.js" */
/** @import { Store } from "../browser/store.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Runs } from "./runs.js" */
/** @import { CompareAsk, FramesAsk } from "./types.d.ts" */
/** @typedef {Omit<CompareAsk, "n">} Put */
/**
 * All that the questions follow from.
 * @typedef {{comparison: string, header?: string, clock: Clock, runs: Runs, at: number, pending: number|null, playing: boolean, stride: number}} State
 */

/** Frames of each run in one answer while it plays; from so few on that are here the next are asked for. */
export const CHUNK = 25;
const FEW = 6;
const ASK_OTHER_MS = 600;

/**
 * The steps of one run that the next positions need and that are not here, ascending.
 * @param {Clock} clock
 * @param {number} run
 * @param {{has: (step: number) => boolean, end: number}} here its frames, and the last step that it has
 * @param {{from: number, stride: number, count: number}} ahead
 */
export function missing(clock, run, { has, end }, { from, stride, count }) {
  /** @type {number[]} */
  const steps = [];
  for (let i = 0, position = Math.min(from, clock.end); i < count; i += 1, position = Math.min(position + stride, clock.end)) {
    const step = Math.min(end, clock.stepOf(run, position));
    if (step !== steps.at(-1) && !has(step)) steps.push(step);
    if (position >= clock.end) break;
  }
  return steps;
}

/**
 * What is missing of all runs; of each where any is so soon that it has to be asked for now.
 * @param {Clock} clock
 * @param {Array<{run: string, store: Store, end: number, has: (step: number) => boolean, header?: string}>} runs
 * @param {{at: number, pending: number|null, playing: boolean, stride: number}} now
 * @returns {FramesAsk[]}
 */
export function framesAhead(clock, runs, { at, pending, playing, stride }) {
  const [by, count] = playing ? [stride, 2 * CHUNK] : [1, FEW];
  const from = pending ?? Math.min(at + by, clock.end);
  /** @type {FramesAsk[]} */
  const found = [];
  let isSoon = false;
  runs.forEach(({ run, store, header, ...here }, i) => {
    const steps = missing(clock, i, here, { from, stride: by, count });
    if (!steps.length || found.some((other) => other.run === run)) return;
    const soon = missing(clock, i, here, { from, stride: by, count: playing ? CHUNK : count });
    isSoon ||= soon.length > 0;
    found.push({ run, steps: steps.slice(0, CHUNK), known: store.curve.known, header });
  });
  return isSoon ? found : [];
}

/** The pictures that frames can come without. @type {NonNullable<CompareAsk["skip"]>} */
const PICTURES = ["W", "dW", "change", "units", "surface"];

export class Asking {
  /** @param {Channel<Put, null>} channel @param {() => State} state */
  constructor(channel, state) {
    this.channel = channel;
    this.state = state;
    /** What is to be asked about the runs, once no frames are. @type {[string, unknown]|null} */
    this.question = null;
  }

  /** Ask for the next frames that will be wanted, if they are not here. */
  ahead() {
    const state = this.state();
    const { runs, clock } = state;
    const frames = framesAhead(clock, this.#told(runs), state);
    if (!frames.length) return;
    const { asked } = this.channel;
    const urgent = state.pending !== null && asked && this.channel.clock() - asked.when >= ASK_OTHER_MS;
    if (asked && !asked.question.extra && !urgent) return;
    this.#put({ frames, ...(state.playing && { coarse: true }) });
  }

  /** Those that are shown, exactly: what is here of them is for playing. */
  exactly() {
    const { runs, clock, at } = this.state();
    const frames = this.#told(runs).flatMap(({ run, store, end, header }, i) => {
      const step = Math.min(end, clock.stepOf(i, at));
      return store.get(step)?.coarse ? [{ run, steps: [step], known: store.curve.known, header }] : [];
    });
    if (frames.length && !this.channel.asked) this.#put({ frames });
  }

  /** The headers of runs of which none has come. */
  headers() {
    const { runs } = this.state();
    this.#put({ frames: this.#told(runs).filter(({ header }) => !header).map(({ run }) => ({ run, steps: [0] })) });
  }

  /** Ask something about the runs; of several questions the last counts. @param {[string, unknown]} question */
  about(question) {
    this.question = question;
    this.waiting();
  }

  /** Send the question that waits, but not while frames are on their way. */
  waiting() {
    if (!this.question || this.channel.asked) return;
    const { question } = this;
    this.question = null;
    this.#put({ frames: [], extra: question });
  }

  /** @param {Runs} runs */
  #told(runs) {
    return runs.all.map(({ told, run }, i) => ({
      run: told.run, store: run.store, end: run.end, header: run.header?.key,
      has: (/** @type {number} */ step) => runs.has(i, step),
    }));
  }

  /** @param {Pick<Put, "frames"|"coarse"|"extra">} what */
  #put(what) {
    const { comparison, header, runs: { wanted } } = this.state();
    this.channel.ask({ comparison, header, skip: PICTURES.filter((name) => !wanted.includes(name)), ...what });
  }
}
