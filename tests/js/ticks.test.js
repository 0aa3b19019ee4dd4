import assert from "node:assert/strict";
import { test } from "node:test";

import { nameTick } from "../../pages/shared/player/charts/charts.js";

test("a long name takes two lines, so that names that begin alike stay apart", () => {
  assert.equal(nameTick("petal length (cm)"), "petal<br>length (cm)");
  assert.equal(nameTick("petal width (cm)"), "petal width<br>(cm)");
  assert.equal(nameTick("x1"), "x1");
});

test("a word that is too long is cut, and a person's signs are no tags", () => {
  assert.equal(nameTick("fractal_dimension"), "fractal_di…");
  assert.equal(nameTick("<b>a&"), "&lt;b>a&amp;");
});
