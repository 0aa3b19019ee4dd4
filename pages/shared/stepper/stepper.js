// Step through: which operation is shown, what is selected, and asking the server for another step.

import { Channel } from "../browser/channel.js";
import { check, element, find, findAll, keepKeys, mounted, options, paintRoot, Saying, themeOf } from "../browser/dom.js";
import { lookup } from "../browser/draw.js";
import { concise, fill } from "../browser/format.js";
import { Headers } from "../browser/headers.js";
import { Keys } from "../browser/keys.js";
import { memoryOf } from "../browser/memory.js";
import { loadPlotly } from "../browser/panels.js";
import { copyLink, Place } from "../browser/place.js";
import { clearArrays, writeArrays, writeCheck, writeCode, writeTouch, writeWhy } from "./cards.js";
import { Drawing } from "./drawing.js";
import { distance, writeRibbon } from "./ribbon.js";
import { decodeScene, Scene } from "./scene.js";
import { range } from "./sums.js";
import { numbers } from "./terms.js";

/** @import { Mounting, Plotly, Theme } from "../browser/types.d.ts" */
/** @import { Changeable, Changed, CheckAsk, Header, Operation, Pick, SceneAsk, Training } from "./types.d.ts" */

/** The step and the operation that are wanted; -1 is the last one. @typedef {{step: number, op: number}} Wanted */

/**
 * Where one is and what is chosen; `picks` has a selection for each layer.
 * @typedef {Object} State
 * @property {string|null} run
 * @property {number} step
 * @property {number} op operations that have run
 * @property {Record<number, Pick>} picks
 * @property {number|null} chosen the layer whose unit or weight was clicked
 * @property {boolean} weight whether it was a weight
 * @property {number} sample
 * @property {Changed[]} edits numbers changed by hand
 * @property {number} digits
 * @property {"textbook"|"tutorial"} notation
 * @property {string} tab
 * @property {number} count
 * @property {Headers<Header>} headers
 */

const DIGITS = [3, 6, 9, 16];
const NOTATIONS = ["textbook", "tutorial"];
/** Keys that go by operations, and those that go by units. @type {Record<string, number>} */
const MOVES = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
/** @type {Record<string, number>} */
const UNITS = { ArrowDown: 1, ArrowUp: -1 };
/** What makes a number that was changed the same as another. @type {Array<keyof Changeable>} */
const PLACE = ["kind", "layer", "row", "column"];
const TABS = ["code", "arrays", "check", "touch"];
const ASK_AGAIN_MS = 4000;

/** What outlives a switch of pages. @returns {State} */
function memorable() {
  return {
    run: null, step: 0, op: 0, picks: {}, chosen: null, weight: false, sample: 0, edits: [],
    digits: 6, notation: "textbook", tab: "code", count: 0, headers: new Headers(),
  };
}

class Stepper {
  /** @type {Scene} */
  scene;
  /** @type {Header} */
  header;
  /** The colours of the theme. @type {Uint32Array} */
  table;
  /** Tell the server what is asked. @type {(ask: SceneAsk) => void} */
  send;
  /** Null where it could not be loaded, undefined until it is. @type {Plotly|null|undefined} */
  plotly;

