// Step through's formulas with this step's numbers, against numbers worked out by hand.

import assert from "node:assert/strict";
import test from "node:test";

import { usePage } from "./help/page.js";
import { packed } from "./help/tapes.js";

usePage();
const { decodeScene } = await import("../../pages/shared/stepper/scene.js");
const { enclosed, grouped, mean, plainSum, products, PROJECTED, range, USUAL } = await import("../../pages/shared/arithmetic/sums.js");
const { numbers } = await import("../../pages/shared/arithmetic/terms.js");

const TEXT = { more_terms: "{n} more: {sum}", loss_data: "data", loss_penalty: "penalty", loss_both: "both" };

const SQUARES = { factor: 0.5, each: false, sparse: false, term: ["**", ["-", "a", "y"], 2], gradient: ["-", "a", "y"] };
const DESCENT = { memory: [], change: "gradient" };
const ADAM = {
  memory: [
    { name: "mean", letter: "m", becomes: ["+", ["*", 0.9, "mean"], ["*", 0.1, "gradient"]] },
    { name: "square", letter: "s", becomes: ["+", ["*", 0.999, "square"], ["*", 0.001, ["**", "gradient", 2]]] },
  ],
  change: ["/", ["/", "mean", ["-", 1, ["**", 0.9, "count"]]], ["+", ["sqrt", ["/", "square", ["-", 1, ["**", 0.999, "count"]]]], 1e-8]],
};

/** A 2-1 network, two samples: x·W + b = z, a = z (linear), half the squared errors. */
function sceneOf(changes = {}, arrays = {}) {
  const penalized = Boolean(changes.penalty);
  const header = {
    run: "run", key: "key", sizes: [2, 1], samples: 2, text: TEXT, objective: SQUARES, rule: DESCENT, penalty: { l1: 0, l2: 0 }, rate: 0.1, biases: true,
    softmax: false, epsilon: 1e-5, normalization: "none", features: ["width"], classes: [],
    operations: [
      { kind: "product", symbol: "z", layer: 1, reads: ["a0", "W1", "b1"], writes: ["z1"], roles: { previous: "a0", weights: "W1", bias: "b1" } },
      {
        kind: "activation", symbol: "a", layer: 1, reads: ["z1"], writes: ["a1"], numbers: "<mi>{{z}}</mi> {{enclosed}}", roles: { seen: "z1" },
        shares: Boolean(changes.softmax),
      },
      { kind: "loss", symbol: "loss", layer: null, reads: ["a1", "y"], writes: ["loss"], roles: { output: "a1", target: "y" }, penalized },
      {
        kind: "output_delta", symbol: "delta", layer: 1, reads: ["da1", "slope1"], writes: ["delta1"], roles: { upstream: "da1", slope: "slope1" },
        output: true,
      },
      {
        kind: "gradient", symbol: "dW", layer: 1, reads: ["a0", "delta1"], writes: ["dW1", "db1"],
        roles: { previous: "a0", delta: "delta1", shift: "delta1", ...(penalized && { weights: "W1" }) }, penalized,
      },
      {
        kind: "update", symbol: "update", layer: 1, reads: ["W1", "dW1"], writes: ["W1+", "b1+"],
        roles: { weights: "W1", gradient: "dW1", bias: "b1", bias_gradient: "db1" },
      },
    ],
    ...changes,
  };
  return decodeScene(packed(header, {
    a0: { shape: [2, 2], values: [1, 2, -3, 0.5] }, y: { shape: [2, 1], values: [1, -1] },
    W1: { shape: [2, 1], values: [0.5, -0.25] }, b1: { shape: [1], values: [0.125] },
    z1: { shape: [2, 1], values: [0.125, -1.5] }, a1: { shape: [2, 1], values: [0.125, -1.5] },
    loss: { shape: [], values: [0.25390625] },
    slope1: { shape: [2, 1], values: [1, 1] }, da1: { shape: [2, 1], values: [-0.4375, -0.25] },
    delta1: { shape: [2, 1], values: [-0.4375, -0.25] },
    dW1: { shape: [2, 1], values: [0.3125, -1] }, db1: { shape: [1], values: [-0.6875] },
    "W1+": { shape: [2, 1], values: [0.46875, -0.15] }, "b1+": { shape: [1], values: [0.19375] },
    ...arrays,
  }));
}

/** The lines of an operation as text. */
function linesOf(scene, symbol, { i = 0, j = 0, sample = 0 } = {}) {
  const op = scene.operations.find((other) => other.symbol === symbol);
  return numbers(scene, op, { i, j }, sample, 4).map((line) => line.textContent);
}

