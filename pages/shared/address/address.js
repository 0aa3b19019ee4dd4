// What a page and the browser tell each other where no player, stepper or lab is there: the address, and the theme.

import { living, themeOf } from "../browser/dom.js";
import { memoryOf } from "../browser/memory.js";
import { Place } from "../browser/place.js";

/** @import { Mount, Mounting, Return, SetState } from "../browser/types.d.ts" */
/** @typedef {{link: string, alone: boolean, theme: string, mounted: Mounting}} Told */

class Page {
  /** @type {SetState} */
  tell;

  /** @param {Mounting} mounting */
  constructor({ key, address }) {
    this.memory = memoryOf(key, () => ({ count: 0 }));
    this.abort = new AbortController();
    this.place = new Place(address);
    this.place.onReturn({ go: (to) => this.#return(to), stay: () => {} }, this.abort.signal);
  }

  /** Back or forward in the browser's history: what the address has counts. @param {Omit<Return, "n">} to */
  #return(to) {
    const n = (this.memory.count += 1);
    this.tell("act", { ...to, n });
    return n;
  }

  destroy() {
    this.abort.abort();
  }

  /** The address is written once the settings are others than when the page was opened, or if it has more. @param {Told} told */
  receive({ link, alone, mounted }) {
    this.place.arrived(mounted, link);
    this.place.write(alone ? [link].filter(Boolean) : null, link);
  }
}

/** @param {Mount<Told>} given */
const begin = ({ data }) => new Page(data.mounted);

/** What Streamlit calls at the start, and again whenever settings or theme change. */
export default living(begin, (page, { parentElement, data, setStateValue }) => {
  page.tell = setStateValue;
  page.receive(data);
  const theme = themeOf(parentElement);
  if (theme !== data.theme) setStateValue("theme", theme);
});
