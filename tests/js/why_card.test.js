// What the card says of the factors by which delta comes back: small only where it is small.

import assert from "node:assert/strict";
import test from "node:test";

import { usePage } from "./help/page.js";

usePage();
const { whyKeys, NEARLY, SMALL } = await import("../../pages/shared/stepper/why_card.js");

const of = (ratio, slope, most = 0.25, normalized = false) => whyKeys({ ratio, weights: ratio / slope, slope }, most, normalized);

test("it asks why it is so small only where less than half comes back", () => {
  assert.equal(of(SMALL * 0.999, 0.2).heading, "why");
  assert.equal(of(SMALL, 0.2).heading, "why_back");
  assert.deepEqual([of(1.3, 1, 1).heading, of(1.3, 1, 1).sentence], ["why_back", "why_grows"]);
  assert.equal(of(1, 1, 1).sentence, "why_ratio");
  assert.equal(of("inf", 1, 1).sentence, "why_grows");
});

test("slopes near the most that there can be are called so, and those at it", () => {
  assert.equal(of(0.1, 0.24).note, "why_nearly");
  assert.equal(of(0.1, NEARLY * 0.25 * 0.999).note, "why_most");
  assert.equal(of(0.1, 0.249941).note, "why_full", "0.25 of 0.25, as they are printed");
  assert.equal(of(0.9, 1, 1).note, "why_full");
  assert.equal(of(0.9, 0.95, 1).note, "why_nearly");
  assert.equal(of(0.9, 0, 1).note, "why_most");
});

test("a normalised layer's factor has more in it than slopes", () => {
  assert.equal(of(0.9, 3.7, 1, true).note, "why_most_slope");
  assert.equal(of(0.9, 0.25, 0.25, true).note, "why_most_slope");
});