test("z is the weighted sum of what lies below, and the bias", () => {
  assert.deepEqual(linesOf(sceneOf(), "z"), ["= 1·0.5 + 2·(−0.25) + 0.125", "= 0.1250"]);
  assert.deepEqual(linesOf(sceneOf(), "z", { sample: 1 }), ["= (−3)·0.5 + 0.5·(−0.25) + 0.125", "= −1.500"]);
});

test("a is the formula with z in its places, in parentheses where a sign stands before it", () => {
  assert.deepEqual(linesOf(sceneOf(), "a", { sample: 1 }), ["−1.5 (−1.5)", "= −1.500"]);
});

test("the loss is the sum over all outputs of all samples", () => {
  assert.deepEqual(linesOf(sceneOf(), "loss"), ["= ½ · 1/2 · ( (0.125 − 1)² + (−1.5 − (−1))² )", "= 0.2539"]);
});

test("where a mean over the outputs is printed, what is descended along is that many times as much, but for a penalty", () => {
  const two = { sizes: [2, 2], objective: { ...SQUARES, each: true } };
  const arrays = { y: { shape: [1, 2], values: [1, -1] }, a1: { shape: [1, 2], values: [0.5, 0] }, loss: { shape: [], values: [0.3125] } };
  assert.deepEqual(linesOf(sceneOf({ ...two, samples: 1 }, arrays), "loss"), [
    "= ½ · 1/2 · ( (0.5 − 1)² + (0 − (−1))² )", "= 0.3125", "L = 2 · 0.3125 = 0.625",
  ]);
  const pulled = { ...arrays, penalty: { shape: [], values: [0.1375] }, loss: { shape: [], values: [0.45] } };
  assert.equal(linesOf(sceneOf({ ...two, samples: 1, penalty: { l1: 0.1, l2: 0.4 } }, pulled), "loss").at(-1), "L = 2 · 0.3125 + 0.1375 = 0.7625");
  assert.equal(linesOf(sceneOf({ objective: { ...SQUARES, each: true } }), "loss").length, 2);
});

test("a penalty has a line of its own, and the loss is both", () => {
  const scene = sceneOf({ penalty: { l1: 0.1, l2: 0.4 } }, {
    penalty: { shape: [], values: [0.1375] }, loss: { shape: [], values: [0.39140625] },
  });
  assert.deepEqual(linesOf(scene, "loss").slice(1), [
    "penalty: 0.1 · 0.75 + ½ · 0.4 · 0.3125 = 0.1375", "both: 0.2539 + 0.1375", "= 0.3914",
  ]);
});

test("delta of an output is its error times the slope", () => {
  assert.deepEqual(linesOf(sceneOf(), "delta"), ["= (0.125 − 1) / 2 · 1", "= (−0.4375) · 1", "= −0.4375"]);
});

test("dW and db are sums over the samples; a penalty pulls at the weight", () => {
  assert.deepEqual(linesOf(sceneOf(), "dW"), [
    "dW = 1·(−0.4375) + (−3)·(−0.25)", "= 0.3125", "db = (−0.4375) + (−0.25) = −0.6875",
  ]);
  assert.equal(linesOf(sceneOf({ penalty: { l1: 0.1, l2: 0.2 } }), "dW", { i: 1 })[0],
    "dW = 2·(−0.4375) + 0.5·(−0.25) + 0.1·sign(−0.25) + 0.2·(−0.25)");
});

test("of several units it is about the one that is picked", () => {
  const scene = sceneOf({ sizes: [2, 2] }, {
    W1: { shape: [2, 2], values: [9, 0.5, 9, 2] }, b1: { shape: [2], values: [9, 3] },
    z1: { shape: [2, 2], values: [9, 7.5, 9, 2.5] }, delta1: { shape: [2, 2], values: [9, 5, 9, 6] },
    dW1: { shape: [2, 2], values: [9, -13, 9, 13] }, db1: { shape: [2], values: [9, 11] },
  });
  assert.deepEqual(linesOf(scene, "z", { j: 1 }), ["= 1·0.5 + 2·2 + 3", "= 7.500"]);
  assert.deepEqual(linesOf(scene, "dW", { j: 1, i: 1 }), ["dW = 2·5 + 0.5·6", "= 13.00", "db = 5 + 6 = 11"]);
});

test("the update takes the rate times the gradient from the weight and from the bias", () => {
  assert.deepEqual(linesOf(sceneOf(), "update"), [
    "W: 0.5 − 0.1 · 0.3125", "= 0.4688", "b: 0.125 − 0.1 · (−0.6875)", "= 0.1938",
  ]);
  assert.equal(linesOf(sceneOf({ biases: false }), "update").length, 2);
});

