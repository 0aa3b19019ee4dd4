// Every key that the pages know: who hears it, and what it does. Those who act take it from here (`doneBy`), and so does
// the list that "?" opens: none can be forgotten there. Page Up, Page Down, B and "." are what presenters' remotes send.

/**
 * Keys that do one thing, by `event.key`; those of a letter also where it stands for another (`code`: a Korean keyboard).
 * @typedef {{keys: string[], code?: string, shift?: boolean, does: string}} KeyRow
 */

/** Those that need Shift come first: the others do not mind it. @type {Record<"screen"|"lesson"|"moment"|"panels"|"player"|"stepper", KeyRow[]>} */
export const KEYS = {
  screen: [
    { keys: ["p"], code: "KeyP", does: "projector" },
    { keys: ["Escape"], does: "leave" },
    { keys: ["b", "."], code: "KeyB", does: "black" },
    { keys: ["?"], does: "help" },
  ],
  lesson: [
    { keys: ["n"], code: "KeyN", shift: true, does: "lesson_back" },
    { keys: ["n"], code: "KeyN", does: "lesson_next" },
    { keys: ["l"], code: "KeyL", does: "lesson_text" },
  ],
  // Neither a browser, Streamlit nor a screen reader's reading mode has it.
  moment: [{ keys: ["="], does: "say" }],
  panels: [{ keys: ["1", "2", "3", "4"], does: "panel" }],
  player: [
    { keys: [" "], does: "play" },
    { keys: ["ArrowRight"], shift: true, does: "forward_far" },
    { keys: ["ArrowLeft"], shift: true, does: "back_far" },
    { keys: ["ArrowRight", "PageDown"], does: "forward" },
    { keys: ["ArrowLeft", "PageUp"], does: "back" },
    { keys: ["Home"], does: "first" },
  ],
  stepper: [
    { keys: [" "], does: "play_step" },
    { keys: ["ArrowRight"], shift: true, does: "layer_next" },
    { keys: ["ArrowLeft"], shift: true, does: "layer_before" },
    { keys: ["ArrowRight", "PageDown"], does: "next" },
    { keys: ["ArrowLeft", "PageUp"], does: "before" },
    { keys: ["ArrowDown"], does: "unit_next" },
    { keys: ["ArrowUp"], does: "unit_before" },
    { keys: ["Home"], does: "home" },
  ],
};

/** @typedef {Pick<KeyboardEvent, "key"|"code"|"shiftKey">} Pressed */

/** What a key does, or null. @param {keyof typeof KEYS} who @param {Pressed} pressed @returns {string|null} */
export function doneBy(who, { key, code, shiftKey }) {
  const name = key.length === 1 ? key.toLowerCase() : key;
  const foreign = !/^[a-z]$/.test(name);
  const row = KEYS[who].find((each) =>
    (each.keys.includes(name) || (foreign && each.code !== undefined && each.code === code)) && (!each.shift || shiftKey));
  return row?.does ?? null;
}
