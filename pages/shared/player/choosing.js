// What follows from a choice: which part shows something else, and whether its frames are here.

import { mark } from "../browser/explained.js";
import { SPEEDS } from "../browser/transport.js";
import { Choices } from "./choices.js";
import { MARKS } from "./explained.js";

/** @import { Transport } from "../browser/transport.js" */
/** @import { Choices as Values, Header, Unit } from "../browser/types.d.ts" */
/** @import { Painting } from "./painting.js" */
/** @import { Cells } from "./unfold/cells.js" */

/**
 * @typedef {Object} Does
 * @property {() => void} lookAgain where the frame has not what is to be seen, have all come anew
 * @property {() => void} ahead ask for frames of this speed
 * @property {() => void} paint the frame once more
 * @property {() => void} chosen what is painted is what was chosen
 */

export class Choosing {
  /**
   * @param {HTMLElement} root
   * @param {Values} values kept by the caller, changed here
   * @param {{painting: Painting, transport: Transport, cells: Cells}} parts
   * @param {Does} does
   */
  constructor(root, values, { painting, transport, cells }, does) {
    this.root = root;
    this.values = values;
    this.painting = painting;
    this.transport = transport;
    this.cells = cells;
    this.does = does;
    this.choices = new Choices(root, values, (choice) => this.#chosen(choice));
  }

  /** Another run, that is painted. @param {Header} header */
  begin(header) {
    this.choices.build(header, this.painting.panes);
    this.transport.speed = SPEEDS[this.values.speed];
    mark(this.root, MARKS);
    this.#shape();
  }

  #shape() {
    this.choices.withUnits(this.painting.shape());
  }

  /** @param {keyof Values} choice */
  #chosen(choice) {
    const { painting, transport, does } = this;
    if (choice === "speed") {
      transport.speed = SPEEDS[this.values.speed];
      if (transport.playing) does.ahead();
      return;
    }
    if (choice === "selected") {
      painting.select();
      this.cells.select();
    }
    if (choice === "stack") this.#shape();
    painting.choose(choice);
    does.lookAgain(); // the pane that is shown now may want more of a frame
    does.chosen();
  }

  /** Show a hidden unit's picture large; with null or an output the output's again. @param {Unit|null} wanted */
  enlarge(wanted) {
    const { pictures, panes, stack } = this.painting;
    if (!pictures.side || (wanted && wanted.layer < 0)) return;
    const unit = wanted?.layer === pictures.last ? null : wanted;
    if (unit && panes.shown !== "surface") this.choices.set("shown", "surface");
    stack.mark(panes.enlarge(unit));
    this.does.lookAgain();
    this.does.paint();
  }
}
