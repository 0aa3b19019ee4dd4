// Headers that come once: an answer leaves out what the browser has said that it has, and names it by its key.

/** @import { Keyed } from "./types.d.ts" */

const MOST = 8;

/** The headers that came whole, by their keys. They outlive a switch of pages; the longest unused are dropped. */
export class Headers {
  constructor() {
    /** @type {Map<string, any>} */
    this.known = new Map();
  }

  /**
   * An answer's header with all that it left out; null where that is not here, and has to be asked for.
   * @param {Keyed} header
   * @returns {any}
   */
  whole(header) {
    const { key, short } = header;
    const sent = short ? this.known.get(key) : header;
    if (!sent) return null;
    this.known.delete(key);
    this.known.set(key, sent);
    const [oldest] = this.known.keys();
    if (this.known.size > MOST) this.known.delete(oldest);
    return { ...sent, ...header };
  }
}
