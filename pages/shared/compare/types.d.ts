// What Compare and the server tell each other, and what its parts are told, for the type checker alone
// (wire/compare_header.py).

import type { Frame } from "../browser/tape.js";
import type { Store } from "../browser/store.js";
import type { Figure, Header, Mounting, Palette, Skipped, Text, Theme } from "../browser/types.d.ts";
import type { LandscapeChosen } from "../landscape/types.d.ts";
import type { Clock } from "./clock.js";

/** One of the runs: `run` is its name in its tapes, `colour` its place among a palette's lines. */
export interface ComparedRun {
  pin: number;
  run: string;
  name: string;
  colour: number;
  dash: string;
  symbol: string;
  steps: number;
  per_epoch: number;
}

/** Whether numbers of all the runs mean the same. */
export interface MayCompare {
  loss: boolean;
  accuracy: boolean;
}

/** What is to be looked at, obeyed once by its number: which tab, by which clock, and its position. */
export interface CompareView {
  n: number;
  tab: string;
  clock: string;
  pos: number;
  /** What is chosen of the loss landscape; null to leave it as it is. */
  scape: LandscapeChosen | null;
  /** Whether a question is to be answered first: the picture is covered until it is played. */
  asks: boolean;
}

/** What stays the same while the same runs are compared. */
export interface ComparisonHeader {
  comparison: string;
  key?: string;
  runs: ComparedRun[];
  seeds: number[];
  may: MayCompare;
  view: CompareView;
  figures: Record<Theme, Record<string, Figure>>;
  palettes: Record<Theme, Palette>;
  words: string;
  text: Text;
  player: Text;
  plotly: string;
}

/** What every answer brings anew: how long each tape is, in bytes, and what was asked beside. */
export interface CompareHeader {
  n: number;
  tapes: number[];
  extra: ({ name: string } & Record<string, any>) | null;
  mounted: Mounting;
}

/** The frames of one run that are wanted: of these steps, and losses from step `known` on. */
export interface FramesAsk {
  run: string;
  steps: number[];
  known?: number;
  header?: string;
}

/** What Compare asks for. */
export interface CompareAsk {
  comparison: string;
  n: number;
  header?: string;
  frames: FramesAsk[];
  skip?: Skipped[];
  coarse?: boolean;
  extra?: [string, any];
}

/** Back or Forward in the browser's history. */
export interface CompareAct {
  n: number;
  do: "return";
  link: string;
  query: string;
}

/** One of the runs that are compared, as tabs have it; dash and symbol by Plotly's names. */
export interface Compared {
  id: string;
  name: string;
  colour: number;
  dash: string;
  symbol: string;
  header: Header;
  store: Store;
}

/** All that stays the same while the same runs are compared. */
export interface Comparison {
  runs: Compared[];
  /** The runs that differ in their seed alone, by their places; none where they are too few for quartiles. */
  seeds: number[];
  may: MayCompare;
  text: Text;
  /** The player's words. */
  player: Text;
  plotly: string;
  figures: Record<Theme, Record<string, Figure>>;
  clock: Clock;
  /** Ask the server something about all the runs; the answer comes to `extra`. */
  ask: (name: string, details: unknown) => void;
  /** What was chosen in the tabs, kept while they are not shown. */
  chosen: Record<string, any>;
  /** Something else was, which the address has. */
  chose: () => void;
}

/** The frames of a position of the clock, in the order of the runs: of each the one of its own step. */
export type Frames = Frame[];

/** What a tab is: the pictures of one kind. `host` is its own, below the tabs; only the tab that is shown is made. */
export interface Tab {
  begin(comparison: Comparison): void;
  look(theme: Theme, palette: Palette): void;
  show(frames: Frames, playing: boolean): void;
  rest(frames: Frames): void;
  extra?(answer: { name: string } & Record<string, any>): void;
  destroy(): void;
}

/** The class of a tab. */
export interface TabKind {
  new (host: HTMLElement): Tab;
  /** What frames must have for it. */
  wants(comparison: Comparison): Skipped[];
  /** Whether there is anything to show. */
  fits(comparison: Comparison): boolean;
}
