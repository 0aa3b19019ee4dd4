// The frame of a chart: its heading, what can be chosen of it, and where Plotly and the canvas draw.

import { element } from "../../browser/dom.js";
import { Panel } from "../../browser/panels.js";

/** @param {HTMLElement} host @param {string} name @returns {{panel: Panel, caption: HTMLElement}} */
export function panelIn(host, name) {
  const figure = element("figure", "bp-panel");
  figure.dataset.panel = name;
  const caption = element("figcaption");
  const heading = element("b");
  const note = element("span", "bp-note");
  caption.append(heading, note);
  const plot = element("div", "bp-plot");
  plot.append(element("div", "bp-plotly"), element("canvas"));
  figure.append(caption, plot);
  host.append(figure);
  return { panel: new Panel(figure), caption };
}

/**
 * A choice in a chart's heading.
 * @param {HTMLElement} caption
 * @param {string} label
 * @param {string[][]} entries value and name
 * @param {string} value
 * @param {(value: string) => void} onChoose
 */
export function choice(caption, label, entries, value, onChoose) {
  const select = element("select", "bp-select");
  select.setAttribute("aria-label", label);
  select.append(...entries.map(([key, name]) => new Option(name, key)));
  select.value = value;
  select.addEventListener("change", () => {
    select.blur(); // Space is to play again
    onChoose(select.value);
  });
  caption.insertBefore(select, caption.lastElementChild);
  return select;
}
