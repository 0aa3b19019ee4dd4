// What a run's numbers say of its health: how the gradient comes back, whether anything is learned, idle units.

import { faded, learned, mostIdle } from "../browser/health.js";
import { fill, percent, significant } from "../browser/format.js";
import { legAt } from "../browser/tape.js";

/** @import { Frame } from "../browser/tape.js" */
/** @import { Header } from "../browser/types.d.ts" */

/** What is read of a header. @typedef {Pick<Header, "text"|"cards"|"data"|"legs"|"rules"|"least">} About */
/** What is read of a frame. @typedef {Pick<Frame, "step"|"numbers"|"has">} Moment */

/**
 * Sentences, the most important first; what stands between ** is emphasised.
 * @param {About} header
 * @param {Moment} frame
 * @param {string} measure
 */
export function diagnosis(header, frame, measure) {
  const judged = judge(header, frame);
  return [gradient(header, frame, measure, judged.good), judged.words, idle(header, frame)].filter(Boolean);
}

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

/** @param {About} header @param {Moment} frame @param {string} measure @param {boolean|null} good */
function gradient({ text, cards, rules, least }, frame, measure, good) {
  const values = frame.numbers(measure);
  const factor = values[values.length - 1] / values[0];
  const way = faded(values, good, frame.numbers("loss")[0], rules);
  const plain = way ? `caption_${way}${way === "vanished" && values.length === 1 ? "_1" : ""}` : sentenceKey(values, factor);
  const key = least !== null && `${plain}_float32` in text ? `${plain}_float32` : plain;
  return fill(text[key], {
    measure: text[`measure_${measure}`],
    last: cards.length,
    least: significant(least ?? 0, 2),
    value: significant(way ? Math.max(...values) : values[0], 2),
    factor: `**${significant(Math.max(factor, 1 / factor), 2)}**`,
    consequence: factor > 1000 ? text.caption_vanishing : text.caption_slow,
  });
}

/** Whether the network is better than one answer for all. @param {About} header @param {Moment} frame */
function judge({ text, data, legs, rules }, frame) {
  const { chance } = legAt(legs, frame.step);
  const [loss, testLoss, right, testRight] = frame.has("scores") ? frame.numbers("scores") : [frame.numbers("loss")[0], NaN, NaN, NaN];
  const good = learned(loss, right, chance, rules);
  if (!chance || frame.step === 0) return { good, words: "" };
  /** @param {string} part @param {number} now @param {number} share @param {number|null} least */
  const guess = (part, now, share, least) => fill(text[`caption_guess${part}_${data.task === "regression" ? "mean" : "classes"}`], {
    loss: significant(now, 3), right: percent(share, 0), chance: significant(least ?? NaN, 3),
  });
  if (good === false) return { good, words: guess("", loss, right, chance.loss) };
  const tested = learned(testLoss, testRight, { loss: chance.test_loss, accuracy: chance.test_accuracy }, rules);
  return { good, words: tested === false ? guess("_test", testLoss, testRight, chance.test_loss) : "" };
}

/** The layer with the most dead or saturated units. @param {About} header @param {Moment} frame */
function idle({ text, legs, rules }, frame) {
  const kind = legAt(legs, frame.step).idle;
  const found = kind && mostIdle(frame.numbers("idle"), rules);
  if (!found) return "";
  const all = kind === "dead" && found.share === 1 ? "_all" : "";
  return fill(text[`caption_${kind}${all}`], { layer: found.layer, share: percent(found.share, 0) });
}
