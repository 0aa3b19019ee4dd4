// Turning to a page of ours, by the sidebar's link to it: so nothing is lost of what the session has.

import { findAll } from "./dom.js";
import { leave, onceTold, stay } from "./leaving.js";

/** How Streamlit links to another page. */
export const PAGE_LINK = "[data-testid=stPageLink-NavLink]";

/** The page at the app's own address. */
export const HOME = "train";

/** The last part of an address's path, which is a page's name. @param {string} pathname */
export function pageAt(pathname) {
  return pathname.split("/").pop() || HOME;
}

const links = () => /** @type {HTMLAnchorElement[]} */ (findAll(document, PAGE_LINK));

/**
 * The page that a link leads to. One to the app's own address names no page: so a browser takes it for one to the page that
 * it has, as the sidebar's own link to that page. The sidebar's come first, and of those the one to the app's address.
 * @param {HTMLAnchorElement} link
 */
export function pageOf(link) {
  const page = pageAt(link.pathname);
  const own = links().slice(1).find(({ pathname }) => pageAt(pathname) === page);
  return page === pageAt(window.location.pathname) && link !== own ? HOME : page;
}

/**
 * The sidebar's link to a page.
 * @param {string} page
 * @returns {{link: HTMLAnchorElement, address: string}|null}
 */
export function sidebarLink(page) {
  const link = links().find((one) => pageOf(one) === page);
  if (!link) return null;
  return { link, address: page === HOME ? new URL(`./${link.search}`, document.baseURI).href : link.href };
}

/**
 * Turn to a page, as by the sidebar's link; whether there is one. What is here is left at once: what watches the links
 * (connection.js) may not be there yet.
 * @param {string} page
 */
export function turnTo(page) {
  const there = sidebarLink(page);
  const here = pageAt(window.location.pathname);
  if (!there) return false;
  if (page !== here) leave(here);
  onceTold(() => {
    const link = sidebarLink(page)?.link;
    if (link) link.click();
    else stay(); // it was there before
  });
  return true;
}
