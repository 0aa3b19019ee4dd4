// The digits beside the scrubber: step and epoch, loss, and how many answers are right.

import { fill, percent, significant } from "../browser/format.js";

export class Readout {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    const find = (name) => root.querySelector(`.bp-${name}`);
    for (const name of ["step", "end-step", "epoch", "loss", "digits-loss", "digits-accuracy", "accuracy", "part"]) {
      this[name] = find(name);
    }
    this.epochBox = find("digits-epoch");
  }

  /** Another run. @param {Object} header of a tape */
  begin({ text, data }) {
    this.perEpoch = data.steps_per_epoch;
    this.batches = this.perEpoch > 1;
    this.epochBox.hidden = !this.batches;
    this.epochBox.title = fill(text.epoch_help, { steps: this.perEpoch, batch: data.batch, n: data.train });
    const judged = data.task !== "regression";
    this.part.textContent = data.test ? text.accuracy_test : text.accuracy_train;
    this["digits-accuracy"].hidden = !judged;
    this["digits-accuracy"].title = fill(data.test ? text.accuracy_test_help : text.accuracy_train_help, { n: data.test || data.train });
    this["digits-loss"].title = this.batches ? text.loss_help : "";
    this.score = judged ? (data.test ? 3 : 2) : -1; // in a frame's channel "scores"
    this.root.classList.toggle("bp-crowded", judged);
  }

  /** Where the run ends now, and where its settings say. @param {number} end @param {number} most */
  ends(end, most) {
    this["end-step"].textContent = `/${end}`;
    this.step.style.minWidth = `${String(most).length}ch`;
    this.epoch.style.minWidth = `${String(Math.floor(most / this.perEpoch)).length}ch`;
  }

  /** @param {import("../browser/tape.js").Frame} frame */
  show(frame) {
    const epoch = String(Math.floor(frame.step / this.perEpoch));
    this.step.textContent = String(frame.step);
    this.loss.textContent = this.#lossDigits(frame.numbers("loss")[0]);
    if (this.root.dataset.epoch !== epoch) this.root.dataset.epoch = epoch;
    if (this.batches) this.epoch.textContent = epoch;
    if (this.score >= 0) this.accuracy.textContent = percent(frame.numbers("scores")[this.score], 1);
  }

  /** Five digits, or three beside an exponent: the place stays as wide. */
  #lossDigits(loss) {
    const digits = significant(loss, 5);
    return digits.includes("×") ? significant(loss, 3) : digits;
  }
}
