// The address of what is on the screen: the run's settings, as the server wrote them, and the moment.
// Written here only, so that no round trip is needed and nobody overwrites anybody; read by link.py.

const EVERY_MS = 1000;
const LEAVING_MS = 2000;
const STREAMLITS_OWN = /^embed(_options)?=/;

/** The step that the address holds: the one that another page of ours was left at; null where there is none. */
export function stepInAddress() {
  const found = new URLSearchParams(window.location.search).getAll("step");
  return found.length === 1 && /^\d{1,9}$/.test(found[0]) ? Number(found[0]) : null;
}

export class Place {
  constructor() {
    this.path = window.location.pathname;
    this.written = -Infinity;
  }

  /** @param {string[]} words "name=value", ready for the address */
  #query(words) {
    const own = window.location.search.slice(1).split("&").filter((word) => STREAMLITS_OWN.test(word));
    const all = [...own, ...words];
    return all.length ? `?${all.join("&")}` : "";
  }

  /**
   * Put the moment into the address.
   * @param {string[]} words
   * @param {boolean} moving then not more often than needed
   */
  write(words, moving = false) {
    const now = performance.now();
    if (window.location.pathname !== this.path || (moving && now - this.written < EVERY_MS)) return;
    this.written = now;
    this.#replace(this.#query(words));
  }

  /**
   * The page is being left: once another page of ours has the address, a reload there must still know the moment.
   * @param {string[]} words
   */
  leave(words) {
    const until = performance.now() + LEAVING_MS;
    const look = () => {
      if (window.location.pathname !== this.path) this.#replace(this.#query(words));
      else if (performance.now() < until) requestAnimationFrame(look);
    };
    look();
  }

  #replace(query) {
    if (query === window.location.search) return;
    window.history.replaceState(window.history.state, "", window.location.pathname + query + window.location.hash);
  }
}

/** Put a text on the clipboard; resolves to whether that worked. @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https or localhost there is no clipboard object, but the old way still works.
    const field = document.createElement("textarea");
    field.value = text;
    field.style.cssText = "position: fixed; opacity: 0";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

/**
 * Copy the address, and say so.
 * @param {import("./dom.js").Saying} saying
 * @param {Object} text
 */
export async function copyLink(saying, text) {
  saying.say((await copy(window.location.href)) ? text.copied : text.not_copied);
}
