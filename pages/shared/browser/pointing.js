// What a pointer points at: a mouse by being there, a finger or a pen by a tap, which counts until it taps elsewhere.

/**
 * @param {HTMLElement} place
 * @param {(event: PointerEvent) => void} at where it points, each time that this changes
 * @param {() => void} gone it points there no longer
 * @param {AbortSignal} [signal]
 */
export function pointed(place, at, gone, signal) {
  /** @param {PointerEvent} event */
  const elsewhere = ({ target }) => {
    if (!(target instanceof Node && place.contains(target))) gone();
  };
  /** @param {PointerEvent} event */
  const touched = (event) => {
    if (event.pointerType === "mouse") return;
    at(event);
    document.addEventListener("pointerdown", elsewhere, { once: true, capture: true });
  };
  place.addEventListener("pointermove", at, { signal });
  place.addEventListener("pointerdown", touched, { signal });
  // A finger leaves as soon as it is lifted: what it points at is still to be read.
  place.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && gone(), { signal });
}
