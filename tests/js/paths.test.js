// Paths from a unit to the loss, against every path of small networks, one by one.

import assert from "node:assert/strict";
import test from "node:test";

import { Chain, count, pathOf, through, total, untold } from "../../pages/shared/stepper/paths.js";
import { chainScene, matrix, randoms } from "./help/chains.js";

const value = ({ m, e }) => m * 2 ** e;
const close = (one, other, size = Math.abs(other)) => assert.ok(Math.abs(one - other) <= 1e-13 * size, `${one} is not ${other}`);
const extreme = (choice) => ({ choice, units: {}, around: [], at: null });

/** Every path's product from delta of a unit on, by recursion, as the chain rule reads. */
function every(scene, l, j) {
  if (l === scene.depth) return [scene.at(`delta${l}`, 0, j)];
  return behind(scene, l, j).map((product) => scene.at(`slope${l}`, 0, j) * product);
}

function behind(scene, l, j) {
  const found = [];
  for (let to = 0; to < scene.header.sizes[l + 1]; to += 1) {
    for (const product of every(scene, l + 1, to)) found.push(scene.at(`W${l + 1}`, j, to) * product);
  }
  return scene.skipped.includes(l + 1) ? [...found, ...behind(scene, l + 1, j)] : found;
}

const NETWORKS = [[[2, 3]], [[2, 3, 2]], [[1, 2, 3, 4, 2]], [[3, 3, 3, 3, 1], [2, 3]], [[2, 4, 4, 4], [2]], [[1, 1, 1, 1, 1], [2, 3]]];

test("the strongest, the weakest, the sum and the number of paths are those of all of them", () => {
  for (const [sizes, skipped = []] of NETWORKS) {
    for (const zeros of [0, 0.3]) {
      const next = randoms(sizes.length + zeros);
      const scene = chainScene(sizes, () => (Math.abs(next()) < zeros ? 0 : next()), { skipped });
      const chain = new Chain(scene, 0);
      for (let l = 1; l <= scene.depth; l += 1) {
        for (let j = 0; j < sizes[l]; j += 1) {
          const all = every(scene, l, j);
          const magnitudes = all.map(Math.abs);
          assert.equal(count(chain, l), BigInt(all.length));
          close(Math.abs(value(pathOf(chain, l, j, extreme("strongest")).product)), Math.max(...magnitudes));
          close(Math.abs(value(pathOf(chain, l, j, extreme("weakest")).product)), Math.min(...magnitudes));
          close(value(total(chain, l, j)), all.reduce((sum, one) => sum + one, 0), magnitudes.reduce((sum, one) => sum + one, 0));
        }
      }
    }
  }
});

test("of equal paths that through the first units is taken, and weights before skips", () => {
  const chain = new Chain(chainScene([2, 2, 2, 2], () => 1, { skipped: [2] }), 0);
  for (const choice of ["strongest", "weakest"]) {
    const { units, around } = pathOf(chain, 1, 1, extreme(choice));
    assert.deepEqual([units, around], [[1, 0, 0], []]);
  }
});

test("a path by hand goes through the units that were chosen, and elsewhere as the strongest does", () => {
  const next = randoms(3);
  const scene = chainScene([2, 3, 3, 3, 2], next, { skipped: [2, 3] });
  const chain = new Chain(scene, 0);
  const own = pathOf(chain, 1, 0, { choice: "own", units: { 2: 1, 4: 0 }, around: [3], at: 3 });
  assert.deepEqual([own.units, own.around], [[0, 1, 1, 0], [3]]);
  assert.deepEqual(own.factors.map(({ role, layer }) => `${role}${layer}`), ["slope1", "weights2", "slope2", "skip3", "weights4", "delta4"]);
  close(value(own.product), scene.at("slope1", 0, 0) * scene.at("W2", 0, 1) * scene.at("slope2", 0, 1) * scene.at("W4", 1, 0) * scene.at("delta4", 0, 0));
  const strongest = pathOf(chain, 2, 1, extreme("strongest"));
  assert.deepEqual(pathOf(chain, 2, 1, { choice: "own", units: {}, around: [], at: null }), strongest);
  assert.deepEqual(through(chain, 2, strongest.units, strongest.around), strongest);
});

test("a deep path that no float has is a product all the same, and so is the sum", () => {
  const sizes = Array(401).fill(2);
  const chain = new Chain(chainScene(sizes, () => 1e-3), 0);
  const { product } = pathOf(chain, 1, 0, extreme("strongest"));
  close(Math.log10(product.m) + product.e * Math.log10(2), -3 * (2 * 399 + 1));
  const all = total(chain, 1, 0);
  close(Math.log10(all.m) + all.e * Math.log10(2), -3 * (2 * 399 + 1) + 399 * Math.log10(2));
  assert.equal(count(chain, 1), 2n ** 399n);
});

test("of several samples each has paths of its own", () => {
  const scene = chainScene([1, 2, 1], randoms(8), { samples: 2 });
  const first = value(total(new Chain(scene, 1), 1, 1));
  close(first, scene.at("slope1", 1, 1) * scene.at("W2", 1, 0) * scene.at("delta2", 1, 0));
});

test("a normalised network is refused, and one whose numbers are not finite; the input's do not matter", () => {
  assert.equal(untold(chainScene([1, 2, 1], () => 1), 0), "");
  assert.equal(untold(chainScene([1, 2, 1], () => 1, { normalization: "layer" }), 0), "path_normalized");
  const scene = chainScene([1, 2, 1], () => 1, { samples: 2 });
  scene.arrays.slope1 = matrix(2, 2, (_, n) => (n === 3 ? NaN : 1));
  assert.deepEqual([untold(scene, 0), untold(scene, 1)], ["", "path_infinite"]);
});
