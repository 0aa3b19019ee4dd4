// Headers that come once: an answer leaves out what the browser has said that it has, and names it by its key.

const MOST = 8;

/**
 * The headers that came whole, by their keys. They outlive a switch of pages; the longest unused are dropped.
 * @template {{key?: string}} Whole
 */
export class Headers {
  constructor() {
    /** @type {Map<string|undefined, Whole>} */
    this.known = new Map();
  }

  /**
   * An answer's header with all that it left out; null where that is not here, and has to be asked for.
   * @param {Partial<Whole>} header
   * @returns {Whole|null}
   */
  whole(header) {
    const { key } = header;
    const sent = "text" in header ? /** @type {Whole} */ ({ ...header }) : this.known.get(key);
    if (!sent) return null;
    this.known.delete(key);
    this.known.set(key, sent);
    if (this.known.size > MOST) this.known.delete(this.known.keys().next().value);
    return { ...sent, ...header };
  }
}
