// What parts of the browser hand on, and what the Train page and the server tell each other, for the type checker
// alone. One definition of each: the server's, by the same names, are in pages/shared/wire, and a test compares them.

import type { Unfolded } from "../arithmetic/types.d.ts";
import type { Landscape, LandscapeChosen } from "../landscape/types.d.ts";

/** Sentences and names of the catalogue, by key. */
export type Text = Record<string, string>;

/** A figure made in Python for Plotly, whose own types are as wide. */
export interface Figure {
  data: Array<Record<string, any>>;
  layout: Record<string, any>;
}

/** The loaded plotly.min.js. */
export interface Plotly {
  react(host: HTMLElement, data: object[], layout: object, config: object): Promise<unknown>;
  restyle(host: HTMLElement, update: object, traces: number[]): Promise<unknown>;
  relayout(host: HTMLElement, changes: object): Promise<unknown>;
  newPlot(host: HTMLElement, data: object[], layout: object, config: object): Promise<unknown>;
  toImage(figure: object, options: object): Promise<string>;
  purge(host: HTMLElement): void;
  Fx: { hover(host: HTMLElement, points: object): void; unhover(host: HTMLElement): void };
}

/** The element that Plotly has drawn into. */
export interface PlotlyHost extends HTMLElement {
  data: Figure["data"];
  layout: Figure["layout"];
  on(event: string, listener: (event: any) => void): void;
  removeAllListeners(event: string): void;
}

/** A theme's colours (theme.py). */
export interface Palette {
  background: string;
  ink: string;
  muted: string;
  grid: string;
  accent: string;
  slope: string;
  diverging: Stops;
  sequential: Stops;
  lines: string[];
  [name: string]: string | string[] | Stops;
}

/** A colour scale: places from 0 to 1, and their colours. */
export type Stops = Array<[number, string]>;

export type Theme = "light" | "dark";

/** A matrix, or a strip: value = values[i] * factor, row by row. */
export interface Part<Values extends Numbers = Numbers> {
  rows: number;
  columns: number;
  factor: number;
  /** The step from one value to the next; 0 or nothing where they are exact. */
  grain?: number;
  values: Values;
}

/** What `packed` sends, by name. */
export type Arrays = Record<string, { shape: number[]; values: Float64Array }>;

export type Numbers = Float64Array | Float32Array | Int8Array | number[];

/** What Streamlit hands a component, at the start and whenever its data or the theme changes. */
export interface Mount<Data> {
  parentElement: HTMLElement;
  data: Data;
  setStateValue: SetState;
}

/**
 * What the server says of one mounted component: its key, whether the page's address is its own, and the number of the
 * last action that was carried out.
 */
export interface Mounting {
  key: string;
  address: boolean;
  acted: number;
}

export type SetState = (name: string, value: unknown) => void;

// A run's header: what stays the same for the run, and what every tape brings anew (wire/header.py)

/** A channel of a tape's frames: plain float64 numbers have a count, parts of scaled ones shapes (wire/tape.py). */
export type Channel =
  | { name: string; type: "f8"; count: number }
  | { name: string; type: "f4" | "i1"; shapes: Array<[number, number]> };

/** A layer, as its card shows it; `block` is how many (rows, columns) of parameters one cell stands for. */
export interface Card {
  title: string;
  shape: string;
  rows: number;
  columns: number;
  block: [number, number];
  parameters: number;
  from: string;
}

/** What one answer for all samples scores; accuracies of classes, tests where samples are held back. */
export interface ByChance {
  loss: number;
  accuracy: number | null;
  test_loss: number | null;
  test_accuracy: number | null;
}

/** From where on something is said of a run. */
export interface Rules {
  vanished: number;
  learned: number;
  right: number;
  idle: number;
  nothing: number;
}

/** What holds from a step on; x and y are those of the first sample. */
export interface Leg {
  start: number;
  activations: string[];
  chance: ByChance | null;
  idle: string | null;
  x: number[];
  y: number[];
  pixels: number[] | null;
  change: string;
}

/** Where a run is first shown, and what its link chose. */
export interface Start {
  step: number;
  selected?: number;
  stack?: Choices["stack"];
  view?: View;
  scale?: Choices["scale"];
  shown?: string;
  measure?: string;
  axis?: Choices["axis"];
  curve?: Choices["curve"];
  sample?: number;
  scape?: LandscapeChosen;
}

/** The run before this one; `step` is null where the browser alone knows where that stood. */
export interface Origin {
  id: string;
  step: number | null;
  continued: boolean;
}

/** A weight or bias that was set by hand, in words. */
export interface SetByHand {
  step: number;
  place: string;
  value: string;
}

/** The samples that are drawn as points; `row` is the place among those trained on, or -1. */
export interface Points {
  x: number[][];
  y: number[];
  row: number[];
}

/** What the network is trained on. */
export interface DataHeader {
  kind: "plane" | "line" | "table";
  task: "regression" | "binary" | "classes";
  features: string[];
  classes: string[];
  outputs: string[];
  image: [number, number] | null;
  shares: boolean;
  train: number;
  test: number;
  batch: number;
  sample: number;
  steps_per_epoch: number;
  axes: Array<[number, number]>;
  side: number;
  unit_side: number;
  points: Points | null;
}

/** The figures of a theme, by the panel that shows them. */
export interface RunFigures {
  weights: Figure;
  profile: Figure;
  loss: Figure;
  accuracy?: Figure;
}

