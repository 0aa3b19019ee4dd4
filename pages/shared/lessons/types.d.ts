// What the lesson's panel is told (panel.py, measured.py), and what it keeps.

import type { Text } from "../browser/types.d.ts";

/** A piece of a line; a formula's words are MathML of ours, a link's address is below the app's own. */
export interface Part {
  kind: "text" | "strong" | "code" | "math" | "link" | "number";
  words: string;
  to?: string;
}

/** A paragraph, or a list's entry. */
export interface Block {
  kind: "p" | "li";
  parts: Part[];
}

export interface OptionTold {
  text: Block[];
  right: boolean;
  say: Block[];
}

export interface BlankTold {
  before: Block[];
  after: Block[];
  value: number;
  said: string;
  digits: number;
}

export interface Predicted {
  name: string;
  ask: "choice" | "number" | "layer" | "curve";
  options: OptionTold[];
  value: number | null;
  said: string;
  within: number | null;
  tolerance: number | null;
  layers: number;
  curve: Array<[number, number]>;
}

export interface StepTold {
  name: string;
  kind: "show" | "compare" | "predict" | "reveal" | "fill" | "try" | "explain" | "think";
  engage: string;
  page: string;
  parts: string[];
  marked: string;
  dimmed: string;
  text: Block[];
  hint: Block[];
  predicted: Predicted | null;
  blanks: BlankTold[];
}

/** What the panel is told. */
export interface LessonTold {
  lesson: string;
  /** By which what was answered is kept. */
  key: string;
  title: string;
  language: string;
  names: Array<{ name: string; kind: StepTold["kind"] }>;
  step: StepTold;
  here: string;
  wanted: string;
  n: number;
  reached: { is: boolean; now: string } | null;
  code: string;
  /** Whether the class can be asked. */
  votes: boolean;
  acted: number;
  text: Text;
}

/**
 * An answer, once it is locked: a choice's place, a number, a layer, a curve's points, what was typed, a sentence; null for
 * none.
 */
export interface Answer {
  value: null | number | string | string[] | Array<[number, number]>;
  /** Of a calculation: whether it was shown instead. */
  shown?: boolean;
}

/** Whether a prediction is right, and by which factor it is off where that says something: `way`, a curve that ends right. */
export interface Verdict {
  right: boolean;
  off: number | null;
  way?: boolean;
}

/** What is kept of one lesson. */
export interface Progress {
  at: string;
  done: string[];
  answers: Record<string, Answer>;
}
