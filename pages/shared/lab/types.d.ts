// What the lab and the server tell each other, for the type checker alone (wire/lab_header.py, wire/asked.py).

import type { ByChance, Figure, Mounting, Palette, Rules, Text, Theme } from "../browser/types.d.ts";

/** What of the lab is looked at. */
export interface LabView {
  step: number;
  focus: number;
  below: string;
  aside: string;
  curve: string;
}

/** What a story shows first. */
export interface Wish {
  below: string;
  train: boolean;
  aside?: string;
  curve?: string;
  focus?: number;
  step?: number;
}

/** How one of the networks compared looks in every chart. */
export interface LineStyle {
  name: string;
  colour: string;
  symbol: string;
  focus: boolean;
}

/** Where a chart stands. */
export type Place = "staircase" | "aside" | "left" | "right";

/** A chart, or of one that the browser has its key alone. */
export type KeyedFigure = Figure & { key: string };

/** What stays the same for a study. */
export interface StudyHeader {
  study: string;
  key?: string;
  steps: number;
  depths: number[];
  heading: string;
  measure: string;
  lab: string;
  initializers: string[];
  chances: Array<ByChance | null>;
  idles: Array<string | null>;
  rules: Rules;
  plotly: string;
  text: Text;
  player: Text;
}

/** What every answer brings anew. */
export interface LabHeader {
  n: number | null;
  complete: boolean;
  done: number;
  of: number;
  theme: Theme;
  view: LabView;
  have: number;
  train: boolean;
  ceiling: boolean;
  wish: Wish | null;
  lines: LineStyle[];
  decades: [number, number];
  caption: string;
  figures: Partial<Record<Place, KeyedFigure>>;
  palette: Palette;
  link: string;
  mounted: Mounting;
}

export type Header = StudyHeader & LabHeader;

/** Medians over the seeds: of every network, step and layer the measure and the idle units; losses, right answers. */
export interface Course {
  sizes: { steps: number; layers: number; values: Float64Array };
  idle: Float64Array;
  loss: Float64Array;
  accuracy: Float64Array;
}

/** What the lab asks for, and what it has: trained runs, charts by their keys. */
export interface LabAsk {
  study: string;
  n: number;
  focus: number;
  below: string;
  aside: string;
  curve?: string;
  train: boolean;
  theme: Theme;
  have: number;
  keys: Record<string, string>;
  header?: string;
}

/** The network that was clicked. */
export interface LabAct {
  study: string;
  n: number;
  do: "open";
  line: number;
  depth: number;
}
