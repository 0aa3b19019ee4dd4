// A projector's colours for letters have the contrast of WCAG's level AAA.

import assert from "node:assert/strict";
import test from "node:test";

import { CONTRAST, contrast, legible } from "../../pages/shared/browser/legible.js";

// Those of theme.py that reach it least, over each theme's background and surface.
const PALETTES = [
  { background: "#ffffff", surface: "#f7f8fa", ink: "#1a1d29", muted: "#8a92a3", accent: "#0f62c8", delta: "#bd5200", slope: "#009e73", weights: "#0072b2", previous: "#b8860b", test: "#b8377f" },
  { background: "#0e1117", surface: "#171b23", ink: "#f2f4f8", muted: "#6a7282", accent: "#6cb2ff", delta: "#bd5200", slope: "#2fd3a2", weights: "#0072b2", previous: "#e2b64a", test: "#b8377f" },
];

test("black on white has the contrast that WCAG gives it", () => {
  assert.ok(Math.abs(contrast("#000000", "#ffffff") - 21) < 1e-9);
  assert.ok(Math.abs(contrast("#777777", "#ffffff") - 4.48) < 0.005);
});

test("every colour that is written in stands out from both grounds", () => {
  for (const palette of PALETTES) {
    const found = legible(palette);
    for (const name of ["muted", "accent", "delta", "slope", "weights", "previous", "test"]) {
      for (const ground of ["background", "surface"]) assert.ok(contrast(found[name], palette[ground]) >= CONTRAST, `${name} on ${ground}`);
    }
  }
});

test("what stands out already stays as it is", () => {
  assert.equal(legible(PALETTES[1]).accent, "#6cb2ff");
  assert.equal(legible(PALETTES[0]).background, "#ffffff");
});
