// A tab that shows a picture of every run, side by side.

/** @import { Palette, Theme } from "../../browser/types.d.ts" */
/** @import { Frames } from "../types.d.ts" */
/** @import { Tiles } from "./tiles.js" */

export class Tiled {
  /** Made by the tab. @type {Tiles} */
  tiles;

  /** @param {Theme} theme @param {Palette} palette */
  look(theme, palette) {
    this.tiles.look(theme, palette);
  }

  /** @param {Frames} frames @param {boolean} playing */
  show(frames, playing) {
    this.tiles.show(frames, playing);
  }

  /** @param {Frames} frames */
  rest(frames) {
    this.tiles.rest(frames);
  }

  destroy() {
    this.tiles.destroy();
  }
}
