// A sentence or two with the numbers that matter.

import { element, putParts } from "../browser/dom.js";
import { concise, counted, fill, percent, significant } from "../browser/format.js";
import { diagnosis } from "./diagnosis.js";

/** @import { Frame } from "../browser/tape.js" */
/** @import { DataHeader, Header, Met, Text } from "../browser/types.d.ts" */

/** What ended a run before its last step. @param {Text} text @param {Met} met @param {DataHeader} data */
function metSentence(text, { step, reason, at }, { test }) {
  const part = text[reason === "loss" || !test ? "part_train" : "part_test"];
  const epochs = Math.max(1, Math.ceil(at));
  const values = {
    accuracy: percent(at, 1).replace(".0", ""),
    loss: concise(at, 3),
    patience: counted(text, "epochs", epochs),
  };
  return fill(text[`met_${reason}`], { step, part, at: values[reason] });
}

/**
 * What is said of a step, and how: as a warning, as what ended the run, or as a diagnosis; ** marks what is emphasised.
 * @param {Header} header
 * @param {Frame} frame
 * @param {string} measure
 * @param {number} end the last step that there is
 * @returns {{words: string, kind: "met"|"warning"|""}}
 */
function captionOf(header, frame, measure, end) {
  const { text, diverged, met, data } = header;
  if (met && frame.step >= met.step) return { words: metSentence(text, met, data), kind: "met" };
  if (diverged && frame.step >= end) return { words: fill(text.diverged, { ...diverged, reason: text[`reason_${diverged.reason}`] }), kind: "warning" };
  return { words: diagnosis(header, frame, measure).join(" "), kind: "" };
}

/**
 * @param {HTMLElement} caption
 * @param {Header} header
 * @param {Frame} frame
 * @param {string} measure
 * @param {number} end the last step that there is
 */
export function writeCaption(caption, header, frame, measure, end) {
  const { words, kind } = captionOf(header, frame, measure, end);
  caption.classList.toggle("bp-warning", kind === "warning");
  if (kind === "met") caption.replaceChildren(element("strong", "bp-met", words));
  else if (kind === "warning") caption.textContent = words;
  else putParts(caption, words.split("**"));
}

/**
 * The same for a screen reader, and where one is: a measure by its name, since a symbol is not read well.
 * @param {Header} header
 * @param {Frame} frame
 * @param {string} measure
 * @param {number} end
 */
export function spoken(header, frame, measure, end) {
  const { text } = header;
  const named = { ...header, text: { ...text, [`measure_${measure}`]: text[`spoken_${measure}`] } };
  const loss = significant(frame.numbers("loss")[0], 5);
  return `${fill(text.said_step, { step: frame.step, end, loss })} ${captionOf(named, frame, measure, end).words.replaceAll("**", "")}`;
}
