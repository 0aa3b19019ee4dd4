// The picture of the operation that is shown: the layer at work large, with its neighbours; the whole network in one line.

import { find } from "../browser/dom.js";
import { pixel } from "../browser/room.js";
import { Graph } from "./stage/graph.js";
import { Line } from "./stage/line.js";
import { mayMove, MOTION_MS, settle } from "./stage/motion.js";
import { pictureOf } from "./stage/picture.js";
import { curvePlot, outputPlot, termsPlot } from "./stage/plots.js";
import { Product } from "./stage/product.js";
import { areSmall, needed } from "./stage/windows.js";

/** @import { Scene } from "./scene.js" */
/** @import { StepMoment, Stage } from "./stage/stage.d.ts" */
/** @import { Operation } from "./types.d.ts" */

/** @typedef {Omit<StepMoment, "scene"|"op">} Shown */

/** Below the picture it says which way things flow. */
const FLOW = 18;

export class Drawing {
  /** @type {Scene} */
  scene;

  /**
   * @param {HTMLElement} root .st-drawing
   * @param {(layer: number, j: number, i: number|null) => void} onPick a unit, or a weight from unit i
   * @param {(layer: number) => void} onLayer a layer in the line was clicked, 0 for the input
   */
  constructor(root, onPick, onLayer) {
    this.root = root;
    this.box = find(root, ".st-stage");
    this.view = find(root, ".st-scroll");
    this.said = find(root, ".st-edges");
    /** @type {Stage} */
    this.stage = { box: this.box, marks: /** @type {SVGGElement} */ (/** @type {unknown} */ (find(root, ".st-marks"))), pick: { i: 0, j: 0 }, onPick };
    this.line = new Line(find(root, ".st-line"), onLayer);
    this.graph = new Graph(this.stage);
    this.product = new Product(this.stage);
    /** What is painted now: "graph" or "product". */
    this.kind = "";
    /** The room and the operation for which the picture was put up. */
    this.laid = "";
    this.room = { width: 0, height: 0 };
    /** @type {{shown: Shown, layer: number}|null} */
    this.last = null;
    /** When it was painted last: keys held down leave no time to move. */
    this.paintedAt = -Infinity;
    this.observer = new ResizeObserver(() => this.#resized());
    this.observer.observe(this.view);
  }

  /** Another step, or another run. @param {Scene} scene */
  build(scene) {
    const isNew = this.scene?.header.run !== scene.header.run;
    this.scene = scene;
    const { sizes } = scene.header;
    const size = pixel("--chart-px");
    this.box.style.zoom = size === 1 ? "" : String(size);
    const whole = areSmall(sizes, 0, scene.depth) && needed(sizes, 0, scene.depth) <= this.view.clientWidth / size;
    this.line.build(scene, !whole);
    this.room = { width: this.view.clientWidth / size, height: this.view.clientHeight / size };
    if (isNew) this.#clear();
  }

  #clear() {
    this.graph.clear();
    this.product.clear();
    Object.assign(this, { kind: "", laid: "" });
  }

  #resized() {
    if (!this.scene || !this.view.clientWidth || !this.last) return;
    const { width, height } = this.room;
    const size = pixel("--chart-px");
    if (Math.abs(this.view.clientWidth / size - width) < 1 && Math.abs(this.view.clientHeight / size - height) < 1) return;
    this.#clear();
    this.build(this.scene);
    this.paint(this.last.shown, this.last.layer);
  }

  /** Whether an operation is drawn as circles and edges: its layer and the one that its numbers come from are small. @param {Operation|null} op @param {number} layer */
  #isGraph(op, layer) {
    const { sizes } = this.scene.header;
    return op?.kind === "delta" ? areSmall(sizes, layer, layer + 1) : areSmall(sizes, layer - 1, layer);
  }

  /**
   * @param {Shown} shown
   * @param {number} layer the one at work
   */
  paint(shown, layer) {
    const { scene, stage } = this;
    const op = scene.operation(shown.k);
    const before = this.last?.shown.k;
    this.last = { shown, layer };
    stage.pick = shown.pick;
    const now = performance.now();
    const isNext = before !== undefined && before !== shown.k;
    const moves = isNext && mayMove() && now - this.paintedAt > MOTION_MS && Boolean(this.kind);
    if (isNext) {
      settle(this.box); // the next one is here: nobody waits for what still moves
      this.paintedAt = now;
    }
    /** @type {StepMoment} */
    const moment = { ...shown, scene, op };
    if (this.#isGraph(op, layer)) this.#paintGraph(moment, layer, moves);
    else this.#paintProduct(moment, layer, moves, isNext);
  }

  /** @param {StepMoment} moment @param {number} layer @param {boolean} moves */
  #paintGraph(moment, layer, moves) {
    const had = this.kind === "graph";
    if (!had) {
      this.product.clear();
      this.graph.clear();
    }
    this.kind = "graph";
    this.graph.show(this.scene, layer, this.room, moves && had);
    const numbers = this.graph.paint(moment);
    const { from, to } = this.graph.window;
    this.line.paint(moment, layer, from, to);
    this.said.textContent = numbers;
    if (moves && moment.op) this.graph.flow(moment.op, moment.beat);
  }

  /** @param {StepMoment} moment @param {number} layer @param {boolean} moves @param {boolean} isNext */
  #paintProduct(moment, layer, moves, isNext) {
    const { scene } = this;
    const { op } = moment;
    const had = this.kind === "product";
    if (!had) this.graph.clear();
    this.kind = "product";
    const laid = [scene.header.run, op?.kind, layer, this.room.width, this.room.height].join();
    if (this.laid !== laid || isNext || !had) this.product.show(scene, pictureOf(scene, op, layer), { ...this.room, height: this.room.height - FLOW }, moves && had, moment.beat);
    this.laid = laid;
    this.product.paint(moment);
    this.stage.marks.append(...this.#plot(moment, layer));
    const touched = op?.kind === "delta" ? [layer, layer + 1] : ["product", "gradient", "update"].includes(op?.kind ?? "product") ? [layer - 1, layer] : [layer, layer];
    this.line.paint(moment, layer, touched[0], touched[1]);
    this.said.textContent = this.#words(op);
  }

  /** How to read the picture, in a sentence. @param {Operation|null} op */
  #words(op) {
    const { text, samples } = this.scene.header;
    const kind = op?.kind ?? "product";
    const special = kind === "activation" && op?.shares ? "softmax" : kind === "delta" && op?.normalized ? "delta_normalized" : kind;
    const more = [
      kind === "product" && (!op || op.roles.bias) ? text.picture_product_b : "",
      kind === "gradient" && samples > 1 ? text.picture_batch : "",
      op?.skip ? text.picture_skip : "",
    ];
    return [text[`picture_${special}`], ...more].filter(Boolean).join(" ");
  }

  /** @param {StepMoment} moment @param {number} layer */
  #plot(moment, layer) {
    const { rest } = this.product;
    const { op, scene } = moment;
    if (!rest) return [];
    if (["product", "delta", "gradient"].includes(op?.kind ?? "")) return termsPlot(moment, layer, rest);
    if (!op) return [];
    if (op.kind === "activation" && !op.shares) return curvePlot(moment, layer, "value", rest);
    if (op.kind === "output_delta" && !op.fused && !op.shares) return curvePlot(moment, layer, "slope", rest);
    return layer === scene.depth ? outputPlot(moment, rest) : [];
  }

  destroy() {
    this.observer.disconnect();
  }
}
