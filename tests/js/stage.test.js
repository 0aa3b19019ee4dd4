// The pictures of Step through: nothing leaves its room, cells are square, every depth has a window, and a path is lit.

import assert from "node:assert/strict";
import test from "node:test";

import { lay } from "../../pages/shared/stepper/stage/layout.js";
import { pose } from "../../pages/shared/stepper/stage/motion.js";
import { cellOn, isAround, isOnEdge, unitOn } from "../../pages/shared/stepper/stage/path.js";
import { pictureOf } from "../../pages/shared/stepper/stage/picture.js";
import { areSmall, needed, windowOf } from "../../pages/shared/stepper/stage/windows.js";

const ROOMS = [{ width: 549, height: 500 }, { width: 330, height: 330 }, { width: 410, height: 270 }, { width: 900, height: 700 }];
const SHAPES = [[10, 32], [32, 32], [32, 2], [64, 64], [512, 190], [2, 13], [13, 1]];

/** A scene with the arrays of two layers, and an operation of the second. */
function sceneOf([below, own], { kind, skip = false, fused = false } = {}) {
  const names = ["W1", "W2", "b1", "b2", "z1", "z2", "a0", "a1", "a2", "y", "da1", "da2", "slope1", "slope2", "delta1", "delta2", "dW1", "dW2", "db1", "db2", "W1+", "W2+"];
  const header = { sizes: [below, own, own], image: below === 64 ? [8, 8] : null, rule: { change: "gradient" } };
  const arrays = Object.fromEntries(names.map((name) => [name, {}]));
  return { scene: { header, arrays, depth: 2, below: (l) => `a${l - 1}`, seen: (l) => `z${l}` }, op: kind ? { kind, roles: { bias: "b1" }, writes: [], skip, fused } : null };
}

const KINDS = [undefined, "product", "activation", "loss", "output_delta", "delta", "gradient", "update"];

test("every picture stays within its room, and its cells are square", () => {
  const all = ROOMS.flatMap((room) => SHAPES.flatMap((shape) => KINDS.map((kind) => ({ room, shape, kind }))));
  for (const { room, shape, kind } of all) {
    const { scene, op } = sceneOf(shape, { kind });
    const { placed, rest } = lay(pictureOf(scene, op, 1), scene.header.sizes, room, scene.header.image);
    assert.ok(placed.length > 0);
    for (const { box, rows, columns, kind: form, whole, part, image } of placed) {
      const name = JSON.stringify([room, shape, kind, whole?.name ?? part?.name ?? image, box]);
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= room.width + 0.01 && box.y + box.height <= room.height + 0.01, name);
      if (form === "matrix") assert.ok(Math.abs(box.width / columns - box.height / rows) < 1e-6, name);
    }
    if (rest && rest.height > 0) assert.ok(rest.x + rest.width <= room.width && rest.y + rest.height <= room.height + 0.01);
  }
});

test("strips stand along the sides whose units they are of", () => {
  const { scene, op } = sceneOf([10, 32], { kind: "product" });
  const { placed } = lay(pictureOf(scene, op, 1), scene.header.sizes, ROOMS[0], null);
  const of = (name) => placed.find(({ part, whole }) => (part ?? whole).array === name).box;
  const [W, x, z] = [of("W1"), of("a0"), of("z1")];
  assert.deepEqual([x.y, x.height, z.x, z.width], [W.y, W.height, W.x, W.width]);
  assert.ok(x.x + x.width < W.x && z.y > W.y + W.height);
  const back = sceneOf([10, 32], { kind: "delta" });
  const picture = pictureOf(back.scene, back.op, 1);
  assert.deepEqual([picture.matrices[0].array, picture.matrices[0].turned, picture.right[0].array, picture.below.map(({ array }) => array)],
    ["W2", true, "delta2", ["da1", "slope1", "delta1"]]);
});

test("an update shows old, new and what is taken away on one scale, and the change alone on its own", () => {
  const { scene, op } = sceneOf([10, 32], { kind: "update" });
  assert.deepEqual(pictureOf(scene, op, 1).matrices.map(({ name, array, less, scale }) => [name, array, less, scale]), [
    ["W1", "W1", null, "W1"], ["W1⁺", "W1+", null, "W1"], ["η dW1", "W1", "W1+", "W1"], ["W1⁺ − W1", "W1+", "W1", null],
  ]);
  scene.header.rule.change = "velocity";
  assert.equal(pictureOf(scene, op, 1).matrices[2].name, "W1 − W1⁺", "what another rule takes away is no η dW");
});

