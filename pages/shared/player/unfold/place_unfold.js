// A place of the input answers: the card with what every layer makes of it, by the network's own forward pass there.

import { Popup } from "../../browser/popup.js";
import { titleOf, writePlace } from "./place_card.js";

/** @import { Extra, Question } from "../../browser/types.d.ts" */
/** @import { Box } from "../../browser/placing.js" */
/** @import { At } from "./place_card.js" */
/** @import { Does } from "./unfold.js" */

const NAME = "answer";
/** Going by steps, and choosing another place, is no click elsewhere. */
const STAYS = ".bp-transport, .bp-input canvas";

export class PlaceUnfold {
  /** @param {HTMLElement} root @param {Does & {table: () => Uint32Array}} does */
  constructor(root, does) {
    this.does = does;
    this.popup = new Popup(root, STAYS, () => this.#closed());
    /** @type {At|null} */
    this.at = null;
    /** The step that it is asked of. */
    this.step = -1;
  }

  /** @param {At} at @param {Box} box @param {HTMLElement|null} back takes the focus afterwards */
  open(at, box, back) {
    const now = this.does.now();
    if (!now) return;
    this.does.pause();
    this.at = at;
    this.popup.title(titleOf(now.header, at, now.step));
    this.popup.body.replaceChildren(); // no other place's numbers stand under its name
    delete this.popup.card.dataset.told; // until its numbers are here
    this.popup.show(box, back, now.header.text.unfold_close);
    this.#ask();
  }

  #ask() {
    const now = this.does.now();
    if (!this.at || !now) return;
    this.step = now.step;
    this.does.ask([NAME, this.at.x], 0);
  }

  /** @param {Extra} answer @param {Question|null} question that it answers: an answer does not say of which place it is */
  extra(answer, question) {
    const now = this.does.now();
    if (answer.name !== NAME || !this.at || !now || answer.step !== this.step || !answer.layers.length) return;
    if (String(question?.[1]) !== String(this.at.x)) return; // of the place before
    const layers = answer.layers.map((a) => a.map((value) => value ?? NaN));
    this.popup.title(titleOf(now.header, this.at, this.step));
    const words = writePlace(this.popup.body, now.header, layers, this.at, this.does.table());
    this.does.tell(`${this.popup.heading.textContent}: ${words}`);
    this.popup.card.dataset.told = String(this.step);
    this.popup.place();
  }

  /** The picture rests: of another step it is asked anew. */
  rest() {
    const now = this.does.now();
    if (this.at && now && now.step !== this.step) this.#ask();
  }

  #closed() {
    this.at = null;
    this.does.forget(NAME);
  }
}
