// Says when the server is not to be reached, and has the page run anew once it is back. Notes when the page is left.

import { find, living } from "../browser/dom.js";
import { arrive, isTelling, leave, leaving, onceTold, stay } from "../browser/leaving.js";
import { closeSidebar } from "../browser/room.js";
import { PAGE_LINK, pageAt, pageOf, sidebarLink } from "../browser/turning.js";

/** @import { Mount, SetState } from "../browser/types.d.ts" */
/** @typedef {{lost: string, page: string}} Told */

/** Streamlit says here how it is connected. */
const APP = "[data-testid=stApp]";
const STATE = "data-test-connection-state";
const CONNECTED = "CONNECTED";
/** And here whether the page runs. */
const SCRIPT = "data-test-script-state";
const RUNNING = "running";
/** What it is while it looks for the server. */
const LOOKING = ["PINGING_SERVER", "CONNECTING"];
/** A connection that is cut is there again by then: nobody is told. */
const PATIENCE_MS = 1000;
/** By then what was under way as it was cut has come, and Streamlit has the page run, if it does. */
const SETTLED_MS = 300;
const OURS = ".bp-connection";

class Connection {
  /** @type {SetState} */
  tell;
  /** @type {string} */
  words = "";
  /** The page that is here. */
  page = "";

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.box = find(parent, OURS);
    this.state = CONNECTED;
    this.later = 0;
    /** Whether the line was cut, and the page is not asked for since. */
    this.isBack = false;
    const app = document.querySelector(APP);
    this.observer = new MutationObserver(() => app && this.#look(app));
    if (app) this.observer.observe(app, { attributeFilter: [STATE, SCRIPT] });
    /** Whether the page that is asked for may be this one, which is then run once more. */
    this.again = false;
    this.abort = new AbortController();
    const { signal } = this.abort;
    document.addEventListener("click", (event) => this.#clicked(event), { capture: true, signal });
    window.addEventListener("popstate", (event) => this.#returned(event), { capture: true, signal }); // before Streamlit
  }

  /** The page, or another run of it, is here. @param {string} page */
  arrived(page) {
    const isAnother = page !== this.page;
    if (page !== leaving()) arrive();
    else if (this.again) stay();
    if (isAnother || this.again) Object.assign(this, { page, again: false });
  }

  /** A link to a page, if it opens here. @param {MouseEvent} event */
  #clicked(event) {
    const { target, button, ctrlKey, metaKey, shiftKey, altKey } = event;
    const link = target instanceof Element && target.closest(PAGE_LINK);
    const elsewhere = button > 0 || ctrlKey || metaKey || shiftKey || altKey;
    if (!(link instanceof HTMLAnchorElement) || elsewhere) return;
    const page = pageOf(link);
    if (isTelling()) this.#later(event, () => sidebarLink(page)?.link.click()); // another may stand there by now
    else this.#turn(page);
  }

  /** Back or Forward: among a page's own settings nothing waits, or the page would write into the entry that one came to. @param {Event} event */
  #returned(event) {
    const page = pageAt(window.location.pathname);
    if (isTelling() && page !== this.page) this.#later(event, () => window.dispatchEvent(new PopStateEvent("popstate", { state: window.history.state })));
    else this.#turn(page);
  }

  /** What asks for a page happens again once all is sent that was told before. @param {Event} event @param {() => void} again */
  #later(event, again) {
    event.preventDefault();
    event.stopImmediatePropagation();
    onceTold(again);
  }

  /** A page is asked for. @param {string} page */
  #turn(page) {
    this.again = page === this.page;
    if (!this.again) leave(this.page);
  }

  /** @param {Element} app */
  #look(app) {
    const { state: was } = this;
    this.state = app.getAttribute(STATE) ?? CONNECTED;
    if (this.state === CONNECTED && was !== CONNECTED) this.#back();
    else if (this.state !== CONNECTED && was === CONNECTED) this.#wait(PATIENCE_MS, () => this.#say());
    else if (this.state === CONNECTED && this.isBack && app.getAttribute(SCRIPT) !== RUNNING) this.#wait(SETTLED_MS, () => this.#ask(app));
  }

  /** @param {number} time @param {() => void} call once nothing has come of it in time */
  #wait(time, call) {
    clearTimeout(this.later);
    this.later = setTimeout(call, time);
  }

  #say() {
    if (!LOOKING.includes(this.state)) return;
    this.box.textContent = this.words;
    this.box.showPopover();
  }

  /**
   * It need not be the server that it was. And it stops what runs once a line is cut, in the middle: what comes of that is
   * a page, or a part of one, without its pictures.
   */
  #back() {
    stay(); // what was asked is lost
    this.#hide();
    this.isBack = true;
    this.#wait(PATIENCE_MS, () => this.#ask(document.querySelector(APP)));
  }

  /** Have the page run, once nothing does. @param {Element|null} app */
  #ask(app) {
    if (app?.getAttribute(SCRIPT) === RUNNING) return; // its end is seen
    this.isBack = false;
    this.tell("back", Date.now());
  }

  #hide() {
    clearTimeout(this.later);
    this.box.hidePopover();
  }

  destroy() {
    this.observer.disconnect();
    this.abort.abort();
    this.#hide();
    if (this.isBack) setTimeout(() => this.#askForAll(), SETTLED_MS);
  }

  /** Of a page that was stopped before it had come to this part of it, nothing is left that could ask. */
  #askForAll() {
    if (document.querySelector(OURS)) return;
    this.tell("back", Date.now());
    setTimeout(() => document.querySelector(OURS) || window.location.reload(), 5 * PATIENCE_MS);
  }
}

/** What Streamlit calls at the start, and again in every run of the page. */
export default living(
  (/** @type {Mount<Told>} */ { parentElement }) => {
    closeSidebar(); // here, since this is on every page
    return new Connection(parentElement);
  },
  (connection, { data, setStateValue }) => {
    connection.tell = setStateValue;
    connection.words = data.lost;
    connection.arrived(data.page);
  },
);
