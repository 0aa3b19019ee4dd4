// What the player is doing: the play button, a line in words, and how far training has come.

import { find, putText } from "../browser/dom.js";
import { fill } from "../browser/format.js";
import { FULL } from "./asking.js";
import { nameButton } from "./labels.js";

/** @import { Text } from "../browser/types.d.ts" */
/** @import { Transport } from "../browser/transport.js" */

/** What is read of the transport. @typedef {Pick<Transport, "pending"|"playing"|"waiting"|"speed"|"wish">} Going */
/** The step shown, the last one, frames a second that there are, and what is said for a while. @typedef {{at: number, end: number, pace: number, said: string}} Now */

/** The part of the frames from which on it is told that there are fewer. */
const SLOWED = 0.85;

/** A rate as it is told: it wavers, and a word that changes all the time cannot be read. @param {number} rate */
function roughly(rate) {
  return rate < 10 ? Math.round(rate) : 5 * Math.round(rate / 5);
}

export class Status {
  /** @type {Text} */
  text;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.play = find(root, ".bp-play");
    this.line = find(root, ".bp-status");
    this.bar = /** @type {HTMLProgressElement} */ (find(root, ".bp-progress"));
    this.stop = find(root, ".bp-stop");
  }

  /** Another run. @param {Text} text */
  begin(text) {
    this.text = text;
  }

  /** The charts cannot be drawn. */
  withoutCharts() {
    this.line.textContent = this.text.no_plotly;
  }

  /** @param {Now} now @param {Going} going @returns {boolean} whether training is told of */
  show({ at, end, pace, said }, { pending, playing, waiting, speed, wish }) {
    const { text } = this;
    const trained = pending === null ? undefined : wish?.trained;
    this.play.classList.toggle("bp-playing", playing);
    nameButton(this.play, text[playing ? "pause" : "play"], text);
    const step = pending ?? Math.min(at + speed.stride, end);
    const training = trained !== undefined && trained.now < step ? trained : null;
    let [status, help] = [said, ""];
    if (training) status = fill(text.training, { n: step, trained: training.now });
    else if (pending !== null || waiting) status = fill(text.waiting, { n: step });
    else if (playing && isSlowed(pace, speed)) [status, help] = [fill(text.slowed, { n: roughly(pace) }), text.slowed_help];
    putText(this.line, status);
    this.line.title = help;
    this.#progress(training, step);
    return training !== null;
  }

  /**
   * How far training towards a step has come, and a button to stop it.
   * @param {{from: number, now: number}|null} trained
   * @param {number} step
   */
  #progress(trained, step) {
    this.bar.hidden = !trained;
    this.stop.hidden = !trained;
    if (!trained) return;
    const { from, now } = trained;
    this.bar.value = (now - from) / Math.max(1, step - from);
    this.bar.setAttribute("aria-label", fill(this.text.training, { n: step, trained: now }));
  }
}

/** Whether there are plainly fewer frames than the chosen speed shows. @param {number} pace @param {Going["speed"]} speed */
function isSlowed(pace, { rate }) {
  return pace < SLOWED * Math.min(FULL, rate ?? FULL);
}
