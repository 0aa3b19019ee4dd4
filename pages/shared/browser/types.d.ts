// What the server and the browser tell each other, and what parts of the browser hand on: one definition of each,
// for the type checker alone. The server's side is header.py, tape.py, scene.py and lab/screen.py.

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

/** What the server says of one mounted component: its key, and whether the page's address is its own. */
export interface Mounting {
  key: string;
  address: boolean;
}

/** A part to point at: a layer, from 0, or a part by its name (marks.js). */
export interface Mark {
  layer?: number;
  part?: string;
}

/** What the server tells a living player to show; each number is obeyed once. */
export interface Moment {
  n: number;
  step?: number;
  choices?: Record<string, string | number>;
  mark?: Mark | null;
}

export type SetState = (name: string, value: unknown) => void;

// The tape

/** A channel of a tape's frames: plain float64 numbers, or parts of scaled ones (tape.py). */
export type TapeChannel =
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

/** One sample: its inputs, what is asked, and, of a picture, its pixels as they came. */
export interface Sample {
  x: Float64Array | number[];
  y: Float64Array | number[];
  pixels: Float64Array | number[] | null;
}

/** What holds from a step on. */
export interface Leg {
  start: number;
  activations: string[];
  x: number[];
  y: number[];
  pixels: number[] | null;
  change: string;
}

/** The samples that are drawn as points; `row` is the place among those trained on, or -1. */
export interface PointSet {
  x: number[][];
  y: number[];
  row: number[];
}

/** What the network is trained on. */
export interface DataHeader {
  kind: string;
  task: "regression" | "binary" | "classes";
  features: string[];
  classes: string[];
  outputs: string[];
  image: [number, number] | null;
  shares: boolean;
  train: number;
  test: number;
  batch: number;
  steps_per_epoch: number;
  axes: Array<[number, number]>;
  side: number;
  unit_side: number;
  points: PointSet | null;
}

/** Where a run can be continued from; `step` is null where the browser knows it alone. */
export interface Origin {
  id: string;
  step: number | null;
  continued: boolean;
}

/** The figures of a theme, by the panel that shows them. */
export interface TapeFigures {
  weights: Figure;
  profile: Figure;
  loss: Figure;
  accuracy?: Figure;
}

/** The name of a header that comes once: `key` follows from all that it says; a `short` one says no more than that. */
export interface Keyed {
  key: string;
  short?: boolean;
}

/** A tape's header where the run's own is left out. */
export interface ShortHeader extends Keyed {
  run: string;
  steps: number[];
}

/** What stays the same for a run of so many steps: it comes once. */
export interface RunHeader extends Keyed {
  run: string;
  end: number;
  link: string;
  start: { step: number } & Partial<Choices>;
  origin: Origin | null;
  legs: Leg[];
  most_steps: number;
  chunk: number;
  channels: TapeChannel[];
  frame_bytes: number;
  cards: Card[];
  views: View[];
  measures: string[];
  defaults: Record<ChoiceInLink, string>;
  initial: Record<string, number[]>;
  ranges: Record<string, [number, number]>;
  published: number[];
  limits: Record<"W" | "dW" | "change" | "a" | "units", number>;
  palettes: Record<Theme, Palette>;
  figures: Record<Theme, TapeFigures>;
  text: Text;
  data: DataHeader;
  edits: Array<{ step: number; place: string; value: string }>;
  plotly: string;
}

/** What comes anew with every tape. */
export interface TapeHeader extends RunHeader {
  n: number;
  steps: number[];
  curve: { first: number; count: number };
  trained: number;
  diverged: { step: number; last: number; reason: string } | null;
  met: Met | null;
  scores: ScoreRows;
  detail: DetailHeader | null;
  extra: Extra | null;
  moment: Moment | null;
  mounted: Mounting;
}

/** What ended a run before its last step. */
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

/** The place of a matrix in full. */
export interface DetailHeader {
  view: Matrix;
  layer: number;
  step: number;
  rows: number;
  columns: number;
  power: number;
}

/** A matrix in full. */
export type Detail = DetailHeader & Part<Float32Array>;

/** The answer to a question about a step (extras.py). */
export type Extra = { step: number } & (
  | { name: "mistakes"; rows: Mistake[]; count: number; of: number }
  | { name: "answer"; layers: Array<Array<number | null>> }
);

export interface Mistake {
  row: number;
  x: number[];
  true: number;
  told: number;
  a: Array<number | null>;
}

/** What the player asks of the server: frames, and with them a matrix in full or a question about their first. */
export interface Request {
  first: number;
  stride: number;
  count?: number;
  detail?: [Matrix, number];
  extra?: Question;
}

/** A question about the step shown: its name in extras.py, and what it needs to know. */
export type Question = [name: string, details: unknown];

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
