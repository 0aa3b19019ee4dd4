// A step on paper: every operation with this step's numbers and a blank, and the answers on a sheet of their own.

import { range } from "../arithmetic/sums.js";
import { numbers } from "../arithmetic/terms.js";
import { element } from "../browser/dom.js";
import { concise, fill } from "../browser/format.js";
import { blanked } from "./blanks.js";
import { titleOf } from "./operation_card.js";
import { rowOf } from "./scene.js";
import { selectionIn } from "./selected.js";

/** @import { Text } from "../browser/types.d.ts" */
/** @import { Scene } from "./scene.js" */
/** @import { Selected } from "./selected.js" */

/** What is printed of an operation: its title, its formula as MathML, and its lines. @typedef {{title: string, math: string, lines: HTMLElement[]}} Printed */

const SHEET = "st-sheet";

/** An array of so many numbers is written out: who calculates by hand has what they need. */
const MOST = 40;

/**
 * What a step begins with: the sample, its target, the parameters, the learning rate; of large arrays only their shape.
 * @param {Scene} scene
 * @param {number} sample
 * @param {number} digits
 */
function givenOf({ arrays, depth, header }, sample, digits) {
  /** @param {string} name @param {string} array @param {number|null} row */
  const one = (name, array, row) => {
    const { rows, columns } = arrays[array];
    const own = row === null ? range(rows) : [row];
    const lines = own.map((r) => `(${Array.from(rowOf(arrays[array], r), (value) => concise(value, digits)).join(", ")})`);
    const made = element("p", "", `${name} = `);
    made.append(own.length * columns > MOST ? `${own.length}×${columns}` : lines.length > 1 ? `(${lines.join(", ")})` : lines[0]);
    return made;
  };
  const layers = range(depth).flatMap((l) => ["W", "b"].map((kind) => one(`${kind}${l + 1}`, `${kind}${l + 1}`, null)));
  return [one("x", "a0", sample), one("y", "y", sample), ...layers, element("p", "", `η = ${concise(header.rate, digits)}`)];
}

/** @param {string} title @param {HTMLElement[]} given @param {Printed[]} operations @param {string} what is left blank @param {Text} text */
function sheetOf(title, given, operations, what, text) {
  const answers = element("ol");
  const questions = operations.map(({ title: name, math, lines }) => {
    const { lines: shown, blank } = blanked(lines, what);
    const answer = element("li");
    answer.append(`${name}: `, element("b", "", blank?.textContent ?? ""));
    answers.append(answer);
    blank?.replaceWith(element("span", "st-gap"));
    const item = element("li");
    const formula = element("div", "st-math");
    formula.innerHTML = math;
    item.append(element("h3", "", name), formula, ...(what === "line" ? [element("p", "st-gap st-wide")] : []), ...shown);
    return item;
  });
  const sheet = element("section", SHEET);
  const list = element("ol");
  list.append(...questions);
  const second = element("div", "st-answers");
  second.append(element("h2", "", fill(text.sheet_answers, { title })), answers);
  sheet.append(element("h2", "", title), element("p", "", text.sheet_name), element("h3", "", text.sheet_given), ...given, list, second);
  return sheet;
}

/** Print it; what is on the screen comes back. @param {HTMLElement} sheet */
function print(sheet) {
  document.querySelector(`.${SHEET}`)?.remove();
  document.body.append(sheet);
  window.addEventListener("afterprint", () => sheet.remove(), { once: true });
  window.print();
}

/**
 * Print the whole step, for the units and the sample that are selected.
 * @param {Scene} scene
 * @param {Selected} selected
 * @param {number} digits
 * @param {string} what is left blank
 */
export function printStep(scene, { picks, sample }, digits, what) {
  const { text, step, sizes } = scene.header;
  const operations = scene.operations.map((op) => {
    const pick = selectionIn(sizes, picks, op.layer ?? scene.depth);
    return { title: titleOf(scene, op, pick), math: op.math ?? "", lines: numbers(scene, op, pick, sample, digits) };
  });
  print(sheetOf(fill(text.sheet_title, { step }), givenOf(scene, sample, digits), operations, what, text));
}
