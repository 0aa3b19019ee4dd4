// What outlives a switch of pages, for every mounted component by its key: this module lives as long as the page is
// not reloaded, a component only as long as its page is shown.

const memories = new Map();

/**
 * The memory of the component with this key.
 * @template T
 * @param {string} key as the server mounts it
 * @param {() => T} make what is there at first
 * @returns {T}
 */
export function memoryOf(key, make) {
  if (!memories.has(key)) memories.set(key, make());
  return memories.get(key);
}
