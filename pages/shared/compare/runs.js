// The runs that are compared: of each its header, its frames, and where it ends.

import { Store } from "../browser/store.js";

/** @import { Frame, Tape } from "../browser/tape.js" */
/** @import { Header, Palette, Skipped, Text, Theme } from "../browser/types.d.ts" */
/** @import { Compared, ComparedRun } from "./types.d.ts" */

/** As much as six runs may keep together is what one has alone. */
const STORE_BYTES = 16 * 2 ** 20;

export class Run {
  /** As it is now and later. @type {Header|null} */
  header = null;

  /** @param {string} name */
  constructor(name) {
    this.name = name;
    this.store = new Store(STORE_BYTES);
    /** The last step that there is: the run may have diverged, or met its condition to stop. */
    this.end = Infinity;
    /** How far it has been trained. */
    this.trained = 0;
  }

  /** @param {Tape} tape @param {{text: Text, palettes: Record<Theme, Palette>}} shared what its header leaves out @param {number} at */
  take({ header, ...tape }, shared, at) {
    this.header = Object.assign(this.header ?? {}, header, shared);
    const { end, diverged, met } = header;
    this.end = Math.min(end, diverged?.last ?? end, met?.step ?? end);
    this.trained = header.trained;
    this.store.put({ header, ...tape }, at);
  }
}

export class Runs {
  /** @param {Map<string, Run>} kept all that there were, by their names: they outlast a comparison */
  constructor(kept) {
    this.kept = kept;
    /** @type {Array<{told: ComparedRun, run: Run}>} */
    this.all = [];
    /** What frames must have. @type {Skipped[]} */
    this.wanted = [];
  }

  /** Other runs; those that are compared no more are forgotten. @param {ComparedRun[]} told */
  begin(told) {
    this.all = told.map((one) => {
      const run = this.kept.get(one.run) ?? new Run(one.run);
      this.kept.set(one.run, run);
      return { told: one, run };
    });
    for (const name of this.kept.keys()) if (!told.some(({ run }) => run === name)) this.kept.delete(name);
  }

  /** Whether the header of every run has come. */
  get known() {
    return this.all.every(({ run }) => run.header);
  }

  /** Whether a frame has what is wanted, as far as its run has it at all. @param {Run} run @param {Frame|undefined} frame @returns {frame is Frame} */
  suffices({ header }, frame) {
    const wanted = this.wanted.filter((name) => header?.channels.some((channel) => channel.name === name));
    return frame !== undefined && wanted.every((name) => frame.has(name));
  }

  /** @param {number} i @param {number} step */
  has(i, step) {
    const { run } = this.all[i];
    return this.suffices(run, run.store.get(Math.min(run.end, step)));
  }

  /** The frames of these steps, or null where one is missing. @param {number[]} steps @returns {Frame[]|null} */
  frames(steps) {
    const found = this.all.map(({ run }, i) => run.store.get(Math.min(run.end, steps[i])));
    return this.all.every(({ run }, i) => this.suffices(run, found[i])) ? /** @type {Frame[]} */ (found) : null;
  }

  /** Something else is to be seen: forget frames that have it not. @param {Skipped[]} wanted */
  want(wanted) {
    this.wanted = wanted;
    for (const { run } of this.all) {
      for (const [step, frame] of run.store.frames) if (!this.suffices(run, frame)) run.store.frames.delete(step);
    }
  }

  /** As tabs have them. @returns {Compared[]} */
  compared() {
    return this.all.map(({ told, run }) => ({
      id: told.run, name: told.name, colour: told.colour, dash: told.dash, symbol: told.symbol,
      header: /** @type {Header} */ (run.header), store: run.store,
    }));
  }
}
