// What can be chosen of the loss landscape: real selects, buttons and number fields.

import { check, element, options } from "../browser/dom.js";
import { fill } from "../browser/format.js";

/** @import { Card, Text } from "../browser/types.d.ts" */
/** @import { LandscapeChosen, LandscapeMap } from "./types.d.ts" */

/** @type {LandscapeChosen["plane"][]} */
const PLANES = ["path", "weights", "random"];
/** @type {LandscapeChosen["look"][]} */
const LOOKS = ["map", "surface"];
const MOST_SPAN = 64;
const MOST_SEED = 2 ** 32 - 1;

/** @returns {LandscapeChosen} */
export function usual() {
  return { plane: "path", seed: 0, weights: null, span: 1, around: null, log: null, plateaus: false, look: "map" };
}

/**
 * Whether a map is of what is chosen, however wide. Where one weight is chosen twice, the server takes another for the second.
 * @param {Pick<LandscapeMap, "plane"|"seed"|"weights">} map
 * @param {LandscapeChosen} chosen
 */
export function isOf(map, { plane, seed, weights }) {
  if (map.plane !== plane) return false;
  if (plane !== "weights" || !weights) return plane !== "random" || map.seed === seed;
  const [[one, other], [first, second]] = [map.weights, weights].map((pair) => pair.map(String));
  return one === first && (other === second || first === second);
}

/** @param {string} sign @param {string} name @param {() => void} act */
function button(sign, name, act) {
  const made = element("button", "", sign);
  made.type = "button";
  made.title = name;
  made.setAttribute("aria-label", name);
  made.addEventListener("click", act);
  return made;
}

export class Controls {
  /** @type {Text} */
  words;

  /**
   * @param {HTMLElement} host
   * @param {LandscapeChosen} chosen kept by the caller, changed here
   * @param {{asked: () => void, again: () => void, painted: () => void, enlarged: (() => void)|null}} does another landscape is wanted; one
   *   around the step shown; the same is to look otherwise; it is to be large, or as before
   */
  constructor(host, chosen, does) {
    this.host = host;
    this.chosen = chosen;
    this.does = does;
    /** @type {Card[]} */
    this.cards = [];
  }

  /** @param {Text} words @param {Card[]} cards the network's layers */
  begin(words, cards) {
    Object.assign(this, { words, cards });
    const { chosen, does } = this;
    const plane = element("select", "bp-select");
    plane.setAttribute("aria-label", words.plane);
    plane.replaceChildren(...PLANES.map((name) => new Option(words[`plane_${name}`], name)));
    plane.addEventListener("change", () => {
      chosen.plane = /** @type {LandscapeChosen["plane"]} */ (plane.value);
      does.again();
    });
    this.plane = plane;
    this.own = element("span", "bp-scape-own");
    this.narrower = button("+", words.narrower, () => this.#spread(1 / 2));
    this.wider = button("−", words.wider, () => this.#spread(2));
    this.looks = element("span", "bp-options");
    this.looks.setAttribute("role", "radiogroup");
    this.looks.setAttribute("aria-label", words.look);
    options(this.looks, LOOKS.map((name) => [name, words[name]]), (name) => {
      chosen.look = /** @type {LandscapeChosen["look"]} */ (name);
      does.painted();
    });
    this.log = button(words.log, words.log_help, () => {
      chosen.log = this.log?.getAttribute("aria-pressed") !== "true";
      does.painted();
    });
    this.plateaus = button(words.plateaus, words.plateaus_help, () => {
      chosen.plateaus = !chosen.plateaus;
      does.painted();
    });
    const { enlarged } = does;
    this.large = enlarged ? button("⤢", words.enlarge, enlarged) : null;
    const again = button("⟳", words.again, does.again);
    this.host.replaceChildren(plane, this.own, this.wider, this.narrower, again, this.looks, this.log, this.plateaus, ...(this.large ? [this.large] : []));
    this.write(false);
  }

  /** As it is chosen. @param {boolean} log whether colours go by decades */
  write(log) {
    const { chosen, words } = this;
    if (!this.plane || !this.looks) return;
    this.plane.value = chosen.plane;
    this.plane.title = words[`plane_${chosen.plane}_help`];
    check(this.looks, chosen.look);
    this.log?.setAttribute("aria-pressed", String(log));
    this.plateaus?.setAttribute("aria-pressed", String(chosen.plateaus));
    this.#writeOwn();
  }

  /** @param {boolean} large */
  enlarge(large) {
    const name = large ? this.words.smaller : this.words.enlarge;
    this.large?.setAttribute("aria-pressed", String(large));
    this.large?.setAttribute("aria-label", name);
    if (this.large) this.large.title = name;
  }

  /** @param {number} by */
  #spread(by) {
    const span = this.chosen.span * by;
    if (span > MOST_SPAN || span < 1 / MOST_SPAN) return;
    this.chosen.span = span;
    this.does.asked();
  }

  /** What one plane alone has: a seed, or two weights. */
  #writeOwn() {
    const { own, chosen: { plane, seed, weights } } = this;
    const of = `${plane}/${seed}/${JSON.stringify(weights)}`;
    if (!own || own.dataset.of === of) return;
    own.dataset.of = of;
    if (plane === "random") own.replaceChildren(this.#seed());
    else if (plane === "weights" && weights) own.replaceChildren(...weights.map((weight, n) => this.#weight(weight, n)));
    else own.replaceChildren();
  }

  /**
   * @param {string} name
   * @param {number} value
   * @param {[number, number]} range
   * @param {(value: number) => void} put
   */
  #number(name, value, [low, high], put) {
    const field = element("input");
    Object.assign(field, { type: "number", min: low, max: high, value, title: name });
    field.setAttribute("aria-label", name);
    field.addEventListener("change", () => {
      const given = Math.round(Number(field.value));
      put(Math.min(high, Math.max(low, Number.isFinite(given) ? given : value)));
    });
    return field;
  }

  #seed() {
    const { words, chosen, does } = this;
    const label = element("label", "", words.seed_short);
    label.append(this.#number(words.seed, chosen.seed, [0, MOST_SEED], (seed) => {
      chosen.seed = seed;
      does.asked();
    }));
    return label;
  }

  /** @param {[number, number, number]} weight @param {number} n which of the two */
  #weight(weight, n) {
    const { words, cards } = this;
    const [layer, row, column] = weight;
    const group = element("span", "", "W");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", fill(words.weight, { n: n + 1 }));
    /** @param {0|1|2} place @param {number} value */
    const put = (place, value) => {
      const changed = [...weight];
      changed[place] = value;
      const card = cards[changed[0] - 1];
      this.#choose(n, [changed[0], Math.min(changed[1], card.rows - 1), Math.min(changed[2], card.columns - 1)]);
    };
    const { rows, columns } = cards[layer - 1];
    const name = { n: n + 1 };
    group.append(
      this.#number(fill(words.weight_layer, name), layer, [1, cards.length], (value) => put(0, value)),
      this.#number(fill(words.weight_row, name), row + 1, [1, rows], (value) => put(1, value - 1)), "→",
      this.#number(fill(words.weight_column, name), column + 1, [1, columns], (value) => put(2, value - 1)),
    );
    return group;
  }

  /** @param {number} n @param {[number, number, number]} weight */
  #choose(n, weight) {
    const { chosen, does } = this;
    if (!chosen.weights) return;
    const weights = [...chosen.weights];
    weights[n] = weight;
    chosen.weights = weights;
    does.asked();
  }
}
