// Between two inputs: how the network answers all over them, and where the sample is.

import { svg } from "../../browser/dom.js";
import { CellCanvas, cells } from "./cells.js";

/** @import { Stage, StepMoment } from "./stage.d.ts" */
/** @import { Scene } from "../scene.js" */
/** @import { Box } from "./layout.js" */
/** @import { Column } from "./windows.js" */

/** What lies over the column's edges, what circles' labels need, and how small the picture may get. */
const [EDGE, ROOM, LEAST] = [12, 56, 48];

/** The sample's place in the picture. @param {Scene} scene @param {number} sample @param {Box} box */
export function pointOf(scene, sample, box) {
  const [across, down] = scene.header.axes.map(([low, high], i) => Math.min(1, Math.max(0, (scene.at("a0", sample, i) - low) / (high - low))));
  return svg("circle", { class: "st-point", r: 5, cx: box.x + across * box.width, cy: box.y + (1 - down) * box.height });
}

export class Answers {
  /** @type {CellCanvas|null} */
  picture = null;
  /** The sample's place. @type {SVGCircleElement|null} */
  point = null;

  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
  }

  /**
   * Between the two, where there is room.
   * @param {Scene} scene
   * @param {Column} column of the inputs
   * @param {number} radius theirs
   * @param {number} height of the layers
   * @param {number} top
   */
  put(scene, { centre, width }, radius, height, top) {
    const side = Math.min(width + 2 * EDGE - 4, height / 2 - 2 * radius - ROOM);
    if (!("surface" in scene.arrays) || side < LEAST) return;
    const box = { x: Math.max(2, centre - side / 2), y: top + (height - side) / 2, width: side, height: side };
    const { rows, columns } = scene.arrays.surface;
    this.picture = new CellCanvas(this.stage.box, () => {});
    this.picture.put({ part: null, whole: null, image: null, kind: "image", rows, columns, box, label: box });
    this.stage.marks.append(svg("text", { class: "st-name", "data-term": "surface", x: box.x + side / 2, y: box.y + side + 9 }, scene.header.text.answers));
  }

  /** @param {StepMoment} moment */
  paint({ scene, sample, table }) {
    if (!this.picture?.placed) return;
    const { rows, columns, values } = scene.arrays.surface;
    this.picture.paint(cells(rows, columns, values), 1, table);
    const point = pointOf(scene, sample, this.picture.placed.box);
    if (this.point) this.point.replaceWith(point);
    else this.stage.marks.append(point);
    this.point = point;
  }

  clear() {
    this.picture?.canvas.remove();
    this.picture = null;
    this.point = null;
  }
}
