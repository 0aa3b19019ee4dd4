// Whether the start card was seen: kept by the browser, where it keeps anything for us.

const KEY = "backprop-explorer.start";
const SEEN = "seen";
const LANGUAGE = "lang";

/** Some browsers keep nothing, and say so by an error. @template T @param {(storage: Storage) => T} use @returns {T|null} */
function withStorage(use) {
  try {
    return use(window.localStorage);
  } catch {
    return null;
  }
}

/** Whether the card was never dismissed; where nothing can be kept it would come each time, so it does not come. */
export function isFirst() {
  return withStorage((storage) => storage.getItem(KEY) !== SEEN) ?? false;
}

/** Whether an address says nothing of what to look at, but perhaps the language. @param {string} search */
export function isBare(search) {
  return [...new URLSearchParams(search).keys()].every((word) => word === LANGUAGE);
}

/** Not again unasked. */
export function rememberSeen() {
  withStorage((storage) => storage.setItem(KEY, SEEN));
}

/** The next time that Train is shown, whatever its address says. */
export function askAgain() {
  document.documentElement.dataset.backpropStart = "";
}

/** Whether the card was asked for, once. */
export function isAsked() {
  const { dataset } = document.documentElement;
  const asked = dataset.backpropStart !== undefined;
  delete dataset.backpropStart;
  return asked;
}
