// The digits beside the scrubber: step and epoch, loss, and how many answers are right.

import { find, putText } from "../browser/dom.js";
import { counted, fill, percent, significant } from "../browser/format.js";

/** @import { Frame } from "../browser/tape.js" */
/** @import { RunHeader } from "../browser/types.d.ts" */

export class Readout {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.step = find(root, ".bp-step");
    this.endStep = find(root, ".bp-end-step");
    this.epoch = find(root, ".bp-epoch");
    this.epochBox = find(root, ".bp-digits-epoch");
    this.loss = find(root, ".bp-loss");
    this.lossBox = find(root, ".bp-digits-loss");
    this.accuracy = find(root, ".bp-accuracy");
    this.accuracyBox = find(root, ".bp-digits-accuracy");
    this.part = find(root, ".bp-part");
    this.perEpoch = 1;
    this.batches = false;
    /** Which of a frame's "scores" is shown, or -1. */
    this.score = -1;
  }

  /** Another run. @param {RunHeader} header */
  begin({ text, data }) {
    this.perEpoch = data.steps_per_epoch;
    this.batches = this.perEpoch > 1;
    this.epochBox.hidden = !this.batches;
    this.epochBox.title = this.batches ? fill(text.epoch_help, { steps: this.perEpoch, batch: data.batch, n: data.train }) : "";
    const judged = data.task !== "regression";
    this.part.textContent = data.test ? text.accuracy_test : text.accuracy_train;
    this.accuracyBox.hidden = !judged;
    this.accuracyBox.title = counted(text, data.test ? "accuracy_test_help" : "accuracy_train_help", data.test || data.train);
    this.lossBox.title = this.batches ? text.loss_help : "";
    this.score = judged ? (data.test ? 3 : 2) : -1;
    this.root.classList.toggle("bp-crowded", judged);
  }

  /** Where the run ends now, and where its settings say. @param {number} end @param {number} most */
  ends(end, most) {
    this.endStep.textContent = `/${end}`;
    this.step.style.minWidth = `${String(most).length}ch`;
    this.epoch.style.minWidth = `${String(Math.floor(most / this.perEpoch)).length}ch`;
  }

  /** @param {Frame} frame */
  show(frame) {
    const epoch = String(Math.floor(frame.step / this.perEpoch));
    putText(this.step, String(frame.step));
    putText(this.loss, this.#lossDigits(frame.numbers("loss")[0]));
    if (this.root.dataset.epoch !== epoch) this.root.dataset.epoch = epoch;
    if (this.batches) putText(this.epoch, epoch);
    if (this.score >= 0) putText(this.accuracy, percent(frame.numbers("scores")[this.score], 1));
  }

  /** Five digits, or three beside an exponent: the place stays as wide. @param {number} loss */
  #lossDigits(loss) {
    const digits = significant(loss, 5);
    return digits.includes("×") ? significant(loss, 3) : digits;
  }
}