test("Adam's update shows both memories before it, and counts its steps", () => {
  const memories = Object.fromEntries(["W", "b"].flatMap((kind) => ["mean", "square"].flatMap((name) =>
    ["", "+"].map((after) => [`${name}${kind}1${after}`, { shape: kind === "W" ? [2, 1] : [1], values: kind === "W" ? [0.5, 0.5] : [0.25] }]))));
  const scene = sceneOf({ rule: ADAM }, { ...memories, "count+": { shape: [], values: [12] } });
  assert.deepEqual(linesOf(scene, "update").slice(0, 3), [
    "mW: 0.9·0.5 + 0.1·0.3125 = 0.5", "sW: 0.999·0.5 + 0.001·0.3125² = 0.5",
    "W: 0.5 − 0.1 · ( 0.5 / (1 − 0.9¹²) ) / ( √( 0.5 / (1 − 0.999¹²) ) + 10⁻⁸ )",
  ]);
});

test("softmax is a share of all units' powers of e, from which the greatest is taken where they are too large", () => {
  const two = (changes, z, a) => sceneOf({ sizes: [2, 2], softmax: true, ...changes }, {
    z1: { shape: [1, 2], values: z }, a1: { shape: [1, 2], values: a },
  });
  assert.deepEqual(linesOf(two({}, [0, 0], [0.5, 0.5]), "a"), ["= e0 / ( e0 + e0 )", "= 1 / 2", "= 0.5000"]);
  assert.deepEqual(linesOf(two({}, [1000, 990], [0.9999, 0.0001]), "a", { j: 1 })[0], "= e−10 / ( e0 + e−10 )");
});

test("of more than twelve terms the largest are written, and what the others come to", () => {
  const parts = plainSum(range(20).map((k) => (k % 2 ? -k : k)), "delta", 3, TEXT, 2);
  const words = parts.map((part) => part.textContent ?? part).join("");
  assert.equal(words, "(−19) + 18 + (… 18 more: −9.00)");
  assert.equal(plainSum(range(12), "delta", 3, TEXT, 2).filter((part) => part === " + ").length, 11);
});

test("on a projector less of a long sum is written, least of each of two below one another", () => {
  const written = ({ alone, beside }) => [alone, beside].map((room) => plainSum(range(20), "delta", 3, TEXT, ...room).filter((part) => part === " + ").length);
  assert.deepEqual([written(USUAL), written(PROJECTED)], [[12, 8], [8, 4]], "and what the others come to");
  const all = plainSum(range(10), "delta", 3, TEXT, ...PROJECTED.alone);
  assert.equal(all.filter((part) => part === " + ").length, 9);
});

test("products are written with both factors, each in its colour", () => {
  const [one, dot, other] = products([[2, -3]], ["weights", "delta"], 3, TEXT);
  assert.deepEqual([one.textContent, dot, other.textContent], ["2", "·", "(−3)"]);
  assert.deepEqual([one.className, other.className], ["bp-c-weights", "bp-c-delta"]);
});

test("signs and powers of ten are enclosed where they would be misread", () => {
  assert.deepEqual([0.5, -0.5, 1e-9].map((value) => enclosed(value, 2)), ["0.5", "(−0.5)", "1.0×10⁻⁹"]);
  assert.deepEqual([0.5, -0.5, 1e-9].map((value) => grouped(value, 2)), ["0.5", "(−0.5)", "(1.0×10⁻⁹)"]);
  assert.equal(mean([1, 2, 6]), 3);
});

test("a scene says what was there when: what an operation writes, only after it", () => {
  const scene = sceneOf();
  assert.deepEqual(["a0", "z1", "a1", "missing"].map((name) => scene.has(name, 1)), [true, true, false, false]);
  assert.deepEqual([3, 4].map((k) => scene.has("slope1", k)), [false, true]);
  assert.deepEqual([5, 6].map((k) => scene.parameters("W", 1, k).values[0]), [0.5, 0.46875]);
});

test("the input is no normalised layer, and layers are what their operations say", () => {
  const plain = sceneOf();
  assert.deepEqual([plain.normalized(0), Boolean(plain.normalized(1))], [false, false]);
  const normalized = sceneOf({ operations: [{ kind: "activation", symbol: "a", layer: 1, reads: [], writes: [], normalized: true, skip: true }] });
  assert.deepEqual([normalized.normalized(0), normalized.normalized(1), normalized.skipped], [false, true, [1]]);
});
