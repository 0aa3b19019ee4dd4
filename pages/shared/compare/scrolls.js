// A part that may have to be scrolled: who has no pointer does it by keys, as long as there is anything to scroll.

/**
 * @param {HTMLElement} part
 * @param {HTMLElement} within what may outgrow it
 * @returns {ResizeObserver} to be disconnected with it
 */
export function scrolls(part, within) {
  const observer = new ResizeObserver(() => {
    const outgrown = part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1;
    if (outgrown) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  });
  observer.observe(part);
  if (within !== part) observer.observe(within);
  return observer;
}
