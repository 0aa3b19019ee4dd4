// How many cards lie beyond the edges, and a way to them.

import { find, keepKeys, putText } from "../../browser/dom.js";
import { counted } from "../../browser/format.js";

/** @import { Text } from "../../browser/types.d.ts" */

/** How much of what is seen one click goes on. */
const PAGE = 0.8;

export class More {
  /** @type {Text} */
  text;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.cards = find(root, ".bp-cards");
    this.buttons = { left: find(root, ".bp-more-left"), right: find(root, ".bp-more-right") };
    for (const [side, button] of Object.entries(this.buttons)) {
      button.addEventListener("mousedown", keepKeys);
      button.addEventListener("click", () => this.#scroll(side === "left" ? -PAGE : PAGE));
    }
    this.cards.addEventListener("scroll", () => this.look(), { passive: true });
    this.observer = new ResizeObserver(() => this.look());
    this.observer.observe(this.cards);
  }

  /** @param {number} share */
  #scroll(share) {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.cards.scrollBy({ left: share * this.cards.clientWidth, behavior: still ? "auto" : "smooth" });
  }

  /** Another run's cards. @param {Text} text */
  begin(text) {
    this.text = text;
    this.look();
  }

  /** Count the cards of which less than a half is to be seen. */
  look() {
    if (!this.text) return;
    const { left, right, width } = this.cards.getBoundingClientRect();
    const middles = Array.from(this.cards.children, (card) => {
      const box = card.getBoundingClientRect();
      return (box.left + box.right) / 2;
    });
    this.#say("left", width ? middles.filter((middle) => middle < left).length : 0);
    this.#say("right", width ? middles.filter((middle) => middle > right).length : 0);
  }

  /** @param {"left"|"right"} side @param {number} count */
  #say(side, count) {
    const button = this.buttons[side];
    button.hidden = count === 0;
    putText(button, counted(this.text, `more_${side}`, count));
    button.title = this.text[`more_${side}_name`];
  }

  destroy() {
    this.observer.disconnect();
  }
}
