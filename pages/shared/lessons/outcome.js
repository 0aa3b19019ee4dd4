// What was predicted beside what came.

import { element } from "../browser/dom.js";
import { fill, significant } from "../browser/format.js";
import { line, paragraphs } from "./blocks.js";
import { verdictOn } from "./judge.js";

/** @import { Text } from "../browser/types.d.ts" */
/** @import { Answer, Predicted } from "./types.d.ts" */

const DIGITS = 3;

/** An answer in words. @param {Predicted} predicted @param {Answer} answer @param {Text} text @returns {Node[]} */
function given({ ask, options }, { value }, text) {
  if (ask === "choice") return options[Number(value)] ? line(options[Number(value)].text) : [];
  if (ask === "layer") return [document.createTextNode(fill(text.layer_n, { n: Number(value) }))];
  if (ask === "curve") {
    const points = /** @type {Array<[number, number]>} */ (value);
    return [document.createTextNode(fill(text.curve_end, { value: significant(points[points.length - 1][1], DIGITS) }))];
  }
  return [document.createTextNode(significant(Number(value), DIGITS))];
}

/** What is right, in words. @param {Predicted} predicted @param {Text} text @returns {Node[]} */
function right({ ask, options, said }, text) {
  if (ask === "choice") return options.filter((option) => option.right).flatMap((option) => line(option.text));
  return [document.createTextNode(ask === "layer" ? fill(text.layer_n, { n: said }) : ask === "curve" ? fill(text.curve_end, { value: said }) : said)];
}

/**
 * @param {Predicted} predicted
 * @param {Answer|undefined} answer
 * @param {Text} text
 * @returns {HTMLElement[]}
 */
export function outcome(predicted, answer, text) {
  const verdict = verdictOn(predicted, answer);
  const pair = element("dl", "bp-lesson-pair");
  /** @param {string} name @param {Node[]} words */
  const add = (name, words) => {
    const said = element("dd");
    said.append(...words);
    pair.append(element("dt", "", name), said);
  };
  add(text.you_said, answer && verdict ? given(predicted, answer, text) : [document.createTextNode(text.no_answer)]);
  add(text.it_is, right(predicted, text));
  const judged = element("p", verdict?.right ? "bp-lesson-good" : "", verdict ? judgement(verdict, text) : "");
  const chosen = predicted.ask === "choice" && answer && verdict ? predicted.options[Number(answer.value)].say : [];
  return [pair, ...(verdict ? [judged] : []), ...paragraphs(chosen)];
}

/** @param {NonNullable<ReturnType<typeof verdictOn>>} verdict @param {Text} text */
function judgement({ right: isRight, off, way }, text) {
  if (isRight) return text.was_right;
  if (way) return fill(text.was_off_way, { factor: significant(Number(off), 2) });
  return off !== null && Number.isFinite(off) ? fill(text.was_off, { factor: significant(off, 2) }) : text.was_wrong;
}
