// What the player's panes are given where several runs are compared: nothing is asked about one of them alone.

import { usual } from "../../landscape/controls.js";
import { Pictures } from "../../player/pictures.js";

/** @import { Text } from "../../browser/types.d.ts" */
/** @import { Tools } from "../../player/panes/panes.js" */

/**
 * @param {Text} text of the run
 * @param {(words: string) => void} tell a screen reader
 * @param {boolean} terse whether the axes' names stand elsewhere
 * @returns {Tools}
 */
export function stubs(text, tell, terse = false) {
  const nothing = () => {};
  return { pictures: new Pictures(), ask: nothing, enlarge: nothing, answerAt: nothing, tell, drawn: { pixels: new Float32Array() }, scape: usual(), chose: nothing, text, terse };
}
