// Between two pictures what stays moves from where it was, what is new appears, and what has gone fades.

/** @import { Placed } from "./layout.js" */

export const MOTION_MS = 300;
const EASE = "cubic-bezier(0.3, 0, 0.2, 1)";

/** Whether anything may move: somebody may have asked their system for less. */
export function mayMove() {
  return !matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * How what stands in one place looks as it stood in another: a lying strip that has become a standing one turns, and a
 * matrix that has been turned is turned about its diagonal.
 * @param {Placed} from
 * @param {Placed} to
 */
export function pose(from, to) {
  const [dx, dy] = [from.box.x + from.box.width / 2 - to.box.x - to.box.width / 2, from.box.y + from.box.height / 2 - to.box.y - to.box.height / 2];
  const move = `translate(${dx}px, ${dy}px)`;
  const isTurned = Boolean(from.whole?.turned) !== Boolean(to.whole?.turned);
  if (from.kind === to.kind && !isTurned) return `${move} scale(${from.box.width / to.box.width}, ${from.box.height / to.box.height})`;
  const scale = `scale(${from.box.height / to.box.width}, ${from.box.width / to.box.height})`;
  if (isTurned) return `${move} rotate3d(1, 1, 0, 180deg) ${scale}`;
  return `${move} rotate(${to.kind === "standing" ? -90 : 90}deg) ${scale}`;
}

/** Move what was elsewhere. @param {HTMLElement} element @param {Placed} from @param {Placed} to */
export function moveFrom(element, from, to) {
  const still = ["x", "y", "width", "height"].every((name) => Math.abs(Reflect.get(from.box, name) - Reflect.get(to.box, name)) < 0.5);
  if (still && Boolean(from.whole?.turned) === Boolean(to.whole?.turned)) return;
  element.animate([{ transform: pose(from, to) }, { transform: "none" }], { duration: MOTION_MS, easing: EASE });
}

/** @param {Element} element @param {number} [delay] milliseconds */
export function appear(element, delay = 0) {
  element.animate([{ opacity: 0 }, { opacity: getComputedStyle(element).opacity }], { duration: MOTION_MS / 2, delay, fill: "backwards" });
}

/** Take it away, seen to go. @param {HTMLElement} element */
export function fade(element) {
  element.style.pointerEvents = "none";
  element.animate([{ opacity: getComputedStyle(element).opacity }, { opacity: 0 }], { duration: MOTION_MS / 2 }).finished.then(() => element.remove(), () => element.remove());
}

/** End what moves in a part of the page at once. @param {Element} root */
export function settle(root) {
  for (const animation of root.getAnimations({ subtree: true })) {
    if (!(animation instanceof CSSAnimation) && !(animation instanceof CSSTransition)) animation.finish();
  }
}
