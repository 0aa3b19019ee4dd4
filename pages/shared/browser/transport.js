// Play, pause, step, scrub, speed, keys: which step is wanted when. Knows no pictures.

import { find, findAll } from "./dom.js";
import { doneBy } from "./key_table.js";
import { Keys } from "./keys.js";
import { left } from "./leaving.js";

const FRAME_MS = 1000 / 60;
/** Playing up to a step takes so long at most. */
const UP_TO_MS = 4000;
/** Keys that go by steps. @type {Record<string, number>} */
const BY = { back: -1, forward: 1, back_far: -10, forward_far: 10 };

/** Speeds: `stride` steps a frame, or `rate` steps a second. @type {Array<{rate?: number, stride: number}>} */
export const SPEEDS = [
  { rate: 1, stride: 1 }, { rate: 5, stride: 1 }, { rate: 15, stride: 1 },
  { stride: 1 }, { stride: 2 }, { stride: 5 }, { stride: 10 }, { stride: 50 },
];

/**
 * The step that a person wants and whose frame is not here: `longer` where the run has to be made longer first,
 * `trained` how far training towards it had come at first, and has come by now.
 * @typedef {{step: number, longer?: boolean, trained?: {from: number, now: number}}} Wish
 */

export class Transport {
  /**
   * @param {HTMLElement} root
   * @param {{at: () => number, end: () => number, here: (step: number) => boolean, go: (step: number) => boolean,
   *   ahead: () => void, changed: () => void, jump: (step: number) => boolean, refused: (refused: boolean) => void,
   *   pace?: () => number, took?: (event: KeyboardEvent) => boolean}} player
   *   `go` paints a step, or says false when its frame is not here yet; `jump` says false for a step beyond all bounds;
   *   `pace` says how many frames a second there are; `took` whether a key was another one of the component's
   * @param {{playing?: boolean}} kept outlasts this transport
   */
  constructor(root, player, kept = {}) {
    this.root = root;
    this.player = player;
    this.kept = kept;
    /** Whether the one before it was playing when Streamlit took it from the page that it is of. */
    this.interrupted = Boolean(kept.playing);
    this.playing = false;
    /** How often pages had been left before this one. */
    this.left = left();
    this.speed = SPEEDS[3];
    this.request = 0;
    /** When the last picture was painted, and how much of the time since the last step is left. */
    this.last = 0;
    this.owed = 0;
    /** @type {Wish|null} */
    this.wish = null;
    /** Where playing is to end, and how many steps a frame it takes to be there in time. @type {{step: number, stride: number}|null} */
    this.upTo = null;
    this.abort = new AbortController();
    const options = { signal: this.abort.signal };
    for (const button of findAll(root, "[data-do]")) {
      button.addEventListener("click", () => this.act(button.dataset.do), options);
    }
    this.scrub = /** @type {HTMLInputElement} */ (find(root, ".bp-scrub"));
    this.scrub.addEventListener("input", () => this.seek(Number(this.scrub.value)), options);
    this.field = /** @type {HTMLInputElement} */ (find(root, ".bp-goto"));
    this.field.addEventListener("keydown", (event) => this.#typed(event), options);
    this.field.addEventListener("input", () => this.#invalid(false), options);
    this.keys = new Keys(root, (event) => this.#key(event), this.scrub);
  }

  /** The step of the run that is wanted and is not here, or null. */
  get pending() {
    return this.wish && !this.wish.longer ? this.wish.step : null;
  }

  /** Whether playing has to wait for the next frame. */
  get waiting() {
    return this.playing && !this.player.here(this.#next());
  }

  #next() {
    const { upTo, speed, player } = this;
    return Math.min(player.at() + Math.max(speed.stride, upTo?.stride ?? 0), upTo?.step ?? player.end());
  }

  /** Play up to a step, and stop there; to one that is past it goes at once. @param {number} step */
  playTo(step) {
    const way = step - this.player.at();
    this.seek(way > 0 ? this.player.at() : step);
    if (way <= 0) return;
    this.upTo = { step, stride: Math.ceil((way * FRAME_MS) / UP_TO_MS) };
    this.play();
  }

  /**
   * Show this step once it is here; with null none.
   * @param {number|null} step
   * @param {boolean} longer the run is not so long yet
   */
  want(step, longer = false) {
    this.wish = step === null ? null : { ...this.wish, step, longer };
  }

  /** Training has come as far as this. @param {number} now */
  trained(now) {
    const { wish } = this;
    if (wish && !wish.longer) wish.trained = { from: wish.trained?.from ?? now, now };
  }

  /** @param {string|undefined} what first, back, play, forward */
  act(what) {
    if (what === "play") this.toggle();
    else if (what === "first") this.seek(0);
    else this.seek(this.wanted() + (what === "back" ? -1 : 1));
  }

  /** The step that was asked for last: the one painted, unless its frame is still on the way. */
  wanted() {
    return this.pending ?? this.player.at();
  }

  /** Stop, and show this step as soon as it is here. @param {number} step */
  seek(step) {
    this.pause();
    this.want(Math.min(this.player.end(), Math.max(0, step)));
    this.scrub.value = String(this.pending);
    this.arrived();
    this.player.ahead();
  }

  /** Give up waiting for a step. @param {number|null} instead a step to show in its place */
  stop(instead) {
    this.want(null);
    if (instead === null) this.player.changed();
    else this.seek(instead);
  }

  /** "Go to step": Enter goes there; thousands may be grouped. @param {KeyboardEvent} event */
  #typed(event) {
    if (event.key === "Escape") {
      this.field.value = "";
      this.#invalid(false);
      this.field.blur();
    }
    if (event.key !== "Enter") return;
    const digits = this.field.value.trim().replace(/(?<=\d)[ ,.'’\u00a0\u202f](?=\d{3}(?!\d))/g, "");
    const known = /^\d{1,9}$/.test(digits) && this.player.jump(Number(digits));
    this.#invalid(!known);
    if (!known) return;
    this.field.value = "";
    this.field.blur();
  }

  /** @param {boolean} invalid */
  #invalid(invalid) {
    this.field.setAttribute("aria-invalid", String(invalid));
    this.player.refused(invalid);
  }

  /** New frames have come: show what was waited for. */
  arrived() {
    const { wish } = this;
    if (wish?.longer && wish.step <= this.player.end()) this.seek(wish.step);
    else if (wish && !wish.longer) this.#try(wish);
  }

  /** @param {Wish} wish */
  #try(wish) {
    const step = Math.min(wish.step, this.player.end());
    this.wish = null;
    if (!this.player.go(step)) this.wish = { ...wish, step };
    this.player.changed();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.player.at() >= this.player.end() && !this.player.go(0)) this.want(0);
    this.playing = true;
    this.kept.playing = true;
    this.last = performance.now();
    this.owed = 0;
    this.player.changed();
    this.request = requestAnimationFrame((now) => this.#frame(now));
  }

  /** Play on where the one before was interrupted: as after a connection that was cut, or in another language. */
  resume() {
    const { interrupted } = this;
    this.interrupted = false;
    if (interrupted) this.play();
  }

  pause() {
    cancelAnimationFrame(this.request);
    this.upTo = null;
    this.kept.playing = false;
    if (!this.playing) return;
    this.playing = false;
    this.player.changed();
  }

  /** @param {number} now */
  #frame(now) {
    if (!this.playing) return;
    this.request = requestAnimationFrame((next) => this.#frame(next));
    const period = Math.max(this.speed.rate ? 1000 / this.speed.rate : FRAME_MS, 1000 / (this.player.pace?.() ?? 60));
    this.owed += now - this.last;
    this.last = now;
    // A little early is on time: displays are not exactly 60 Hz.
    if (this.owed < period - 2) return;
    this.owed = Math.min(Math.max(0, this.owed - period), period);
    if (this.pending !== null) {
      this.arrived();
      if (this.pending !== null) return;
    }
    const { waiting } = this;
    const next = this.#next();
    const shown = this.player.go(next);
    if (waiting !== this.waiting) this.player.changed();
    if (shown && next >= (this.upTo?.step ?? this.player.end())) this.pause();
    this.player.ahead();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const does = doneBy("player", event);
    if (this.player.took?.(event) || does === null) return;
    event.preventDefault();
    if (does in BY) this.seek(this.wanted() + BY[does]);
    else if (does === "first") this.seek(0);
    else if (!event.repeat) this.toggle();
  }

  destroy() {
    const { playing } = this;
    this.pause();
    this.kept.playing = playing && left() === this.left;
    this.keys.destroy();
    this.abort.abort();
  }
}
