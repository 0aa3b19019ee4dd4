// Turning to a page of ours, by the sidebar's link to it: so nothing is lost of what the session has.

import { findAll } from "./dom.js";
import { leave } from "./leaving.js";

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
 * The page that a link of the sidebar leads to. That to the app's own address comes first, and names no page: so a browser
 * takes it for one to the page that it has.
 * @param {HTMLAnchorElement} link
 */
export function pageOf(link) {
  return link === links()[0] ? HOME : pageAt(link.pathname);
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
  if (there && page !== here) leave(here);
  there?.link.click();
  return there !== null;
}
