// The card of the gradient check: backpropagation's numbers, the differences, and why they are not equal where they are not.

import { fromJson } from "../browser/bytes.js";
import { element } from "../browser/dom.js";
import { concise, counted, fill, significant } from "../browser/format.js";
import { parameterName } from "./names.js";

/** @import { Text } from "../browser/types.d.ts" */
/** @import { Scene } from "./scene.js" */
/** @import { Changeable, Check, CheckAsk, Header, Named } from "./types.d.ts" */

/** How many times its estimated error a difference may be off by. */
const SURELY = 10;

/**
 * @param {HTMLElement} pane
 * @param {Scene} scene
 * @param {Changeable|undefined} parameter the selected one
 * @param {(wanted: CheckAsk) => void} onCheck
 * @param {boolean} computing
 * @param {number} digits
 */
export function writeCheck(pane, scene, parameter, onCheck, computing, digits) {
  const { text, check } = scene.header;
  const row = element("div", "st-row");
  /** @param {string} label @param {CheckAsk} wanted */
  const button = (label, wanted) => {
    const made = element("button", "", label);
    made.type = "button";
    made.disabled = computing;
    made.onclick = () => onCheck(wanted);
    row.append(made);
  };
  if (!parameter || parameter.kind === "x") return;
  const { kind, layer, row: from, column, name } = parameter;
  button(fill(text.check_one, { name }), { kind, layer, row: from, column });
  button(fill(text.check_layer, { l: layer }), { kind: "W", layer, row: null, column: null });
  pane.replaceChildren(element("p", "st-name", text.check_help), row);
  if (computing) {
    pane.append(element("p", "", text.check_computing));
    return;
  }
  if (check) pane.append(checkTable(scene.header.text, check, digits), ...checkWords(scene.header, check, digits).map((words) => element("p", "st-name", words)));
}

/** What was checked: dW3, or db1[2]. @param {Check} check */
function checkedName({ kind, layer, row, column }) {
  return row === null ? `dW${layer}` : parameterName(`d${kind}`, layer, row, Number(column));
}

/**
 * What the numbers are, the numbers, and of how many they are the norm: the gradient and the differences; where the
 * loss has a kink, those from each side.
 * @param {Text} text
 * @param {Check} check
 * @returns {Array<[label: string, value: number, aside: string]>}
 */
export function checkRows(text, check) {
  const { count, of, kink, factor } = check;
  const what = checkedName(check);
  /** @type {(label: string, value: Named, n: number) => [string, number, string]} */
  const row = (label, value, n) => [`${what}: ${label}`, fromJson(value), of === 1 ? "" : n < of ? fill(text.check_some, { count: n, of }) : counted(text, "check_norm", n)];
  return [
    ...(count ? [
      row(text.check_analytic, check.analytic, count),
      row(text.check_numeric, check.numeric, count),
      /** @type {[string, number, string]} */ ([text.check_relative, fromJson(check.relative), ""]),
      ...(factor === 1 ? [] : [row(text.check_numeric_printed, check.printed, count)]),
    ] : []),
    ...(kink ? [
      row(text.check_analytic_kink, kink.analytic, kink.count),
      row(text.check_left, kink.left, kink.count),
      row(text.check_right, kink.right, kink.count),
    ] : []),
  ];
}

/** @param {Text} text @param {Check} check @param {number} digits */
function checkTable(text, check, digits) {
  const table = element("table", "st-result");
  table.append(element("caption", "bp-hidden", checkedName(check)));
  for (const [label, value, aside] of checkRows(text, check)) {
    const line = table.insertRow();
    line.append(element("th", "", label));
    line.insertCell().append(element("b", "", significant(value, digits)), ` ${aside}`);
  }
  return table;
}

/**
 * What is to be said of a check: why the numbers are not equal, where they are not.
 * @param {Pick<Header, "text"|"sizes"|"penalty">} header
 * @param {Check} check
 * @param {number} digits
 */
export function checkWords({ text, sizes, penalty }, check, digits) {
  const { count, kink, factor } = check;
  const [relative, error] = [fromJson(check.relative), fromJson(check.error)];
  const words = [];
  if (count && !(relative <= 1e-6)) {
    const explained = relative * Math.abs(fromJson(check.analytic)) <= SURELY * error;
    words.push(fill(explained ? text.check_floor : text.check_disagrees, { error: significant(error, 1) }));
  }
  if (kink) words.push(fill(text[`check_kink_${kink.of}`], { z: concise(kink.z ?? NaN, digits), slope: concise(kink.slope ?? NaN, digits) }), text[`check_takes_${kink.takes}`]);
  const pulled = penalty.l1 || penalty.l2;
  if (factor !== 1) words.push(fill(pulled ? text.check_factor_penalty : text.check_factor, { n: factor, outputs: sizes[sizes.length - 1] }));
  return words;
}
