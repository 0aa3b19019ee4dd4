// The transport of a comparison: by which clock it goes, how fast, and what stands on it.

import { find, putText } from "../browser/dom.js";
import { counted, fill } from "../browser/format.js";
import { SPEEDS } from "../browser/transport.js";
import { nameButton, writeLabels } from "../player/labels.js";
import { KINDS } from "./clock.js";

/** @import { Transport } from "../browser/transport.js" */
/** @import { Clock, Kind } from "./clock.js" */
/** @import { ComparisonHeader } from "./types.d.ts" */

export class Choosing {
  /** @type {ComparisonHeader} */
  header;
  /** @type {Clock} */
  clock;

  /**
   * @param {HTMLElement} root
   * @param {{clock: Kind, speed: number}} memory
   * @param {Transport} transport
   * @param {{clock: () => void}} on another clock
   */
  constructor(root, memory, transport, on) {
    this.root = root;
    this.memory = memory;
    this.transport = transport;
    this.clocks = /** @type {HTMLSelectElement} */ (find(root, ".compare-clock"));
    this.speeds = /** @type {HTMLSelectElement} */ (find(root, ".bp-speed"));
    this.play = find(root, ".bp-play");
    this.line = find(root, ".bp-status");
    this.bar = /** @type {HTMLProgressElement} */ (find(root, ".bp-progress"));
    this.stop = find(root, ".bp-stop");
    this.clocks.addEventListener("change", () => {
      memory.clock = /** @type {Kind} */ (this.clocks.value);
      this.clocks.blur(); // Space is to play again
      on.clock();
    });
    this.speeds.addEventListener("change", () => {
      memory.speed = Number(this.speeds.value);
      transport.speed = SPEEDS[memory.speed];
      this.speeds.blur();
    });
  }

  /** Other runs, or another clock. @param {ComparisonHeader} header @param {Clock} clock */
  begin(header, clock) {
    const { text, player } = header;
    Object.assign(this, { header, clock });
    writeLabels(this.root, { ...player, label: text.label, copy_help: text.copy_help }, this.transport);
    const label = find(this.root, "[data-text=step_label]");
    putText(label, text[`clock_label_${clock.kind}`]);
    label.dataset.term = clock.kind === "epoch" ? "epoch" : "step";
    putText(find(this.root, ".bp-end-step"), `/${this.said(clock.end)}`);
    this.#fill(this.clocks, text.clock, KINDS.map((kind) => [kind, text[`clock_${kind}`]]), clock.kind);
    this.clocks.title = text.clock_help;
    const speeds = SPEEDS.map(({ rate, stride }, i) => {
      const [key, n] = rate ? ["speed_second", rate] : ["speed_frame", stride];
      return [String(i), counted(player, key, n)];
    });
    this.#fill(this.speeds, player.speed, speeds, String(this.memory.speed));
    this.transport.speed = SPEEDS[this.memory.speed];
  }

  /** @param {HTMLSelectElement} select @param {string} label @param {string[][]} entries @param {string} value */
  #fill(select, label, entries, value) {
    select.setAttribute("aria-label", label);
    select.replaceChildren(...entries.map(([key, name]) => new Option(name, key)));
    select.value = value;
  }

  /** A position as it is written: a step, an epoch or a share. @param {number} position */
  said(position) {
    const { clock } = this;
    const value = clock.said(position);
    if (clock.kind === "step") return String(position);
    return clock.kind === "epoch" ? value.toFixed(clock.finest > 1 ? 2 : 0) : `${value.toFixed(1)} %`;
  }

  /** Go to what was typed, as this clock counts. @param {number} typed */
  jump(typed) {
    const { clock, transport } = this;
    if (typed > clock.said(clock.end)) return false;
    const by = { step: 1, epoch: clock.finest, share: clock.longest / 100 }[clock.kind];
    transport.seek(Math.round(typed * by));
    return true;
  }

  /** Why what was typed is refused. */
  get refusal() {
    return fill(this.header.text.goto_refused, { most: this.said(this.clock.end) });
  }

  /** What it is doing. @param {number} at @param {string} said */
  status(at, said) {
    const { header: { player }, transport: { playing, pending, waiting, wish } } = this;
    this.play.classList.toggle("bp-playing", playing);
    nameButton(this.play, player[playing ? "pause" : "play"], player);
    this.transport.scrub.setAttribute("aria-valuetext", `${this.header.text[`clock_label_${this.clock.kind}`]} ${this.said(at)}`);
    const trained = pending === null ? undefined : wish?.trained;
    const training = trained && pending !== null && trained.now < pending ? trained : null;
    let words = said;
    if (training) words = fill(player.training, { n: this.said(Number(pending)), trained: this.said(training.now) });
    else if (pending !== null || waiting) words ||= fill(player.waiting, { n: this.said(pending ?? at) });
    putText(this.line, words);
    this.bar.hidden = !training;
    this.stop.hidden = !training;
    if (training) {
      this.bar.value = (training.now - training.from) / Math.max(1, Number(pending) - training.from);
      this.bar.setAttribute("aria-label", words);
    }
  }
}
