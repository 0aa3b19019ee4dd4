// Headers that come once: an answer leaves out what the browser has said that it has, and names it by its key.

const MOST = 8;

/** The headers that came whole, by their keys. They outlive a switch of pages; the longest unused are dropped. */
export class Headers {
  constructor() {
    this.known = new Map();
  }

  /**
   * An answer's header with all that it left out; null where that is not here, and has to be asked for.
   * @param {Object} header
   */
  whole(header) {
    const { key } = header;
    const sent = "text" in header ? { ...header } : this.known.get(key);
    if (!sent) return null;
    this.known.delete(key);
    this.known.set(key, sent);
    if (this.known.size > MOST) this.known.delete(this.known.keys().next().value);
    return { ...sent, ...header };
  }
}
