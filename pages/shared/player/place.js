// The address of what is on the screen: the run's settings, as the server wrote them, and the moment.
// Written here only, so that no round trip is needed and nobody overwrites anybody; read by link.py.

const EVERY_MS = 1000;
const LEAVING_MS = 2000;
const STREAMLITS_OWN = /^embed(_options)?=/;

export class Place {
  constructor() {
    this.path = window.location.pathname;
    this.written = -Infinity;
  }

  /**
   * The words of the moment; what is as it would be without them is left out.
   * @param {Object} header
   * @param {number} step
   * @param {Object} choices
   */
  #query({ link, defaults }, step, choices) {
    const own = window.location.search.slice(1).split("&").filter((word) => STREAMLITS_OWN.test(word));
    const words = [...own, ...(link ? [link] : [])];
    if (step > 0) words.push(`step=${step}`);
    if (choices.selected > 0) words.push(`layer=${choices.selected + 1}`);
    for (const [name, usual] of Object.entries(defaults)) {
      if (choices[name] !== usual) words.push(`${name}=${choices[name]}`);
    }
    return words.length ? `?${words.join("&")}` : "";
  }

  /** Put the moment into the address. @param {boolean} moving then not more often than needed */
  write(header, step, choices, moving = false) {
    const now = performance.now();
    if (window.location.pathname !== this.path || (moving && now - this.written < EVERY_MS)) return;
    this.written = now;
    this.#replace(this.#query(header, step, choices));
  }

  /** The page is being left: once another page of ours has the address, a reload there must still know the moment. */
  leave(header, step, choices) {
    const query = this.#query(header, step, choices);
    const until = performance.now() + LEAVING_MS;
    const look = () => {
      if (window.location.pathname !== this.path) this.#replace(query);
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
export async function copy(text) {
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
