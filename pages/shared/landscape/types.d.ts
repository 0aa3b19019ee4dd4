// The loss landscape: what the browser asks and is answered, for the type checker alone. The server's, by the same names, are in
// pages/shared/wire/landscape_header.py and landscape_choice.py, and a test compares them.

/** What is chosen of it; null where nobody has chosen yet: the weights, the step that it is around, whether colours go by decades. */
export interface LandscapeChosen {
  plane: "path" | "weights" | "random";
  seed: number;
  weights: Array<[layer: number, row: number, column: number]> | null;
  span: number;
  around: number | null;
  log: boolean | null;
  plateaus: boolean;
  look: "map" | "surface";
}

/** A plane, and what is asked of it. */
export interface LandscapeAsk {
  plane: "path" | "weights" | "random";
  seed: number;
  weights: Array<[layer: number, row: number, column: number]>;
  span: number;
  around: number | null;
  ends: number[] | null;
  known: string;
  surface: boolean;
  end?: number;
  steps?: number[];
}

/** A direction that starts at the state shown: along the plane's coordinates, its whole length, and which share of that lies within. */
export interface LandscapeArrow {
  x: number;
  y: number;
  norm: number;
  share: number;
}

/** Where a run went, as the plane sees it: at some of its steps. */
export interface LandscapePath {
  steps: number[];
  x: number[];
  y: number[];
}

/** The state that is shown. */
export interface LandscapeShown {
  step: number;
  x: number;
  y: number;
  distance: number;
  loss: number | null;
  on_plane: number | null;
  gradient: LandscapeArrow | null;
  update: LandscapeArrow | null;
  whole: boolean;
  degrees: number | null;
}

/** A run on the plane. */
export interface LandscapeRun {
  path: LandscapePath;
  shown: LandscapeShown;
}

/** The plane and its losses. */
export interface LandscapeMap {
  key: string;
  plane: LandscapeAsk["plane"];
  seed: number;
  weights: LandscapeAsk["weights"];
  span: number;
  around: number;
  ends: number[];
  held: [number, number] | null;
  xs: number[];
  ys: number[];
  done: number;
  of: number;
  losses?: Array<number | null>;
  flat_below?: number;
  flat?: string;
}

/** The answer to a question about it. */
export interface Landscape {
  map: LandscapeMap;
  runs: LandscapeRun[];
  apart: string;
  figures?: Record<import("../browser/types.d.ts").Theme, import("../browser/types.d.ts").Figure>;
}
