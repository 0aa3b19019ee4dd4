// What an operation's numbers are written from, for the type checker alone: Step through has all of a step's arrays
// (stepper/scene.js), Train's cards those rows and columns that one cell needs (player/unfold/cell_numbers.js).

import type { Text } from "../browser/types.d.ts";
import type { Named, Objective, Operation, ProgramHeader, Rule, SceneHeader } from "../stepper/types.d.ts";

type Settings = Pick<ProgramHeader, "sizes" | "objective" | "rule" | "epsilon" | "penalty" | "normalization" | "biases">;

export interface Numbers {
  header: Settings & Pick<SceneHeader, "samples" | "rate"> & { text: Text };
  /** The number of layers. */
  depth: number;
  /** Whole arrays; only the loss's lines ask for them. */
  arrays: Record<string, { rows: number; columns: number; values: Float64Array }>;
  /** One number. */
  at(name: string, row: number, column: number): number;
  /** The numbers of which the normalisation takes the mean for one. */
  group(name: string, row: number, column: number): number[];
  /** The s that a number of a layer is divided by. */
  spread(layer: number, row: number, column: number): number;
}

/** One row of an array, one column, or, with both, one number of it. */
export interface Strip {
  row: number | null;
  column: number | null;
  values: Named[];
}

/** The arithmetic of one cell on Train (wire/cells.py); `why` says why there is none. */
export interface Unfolded {
  kind: CellKind;
  layer: number;
  row: number;
  column: number;
  value: Named;
  why: "" | "drawn" | "set" | "many";
  operations: Operation[];
  strips: Record<string, Strip[]>;
  sizes: number[];
  samples: number;
  rate: number;
  objective: Objective;
  rule: Rule;
  epsilon: number;
  penalty: { l1: number; l2: number };
  normalization: string;
  biases: boolean;
  shown: boolean;
}

export type CellKind = "W" | "dW" | "change" | "a" | "delta";
