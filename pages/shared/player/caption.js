// One sentence with the number that matters.

import { element } from "../browser/dom.js";
import { concise, fill, percent, significant } from "../browser/format.js";

/** @import { Frame } from "../browser/tape.js" */
/** @import { DataHeader, Header, Met, Text } from "../browser/types.d.ts" */

/**
 * Which sentence fits, first layer against last.
 * @param {ArrayLike<number>} values of the measure, by layer
 * @param {number} factor
 */
function sentenceKey(values, factor) {
  if (!Array.from(values).every(Number.isFinite)) return "caption_nonfinite";
  if (!Array.from(values).some((value) => value > 0)) return "caption_none";
  if (values[0] === 0) return "caption_zero";
  if (factor > 3) return "caption_smaller";
  return factor < 1 / 3 ? "caption_larger" : "caption_alike";
}

/** What ended a run before its last step. @param {Text} text @param {Met} met @param {DataHeader} data */
function metSentence(text, { step, reason, at }, { test }) {
  const part = text[reason === "loss" || !test ? "part_train" : "part_test"];
  const epochs = Math.max(1, Math.ceil(at));
  const values = {
    accuracy: percent(at, 1).replace(".0", ""),
    loss: concise(at, 3),
    patience: epochs === 1 ? text.epochs_1 : fill(text.epochs, { n: epochs }),
  };
  return fill(text[`met_${reason}`], { step, part, at: values[reason] });
}

/**
 * @param {HTMLElement} caption
 * @param {Header} header
 * @param {Frame} frame
 * @param {string} measure
 * @param {number} end the last step that there is
 */
export function writeCaption(caption, { text, diverged, met, cards, data }, frame, measure, end) {
  if (met && frame.step >= met.step) {
    caption.classList.remove("bp-warning");
    caption.replaceChildren(element("strong", "bp-met", metSentence(text, met, data)));
    return;
  }
  const stopped = Boolean(diverged) && frame.step >= end;
  caption.classList.toggle("bp-warning", stopped);
  if (diverged && stopped) {
    caption.textContent = fill(text.diverged, { ...diverged, reason: text[`reason_${diverged.reason}`] });
    return;
  }
  const values = frame.numbers(measure);
  const factor = values[values.length - 1] / values[0];
  const sentence = fill(text[sentenceKey(values, factor)], {
    measure: text[`measure_${measure}`],
    last: cards.length,
    value: significant(values[0], 2),
    consequence: factor > 1000 ? text.caption_vanishing : text.caption_slow,
  });
  const [before, after] = sentence.split("{factor}");
  const strong = element("strong", "", significant(Math.max(factor, 1 / factor), 2));
  caption.replaceChildren(before, ...(after === undefined ? [] : [strong, after]));
}
