// The words of an address for the moment that is shown (link.py reads them).

/** @import { Choices, RunHeader } from "../browser/types.d.ts" */

/**
 * What is as it would be without a word is left out; layers and samples count from 1.
 * @param {Pick<RunHeader, "link"|"defaults"|"data">} header
 * @param {Choices} values
 * @param {{at: number, sample: number, shown: string, scape: string}} now the step, the sample's place, the first panel's words
 */
export function momentWords({ link, defaults, data }, values, { at, sample, shown, scape }) {
  const words = link ? [link] : [];
  if (at > 0) words.push(`step=${at}`);
  if (values.selected > 0) words.push(`layer=${values.selected + 1}`);
  if (sample !== data.sample) words.push(`sample=${sample + 1}`);
  /** @type {Record<string, string|number>} */
  const said = { ...values, shown };
  for (const [name, usual] of Object.entries(defaults)) {
    if (said[name] !== usual) words.push(`${name}=${said[name]}`);
  }
  if (scape) words.push(scape);
  return words;
}
