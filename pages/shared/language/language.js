// The language of the page: the browser is told, for its voices, fonts and line breaks; and the address, if it was chosen.

import { sayKept } from "../browser/place.js";

/** @typedef {{language: string, chosen: string|null}} Told */

/** What Streamlit calls at the start, and again whenever the language changes. @param {{data: Told}} given */
export default function ({ data }) {
  document.documentElement.lang = data.language;
  sayKept("lang", data.chosen ?? "");
}
