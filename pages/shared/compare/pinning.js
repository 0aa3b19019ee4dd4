// Pins the run that is shown: the server is told where the page is, and says what it has pinned.

import { find, living } from "../browser/dom.js";
import { memoryOf } from "../browser/memory.js";

/** @import { Mount, Mounting, SetState, Text } from "../browser/types.d.ts" */
/** @typedef {{text: Text, mounted: Mounting}} Told */

class Pinning {
  /** @type {SetState} */
  tell;

  /**
   * @param {HTMLElement} parent
   * @param {Mounting} mounting
   */
  constructor(parent, { key }) {
    this.memory = memoryOf(key, () => ({ count: 0 }));
    this.button = find(parent, ".bp-pinning button");
    this.button.addEventListener("click", () => this.#pin());
  }

  /** The step is that on the page: the address may be a second behind; elsewhere it is where the run was left (browser/place.js). */
  #pin() {
    const n = (this.memory.count += 1);
    const left = document.documentElement.dataset.backprop ?? "";
    const root = document.querySelector("[data-testid=player], [data-testid=stepper]");
    const shown = root instanceof HTMLElement ? root.dataset.step ?? "" : "";
    this.tell("act", { do: "pin", n, query: window.location.search.slice(1), shown, left });
  }

  /** @param {Told} told */
  receive({ text, mounted }) {
    this.memory.count = Math.max(this.memory.count, mounted.acted);
    this.button.title = text.add;
    this.button.setAttribute("aria-label", text.add);
  }

  destroy() {}
}

/** @param {Mount<Told>} given */
const begin = ({ parentElement, data }) => new Pinning(parentElement, data.mounted);

/** What Streamlit calls at the start, and again in every run of the page. */
export default living(begin, (pinning, { data, setStateValue }) => {
  pinning.tell = setStateValue;
  pinning.receive(data);
});
