// A cell unfolds: the card with its arithmetic, asked of the server once the run is paused. It follows from step to step
// while the run stands still, and closes when that plays.

import { Popup } from "../../browser/popup.js";
import { fill } from "../../browser/format.js";
import { titleOf, writeCell } from "./cell_card.js";
import { isOfWeight } from "./places.js";

/** @import { Extra, Header, Question } from "../../browser/types.d.ts" */
/** @import { Box } from "../../browser/placing.js" */
/** @import { CellKind, Unfolded } from "../../arithmetic/types.d.ts" */
/** @import { Place } from "./places.js" */

/** A cell as it is chosen: its layer from 1, the units that it stands for. @typedef {{kind: CellKind, layer: number} & Place} Cell */

/** The moment that is shown. @typedef {{header: Header, step: number, sample: number}} Now */

/**
 * What the player does for it.
 * @typedef {Object} Does
 * @property {() => Now|null} now
 * @property {() => void} pause
 * @property {(question: Question, before: number) => void} ask of the step shown, or one before it
 * @property {(name: string) => void} forget
 * @property {(words: string) => void} tell a screen reader
 */

/** Whether an answer is of a cell: of one of the weights or units that it stands for. @param {Unfolded} answer @param {Cell} cell */
function isIn({ kind, row, column }, { rows, columns }) {
  /** @param {number} at @param {number[]} span */
  const within = (at, [first, last]) => at >= first && at <= last;
  return within(column, columns) && (!isOfWeight(kind) || within(row, rows));
}

const NAME = "unfold";
/** Going by steps, and choosing another cell, is no click elsewhere. */
export const STAYS = ".bp-transport, .bp-map, .bp-strip, .bp-cells, .bp-sample, [data-panel=weights] .bp-plot";

export class Unfold {
  /** @param {HTMLElement} root @param {Does} does */
  constructor(root, does) {
    this.does = does;
    this.popup = new Popup(root, STAYS, () => this.#closed());
    /** @type {Cell|null} */
    this.cell = null;
    /** Of what it is asked: the step that is shown, that of the numbers, the sample. @type {{step: number, at: number, sample: number}|null} */
    this.asked = null;
  }

  /** @param {Cell} cell @param {Box} box where it is @param {HTMLElement|null} back takes the focus afterwards */
  open(cell, box, back = null) {
    const now = this.does.now();
    if (!now) return;
    this.does.pause();
    this.cell = cell;
    const { header: { text, cards } } = now;
    this.popup.title(fill(text.unfold_waiting, { title: cards[cell.layer - 1].title }));
    if (!this.popup.open) this.popup.body.replaceChildren();
    delete this.popup.card.dataset.told; // until its numbers are here
    this.popup.show(box, back, text.unfold_close);
    this.#ask();
  }

  #ask() {
    const now = this.does.now();
    const { cell } = this;
    if (!cell || !now) return;
    const { step, sample } = now;
    const before = cell.kind === "W" && step > 0 ? 1 : 0;
    this.asked = { step, at: step - before, sample };
    this.does.ask([NAME, { ...cell, sample, first: cell.kind === "W" && !before }], before);
  }

  /** @param {Extra} answer */
  extra(answer) {
    const { asked, cell } = this;
    const now = this.does.now();
    if (answer.name !== NAME || !asked || !cell || !now || answer.step !== asked.at) return;
    const { unfolded } = answer;
    if (!unfolded) {
      this.popup.close(true);
      return;
    }
    if (unfolded.kind !== cell.kind || unfolded.layer !== cell.layer || !isIn(unfolded, cell)) return; // of the cell before
    // From now on it is this one, whichever of its block is the largest at another step.
    cell.columns = [unfolded.column, unfolded.column];
    if (isOfWeight(cell.kind)) cell.rows = [unfolded.row, unfolded.row];
    this.popup.title(titleOf(now.header, unfolded, asked.step));
    this.does.tell(writeCell(this.popup.body, now.header, unfolded, asked.step));
    this.popup.card.dataset.told = String(asked.step);
    this.popup.place();
  }

  /** The picture rests: of another step or sample the card is asked for anew. */
  rest() {
    const now = this.does.now();
    if (!this.cell || !now) return;
    const other = now.step !== this.asked?.step || (!isOfWeight(this.cell.kind) && now.sample !== this.asked.sample);
    if (other) this.#ask();
  }

  #closed() {
    this.cell = null;
    this.asked = null;
    this.does.forget(NAME);
  }

  close() {
    this.popup.close(false);
  }

  destroy() {
    this.popup.destroy();
  }
}