  /** @param {HTMLElement} root @param {Mounting} mounting */
  constructor(root, { key, address }) {
    this.root = root;
    /** @param {string} selector */
    this.find = (selector) => find(root, selector);
    this.abort = new AbortController();
    const listening = { signal: this.abort.signal };
    for (const part of findAll(root, ".st-transport button, .st-tabs")) part.addEventListener("mousedown", keepKeys, listening);
    for (const button of findAll(root, "[data-do]")) button.addEventListener("click", () => this.act(button.dataset.do), listening);
    this.find(".st-copy").addEventListener("click", () => this.#copy(), listening);
    this.keys = new Keys(root, (event) => this.#key(event));
    this.place = new Place(address);
    this.saying = new Saying(() => this.#status());
    this.drawing = new Drawing(this.find(".st-drawing"), (layer, j, i) => this.#pick(layer, j, i));
    this.state = memoryOf(key, memorable);
    /** @type {string|null} */
    this.run = null;
    /** @type {Uint8Array|null} */
    this.received = null;
    /** @type {Theme|null} */
    this.theme = null;
    /** How far training towards the step has come, where it is on its way. @type {Training|null} */
    this.training = null;
    /** The operation at which a unit was clicked. @type {number|null} */
    this.clickedAt = null;
    /** @type {Channel<Omit<SceneAsk, "n">, Wanted>} */
    this.channel = new Channel((question) => this.send(question), { count: () => this.#count(), again: ASK_AGAIN_MS });
  }

  /** The step and the operation that are wanted, while the scene is on its way; or null. */
  get wanted() {
    return this.channel.asked?.note ?? null;
  }

  #count() {
    this.state.count += 1;
    return this.state.count;
  }

  /** A scene has come, or the theme has changed. @param {Uint8Array} bytes */
  receive(bytes) {
    if (bytes !== this.received) {
      this.received = bytes;
      const scene = decodeScene(bytes, this.state.headers);
      if (scene instanceof Scene) this.#take(scene);
      else this.#askWhole(scene.run);
    }
    this.#look();
  }

  /** The header that a scene names is not here: the same once more, with it. @param {string} run */
  #askWhole(run) {
    this.channel.ask({ run, step: this.state.step, edits: [] });
  }

  /** @param {Scene} scene */
  #take(scene) {
    const { header } = scene;
    const { state } = this;
    const fresh = header.run !== this.run;
    if (fresh) {
      if (state.run !== header.run) this.#begin(header);
      if (this.run === null) this.#comeFrom(this.place.stepLeft(header.run), header);
      this.run = header.run;
      this.channel.drop();
      this.root.dataset.run = header.run;
    }
    const asked = this.channel.answered(header.n);
    if (this.channel.asked) return; // an answer to what was asked before
    const wanted = asked?.note ?? { step: state.step, op: state.op };
    if (header.training) {
      // The time was up: say how far training has come, show what there is, and ask again.
      this.training = header.training;
      if (fresh) this.#show(scene);
      this.#status();
      this.#ask(wanted, asked?.question.check);
      return;
    }
    this.training = null;
    if (header.step !== wanted.step && !header.diverged) {
      if (fresh) this.#show(scene);
      this.#ask(wanted);
      return;
    }
    const n = scene.operations.length;
    Object.assign(state, { step: header.step, op: Math.min(n, wanted.op < 0 ? n : wanted.op) });
    this.#show(scene);
  }

  /**
   * The page was turned to this one: at the step that the page before was left at.
   * @param {number|null} step
   * @param {Header} header
   */
  #comeFrom(step, { most_steps }) {
    const { state } = this;
    if (step === null || step > most_steps) return;
    const near = Math.min(step, most_steps - 1); // the last one has no step after it
    if (near !== state.step) Object.assign(state, { step: near, op: 0, edits: [] });
  }

  /** A run that is new here: where its link says. @param {Header} header */
  #begin({ run, start, most_steps }) {
    Object.assign(this.state, { run, step: Math.min(start.step, most_steps - 1), op: start.op ?? 0, picks: {}, chosen: null, sample: (start.sample ?? 1) - 1, edits: [] });
    if (start.unit) {
      const [layer, ...rest] = start.unit;
      const [i, j] = rest.length === 2 ? rest : [1, rest[0]];
      this.state.picks[layer] = { i: i - 1, j: j - 1 };
      Object.assign(this.state, { chosen: layer, weight: rest.length === 2 });
    }
  }

  /** @param {Scene} scene */
  #show(scene) {
    const first = !this.scene || this.scene.header.run !== scene.header.run;
    this.scene = scene;
    this.header = scene.header;
    if (first) {
      this.theme = null;
      this.#words();
      this.#loadPlotly();
    }
    if (this.state.sample >= this.header.samples) this.state.sample = 0;
    this.#samples();
    this.drawing.build(scene);
    this.#look();
    this.paint();
  }

