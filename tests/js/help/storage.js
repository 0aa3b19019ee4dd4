// What a browser keeps for a page, or refuses to.

class FakeStorage {
  /** @type {Map<string, string>} */
  #kept = new Map();
  writes = 0;
  /** Whether it is one that keeps nothing, as in a private window with everything forbidden. */
  refuses = false;

  #check() {
    if (this.refuses) throw new Error("SecurityError");
  }

  /** @param {string} key */
  getItem(key) {
    this.#check();
    return this.#kept.get(key) ?? null;
  }

  /** @param {string} key @param {string} value */
  setItem(key, value) {
    this.#check();
    this.writes += 1;
    this.#kept.set(key, String(value));
  }

  clear() {
    this.#kept.clear();
    this.refuses = false;
  }
}

/** Put one in place, as long as the process lives. Every test file has a process of its own. */
export function useStorage() {
  const localStorage = new FakeStorage();
  globalThis.window ??= /** @type {any} */ (globalThis);
  Object.defineProperty(globalThis.window, "localStorage", { value: localStorage, configurable: true });
  return localStorage;
}
