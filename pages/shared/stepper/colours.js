// In which colours all is shown: the page's theme, and on a projector more of it.

import { paintRoot, themeOf } from "../browser/dom.js";
import { lookup } from "../browser/draw.js";
import { legible } from "../browser/legible.js";
import { isProjected } from "../browser/room.js";

/** @import { Theme } from "../browser/types.d.ts" */
/** @import { Header } from "./types.d.ts" */

export class Colours {
  /** Null until the next look. @type {Theme|null} */
  theme = null;
  /** Of numbers; there are none before the first look. @type {Uint32Array|null} */
  table = null;

  /** @param {HTMLElement} root the component's */
  constructor(root) {
    this.root = root;
  }

  /** Take them from the page; says whether they are others than before. @param {Header["palettes"]} palettes */
  look(palettes) {
    const theme = themeOf(this.root);
    if (this.theme === theme) return false;
    this.theme = theme;
    const palette = isProjected() ? legible(palettes[theme]) : palettes[theme];
    this.table = lookup(palette.diverging, palette.slope);
    paintRoot(this.root, palette);
    return true;
  }

  /** The next look takes them anew. */
  forget() {
    this.theme = null;
  }
}
