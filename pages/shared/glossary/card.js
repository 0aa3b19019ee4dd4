// The card itself: what it says of a term, where it stands, and that its number follows the moment.

import { find, findAll, putText } from "../browser/dom.js";
import { fill } from "../browser/format.js";
import { placed } from "../browser/placing.js";
import { GLOSSARY, linkTo } from "./links.js";
import { CONTROL } from "./terms.js";

/** @import { Text } from "../browser/types.d.ts" */
/** @import { Question } from "../browser/explained.js" */
/** @import { Entry, Terms } from "./terms.js" */

/** What changes with the moment, of the component in which a term stands. */
const MOVING = "[data-step]";
const MOMENT = { attributeFilter: ["data-step", "data-op", "data-rest"] };
const ID = "bp-card-of";

export class Card {
  /** @type {Text} */
  text = {};

  /**
   * @param {HTMLElement} root
   * @param {Terms} terms
   * @param {() => void} onGone what is explained is no longer there
   */
  constructor(root, terms, onGone) {
    this.root = root;
    this.root.id = ID;
    this.terms = terms;
    this.onGone = onGone;
    /** @type {HTMLElement|null} */
    this.place = null;
    this.observer = new MutationObserver(() => this.#follow());
    /** The words that an element has as its own tooltip, while the card says them. @type {{from: HTMLElement, title: string}|null} */
    this.titled = null;
  }

  /** @param {HTMLElement} place @returns {boolean} whether there is anything to say of it */
  open(place) {
    const about = this.terms.about(place);
    if (!about) return false;
    const { entry, question } = about;
    this.place = place;
    this.#take(place);
    putText(find(this.root, "strong"), entry.term);
    putText(find(this.root, "[data-says]"), entry.says);
    find(this.root, "[data-math]").innerHTML = entry.math;
    putText(find(this.root, "[data-about]"), this.titled?.title ?? "");
    this.#number(entry, question);
    this.#links(entry, question);
    this.root.showPopover();
    this.#stand(place);
    place.setAttribute("aria-describedby", ID);
    const moving = place.closest(MOVING) ?? document.querySelector(MOVING);
    if (moving) this.observer.observe(moving, MOMENT);
    return true;
  }

  /** @param {HTMLElement} place */
  #stand(place) {
    const { width, height } = this.root.getBoundingClientRect();
    const room = { width: innerWidth, height: innerHeight };
    const { left, top } = placed(place.getBoundingClientRect(), { width, height }, room, place.matches(CONTROL));
    Object.assign(this.root.style, { left: `${left}px`, top: `${top}px` });
  }

  /** The browser's own tooltip would lie over the card: the card says it. @param {HTMLElement} place */
  #take(place) {
    const from = /** @type {HTMLElement|null} */ (place.closest("[title]"));
    this.titled = from?.title ? { from, title: from.title } : null;
    from?.removeAttribute("title");
  }

  /** @param {Entry} entry @param {Question} question */
  #number({ now }, question) {
    const words = question.now ? fill(this.text[`now_${question.now}`], question.values) : now;
    putText(find(this.root, "[data-now]"), words);
  }

  /** @param {Entry} entry @param {Question} question */
  #links({ name, show }, { layer }) {
    const ways = show ? [linkTo({ page: show[0], what: show[1], layer }, this.text[`show_${show[0]}`])] : [];
    const all = [...ways, linkTo({ page: GLOSSARY, what: name }, this.text.more)];
    find(this.root, "[data-links]").replaceChildren(...all.filter((link) => link !== null));
  }

  /** The moment is another: so is its number. */
  #follow() {
    const about = this.place && this.terms.about(this.place);
    if (about) this.#number(about.entry, about.question);
    else this.onGone();
  }

  /** Whether something is in it. @param {EventTarget|null} target */
  has(target) {
    return target instanceof Node && this.root.contains(target);
  }

  /** What can be gone to from it. */
  get links() {
    return findAll(this.root, "a");
  }

  close() {
    this.observer.disconnect();
    this.place?.removeAttribute("aria-describedby");
    this.place = null;
    if (this.root.matches(":popover-open")) this.root.hidePopover();
    if (this.titled && !this.titled.from.title) this.titled.from.title = this.titled.title;
    this.titled = null;
  }
}