/** What stays the same for a run and its number of steps. */
export interface RunHeader {
  run: string;
  key?: string;
  end: number;
  link: string;
  start: Start;
  origin: Origin | null;
  legs: Leg[];
  most_steps: number;
  chunk: number;
  channels: Channel[];
  cards: Card[];
  views: View[];
  measures: string[];
  defaults: Record<ChoiceInLink, string>;
  initial: Record<string, number[]>;
  ranges: Record<string, [number, number]>;
  published: number[];
  limits: Record<Matrix | "a" | "units", number>;
  palettes: Record<Theme, Palette>;
  figures: Record<Theme, RunFigures>;
  rules: Rules;
  /** The smallest number above 0 of a run in float32; null in float64. */
  least: number | null;
  text: Text;
  data: DataHeader;
  edits: SetByHand[];
  plotly: string;
}

/** The losses that follow the frames. */
export interface Stretch {
  first: number;
  count: number;
}

/** That a run left the finite numbers. */
export interface Diverged {
  step: number;
  last: number;
  reason?: string;
}

/** That a run met its condition to stop. */
export interface Met {
  step: number;
  reason: "loss" | "accuracy" | "patience";
  at: number;
}

/** Losses and accuracies at the ends of epochs, in the order of SCORES. */
export interface ScoreRows {
  steps: number[];
  rows: Array<Array<number | null>>;
}

/** The place of a matrix in full, which ends the tape. */
export interface Detail {
  view: Matrix;
  layer: number;
  step: number;
  rows: number;
  columns: number;
  power: number;
}

/** A sample whose class is told wrong. */
export interface Wrong {
  row: number;
  x: number[];
  true: number;
  told: number;
  a: Array<number | null>;
}

/** The answer to a question about a step (wire/extras.py). */
export type Extra = { step: number } & (
  | { name: "mistakes"; rows: Wrong[]; count: number; of: number }
  | { name: "answer"; layers: Array<Array<number | null>> }
  | { name: "unfold"; unfolded: Unfolded | null }
  | { name: "landscape"; landscape: Landscape | null }
);

/** A channel that frames can come without. */
export type Skipped = Matrix | "units" | "surface";

/** What every tape brings anew. */
export interface Changing {
  n: number;
  steps: number[];
  sample: number;
  skip: Skipped[];
  coarse: string[];
  pace: number | null;
  frame_bytes: number;
  curve: Stretch;
  trained: number;
  diverged: Diverged | null;
  met: Met | null;
  scores: ScoreRows;
  detail: Detail | null;
  extra: Extra | null;
  moment: Moment | null;
  mounted?: Mounting;
}

/** A tape's header. */
export type Header = RunHeader & Changing;

/** A matrix in full, with its numbers. */
export type FullMatrix = Detail & Part<Float32Array>;

/** One sample: its inputs, what is asked, and, of a picture, its pixels as they came. */
export interface Sample {
  x: Float64Array | number[];
  y: Float64Array | number[];
  pixels: Float64Array | number[] | null;
}

// What the player says, and is told (wire/asked.py)

/** What the player asks for: frames, and with them a matrix in full or a question about the first of them. */
export interface Pull {
  run: string;
  n: number;
  first?: number;
  stride?: number;
  known?: number;
  count?: number;
  detail?: [Matrix, number];
  extra?: Question;
  header?: string;
  sample?: number;
  skip?: Skipped[];
  coarse?: boolean;
}

/** That without what says whose it is, and what is known. */
export type Request = Pick<Pull, "count" | "detail" | "extra" | "coarse"> & { first: number; stride: number };

/** A question about the step shown: its name in extras.py, and what it needs to know. */
export type Question = [name: string, details: unknown];

/** What a person did that concerns the run itself; `do` says which others come with it. */
export interface Act {
  run: string;
  n: number;
  do: "extend" | "continue" | "restart" | "edit" | "undo" | "layers" | "return";
  steps?: number;
  step?: number;
  layer?: number;
  from?: number | null;
  to?: number;
  value?: number;
  hidden?: number[];
  link?: string;
  query?: string;
}

/** Back or Forward in the browser's history: the settings' part of the address that one went to, and all of it. */
export interface Return {
  n: number;
  do: "return";
  link: string;
  query: string;
}

/** A part of the player to point at: a layer, from 0, or a part by its name. */
export interface Mark {
  layer?: number;
  part?: string;
}

/** What a living player is told to show; what is missing stays as it is. */
export interface Told {
  step?: number;
  /** Whether to play up to the step. */
  play?: boolean;
  choices?: Partial<Record<keyof Choices, string | number>>;
  scape?: LandscapeChosen;
  mark?: Mark | null;
}

/** The same with its number: each is obeyed once. */
export interface Moment extends Told {
  n: number;
}

// What is chosen

export type Matrix = "W" | "dW" | "change";
export type View = Matrix | "units";

/** What a link keeps of what is chosen. */
export type ChoiceInLink = "stack" | "view" | "scale" | "shown" | "measure" | "axis" | "curve";

/** What a person has chosen: `selected` is a layer from 0, `speed` a place in SPEEDS. */
export interface Choices {
  stack: "matrices" | "network";
  view: View;
  scale: "all" | "each";
  shown: string;
  measure: string;
  axis: "linear" | "log";
  curve: "loss" | "accuracy";
  selected: number;
  speed: number;
}

/** A hidden unit, or the output's: layer and unit from 0. */
export interface Unit {
  layer: number;
  unit: number;
}
