// What the Data page and the browser tell each other: the address, and the theme.

import { themeOf } from "../browser/dom.js";
import { Place } from "../browser/place.js";

/** @import { Mount } from "../browser/types.d.ts" */

/** @type {WeakMap<HTMLElement, {first: string, place: Place, changed: boolean}>} */
const opened = new WeakMap();

/**
 * What Streamlit calls at the start, and again whenever settings or theme change. The address is written once the
 * settings are others than when the page was opened.
 * @param {Mount<{link: string, theme: string}>} given
 */
export default function ({ parentElement, data, setStateValue }) {
  const { link } = data;
  const here = opened.get(parentElement) ?? { first: link, place: new Place(true), changed: false };
  opened.set(parentElement, here);
  here.changed ||= link !== here.first;
  if (here.changed) here.place.write(link.split("&").filter(Boolean));
  const theme = themeOf(parentElement);
  if (theme !== data.theme) setStateValue("theme", theme);
}
