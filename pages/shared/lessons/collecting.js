// Adds the moment that is shown to a lesson of one's own.

import { find, living, Saying } from "../browser/dom.js";
import { fill } from "../browser/format.js";
import { collect } from "./collected.js";

/** @import { Mount, Text } from "../browser/types.d.ts" */

class Collecting {
  /** @type {Text} */
  text;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.button = find(parent, ".bp-collecting button");
    this.says = find(parent, ".bp-collecting p");
    this.saying = new Saying(() => { this.says.textContent = this.saying.words; });
    this.button.addEventListener("click", () => {
      const n = collect(window.location);
      this.saying.say(n ? fill(this.text.added, { n }) : this.text.refused);
    });
  }

  /** @param {{text: Text}} told */
  receive({ text }) {
    this.text = text;
    this.button.title = text.add;
    this.button.setAttribute("aria-label", text.add);
  }

  destroy() {
    this.saying.destroy();
  }
}

/** What Streamlit calls at the start, and again in every run of the page. */
export default living((/** @type {Mount<{text: Text}>} */ { parentElement }) => new Collecting(parentElement), (collecting, { data }) => collecting.receive(data));
