// The tab in which a number is changed by hand: which, to what, and what the loss was before and is then.

import { fromJson } from "../browser/bytes.js";
import { element } from "../browser/dom.js";
import { fill, parsed, significant } from "../browser/format.js";

/** @import { Scene } from "./scene.js" */
/** @import { Changeable, Changed, Named } from "./types.d.ts" */

/** The element of the card, what it shows, and what is being typed into it. @typedef {HTMLElement & {shown?: unknown[], typed?: {name: string, text: string}|null}} Pane */

/**
 * An answer of the server must not take away what is being typed: put it into the new field of the same number.
 * @param {Pane} pane
 * @param {HTMLSelectElement} which
 * @param {HTMLInputElement} field
 * @param {Changeable[]} choices
 * @param {() => void} label
 */
function keepTyped(pane, which, field, choices, label) {
  const { typed } = pane;
  const index = choices.findIndex(({ name }) => name === typed?.name);
  if (typed && index >= 0) {
    which.value = String(index);
    field.value = typed.text;
    label();
  }
  field.oninput = () => { pane.typed = { name: choices[Number(which.value)].name, text: field.value }; };
}

/**
 * @param {Pane} pane
 * @param {Scene} scene
 * @param {Changeable[]} choices what can be changed for the selection
 * @param {Changed[]} edits those made
 * @param {(choice: Changeable, value: number) => void} onSet
 * @param {() => void} onUndo
 * @param {number} sample from 0
 * @param {number} digits
 */
export function writeTouch(pane, scene, choices, edits, onSet, onUndo, sample, digits) {
  const wanted = [scene, choices.map(({ name }) => name).join(), edits.length, sample, digits];
  if (pane.shown?.every((value, i) => value === wanted[i])) return; // what is being typed stays
  pane.shown = wanted;
  const { text, before, after } = scene.header;
  const form = element("form", "st-row");
  const which = element("select", "bp-select");
  which.append(...choices.map(({ name, value }, index) => new Option(`${name} = ${significant(value, digits)}`, String(index))));
  const field = element("input");
  field.inputMode = "decimal";
  field.autocomplete = "off";
  const name = () => fill(text.touch_number, { name: choices[Number(which.value)].name });
  const label = () => {
    which.setAttribute("aria-label", text.tab_touch);
    field.setAttribute("aria-label", name());
    field.placeholder = name();
  };
  which.onchange = label;
  label();
  const set = element("button", "", text.touch_set);
  const undo = element("button", "", text.touch_undo);
  undo.type = "button";
  undo.disabled = !edits.length;
  undo.onclick = onUndo;
  const refusal = element("p", "bp-c-delta");
  refusal.setAttribute("role", "alert");
  form.append(which, field, set, undo);
  form.onsubmit = (event) => {
    event.preventDefault();
    const value = parsed(field.value);
    field.setAttribute("aria-invalid", String(value === null));
    refusal.textContent = value === null ? text.touch_refused : "";
    if (value === null) return;
    pane.typed = null;
    onSet(choices[Number(which.value)], value);
  };
  const typing = pane.contains(document.activeElement) && document.activeElement?.tagName === "INPUT";
  pane.replaceChildren(...(edits.length ? [] : [element("p", "st-name", text.touch_help)]), form, refusal);
  keepTyped(pane, which, field, choices, label);
  if (typing) field.focus();
  if (!edits.length || !before || !after) return;
  const said = edits.map((edit) => fill(text.touch_changed, {
    name: edit.name, before: significant(edit.before, digits), after: significant(edit.value, digits),
  }));
  pane.append(element("p", "", said.join(" · ")));
  const table = element("table", "st-compare");
  const head = table.insertRow();
  for (const title of ["", text.touch_before, text.touch_after]) head.append(element("th", "", title));
  /** @param {string} title @param {Named} one @param {Named} other */
  const write = (title, one, other) => {
    const line = table.insertRow();
    line.append(element("th", "", title));
    line.insertCell().textContent = significant(fromJson(one), digits);
    line.insertCell().append(element("b", "", significant(fromJson(other), digits)));
  };
  write(text.touch_loss, before.loss, after.loss);
  before.outputs[sample].forEach((value, j) => {
    const called = scene.called(scene.depth, j);
    write(fill(text.touch_output, { j: j + 1 }) + (called && `: ${called}`), value, after.outputs[sample][j]);
  });
  before.norms.forEach((value, l) => write(fill(text.touch_norm, { l: l + 1 }), value, after.norms[l]));
  pane.append(table);
}
