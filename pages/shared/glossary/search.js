// Which entries a person looks for: all words that are typed have to be somewhere in one.

/** @typedef {{name: string, term: string, says: string}} Sought */

/** Case does not count, nor in which form a letter or digit is typed: raised, or as wide as Korean ones. @param {string} text */
function plain(text) {
  return text.normalize("NFKC").toLocaleLowerCase();
}

/**
 * @template {Sought} Found
 * @param {Found[]} entries
 * @param {string} asked
 * @returns {Found[]}
 */
export function finds(entries, asked) {
  const words = plain(asked).split(/\s+/).filter(Boolean);
  return entries.filter(({ name, term, says }) => {
    const all = plain(`${name.replaceAll("_", " ")} ${term} ${says}`);
    return words.every((word) => all.includes(word));
  });
}
