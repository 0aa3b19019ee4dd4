// Says to a screen reader where one is: once the picture has rested, and when it is asked to by a key or the button.

import { element } from "./dom.js";
import { doneBy } from "./key_table.js";
import { Keys } from "./keys.js";

/** So long a picture has to rest: who holds a key down, or plays, is not talked to. */
const REST_MS = 900;
/** Asked for from elsewhere on the page, by an event (glossary/cards.js): where a reader keeps all keys to itself. */
export const SAY = "bp-say";

export class Speaking {
  /**
   * @param {HTMLElement} root the component's
   * @param {() => string} sentence of the moment; empty while there is none
   */
  constructor(root, sentence) {
    this.sentence = sentence;
    this.place = element("div", "bp-hidden");
    this.place.setAttribute("role", "status");
    this.place.dataset.said = "";
    root.append(this.place);
    this.timer = 0;
    /** The moment as it was said last. */
    this.moment = "";
    this.keys = new Keys(root, (event) => doneBy("moment", event) === "say" && this.say());
    this.abort = new AbortController();
    document.addEventListener(SAY, () => this.say(), { signal: this.abort.signal });
  }

  /** The picture rests now; once it still does, the moment is said, if it is another. */
  rest() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#rested(), REST_MS);
  }

  /** Something else may have been told meanwhile: the moment that was said already is not said over it. */
  #rested() {
    const words = this.sentence();
    if (words === this.moment) return;
    this.moment = words;
    this.#put(words);
  }

  /** It moves: what was to be said is of another moment. */
  hush() {
    clearTimeout(this.timer);
  }

  /** Say it now, once more if it was said already: a region speaks of what changes. */
  say() {
    clearTimeout(this.timer);
    this.#put("");
    this.timer = setTimeout(() => {
      this.moment = this.sentence();
      this.#put(this.moment);
    }, 50);
  }

  /** Say something else at once: what was just chosen. @param {string} words */
  tell(words) {
    clearTimeout(this.timer);
    this.#put(words);
  }

  /** @param {string} words */
  #put(words) {
    if (this.place.textContent !== words) this.place.textContent = words;
  }

  destroy() {
    clearTimeout(this.timer);
    this.keys.destroy();
    this.abort.abort();
    this.place.remove();
  }
}
