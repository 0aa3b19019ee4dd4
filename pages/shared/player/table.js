// The numbers as a table, for those who cannot see the picture.

import { element } from "../browser/dom.js";
import { fill, significant } from "../browser/format.js";
import { matrixOf } from "./heatmaps.js";
import { namesOf } from "./names.js";

/** @import { Frame } from "../browser/tape.js" */
/** @import { Choices, RunHeader } from "../browser/types.d.ts" */

/**
 * The cells of one layer.
 * @param {HTMLElement} place
 * @param {RunHeader} header
 * @param {Frame} frame
 * @param {Pick<Choices, "view"|"selected">} choices
 */
export function writeTable(place, header, frame, { view: chosen, selected }) {
  const { text } = header;
  const { from, to } = namesOf(header, selected);
  const view = matrixOf(chosen);
  const part = frame.part(view, selected);
  const table = element("table");
  const title = { name: text[`name_${view}`], n: selected + 1, step: frame.step };
  table.append(element("caption", "", fill(text.table, title)));
  if (to.length) {
    const head = table.createTHead().insertRow();
    head.append(element("th"), ...to.map((name) => element("th", "", fill(text.to, { n: name }))));
  }
  for (let r = 0; r < part.rows; r += 1) {
    const row = table.insertRow();
    row.append(element("th", "", fill(text.from, { n: from[r] ?? r + 1 })));
    for (let c = 0; c < part.columns; c += 1) {
      row.insertCell().textContent = significant(part.values[r * part.columns + c] * part.factor, 4);
    }
  }
  place.replaceChildren(table);
}
