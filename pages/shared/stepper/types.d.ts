// What Step through and the server tell each other, for the type checker alone (wire/scene_header.py, wire/asked.py).

import type { Diverged, Figure, Mounting, Palette, Text, Theme } from "../browser/types.d.ts";

/** A number, or the name of one that JSON does not have: nan, inf, -inf. */
export type Named = number | string;

/** Where a link opens the page: the operation, or what it computes; the unit or weight, the sample. All from 1 but op. */
export interface SceneStart {
  step: number;
  op?: number;
  unit?: number[];
  sample?: number;
  show?: string;
}

/** What the page is told to show, once: as a link says it, with its number. */
export interface SceneMoment extends SceneStart {
  n: number;
}

/** f and f' of every layer as curves: the activations' names, and of each its values and slopes at z and the greatest slope. */
export interface Slopes {
  z: number[];
  names: string[];
  values: Record<string, number[]>;
  curves: Record<string, number[]>;
  most: Record<string, number>;
}

/** What an operation says of itself: the part that each array has in it, and what is special about it. */
export interface OperationFacts {
  kind: string;
  roles: Record<string, string>;
  output: boolean;
  normalized: boolean;
  skip: boolean;
  shares: boolean;
  fused: boolean;
  penalized: boolean;
}

/** One operation: what it reads and writes, and how it is said. */
export interface OperationHeader {
  phase: "forward" | "loss" | "backward" | "update";
  layer: number | null;
  symbol: string;
  latex: string;
  reads: string[];
  writes: string[];
  math?: string;
  say?: string[];
  numbers?: string | null;
  textbook?: string;
  tutorial?: string;
  kind?: string;
  roles?: Record<string, string>;
  output?: boolean;
  normalized?: boolean;
  skip?: boolean;
  shares?: boolean;
  fused?: boolean;
  penalized?: boolean;
}

/** An operation with all that is said of it; most are of one layer. */
export type Operation = OperationHeader & OperationFacts;
export type LayerOperation = Operation & { layer: number };

/** A number, a symbol's name, or [operator or function, operand, ...] (mlp_core/nn/expressions.py). */
export type Tree = number | string | any[];

/**
 * The loss: what one output adds, of a, y and z, and what goes back; what the sum is multiplied by, whether it is
 * divided by the number of outputs too, and whether terms of y = 0 may be left out.
 */
export interface Objective {
  factor: number;
  each: boolean;
  sparse: boolean;
  term: Tree;
  gradient: Tree;
}

/** What an optimizer remembers of a parameter: its array's name, its letter, what it becomes. */
export interface Memory {
  name: string;
  letter: string;
  becomes: Tree;
}

/** The update rule: what is remembered, and what is subtracted but for the learning rate. */
export interface Rule {
  memory: Memory[];
  change: Tree;
}

/** How delta shrinks from the layer above to this one: ratio = weights * slope. */
export interface Factors {
  ratio: Named;
  weights: Named;
  slope: Named;
}

/** What a change by hand is judged by. */
export interface Summary {
  outputs: Named[][];
  loss: Named;
  norms: Named[];
}

/** Those of the checked parameters where the loss has a kink; which slope backpropagation takes, and whose kink it is. */
export interface CheckedKink {
  count: number;
  analytic: Named;
  left: Named;
  right: Named;
  takes: string;
  of: string;
  z: number | null;
  slope: number | null;
}

/** A gradient check. */
export interface Check {
  kind: string;
  layer: number;
  row: number | null;
  column: number | null;
  analytic: Named;
  numeric: Named;
  error: Named;
  relative: Named;
  count: number;
  of: number;
  printed: Named;
  factor: number;
  kink: CheckedKink | null;
}

/** How far training towards a step has come. */
export interface Training {
  to: number;
  now: number;
}

/** What follows from a run and the settings that hold at the step. */
export interface ProgramHeader {
  run: string;
  key?: string;
  start: SceneStart;
  link: string;
  most_steps: number;
  sizes: number[];
  features: string[];
  classes: string[];
  objective: Objective;
  rule: Rule;
  epsilon: number;
  penalty: { l1: number; l2: number };
  normalization: string;
  softmax: boolean;
  biases: boolean;
  titles: string[];
  slopes: Slopes;
  functions: Record<string, string>;
  /** Rows and columns, where the inputs are the pixels of a picture. */
  image: [number, number] | null;
  operations: Operation[];
  palettes: Record<Theme, Palette>;
  figures: Record<Theme, Figure>;
  plotly: string;
  text: Text;
}

/** The samples of a step: how many, where they stand among those trained on from 1, and their classes. */
export interface SamplesHeader {
  samples: number;
  rows: number[] | null;
  train_count: number;
  epoch: number;
  labels: number[] | null;
  start_say: string[];
}

/** What every scene brings anew. */
export interface SceneHeader extends SamplesHeader {
  step: number;
  n: number | null;
  rate: number;
  factors: Record<string, Factors | null>;
  edits: SceneEdit[];
  before: Summary | null;
  after: Summary | null;
  loss_after: Named;
  check: Check | null;
  /** What two inputs range over in the picture of how the network answers; nothing with other inputs. */
  axes: Array<[number, number]>;
  diverged: Diverged | null;
  training: Training | null;
  moment: SceneMoment | null;
  mounted: Mounting;
}

export type Header = ProgramHeader & SceneHeader;

/** A number changed by hand: kind, layer, row, column, value. */
export type SceneEdit = [kind: string, layer: number, row: number, column: number, value: number];

/** The gradient to check: one parameter, or all of a layer where row and column are null. */
export interface CheckAsk {
  kind: "W" | "b";
  layer: number;
  row: number | null;
  column: number | null;
}

/** What Step through asks for. */
export interface SceneAsk {
  run: string;
  n: number;
  step: number;
  edits: SceneEdit[];
  check?: CheckAsk;
  header?: string;
}

/** A number that can be changed by hand, and its value; of an input `layer` is the sample. */
export interface Changeable {
  kind: "W" | "b" | "x";
  layer: number;
  row: number;
  column: number;
  name: string;
  value: number;
}

/** One that was changed, and what it was before. */
export type Changed = Changeable & { before: number };

/** A unit, or a weight from unit i to unit j, in an operation's layer, from 0. */
export interface Selection {
  i: number;
  j: number;
}

/** Which path from a unit to the loss: an extreme one, or one by hand, by layers; where nothing was chosen, the strongest. */
export interface Way {
  choice: "strongest" | "weakest" | "own";
  units: Record<number, number>;
  around: number[];
  /** The layer in which it is changed by hand, if one was chosen. */
  at: number | null;
}

/** A factor of a path: a unit's slope or delta, or the edge into it, from a unit of the layer below. All from 0 but layers. */
export interface PathFactor {
  role: "slope" | "weights" | "skip" | "delta";
  layer: number;
  from: number | null;
  unit: number;
  value: number;
}

/** A path from a unit of `layer` to the loss: a unit of each layer, those that it passes by a skip connection, what it comes to. */
export interface UnitPath {
  layer: number;
  units: number[];
  around: number[];
  factors: PathFactor[];
  product: import("./scaled.js").Scaled;
}

/** The path as the drawing shows it: units[k] of layer `layer` + k, from unit `from` of the layer below. From 0. */
export interface LitPath {
  layer: number;
  from: number;
  units: number[];
  around: number[];
}
