// What the parts of the drawing hand one another, for the type checker alone.

import type { LitPath, Operation, Selection } from "../types.d.ts";
import type { Scene } from "../scene.js";

/** Where pictures stand: the box for canvases, the group of marks over them, and what a click does. */
export interface Stage {
  box: HTMLElement;
  marks: SVGGElement;
  /** The selection in the layer at work, from 0. */
  pick: Selection;
  onPick: (layer: number, j: number, i: number | null) => void;
}

/** What is shown of a step. */
export interface StepMoment {
  scene: Scene;
  /** How many operations have run, and the last of them. */
  k: number;
  op: Operation | null;
  pick: Selection;
  sample: number;
  digits: number;
  /** Milliseconds from one thing that is computed to the next where a step is played; 0 where all come at once. */
  beat: number;
  /** Whether a number is left blank: then it stands nowhere in the picture. */
  hides: boolean;
  /** A path from a weight to the loss, while one is looked at. */
  path: LitPath | null;
  /** Colours. */
  table: Uint32Array;
}
