// What the page Compare tells its parts, for the type checker alone.

import type { Frame } from "../browser/tape.js";
import type { Store } from "../browser/store.js";
import type { Palette, RunHeader, Text, Theme } from "../browser/types.d.ts";

/** One of the runs that are compared. */
export interface Compared {
  id: string;
  name: string;
  /** Its place among a palette's lines. */
  colour: number;
  /** Plotly's names. */
  dash: string;
  symbol: string;
  header: RunHeader;
  store: Store;
}

/** All that stays the same while the same runs are compared. */
export interface Comparison {
  runs: Compared[];
  text: Text;
  plotly: string;
  /** Ask the server something about the steps shown, at rest; the tab hears of it by `extra`. */
  ask(name: string, details: unknown): void;
}

/** The frames of a position of the clock, in the order of the runs: of each the one of its own step. */
export type Frames = Frame[];

/** What a tab is: the pictures of one kind. `host` is its own, below the tabs; only the tab that is shown is made. */
export interface Tab {
  begin(comparison: Comparison): void;
  look(theme: Theme, palette: Palette): void;
  show(frames: Frames, playing: boolean): void;
  rest(frames: Frames): void;
  /** What was answered to what it asked. */
  extra?(answer: any): void;
  destroy(): void;
}
