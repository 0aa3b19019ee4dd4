// How much room there is. All grows with it; and on a small screen the sidebar would take it from what it is about: there it is
// closed, once, until a person opens it.

/** Told to the document when all is shown otherwise: larger, or fewer parts. */
export const SHOWN_OTHERWISE = "bp-shown-otherwise";

/** Whether all is shown for a projector. */
export function isProjected() {
  return document.documentElement.dataset.backpropProjector === "1";
}

/** What one pixel of our own style sheets and drawings is on this screen: 1 at 1280x720 (screen/screen.css). @param {"--px"|"--chart-px"} of */
export function pixel(of = "--px") {
  return parseFloat(getComputedStyle(document.documentElement).getPropertyValue(of)) || 1;
}

/**
 * The room of a picture in our own pixels, how large one of them is, and how many of the screen's are in it.
 * @param {HTMLElement} host
 */
export function roomOf({ clientWidth, clientHeight }) {
  const size = pixel("--chart-px");
  return { width: clientWidth / size, height: clientHeight / size, ratio: (window.devicePixelRatio || 1) * size, size };
}

const NARROW = 900;
const CLOSED = Symbol.for("backprop-explorer.sidebar");

/** Streamlit closes it by itself on phones alone. */
export function closeSidebar() {
  const page = /** @type {{[CLOSED]?: boolean}} */ (document);
  if (page[CLOSED]) return;
  page[CLOSED] = true;
  if (window.innerWidth >= NARROW) return;
  const open = document.querySelector('[data-testid="stSidebar"]:not([data-collapsed="true"]) [data-testid="stSidebarCollapseButton"] button');
  if (open instanceof HTMLElement) open.click();
}
