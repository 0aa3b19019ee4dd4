// The gradient check's card: which numbers stand in it, and what is said of them.

import assert from "node:assert/strict";
import test from "node:test";

import { usePage } from "./help/page.js";

usePage();
const { checkRows, checkWords } = await import("../../pages/shared/stepper/check_card.js");

/** Every word is its own key, with its places. */
const TEXT = new Proxy({}, { get: (_, key) => `${String(key)} {count}/{of} {error} {z} {slope} {n} {outputs}` });
const HEADER = { text: TEXT, sizes: [2, 3, 2], penalty: { l1: 0, l2: 0 } };
const CHECK = {
  kind: "b", layer: 1, row: 0, column: 1, analytic: 0.5, numeric: 0.5, error: 1e-12, relative: 1e-11, count: 1, of: 1,
  printed: 0.5, factor: 1, kink: null,
};
const KINK = { count: 1, analytic: 0.25, left: 0.25, right: 0.75, takes: "left", of: "z", z: 0, slope: 0.01 };

/** The labels' keys with the values. */
const rows = (changes) => checkRows(TEXT, { ...CHECK, ...changes }).map(([label, value]) => [label.replace(/^d\S+: /, "").split(" ")[0], value]);
/** The sentences' keys. */
const said = (changes, header = HEADER) => checkWords(header, { ...CHECK, ...changes }, 4).map((words) => words.split(" ")[0]);

test("where all is well there are the gradient, the differences and their error, and nothing to say", () => {
  assert.deepEqual(rows({}), [["check_analytic", 0.5], ["check_numeric", 0.5], ["check_relative", 1e-11]]);
  assert.deepEqual(said({}), []);
});

test("at a kink both sides are shown, and no error is", () => {
  const changes = { count: 0, relative: 0, kink: KINK };
  assert.deepEqual(rows(changes), [["check_analytic_kink", 0.25], ["check_left", 0.25], ["check_right", 0.75]]);
  assert.deepEqual(said(changes), ["check_kink_z", "check_takes_left"]);
  assert.match(checkWords(HEADER, { ...CHECK, ...changes }, 4)[0], /0 0\.01/);
});

test("of a layer the numbers at a kink have rows of their own, and how many they are", () => {
  const check = { ...CHECK, row: null, column: null, count: 5, of: 6, kink: { ...KINK, of: "weight", z: null, slope: null, takes: "middle" } };
  const asides = checkRows(TEXT, check).map(([, , aside]) => aside.split(" ").slice(0, 2).join(" "));
  assert.deepEqual(asides, ["check_some 5/6", "check_some 5/6", "", "check_some 1/6", "check_some 1/6", "check_some 1/6"]);
  assert.deepEqual(said(check), ["check_kink_weight", "check_takes_middle"]);
});

test("a loss that prints less than it descends along has the slope of both, and the factor", () => {
  const changes = { printed: 0.25, factor: 2 };
  assert.deepEqual(rows(changes).at(-1), ["check_numeric_printed", 0.25]);
  assert.deepEqual(said(changes), ["check_factor"]);
  assert.match(checkWords(HEADER, { ...CHECK, ...changes }, 4)[0], / 2 2$/);
  assert.deepEqual(said(changes, { ...HEADER, penalty: { l1: 0, l2: 0.1 } }), ["check_factor_penalty"]);
});

test("digits are blamed only for what they explain", () => {
  assert.deepEqual(said({ analytic: 1e-12, relative: 1e-3, error: 1e-15 }), ["check_floor"]);
  assert.deepEqual(said({ analytic: 0.5, relative: 0.37, error: 2e-11 }), ["check_disagrees"]);
  assert.deepEqual(said({ analytic: "nan", relative: "nan", error: "nan" }), ["check_disagrees"]);
});
