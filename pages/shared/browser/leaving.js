// How often a page was left for another. Noted on the page itself: the components of our pages are scripts that know
// nothing of one another.
//
// What is left may tell the server nothing any more, also while the page that was asked for is coming and until the last
// of the old one is gone: Streamlit would run a part of the page that is left after the one that is wanted, and take
// everything off the screen (met: a blank page in one switch of fifty on a busy machine).

/** @import { SetState } from "./types.d.ts" */

// And Streamlit sends what it is told in a turn of its own: a page that is asked for in between would be asked for first.

/** Said to the page once what was asked for has come, or will not. */
const ARRIVED = "backprop-arrived";

const noted = () => document.documentElement.dataset;

/** How often. */
export const left = () => Number(noted().backpropLeft ?? 0);

/** The page that is left while another one is coming; undefined where none is. */
export const leaving = () => noted().backpropLeaving;

/** Another page is asked for. @param {string} page the name of the one that is left */
export const leave = (page) => {
  if (leaving() !== undefined) return;
  noted().backpropLeaving = page;
  noted().backpropLeft = String(left() + 1);
};

/** It will not come: what is here goes on. */
export const stay = () => {
  if (leaving() === undefined) return;
  noted().backpropLeft = String(left() - 1);
  arrive();
};

/** It has come. */
export const arrive = () => {
  if (leaving() === undefined) return;
  delete noted().backpropLeaving;
  document.dispatchEvent(new Event(ARRIVED));
};

/** Do it once no page is being left: at once, or when the other one has come or will not. @param {() => void} call @param {AbortSignal} signal */
export const onceHere = (call, signal) => {
  if (leaving() === undefined) call();
  else document.addEventListener(ARRIVED, call, { once: true, signal });
};

/** Whether Streamlit was told something that it has not sent yet. */
export const isTelling = () => Number(noted().backpropTelling ?? 0) > 0;

/** @param {number} by */
const count = (by) => {
  noted().backpropTelling = String(Number(noted().backpropTelling ?? 0) + by);
};

/** Tell Streamlit, and note so until it has sent it: timers of the same length go off in their order. @param {() => void} say */
const telling = (say) => {
  count(1);
  try {
    say();
  } finally {
    setTimeout(() => count(-1), 0);
  }
};

/** Do it once all is sent that was told. @param {() => void} call */
export const onceTold = (call) => {
  if (isTelling()) setTimeout(() => onceTold(call), 1);
  else call();
};

/**
 * Telling the server, for a component that is new on the page: as long as its page is not left, whatever comes to it
 * meanwhile. Where another page is being asked for, it may be of that one or of the one that is left, late: it waits, and is
 * heard if it is still there.
 * @param {HTMLElement} element of the component
 * @returns {(setState: SetState) => SetState}
 */
export const unlessLeft = (element) => {
  const isEarly = leaving() !== undefined;
  let page = isEarly ? null : left();
  const settle = () => {
    if (element.isConnected) page = left();
  };
  if (isEarly) document.addEventListener(ARRIVED, settle, { once: true });
  return (setState) => (name, value) => {
    const tell = () => {
      if (left() === page) telling(() => setState(name, value));
    };
    if (page === null && leaving() !== undefined) document.addEventListener(ARRIVED, tell, { once: true });
    else tell();
  };
};
