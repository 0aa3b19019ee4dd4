// The operation that is shown, beside its picture: its title, what it does, its formula, and that with this step's numbers.

import { PROJECTED, USUAL } from "../arithmetic/sums.js";
import { numbers } from "../arithmetic/terms.js";
import { find } from "../browser/dom.js";
import { concise, fill } from "../browser/format.js";
import { isProjected } from "../browser/room.js";
import { BlankLines } from "./blanks.js";

/** @import { Scene } from "./scene.js" */
/** @import { Operation, Selection } from "./types.d.ts" */

/** What is shown: after k operations, for a selection in the last one's layer. @typedef {{scene: Scene, k: number, pick: Selection, sample: number, digits: number, blank: string}} OperationShown */

/** What an operation is called. @param {Scene} scene @param {Operation|null} op @param {Selection} pick */
export function titleOf(scene, op, pick) {
  const { text, step } = scene.header;
  const place = { l: String(op?.layer), i: pick.i + 1, j: pick.j + 1, step };
  const called = op?.layer === scene.depth ? scene.called(scene.depth, pick.j) : "";
  return fill(text[`title_${op?.symbol ?? "start"}`], place) + (called && ` (${fill(text.class, { name: called })})`);
}

/** What it does, in sentences. @param {Scene} scene @param {Operation|null} op @param {number} digits */
function sentencesOf(scene, op, digits) {
  const { header, depth } = scene;
  const { text, rate, samples, epoch, sizes } = header;
  const words = { seen: op?.layer && scene.normalized(op.layer) ? "n" : "z", rate: concise(rate, digits), samples, all: header.train_count, epoch, outputs: sizes[depth] };
  return (op?.say ?? header.start_say).map((name) => fill(text[`say_${name}`], words));
}

export class OperationCard {
  /**
   * @param {HTMLElement} root the component's: on itself it has whether something is left blank
   * @param {() => void} onFilled a blank was filled in, or shown
   * @param {(words: string) => void} say what there is to be said then
   */
  constructor(root, onFilled, say) {
    this.root = root;
    this.title = find(root, ".st-about h3");
    this.about = find(root, ".st-about p");
    this.formula = find(root, ".st-math");
    this.lines = find(root, ".st-numbers");
    this.blanks = new BlankLines(this.lines, (words) => {
      onFilled();
      this.lines.tabIndex = 0;
      this.lines.focus();
      if (words) say(words);
    });
  }

  /** Whether a number is left blank. */
  get isBlank() {
    return this.root.hasAttribute("data-blank");
  }

  /** @param {OperationShown} shown */
  write(shown) {
    const { scene, k, pick, digits } = shown;
    const op = scene.operation(k);
    this.title.textContent = titleOf(scene, op, pick);
    this.about.textContent = sentencesOf(scene, op, digits).join(" ");
    this.#formula(op);
    find(this.root, ".st-formula").classList.toggle("st-nothing", !op);
    this.#lines(op, shown);
  }

  /** The formula, in smaller type where it would not fit. @param {Operation|null} op */
  #formula(op) {
    const place = this.formula;
    place.title = op?.latex ?? "";
    place.innerHTML = op?.math ?? "";
    place.style.fontSize = "";
    const { scrollWidth, clientWidth } = place;
    if (scrollWidth > clientWidth) place.style.fontSize = `${Math.max(0.7, (0.98 * clientWidth) / scrollWidth) * parseFloat(getComputedStyle(place).fontSize)}px`;
  }

  /** The numbers of an operation, with what is left blank of them. @param {Operation|null} op @param {OperationShown} shown */
  #lines(op, { scene, k, pick, sample, digits, blank }) {
    const { run, n, step, edits, text } = scene.header;
    const about = op ? [run, n, step, k, pick.i, pick.j, sample, digits, JSON.stringify(edits)].join() : "";
    this.root.toggleAttribute("data-blank", this.blanks.isOpen(blank, about));
    find(this.root, ".st-print").hidden = blank === "nothing";
    this.blanks.write(blank, about, () => numbers(scene, /** @type {Operation} */ (op), pick, sample, digits, isProjected() ? PROJECTED : USUAL), digits, text);
  }
}