  #loadPlotly() {
    loadPlotly(this.header.plotly).then((plotly) => {
      this.plotly = plotly;
      if (this.root.isConnected) this.#pane();
    }, () => {
      this.plotly ??= null;
      if (!this.root.isConnected) return;
      this.saying.say(this.header.text.no_plotly);
      this.#pane();
    });
  }

  #words() {
    const { text } = this.header;
    this.root.setAttribute("aria-label", text.label);
    for (const label of findAll(this.root, "[data-text]")) label.textContent = text[String(label.dataset.text)];
    /** @type {Record<string, string>} */
    const names = { back: text.back, next: text.next, layer: text.next_layer, phase: text.next_phase, finish: text.finish, home: text.home };
    for (const button of findAll(this.root, "[data-do]")) {
      const name = names[String(button.dataset.do)];
      button.title = text.keys;
      if (button.dataset.do === "back") button.setAttribute("aria-label", name);
      else (button.querySelector("span") ?? button).textContent = name;
    }
    const link = this.find(".st-copy");
    link.setAttribute("aria-label", text.copy);
    link.title = text.copy;
    this.find(".st-hint").textContent = text.hint;
    this.#select(".st-notation", text.notation, NOTATIONS.map((name) => [name, text[`notation_${name}`]]), "notation");
    this.#select(".st-precision", text.digits, DIGITS.map((n) => [String(n), fill(text.digits_n, { n })]), "digits");
    const tabs = this.find(".st-tabs");
    tabs.setAttribute("aria-label", text.tabs);
    options(tabs, TABS.map((name) => [name, text[`tab_${name}`]]), (tab) => {
      this.state.tab = tab;
      this.#pane();
    });
  }

  /** The step's samples by their places in the batch, among the training data, and by their classes. */
  #samples() {
    const { text, samples, rows, labels, classes, train_count: all } = this.header;
    const list = this.find(".st-sample");
    list.hidden = all === 1;
    const shown = [this.header.run, samples, ...(rows ?? [])].join();
    if (list.dataset.shown === shown) return; // the same as a step ago, and perhaps thousands
    list.dataset.shown = shown;
    /** @param {number} n */
    const named = (n) => (labels ? `, ${fill(text.class, { name: classes[labels[n]] })}` : "");
    /** @param {number} n */
    const entry = (n) => fill(rows ? text.sample_row : text.sample_n, { n: n + 1, of: samples, row: String(rows?.[n]) }) + named(n);
    this.#select(".st-sample", text.sample, range(samples).map((n) => [String(n), entry(n)]), "sample");
  }

  /**
   * @param {string} selector
   * @param {string} label
   * @param {string[][]} entries value and name
   * @param {"notation"|"digits"|"sample"} choice
   */
  #select(selector, label, entries, choice) {
    const select = /** @type {HTMLSelectElement} */ (this.find(selector));
    select.setAttribute("aria-label", label);
    select.replaceChildren(...entries.map(([value, name]) => new Option(name, value)));
    select.value = String(this.state[choice]);
    select.onchange = () => {
      Object.assign(this.state, { [choice]: choice === "notation" ? select.value : Number(select.value) });
      select.blur();
      this.paint();
    };
  }

  #look() {
    if (!this.header) return;
    const theme = themeOf(this.root);
    if (this.theme === theme) return;
    this.theme = theme;
    const palette = this.header.palettes[theme];
    this.table = lookup(palette.diverging, palette.slope);
    paintRoot(this.root, palette);
    this.paint();
  }

  // Moving

  /** @param {string|undefined} what back, next, layer, phase, finish, home */
  act(what) {
    if (!this.scene) return;
    const { operations } = this.scene;
    const { op } = this.state;
    const n = operations.length;
    if (what === "home") this.#go(0, 0);
    else if (what === "back") this.#move(-1);
    else if (what === "next") this.#move(1);
    else if (what === "finish") this.#go(this.state.step, op < n ? n : -1, op === n);
    else this.#move(distance(operations, op, String(what), 1));
  }

  /** @param {number} by operations */
  #move(by) {
    const n = this.scene.operations.length;
    const { step, op } = this.wanted ?? this.state;
    let [s, k] = [step, (op < 0 ? n : op) + by];
    // The end of one step is the beginning of the next: there is one place for both.
    while (k > n) [s, k] = [s + 1, k - n];
    while (k < 1 && s > 0) [s, k] = [s - 1, k + n];
    this.#go(s, Math.max(0, k));
  }

  /**
   * Show operation `op` of `step`; -1 is its last.
   * @param {number} step
   * @param {number} op
   * @param {boolean} next the step after, finished
   */
  #go(step, op, next = false) {
    const { state } = this;
    const target = Math.min(this.header.most_steps - 1, step + (next ? 1 : 0));
    if (target === state.step && !this.wanted) {
      state.op = op < 0 ? this.scene.operations.length : op;
      this.paint();
      return;
    }
    state.edits = []; // what was changed by hand was changed in that step only
    this.#ask({ step: target, op });
  }

  /** @param {Wanted} wanted @param {CheckAsk} [gradient] to check, if any */
  #ask(wanted, gradient = undefined) {
    if (this.run === null) return;
    /** @type {SceneAsk["edits"]} */
    const edits = this.state.edits.map(({ kind, layer, row, column, value }) => [kind, layer, row, column, value]);
    const question = { run: this.run, step: wanted.step, edits, header: this.header?.key };
    this.channel.ask({ ...question, ...(gradient && { check: gradient }) }, wanted);
    this.#status();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!this.scene) return;
    const by = MOVES[event.key];
    const unit = UNITS[event.key];
    if (event.key === "Home") this.act("home");
    else if (unit) this.#pickNext(unit);
    else if (!by) return;
    else this.#move(event.shiftKey ? distance(this.scene.operations, this.state.op, "layer", by) : by);
    event.preventDefault();
  }

  // Selecting

  /** @param {number} layer @param {number} j @param {number|null} i null for a unit */
  #pick(layer, j, i) {
    const { state } = this;
    const before = state.picks[layer] ?? { i: 0, j: 0 };
    state.picks[layer] = { i: i ?? before.i, j };
    state.chosen = layer;
    state.weight = i !== null;
    this.clickedAt = state.op;
    this.paint();
  }

  /** Select the unit below or above the selected one. @param {number} by 1 or -1 */
  #pickNext(by) {
    const layer = this.#layer();
    const { j } = this.#selection(layer);
    this.#pick(layer, Math.min(this.header.sizes[layer] - 1, Math.max(0, j + by)), null);
  }

  /** The selection in a layer, from 0. @param {number} layer @returns {Pick} */
  #selection(layer) {
    const { sizes } = this.header;
    const { i, j } = this.state.picks[layer] ?? { i: 0, j: 0 };
    return { i: Math.min(i, sizes[Math.max(0, layer - 1)] - 1), j: Math.min(j, sizes[layer] - 1) };
  }

  /** The layer that the cards beside the drawing speak of. */
  #layer() {
    const op = this.#operation();
    return op?.layer ?? this.state.chosen ?? this.scene.depth;
  }

  #operation() {
    const { op } = this.state;
    return op > 0 ? this.scene.operations[op - 1] : null;
  }

  // Painting

  paint() {
    if (!this.scene || !this.table) return;
    const { state, scene, header } = this;
    const op = this.#operation();
    const layer = op?.layer ?? scene.depth;
    const pick = this.#selection(layer);
    this.drawing.paint(state.op, pick, state.sample, state.digits, this.table);
    this.drawing.reveal(op ? layer : (state.chosen ?? 0));
    this.#numbers(op, pick);
    writeRibbon(this.root, scene, state.op, state.digits);
    const { text } = header;
    this.find(".st-flow").replaceChildren(...(op && op.phase !== "update" ? [
      element("b", "", op.phase === "backward" ? "⟵ " : ""), op.phase === "backward" ? text.flow_backward : op.phase === "forward" ? text.flow_forward : "",
      element("b", "", op.phase === "forward" ? " ⟶" : ""),
    ] : []));
    writeWhy(this.find(".st-why"), scene, this.#whyLayer(op));
    this.#pane();
    this.#status();
    this.root.dataset.step = String(header.step);
    this.place.handOver(header.run, state.step); // the step that one came for, also while another is shown until it is here
    this.root.dataset.op = String(state.op);
    this.#settle();
  }

  /**
   * In the backward phase: the layer that was clicked, if its delta is there, or that of the operation.
   * @param {Operation|null} op
   */
  #whyLayer(op) {
    if (op?.phase !== "backward") return null;
    const { chosen } = this.state;
    const clicked = chosen && chosen < this.scene.depth && this.scene.has(`delta${chosen}`, this.state.op) && this.clickedAt === this.state.op ? chosen : null;
    const layer = clicked ?? op.layer;
    return layer !== null && layer < this.scene.depth ? layer : null;
  }

  /** @param {Operation|null} op @param {Pick} pick */
  #numbers(op, pick) {
    const { header, state, scene } = this;
    const { text } = header;
    const place = { l: String(op?.layer), i: pick.i + 1, j: pick.j + 1, step: header.step };
    const called = op?.layer === scene.depth ? scene.called(scene.depth, pick.j) : "";
    this.find(".st-about h3").textContent = fill(text[`title_${op?.symbol ?? "start"}`], place) + (called && ` (${fill(text.class, { name: called })})`);
    const words = { seen: op?.layer && scene.normalized(op.layer) ? "n" : "z", rate: concise(header.rate, state.digits), samples: header.samples, all: header.train_count, epoch: header.epoch };
    const said = (op?.say ?? header.start_say).map((name) => fill(text[`say_${name}`], words));
    this.find(".st-about p").textContent = said.join(" ");
    this.#formula(op);
    this.find(".st-formula").classList.toggle("st-nothing", !op);
    this.find(".st-numbers").replaceChildren(...(op ? numbers(scene, op, pick, state.sample, state.digits) : []));
  }

  /** The formula, in smaller type where it would not fit. @param {Operation|null} op */
  #formula(op) {
    const place = this.find(".st-math");
    place.title = op?.latex ?? "";
    place.innerHTML = op?.math ?? "";
    place.style.fontSize = "";
    const { scrollWidth, clientWidth } = place;
    if (scrollWidth > clientWidth) place.style.fontSize = `${Math.max(0.7, (0.98 * clientWidth) / scrollWidth) * parseFloat(getComputedStyle(place).fontSize)}px`;
  }

  #pane() {
    if (!this.scene || !this.table) return;
    const { state, scene } = this;
    const op = this.#operation();
    check(this.find(".st-tabs"), state.tab);
    for (const pane of findAll(this.root, "[data-pane]")) pane.hidden = pane.dataset.pane !== state.tab;
    const pane = this.find(`[data-pane=${state.tab}]`);
    if (state.tab === "code") writeCode(pane, scene, state.op, state.notation);
    if (state.tab === "arrays") writeArrays(pane, scene, op, this.plotly, this.theme ?? "light", state.digits);
    if (state.tab === "check") writeCheck(pane, scene, this.#touchable().find(({ kind }) => kind !== "x"), (wanted) => this.#check(wanted), Boolean(this.channel.asked?.question.check), state.digits);
    if (state.tab === "touch") writeTouch(pane, scene, this.#touchable(), state.edits, (choice, value) => this.#edit(choice, value), () => this.#undo(), state.sample, state.digits);
  }

  /**
   * What of the selection can be changed by hand or checked: its weight, its bias; and an input.
   * @returns {Changeable[]}
   */
  #touchable() {
    const { scene, state } = this;
    const layer = state.chosen || this.#layer() || 1;
    const { i, j } = this.#selection(layer);
    /** @type {Changeable} */
    const weight = { kind: "W", layer, row: i, column: j, name: `W${layer}[${i + 1}, ${j + 1}]`, value: scene.at(`W${layer}`, i, j) };
    /** @type {Changeable} */
    const bias = { kind: "b", layer, row: 0, column: j, name: `b${layer}[${j + 1}]`, value: scene.at(`b${layer}`, 0, j) };
    const unit = state.chosen === 0 ? this.#selection(0).j : layer === 1 ? i : 0;
    const called = scene.called(0, unit);
    /** @type {Changeable} */
    const input = { kind: "x", layer: state.sample, row: 0, column: unit, name: `x[${unit + 1}]${called && ` (${called})`}`, value: scene.at("a0", state.sample, unit) };
    return state.chosen === 0 ? [weight, bias, input].reverse() : [weight, bias, input];
  }

  /** @param {CheckAsk} wanted */
  #check(wanted) {
    this.#ask({ step: this.state.step, op: this.state.op }, wanted);
    this.#pane();
  }

  /** @param {Changeable} choice @param {number} value */
  #edit(choice, value) {
    const { edits } = this.state;
    /** @param {Changeable} edit */
    const same = (edit) => PLACE.every((key) => edit[key] === choice[key]);
    const first = edits.find(same);
    edits.push({ ...choice, before: first ? first.before : choice.value, value });
    this.#ask({ step: this.state.step, op: this.state.op });
  }

  #undo() {
    this.state.edits.pop();
    this.#ask({ step: this.state.step, op: this.state.op });
  }

  #status() {
    if (!this.header) return;
    const { text, diverged } = this.header;
    const { edits } = this.state;
    let status = this.saying.words;
    if (!status && edits.length) status = fill(text.touched, { n: edits.length });
    if (!status && diverged) status = fill(text.diverged, { ...diverged });
    if (this.wanted) status = text.waiting;
    if (this.training) status = fill(text.training, { ...this.training });
    this.find(".st-status").textContent = status;
  }

  // The address

  #moment() {
    const { state, header } = this;
    const words = header.link ? [header.link] : [];
    if (state.step > 0) words.push(`step=${state.step}`);
    if (state.op > 0) words.push(`op=${state.op}`);
    if (state.sample > 0) words.push(`sample=${state.sample + 1}`);
    if (state.chosen !== null) {
      const { i, j } = this.#selection(state.chosen);
      words.push(`unit=${[state.chosen, ...(state.weight ? [i + 1] : []), j + 1].join(".")}`);
    }
    return words;
  }

  #settle() {
    this.place.write(this.#moment());
  }

  #copy() {
    this.#settle();
    copyLink(this.saying, this.header.text);
  }

  destroy() {
    if (this.header) this.place.leave(this.#moment());
    this.channel.drop();
    this.saying.destroy();
    clearArrays(this.find("[data-pane=arrays]"), this.plotly);
    this.keys.destroy();
    this.abort.abort();
    this.drawing.destroy();
  }
}

export default mounted(
  (parent, mounting) => new Stepper(find(parent, "[data-testid=stepper]"), mounting),
  (stepper, setState) => { stepper.send = (ask) => setState("ask", ask); },
);
