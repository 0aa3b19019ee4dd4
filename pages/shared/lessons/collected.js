// Moments that were collected for a lesson of one's own: kept by this browser, until a file is made of them.

/** A moment and what is said at it; a choice has its answers, of which one is right. @typedef {{id: number, page: string, query: string, kind: "show"|"think"|"explain"|"choice", words: string, options: string[], right: number}} Collected */

const KEY = "backprop-explorer.my-lesson";
/** Said to the document when they are others. */
export const COLLECTED = "bp-collected";
const MOST = 40;
/** What a lesson's moment does not say: how a person has the app shown, and which lesson they take. */
const OTHERS = ["lang", "projector", "hide", "lesson", "at", "class", "embed", "embed_options"];
/** @type {Record<string, string>} */
const PAGES = { "": "train", train: "train", step_through: "step_through", vanishing_gradients: "vanishing_gradients", compare: "compare", data: "data" };
/** So few runs are no comparison (comparisons.py). */
const FEWEST = 2;

/** @typedef {{title: string, minutes: number, steps: Collected[]}} Draft */

/** @returns {Draft} */
export function draft() {
  try {
    const found = JSON.parse(window.localStorage.getItem(KEY) ?? "null");
    if (found && Array.isArray(found.steps)) return found;
  } catch { /* nothing is kept */ }
  return { title: "", minutes: 10, steps: [] };
}

/** Keep it; says whether it could be. @param {Draft} changed */
export function keep(changed) {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(changed));
  } catch {
    return false;
  }
  document.dispatchEvent(new Event(COLLECTED));
  return true;
}

/** The moment that an address shows; null where a lesson can show none of it. @param {{pathname: string, search: string}} location */
export function momentOf({ pathname, search }) {
  const page = PAGES[pathname.split("/").pop() ?? ""];
  if (!page) return null;
  const words = new URLSearchParams(search);
  if (words.get("dataset") === "csv" || words.has("file")) return null;
  if (page === "compare" && words.getAll("run").length < FEWEST) return null;
  for (const other of OTHERS) words.delete(other);
  return { page, query: words.toString() };
}

/**
 * Collect the moment that the page shows: how many there are then; 0 where it cannot be.
 * @param {{pathname: string, search: string}} location
 */
export function collect(location) {
  const moment = momentOf(location);
  const now = draft();
  if (!moment || now.steps.length >= MOST) return 0;
  const id = 1 + Math.max(0, ...now.steps.map((step) => step.id));
  now.steps.push({ id, ...moment, kind: "show", words: "", options: ["", ""], right: 0 });
  return keep(now) ? now.steps.length : 0;
}

/**
 * The lesson as a file: JSON, in the language that it was written in.
 * @param {Draft} from
 * @param {string} language
 */
export function fileOf({ title, minutes, steps }, language) {
  /** Braces and angle brackets mean something in a lesson's texts. @param {string} words */
  const said = (words) => ({ [language]: words });
  return `${JSON.stringify({
    format: 1,
    title: said(title),
    minutes,
    runs: { main: "" },
    steps: steps.map(({ page, query, kind, words, options, right }, i) => ({
      name: `step-${i + 1}`,
      kind: kind === "choice" ? "predict" : kind,
      moment: query ? `${page}?${query}` : page,
      text: said(words),
      ...(kind === "choice" && { ask: "choice", options: options.map((option, j) => ({ text: said(option), right: j === right })) }),
    })),
  }, null, 2)}\n`;
}
