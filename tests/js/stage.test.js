// The pictures of Step through: nothing leaves its room, cells are square, and every depth has a window.

import assert from "node:assert/strict";
import test from "node:test";

import { lay } from "../../pages/shared/stepper/stage/layout.js";
import { pose } from "../../pages/shared/stepper/stage/motion.js";
import { pictureOf } from "../../pages/shared/stepper/stage/picture.js";
import { areSmall, needed, windowOf } from "../../pages/shared/stepper/stage/windows.js";

const ROOMS = [{ width: 549, height: 500 }, { width: 330, height: 330 }, { width: 410, height: 270 }, { width: 900, height: 700 }];
const SHAPES = [[10, 32], [32, 32], [32, 2], [64, 64], [512, 190], [2, 13], [13, 1]];

/** A scene with the arrays of two layers, and an operation of the second. */
function sceneOf([below, own], { kind, skip = false, fused = false } = {}) {
  const names = ["W1", "W2", "b1", "b2", "z1", "z2", "a0", "a1", "a2", "y", "da1", "da2", "slope1", "slope2", "delta1", "delta2", "dW1", "dW2", "db1", "db2", "W1+", "W2+"];
  const header = { sizes: [below, own, own], image: below === 64 ? [8, 8] : null, optimizer: { name: "sgd" } };
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
