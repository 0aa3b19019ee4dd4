// Which sample x, a, delta and output are of: said, and chosen.

import { find, keepKeys, putText } from "../browser/dom.js";
import { fill } from "../browser/format.js";

/** @import { Frame } from "../browser/tape.js" */
/** @import { RunHeader } from "../browser/types.d.ts" */

export class SampleField {
  /** @type {RunHeader} */
  header;

  /**
   * @param {HTMLElement} root
   * @param {(place: number) => void} choose
   */
  constructor(root, choose) {
    this.box = find(root, ".bp-sample");
    this.word = find(root, ".bp-sample-word");
    this.of = find(root, ".bp-sample-of");
    this.field = /** @type {HTMLInputElement} */ (find(root, ".bp-sample-n"));
    /** The place of the one that is shown. */
    this.place = 0;
    this.field.addEventListener("change", () => this.#typed(choose));
    this.field.addEventListener("keydown", (event) => event.key === "Enter" && this.field.blur());
    this.word.addEventListener("mousedown", keepKeys);
  }

  /** @param {(place: number) => void} choose */
  #typed(choose) {
    const n = Math.round(Number(this.field.value));
    if (this.field.value && Number.isFinite(n)) choose(Math.min(this.header.data.batch, Math.max(1, n)) - 1);
    else this.field.value = String(this.place + 1);
  }

  /** Another run. @param {RunHeader} header */
  begin(header) {
    const { text, data } = header;
    this.header = header;
    this.box.hidden = data.batch < 2;
    this.word.textContent = text.sample;
    this.field.setAttribute("aria-label", text.sample_name);
    this.field.max = String(data.batch);
    this.box.title = text[data.steps_per_epoch > 1 ? "sample_help_batch" : "sample_help"];
  }

  /** @param {Frame} frame @param {number} place of its sample */
  show(frame, place) {
    if (this.box.hidden) return;
    const { text, data } = this.header;
    this.place = place;
    const typing = document.activeElement === this.field;
    if (!typing && this.field.value !== String(place + 1)) this.field.value = String(place + 1);
    const row = frame.has("row") ? frame.numbers("row")[0] + 1 : place + 1;
    const of = data.batch.toLocaleString("en");
    const said = data.steps_per_epoch > 1 ? fill(text.sample_of_batch, { of, row: row.toLocaleString("en") }) : fill(text.sample_of, { of });
    putText(this.of, said);
  }
}
