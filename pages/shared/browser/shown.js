// What a page of ours is to show first: said by a link of the page before, on the page itself, since the components of our
// pages are scripts that know nothing of one another.

/**
 * What this page was asked to show, once.
 * @param {string} page
 * @returns {string} empty for nothing
 */
export function wished(page) {
  const { dataset } = document.documentElement;
  const [whose, what] = (dataset.backpropShow ?? "").split(" ");
  if (whose !== page) return "";
  delete dataset.backpropShow;
  return what;
}
