// What came of the runs, as a table; of two also as a sentence.

import { element, putText } from "../browser/dom.js";
import { counted, fill } from "../browser/format.js";
import { besides, inWords, measuresOf, outcome, sentence } from "./outcome.js";
import { scrolls } from "./scrolls.js";
import { colourOf, swatch } from "./swatch.js";

/** @import { Header, Palette, Theme } from "../browser/types.d.ts" */
/** @import { Comparable, Measure, Row } from "./outcome.js" */
/** @import { Comparison, Frames } from "./types.d.ts" */

/** @typedef {Partial<Pick<Header, "diverged"|"met">>} Ended */
/** Where a number and what stands below it are. @typedef {{value: HTMLElement, beside: HTMLElement}} Place */

const WRITE_MS = 100;
/** What the heads stand for in the glossary. @type {Record<Measure, string>} */
const TERMS = {
  loss: "loss", test_loss: "test", accuracy: "accuracy", test_accuracy: "test", gradient: "dW_norm", gradient_last: "dW_norm", ratio: "vanishing",
};

export class OutcomeTable {
  /** @type {Comparison} */
  comparison;
  /** @type {Comparable} */
  comparable;
  /** @type {number[]} */
  seeds;
  /** @type {Palette|null} */
  palette = null;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.root = element("div", "bp-outcome");
    this.sentence = element("p", "bp-outcome-sentence");
    this.scroller = element("div", "bp-outcome-scroller");
    this.scroller.setAttribute("role", "group");
    this.root.append(this.sentence, this.scroller);
    host.append(this.root);
    /** Of each run, and of the seeds, by measures. @type {Place[][]} */
    this.places = [];
    /** @type {HTMLElement[]} */
    this.swatches = [];
    /** @type {HTMLElement[]} */
    this.steps = [];
    this.written = -Infinity;
    /** @type {ResizeObserver|null} */
    this.scrolling = null;
  }

  /**
   * @param {Comparison} comparison
   * @param {Comparable} comparable which numbers mean the same in all runs
   * @param {number[]} seeds the places of the runs that differ in nothing but their seed
   */
  begin(comparison, comparable, seeds = []) {
    Object.assign(this, { comparison, comparable, seeds: seeds.length > 2 ? seeds : [], written: -Infinity });
    const { runs, text } = comparison;
    const measures = measuresOf(runs.map(({ header }) => header));
    const table = element("table");
    const [first] = runs;
    table.append(element("caption", "bp-hidden", fill(text.outcome_caption, { name: first?.name ?? "" })));
    const head = table.createTHead().insertRow();
    head.append(scoped("col", text.outcome_run), ...measures.map((measure) => this.#headOf(measure)));
    const body = table.createTBody();
    this.swatches = [];
    this.steps = [];
    this.places = runs.map((run) => {
      const name = scoped("row");
      const mark = element("span", "bp-marked");
      const step = element("small");
      mark.append(swatch(run));
      name.append(mark, element("b", "", run.name), step);
      this.swatches.push(mark);
      this.steps.push(step);
      return places(body.insertRow(), name, measures);
    });
    if (this.seeds.length) {
      const name = scoped("row", counted(text, "outcome_median", this.seeds.length));
      const row = body.insertRow();
      row.className = "bp-outcome-seeds";
      this.places.push(places(row, name, measures));
    }
    this.scroller.replaceChildren(table);
    this.scroller.setAttribute("aria-label", fill(text.outcome_caption, { name: first?.name ?? "" }));
    this.scrolling?.disconnect();
    this.scrolling = scrolls(this.scroller, table);
    this.sentence.hidden = runs.length !== 2;
    putText(this.sentence, "");
    if (this.palette) this.#colour(this.palette);
  }

  /** @param {Measure} measure */
  #headOf(measure) {
    const { text, runs } = this.comparison;
    const depths = new Set(runs.map(({ header }) => header.cards.length));
    const [depth] = depths;
    const name = measure === "gradient_last" && depths.size > 1 ? text.outcome_name_gradient_last_any : text[`outcome_name_${measure}`];
    const head = scoped("col");
    const words = element("span", "", fill(name, { n: depth }));
    words.dataset.term = TERMS[measure];
    head.append(words);
    return head;
  }

  /** @param {Theme} _theme @param {Palette} palette */
  look(_theme, palette) {
    this.palette = palette;
    if (this.comparison) this.#colour(palette);
  }

  /** @param {Palette} palette */
  #colour(palette) {
    this.swatches.forEach((mark, i) => { mark.style.color = colourOf(this.comparison.runs[i], palette); });
  }

  /** @param {Frames} frames @param {boolean} playing */
  show(frames, playing) {
    const now = performance.now();
    if (playing && now - this.written < WRITE_MS) return;
    this.written = now;
    this.#write(frames);
  }

  /** @param {Frames} frames */
  rest(frames) {
    this.#write(frames);
  }

  /** @param {Frames} frames */
  #write(frames) {
    const { runs, text } = this.comparison;
    const rows = outcome(runs.map(({ header }) => header), frames, this.comparable, this.seeds);
    frames.forEach(({ step }, i) => putText(this.steps[i], fill(text[endOf(runs[i].header, step)], { step })));
    rows.forEach((row, k) => {
      row.cells.forEach(({ amount }, i) => {
        putText(this.places[i][k].value, inWords(row.measure, amount, text));
        putText(this.places[i][k].beside, besides(row, i, text));
      });
      if (this.seeds.length) this.#writeSpread(row, this.places[runs.length][k]);
    });
    if (runs.length === 2) putText(this.sentence, sentence(rows, [runs[0].name, runs[1].name], text));
  }

  /** @param {Row} row @param {Place} place */
  #writeSpread({ measure, spread }, { value, beside }) {
    const { text } = this.comparison;
    putText(value, spread ? inWords(measure, spread.median, text) : "–");
    const ends = spread && { low: inWords(measure, spread.low, text), high: inWords(measure, spread.high, text) };
    putText(beside, ends ? fill(text.outcome_quartiles, ends) : "");
  }

  destroy() {
    this.scrolling?.disconnect();
    this.root.remove();
  }
}

/** How a run stands at a step: whether it has ended there. @param {Ended} header @param {number} step */
export function endOf({ diverged, met }, step) {
  if (diverged?.last === step) return "outcome_diverged";
  return met?.step === step ? "outcome_met" : "outcome_step";
}

/** @param {"row"|"col"} scope */
function scoped(scope, words = "") {
  const head = element("th", "", words);
  head.scope = scope;
  return head;
}

/** Fill a row. @param {HTMLTableRowElement} row @param {HTMLElement} name @param {Measure[]} measures @returns {Place[]} */
function places(row, name, measures) {
  row.append(name);
  return measures.map((measure) => {
    const cell = row.insertCell();
    cell.dataset.measure = measure;
    const [value, beside] = [element("b"), element("small")];
    cell.append(value, beside);
    return { value, beside };
  });
}
