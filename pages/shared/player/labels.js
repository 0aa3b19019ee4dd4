// The player's own words: what stands on its parts, and what they are called.

import { find, findAll } from "../browser/dom.js";

/** @import { Text } from "../browser/types.d.ts" */
/** @import { Transport } from "../browser/transport.js" */

/** A button of the transport says which keys there are, too. @param {HTMLElement} button @param {string} name @param {Text} text */
export function nameButton(button, name, text) {
  button.setAttribute("aria-label", name);
  button.title = `${name}\n${text.keys}`;
}

/** @param {HTMLElement} root @param {Text} text @param {Pick<Transport, "scrub"|"field">} transport */
export function writeLabels(root, text, { scrub, field }) {
  for (const label of findAll(root, "[data-text]")) label.textContent = text[String(label.dataset.text)];
  for (const button of findAll(root, "[data-do]")) nameButton(button, text[String(button.dataset.do)], text);
  root.setAttribute("aria-label", text.label);
  scrub.setAttribute("aria-label", text.step);
  field.setAttribute("aria-label", text.goto);
  field.placeholder = text.goto;
  const link = find(root, ".bp-copy");
  link.setAttribute("aria-label", text.copy);
  link.title = text.copy_help;
  find(root, ".bp-stop").textContent = text.stop;
}
