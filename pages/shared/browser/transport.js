// Play, pause, step, scrub, speed, keys: which step is wanted when. Knows no pictures.

import { keyIsElsewhere } from "./dom.js";

const FRAME_MS = 1000 / 60;

/** Speeds: `stride` steps a frame, or `rate` steps a second. */
export const SPEEDS = [
  { rate: 1, stride: 1 }, { rate: 5, stride: 1 }, { rate: 15, stride: 1 },
  { stride: 1 }, { stride: 2 }, { stride: 5 }, { stride: 10 }, { stride: 50 },
];

export class Transport {
  /**
   * @param {HTMLElement} root
   * @param {{at: () => number, end: () => number, go: (step: number) => boolean, ahead: () => void,
   *   changed: () => void, jump: (step: number) => boolean, refused: (refused: boolean) => void}} player
   *   `go` paints a step, or says false when its frame is not here yet; `jump` says false for a step beyond all bounds
   */
  constructor(root, player) {
    this.root = root;
    this.player = player;
    this.playing = false;
    this.speed = SPEEDS[3];
    this.request = 0;
    /** A step that was asked for and whose frame is on its way, or null. */
    this.pending = null;
    this.waiting = false;
    this.abort = new AbortController();
    const options = { signal: this.abort.signal };
    for (const button of root.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => this.act(button.dataset.do), options);
    }
    this.scrub = root.querySelector(".bp-scrub");
    this.scrub.addEventListener("input", () => this.seek(Number(this.scrub.value)), options);
    this.field = root.querySelector(".bp-goto");
    this.field.addEventListener("keydown", (event) => this.#typed(event), options);
    this.field.addEventListener("input", () => this.#invalid(false), options);
    document.addEventListener("keydown", (event) => this.#key(event), options);
  }

  /** @param {string} what first, back, play, forward */
  act(what) {
    if (what === "play") this.toggle();
    else if (what === "first") this.seek(0);
    else this.seek(this.wanted() + (what === "back" ? -1 : 1));
  }

  /** The step that was asked for last: the one painted, unless its frame is still on the way. */
  wanted() {
    return this.pending ?? this.player.at();
  }

  /** Stop, and show this step as soon as it is here. */
  seek(step) {
    this.pause();
    this.pending = Math.min(this.player.end(), Math.max(0, step));
    this.scrub.value = String(this.pending);
    this.arrived();
    this.player.ahead();
  }

  /** Give up waiting for a step. @param {number|null} instead a step to show in its place */
  stop(instead) {
    this.pending = null;
    if (instead === null) this.player.changed();
    else this.seek(instead);
  }

  /** "Go to step": Enter goes there; thousands may be grouped. */
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

  #invalid(invalid) {
    this.field.setAttribute("aria-invalid", String(invalid));
    this.player.refused(invalid);
  }

  /** New frames have come: show what was waited for. */
  arrived() {
    if (this.pending === null) return;
    const step = Math.min(this.pending, this.player.end());
    this.pending = null;
    if (!this.player.go(step)) this.pending = step;
    this.player.changed();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.player.at() >= this.player.end() && !this.player.go(0)) {
      this.pending = 0;
    }
    this.playing = true;
    this.last = performance.now();
    this.owed = 0;
    this.player.changed();
    this.request = requestAnimationFrame((now) => this.#frame(now));
  }

  pause() {
    cancelAnimationFrame(this.request);
    if (!this.playing) return;
    this.playing = false;
    this.waiting = false;
    this.player.changed();
  }

  #frame(now) {
    if (!this.playing) return;
    this.request = requestAnimationFrame((next) => this.#frame(next));
    const period = this.speed.rate ? 1000 / this.speed.rate : FRAME_MS;
    this.owed += now - this.last;
    this.last = now;
    // A little early is on time: displays are not exactly 60 Hz.
    if (this.owed < period - 2) return;
    this.owed = Math.min(Math.max(0, this.owed - period), period);
    if (this.pending !== null) {
      this.arrived();
      if (this.pending !== null) return;
    }
    const next = Math.min(this.player.at() + this.speed.stride, this.player.end());
    const waiting = !this.player.go(next);
    if (waiting !== this.waiting) {
      this.waiting = waiting;
      this.player.changed();
    }
    if (!waiting && next >= this.player.end()) this.pause();
    this.player.ahead();
  }

  #key(event) {
    if (keyIsElsewhere(event, this.scrub)) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.key === " " && target.closest("button, a, summary, [role=button], [role=radio]")) return;
    const far = event.shiftKey ? 10 : 1;
    const action = {
      " ": () => !event.repeat && this.toggle(),
      ArrowLeft: () => this.seek(this.wanted() - far),
      ArrowRight: () => this.seek(this.wanted() + far),
      Home: () => this.seek(0),
    }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  destroy() {
    this.pause();
    this.abort.abort();
  }
}
