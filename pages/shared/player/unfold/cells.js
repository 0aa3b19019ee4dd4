// All that lets a cell of the player unfold, and a place of the input answer: the cards, of which one is open at a time,
// and how a cell is chosen by the pointer and by keys.

import { Chooser } from "./chooser.js";
import { Picking } from "./picking.js";
import { PlaceUnfold } from "./place_unfold.js";
import { Unfold } from "./unfold.js";

/** @import { Frame } from "../../browser/tape.js" */
/** @import { Choices, Extra, Header, Question } from "../../browser/types.d.ts" */
/** @import { Charts } from "../charts/charts.js" */
/** @import { Does } from "./unfold.js" */

/**
 * What the player has and does; the moment's frame is null while another is on its way.
 * @typedef {Omit<Does, "now"> & {table: () => Uint32Array, charts: Charts, values: Choices, frame: () => Frame|null, sample: () => number}} Given
 */

export class Cells {
  /** @type {Header} */
  header;

  /** @param {HTMLElement} root @param {Given} given @param {AbortSignal} signal */
  constructor(root, { charts, values, table, frame, sample, ...does }, signal) {
    const now = () => {
      const shown = frame();
      return shown ? { header: this.header, step: shown.step, sample: sample() } : null;
    };
    this.unfold = new Unfold(root, { ...does, now });
    this.answering = new PlaceUnfold(root, { ...does, now, table });
    /** @type {Unfold["open"]} */
    const open = (...cell) => {
      this.answering.popup.close(false);
      this.unfold.open(...cell);
    };
    this.picking = new Picking(root, { charts, values, step: () => frame()?.step ?? -1, open }, signal);
    this.chooser = new Chooser(root, { values, frame, sample, open, tell: does.tell });
  }

  /** Another run. @param {Header} header */
  begin(header) {
    this.close();
    this.header = header;
    this.picking.begin(header);
    this.chooser.begin(header);
  }

  /** Another layer is selected. */
  select() {
    this.chooser.select();
  }

  /** @type {PlaceUnfold["open"]} */
  openPlace(...place) {
    this.unfold.close();
    this.answering.open(...place);
  }

  /** @param {Extra} answer @param {Question|null} question that it answers, where it is not too late */
  extra(answer, question) {
    this.unfold.extra(answer);
    this.answering.extra(answer, question);
  }

  /** The picture rests. */
  rest() {
    this.unfold.rest();
    this.answering.rest();
  }

  close() {
    this.unfold.close();
    this.answering.popup.close(false);
  }

  destroy() {
    this.unfold.destroy();
    this.answering.popup.destroy();
  }
}
