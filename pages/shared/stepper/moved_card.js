// The card of the update phase: what moved, by layers on a log scale, and the parameters that moved most.

import { element } from "../browser/dom.js";
import { fill, raised, significant } from "../browser/format.js";
import { decades, furthest, layerMoves } from "./moved.js";

/** @import { Text } from "../browser/types.d.ts" */
/** @import { Header } from "./types.d.ts" */
/** @import { LayerMove } from "./moved.js" */
/** @import { Scene } from "./scene.js" */

const MOST = 5;
const DIGITS = 3;
const MOST_DIGITS = 5;

/** The card, and what it shows. @typedef {HTMLElement & {shown?: {scene: Scene, k: number}}} Card */

/**
 * @param {Card} card
 * @param {Scene} scene
 * @param {number} k operations that have run
 * @param {boolean} shown whether one is in the update phase
 */
export function writeMoved(card, scene, k, shown) {
  card.hidden = !shown;
  if (!shown || (card.shown?.scene === scene && card.shown.k === k)) return;
  card.shown = { scene, k };
  const scrolled = card.querySelector(".st-scrolls")?.scrollTop ?? 0;
  const { text } = scene.header;
  const moves = layerMoves(scene, k);
  const head = element("p");
  head.append(element("b", "", text.moved), " ", movedWords(moves, scene.header).join(" "));
  const pair = element("div", "st-moves");
  const layers = layersOf(moves, text);
  pair.append(layers, parametersOf(scene, k));
  card.replaceChildren(head, pair);
  layers.scrollTop = scrolled;
}

/** What is to be said beside the numbers: on which scale they stand, and why some are 0. @param {LayerMove[]} moves @param {Pick<Header, "text"|"rate">} header */
export function movedWords(moves, { text, rate }) {
  if (!rate) return [text.moved_rate];
  const axis = decades(moves);
  const done = moves.filter((move) => move.done);
  const said = axis ? [fill(text.moved_scale, { low: `10${raised(axis.low)}`, high: `10${raised(axis.high)}` })] : [];
  if (done.some(({ change, gradient }) => change === 0 && gradient)) said.push(text.moved_rounded);
  if (done.length && done.every(({ gradient }) => !gradient)) said.push(text.moved_no_gradient);
  return said;
}

/** A row a layer, with a mark on the scale. @param {LayerMove[]} moves @param {Text} text */
function layersOf(moves, text) {
  const axis = decades(moves);
  const place = element("div", "st-scrolls");
  place.tabIndex = 0; // who has no pointer scrolls it by keys
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", text.moved_layers);
  const table = element("table");
  table.append(element("caption", "bp-hidden", text.moved_layers));
  for (const move of moves) {
    const row = table.insertRow();
    row.append(element("th", "", `W${move.layer}`));
    const track = element("div", "st-scale");
    if (axis && move.done && move.ratio && Number.isFinite(move.ratio)) {
      const mark = element("i");
      mark.style.left = `${(100 * (Math.log10(move.ratio) - axis.low)) / (axis.high - axis.low)}%`;
      track.append(mark);
    }
    row.insertCell().append(track);
    row.insertCell().textContent = ratioText(move, text);
  }
  place.append(table);
  return place;
}

/** A layer's relative update, or why there is none. @param {LayerMove} move @param {Text} text */
export function ratioText({ done, ratio, change }, text) {
  if (!done) return text.moved_not_yet;
  return ratio === null ? fill(text.moved_from_zero, { change: significant(change, DIGITS) }) : significant(ratio, DIGITS);
}

/** Two numbers with as many digits as tell them apart, if so few do. @param {number} before @param {number} after */
export function apart(before, after) {
  for (let digits = DIGITS; digits <= MOST_DIGITS; digits += 1) {
    const both = [before, after].map((value) => significant(value, digits));
    if (both[0] !== both[1]) return both;
  }
  return [before, after].map((value) => significant(value, DIGITS));
}

/** @param {Scene} scene @param {number} k */
function parametersOf(scene, k) {
  const { text } = scene.header;
  const table = element("table");
  table.append(element("caption", "st-name", text.moved_most));
  for (const { name, before, after, change, relative } of furthest(scene, k, MOST)) {
    const row = table.insertRow();
    row.append(element("th", "", name));
    row.insertCell().textContent = apart(before, after).join(" → ");
    row.insertCell().append(element("b", "", `${change > 0 ? "+" : ""}${significant(change, DIGITS)}`));
    row.insertCell().textContent = relative === null ? text.moved_was_zero : `${significant(100 * Math.abs(relative), 2)} %`;
  }
  return table;
}
