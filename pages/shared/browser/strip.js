// For a projector: which of a page's charts is large, and the others' names as a strip to choose from, keys 1 to 4.

import { check, childrenOf, find, keepKeys, options } from "./dom.js";
import { doneBy } from "./key_table.js";

export class Strip {
  /**
   * @param {HTMLElement} root of the component; it has the chosen one as data-large
   * @param {string[]} names of the charts, in their order
   * @param {{large: string|null}} kept what was chosen, also while another page is shown
   * @param {string} first
   * @param {() => void} onChoose
   */
  constructor(root, names, kept, first, onChoose = () => {}) {
    this.root = root;
    this.onChoose = onChoose;
    this.names = names;
    this.kept = kept;
    this.group = find(root, ".bp-large-choice");
    this.group.addEventListener("mousedown", keepKeys);
    this.#put(kept.large ?? first);
  }

  /** @param {Record<string, string>} text with `large`, and `large_<name>` of each */
  write(text) {
    this.group.setAttribute("aria-label", text.large);
    options(this.group, this.names.map((name) => [name, text[`large_${name}`]]), (name) => this.choose(name));
    childrenOf(this.group).forEach((button, i) => { button.dataset.key = String(i + 1); });
    check(this.group, String(this.root.dataset.large));
  }

  /** @param {string} name */
  choose(name) {
    this.#put(name);
    this.onChoose();
  }

  /** @param {string} name */
  #put(name) {
    this.kept.large = name;
    this.root.dataset.large = name;
    check(this.group, name);
  }

  /** A key that the component has heard: whether it was one of the strip's. @param {KeyboardEvent} event */
  took(event) {
    if (doneBy("panels", event) === null) return false;
    const name = this.names[Number(event.key) - 1];
    if (name === undefined || !this.group.offsetParent) return false;
    event.preventDefault();
    this.choose(name);
    return true;
  }
}