test("the layer at work has its neighbours beside it, and as many more as there is room for", () => {
  const deep = [10, ...Array(50).fill(4), 2];
  for (const room of [330, 549, 900]) {
    for (let layer = 0; layer < deep.length; layer += 1) {
      const { from, to, columns, loss } = windowOf(deep, layer, room);
      assert.ok(from <= layer && layer <= to);
      assert.ok(to - from >= 1, "a neighbour at least");
      if (room >= 549) assert.ok(from <= Math.max(0, layer - 1) && to >= Math.min(deep.length - 1, layer + 1), String([room, layer, from, to]));
      assert.equal(loss !== null, to === deep.length - 1 && room > 330);
      assert.ok(needed(deep, from, to, loss?.width ?? 0) <= room);
      for (const { left, width } of columns) assert.ok(left >= 0 && left + width <= room);
    }
  }
  assert.deepEqual([windowOf([2, 2, 2], 1, 549).from, windowOf([2, 2, 2], 1, 549).to], [0, 2]);
  assert.equal(areSmall([10, 32, 2], 0, 1), false);
});

test("what was elsewhere begins as it was: strips turn, a turned matrix turns about its diagonal", () => {
  const at = (kind, box, turned = false) => ({ kind, box, whole: kind === "matrix" ? { turned } : null });
  const lying = at("lying", { x: 0, y: 100, width: 320, height: 10 });
  const standing = at("standing", { x: 0, y: 0, width: 10, height: 160 });
  assert.equal(pose(lying, lying), "translate(0px, 0px) scale(1, 1)");
  assert.equal(pose(lying, standing), "translate(155px, 25px) rotate(-90deg) scale(1, 2)");
  assert.match(pose(at("matrix", lying.box), at("matrix", standing.box, true)), /rotate3d\(1, 1, 0, 180deg\)/);
});

/** All cells of a picture that a path goes through, by the names of its arrays. */
function litIn(scene, op, layer, path) {
  const { placed } = lay(pictureOf(scene, op, layer), scene.header.sizes, ROOMS[0], null);
  return Object.fromEntries(placed.flatMap((one) => {
    const cell = cellOn(path, one);
    return cell ? [[(one.part ?? one.whole).array, cell]] : [];
  }));
}

test("a path is lit from unit to unit, one edge between two layers, and passes a layer by its skip", () => {
  // From unit 4 of the input through units 2, 0 and 0 of layers 1 to 3, around layer 3, to unit 1 of the output.
  const path = { layer: 1, from: 4, units: [2, 0, 0, 1], around: [3] };
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((l) => unitOn(path, l)), [4, 2, 0, 0, 1, null]);
  const edges = [1, 2, 3, 4].map((l) => {
    const found = [];
    for (let i = 0; i < 5; i += 1) for (let j = 0; j < 5; j += 1) if (isOnEdge(path, l, i, j)) found.push([i, j]);
    return found;
  });
  assert.deepEqual(edges, [[[4, 2]], [[2, 0]], [], [[0, 1]]]);
  assert.deepEqual([1, 2, 3, 4].filter((l) => isAround(path, l)), [3]);
  const late = { ...path, layer: 3, from: 0, units: [0, 1], around: [] };
  assert.deepEqual([0, 1, 2, 3, 4].map((l) => unitOn(late, l)), [null, null, 0, 0, 1], "it begins with its weight");
  assert.deepEqual([unitOn(null, 1), isAround(null, 1), isOnEdge(null, 1, 0, 0)], [null, false, false]);
});

test("in matrices and strips the cells of a path's factors are lit: of a strip its unit, of W its weight, turned or not", () => {
  const path = { layer: 1, from: 7, units: [20, 5], around: [] };
  const shown = (kind, layer = 1, other = path) => {
    const { scene, op } = sceneOf([10, 32], { kind });
    return litIn(scene, op, layer, other);
  };
  assert.deepEqual(shown("product"), { a0: [7, 0], W1: [7, 20], b1: [0, 20], z1: [0, 20] });
  assert.deepEqual(shown("activation"), { z1: [0, 20], a1: [0, 20] });
  assert.deepEqual(shown("delta"), { W2: [5, 20], delta2: [5, 0], da1: [0, 20], slope1: [0, 20], delta1: [0, 20] });
  assert.deepEqual(shown("gradient"), { a0: [7, 0], dW1: [7, 20], delta1: [0, 20], db1: [0, 20] });
  assert.deepEqual(shown("output_delta", 2).delta2, [0, 5]);
  assert.deepEqual(shown("delta", 1, { ...path, around: [2] }), { delta2: [5, 0], da1: [0, 20], slope1: [0, 20], delta1: [0, 20] }, "around a layer no weight of it");
  assert.deepEqual(shown("product", 1, { layer: 2, from: 20, units: [5], around: [] }), { b1: [0, 20], z1: [0, 20] }, "it begins behind");
  for (const kind of KINDS) assert.deepEqual(shown(kind, 1, null), {});
});
