// Step through: which operation is shown, what is selected, and asking the server for another step.

import { fromJson } from "../browser/bytes.js";
import { Channel } from "../browser/channel.js";
import { check, element, find, findAll, keepKeys, mounted, options, paintRoot, Saying, themeOf } from "../browser/dom.js";
import { lookup } from "../browser/draw.js";
import { answerWith, mark } from "../browser/explained.js";
import { concise, fill, significant } from "../browser/format.js";
import { Headers } from "../browser/headers.js";
import { doneBy } from "../browser/key_table.js";
import { Keys } from "../browser/keys.js";
import { legible } from "../browser/legible.js";
import { memoryOf } from "../browser/memory.js";
import { loadPlotly } from "../browser/panels.js";
import { copyLink, Place } from "../browser/place.js";
import { isProjected, SHOWN_OTHERWISE } from "../browser/room.js";
import { wished } from "../browser/shown.js";
import { Speaking } from "../browser/speaking.js";
import { Strip } from "../browser/strip.js";
import { BLANKS, BlankLines } from "./blanks.js";
import { clearArrays, writeArrays, writeCode, writeTouch } from "./cards.js";
import { writeCheck } from "./check_card.js";
import { Drawing } from "./drawing.js";
import { answer, MARKS, operationOf, placeOf, spoken } from "./explained.js";
import { writeMoved } from "./moved_card.js";
import { PathCard } from "./path_card.js";
import { firstWay } from "./path_choice.js";
import { PACES, Playing } from "./playing.js";
import { distance, writeRibbon } from "./ribbon.js";
import { givenOf, print, sheetOf } from "./sheet.js";
import { decodeScene, Scene } from "./scene.js";
import { range } from "../arithmetic/sums.js";
import { FEW_TERMS, MOST_TERMS } from "../arithmetic/sums.js";
import { numbers } from "../arithmetic/terms.js";
import { writeWhy } from "./why_card.js";

/** @import { Mounting, Plotly, Return, Theme } from "../browser/types.d.ts" */
/** @import { Changeable, Changed, CheckAsk, Header, LitPath, Named, Operation, Pick, SceneAsk, Training, Way } from "./types.d.ts" */

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
 * @property {string} blank what of an operation's numbers is left blank
 * @property {string} pace at which a step is played
 * @property {string} tab
 * @property {Way} way which path the tab "One path" shows
 * @property {string|null} large the part that is large on a projector
 * @property {number} count
 * @property {Headers<Header>} headers
 */

const DIGITS = [3, 6, 9, 16];
const NOTATIONS = ["textbook", "tutorial"];
/** Keys that go by operations, and those that go by units. @type {Record<string, number>} */
const MOVES = { next: 1, before: -1, layer_next: 1, layer_before: -1 };
/** @type {Record<string, number>} */
const UNITS = { unit_next: 1, unit_before: -1 };
/** What makes a number that was changed the same as another. @type {Array<keyof Changeable>} */
const PLACE = ["kind", "layer", "row", "column"];
const TABS = ["code", "arrays", "path", "check", "touch"];
/** What can be large on a projector. */
const LARGE = ["network", "numbers", "code"];
const ASK_AGAIN_MS = 4000;
/** What may be longer than its place, beside the panes. */
const SCROLLS = ".st-numbers, .st-terms, .st-moves, .st-scrolls";

/** What outlives a switch of pages. @returns {State} */
function memorable() {
  return {
    run: null, step: 0, op: 0, picks: {}, chosen: null, weight: false, sample: 0, edits: [],
    digits: 6, notation: "textbook", pace: "medium", blank: "nothing", tab: "code", way: firstWay(), large: null, count: 0, headers: new Headers(),
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
  /** @type {(act: Return) => void} */
  tell;
  /** Null where it could not be loaded, undefined until it is. @type {Plotly|null|undefined} */
  plotly;
  /** Whether it was asked for. */
  loading = false;

  /** @param {HTMLElement} root @param {Mounting} mounting */
  constructor(root, { key, address }) {
    this.root = root;
    /** @param {string} selector */
    this.find = (selector) => find(root, selector);
    this.abort = new AbortController();
    const listening = { signal: this.abort.signal };
    for (const part of findAll(root, ".st-transport button, .st-tabs, .st-line")) part.addEventListener("mousedown", keepKeys, listening);
    for (const button of findAll(root, "[data-do]")) button.addEventListener("click", () => this.act(button.dataset.do), listening);
    this.find(".st-print").addEventListener("click", () => this.#print(), listening);
    this.find(".st-copy").addEventListener("click", () => this.#copy(), listening);
    this.keys = new Keys(root, (event) => this.#key(event));
    this.place = new Place(address);
    this.place.onReturn({ go: (to) => this.#return(to), stay: () => this.#settle() }, this.abort.signal);
    this.saying = new Saying(() => this.#status());
    answerWith(root, (question) => this.#explain(question), this.abort.signal);
    this.speaking = new Speaking(root, () => this.#sentence());
    /** What a link of another page wants to be seen. */
    this.show = wished("step_through");
    this.drawing = new Drawing(this.find(".st-drawing"), (layer, j, i) => this.#pick(layer, j, i), (layer) => this.#goToLayer(layer));
    this.state = memoryOf(key, memorable);
    this.paths = new PathCard(this.find("[data-pane=path]"), () => this.paint());
    this.blanks = new BlankLines(this.find(".st-numbers"), (words) => this.#filled(words));
    this.strip = new Strip(root, LARGE, this.state, "network", () => this.scene && this.paint()); // code scrolls once it is seen
    this.playing = new Playing({ next: () => this.#playOn(), changed: () => this.#status() });
    this.playing.pace = PACES[this.state.pace];
    document.addEventListener(SHOWN_OTHERWISE, () => this.#lookAnew(), listening);
    /** @type {string|null} */
    this.run = null;
    /** @type {Uint8Array|null} */
    this.received = null;
    /** @type {Theme|null} */
    this.theme = null;
    /** How far training towards the step has come, where it is on its way. @type {Training|null} */
    this.training = null;
    this.beat = 0;
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
    this.place.arrived(header.mounted, header.link);
    const fresh = header.run !== this.run;
    if (fresh) {
      if (state.run !== header.run) this.#begin(header);
      if (this.run === null) this.#comeFrom(this.place.stepLeft(header.run), header);
      this.#showAt(header);
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

  /** At the operation that was asked for by its symbol, here or by the page before. @param {Header} header */
  #showAt({ operations }) {
    const op = this.show ? operationOf(operations, this.show) : null;
    if (op !== null) this.state.op = op;
    this.show = "";
  }

  /** A run that is new here: where its link says. @param {Header} header */
  #begin({ run, start, most_steps }) {
    this.playing.stop();
    Object.assign(this.state, { run, step: Math.min(start.step, most_steps - 1), op: start.op ?? 0, picks: {}, chosen: null, way: firstWay(), sample: (start.sample ?? 1) - 1, edits: [] });
    if (start.show) this.show ||= start.show;
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
    }
    if (this.state.sample >= this.header.samples) this.state.sample = 0;
    this.#samples();
    this.drawing.build(scene);
    this.#look();
    this.paint();
  }

  /** The charts of the arrays are the only ones: Plotly is loaded for who looks at them. */
  #loadPlotly() {
    if (this.loading) return;
    this.loading = true;
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
      if (!name) continue;
      button.title = text.keys;
      if (button.dataset.do === "home") button.title = name;
      if (button.classList.contains("bp-button")) button.setAttribute("aria-label", name);
      else (button.querySelector("span") ?? button).textContent = name;
    }
    const link = this.find(".st-copy");
    link.setAttribute("aria-label", text.copy);
    link.title = text.copy;
    this.find(".st-hint").textContent = text.hint;
    this.strip.write(text);
    this.#select(".st-blanking", text.blank, BLANKS.map((name) => [name, text[`blank_${name}`]]), "blank");
    this.find(".st-print").textContent = text.print;
    this.find(".st-pace").title = text.pace;
    this.#select(".st-pace", text.pace, Object.keys(PACES).map((name) => [name, text[`pace_${name}`]]), "pace");
    this.#select(".st-notation", text.notation, NOTATIONS.map((name) => [name, text[`notation_${name}`]]), "notation");
    this.#select(".st-precision", text.digits, DIGITS.map((n) => [String(n), fill(text.digits_n, { n })]), "digits");
    const tabs = this.find(".st-tabs");
    tabs.setAttribute("aria-label", text.tabs);
    options(tabs, TABS.map((name) => [name, text[`tab_${name}`]]), (tab) => {
      const drawn = [this.state.tab, tab].includes("path"); // the drawing has the path, too
      this.state.tab = tab;
      if (drawn) this.paint();
      else this.#pane();
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
   * @param {"notation"|"digits"|"sample"|"pace"|"blank"} choice
   */
  #select(selector, label, entries, choice) {
    const select = /** @type {HTMLSelectElement} */ (this.find(selector));
    select.setAttribute("aria-label", label);
    select.replaceChildren(...entries.map(([value, name]) => new Option(name, value)));
    select.value = String(this.state[choice]);
    select.onchange = () => {
      Object.assign(this.state, { [choice]: choice === "sample" || choice === "digits" ? Number(select.value) : select.value });
      select.blur();
      this.playing.pace = PACES[this.state.pace];
      this.paint();
    };
  }

  /** It is a projector's by now, or no more. */
  #lookAnew() {
    this.theme = null;
    this.#look();
  }

  #look() {
    if (!this.header) return;
    const theme = themeOf(this.root);
    if (this.theme === theme) return;
    this.theme = theme;
    const palette = isProjected() ? legible(this.header.palettes[theme]) : this.header.palettes[theme];
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
    if (what !== "play") this.playing.stop();
    if (what === "play") this.playing.toggle();
    else if (what === "home") this.#go(0, 0);
    else if (what === "back") this.#move(-1);
    else if (what === "next") this.#move(1);
    else if (what === "finish") this.#go(this.state.step, op < n ? n : -1, op === n);
    else this.#move(distance(operations, op, String(what), 1));
  }

  /** The next operation of what is played; from the last one on, the next step. Says whether there is one more after it. */
  #playOn() {
    if (this.wanted) return true; // the next step is on its way
    const n = this.scene.operations.length;
    this.#move(1);
    return this.wanted !== null || this.state.op < n;
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
    const does = doneBy("stepper", event);
    if (this.strip.took(event) || does === null) return;
    const by = MOVES[does];
    if (does !== "play_step" && !(does in UNITS)) this.playing.stop();
    if (does === "home") this.act("home");
    else if (does === "play_step") this.act("play");
    else if (does in UNITS) this.#pickNext(UNITS[does]);
    else this.#move(does.startsWith("layer") ? distance(this.scene.operations, this.state.op, "layer", by) : by);
    event.preventDefault();
  }

  /** What the same operation, or else any of this phase, does in another layer; before the first one at the input. @param {number} layer */
  #goToLayer(layer) {
    this.playing.stop();
    const { operations } = this.scene;
    const now = this.#operation() ?? operations[0];
    const own = operations.map((op, at) => ({ op, at })).filter(({ op }) => op.layer === layer && op.phase === (now.phase === "loss" ? "backward" : now.phase));
    const found = own.find(({ op }) => op.symbol === now.symbol) ?? own[0];
    this.#go(this.state.step, layer && found ? found.at + 1 : 0);
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
    const layer = op ? (op.layer ?? scene.depth) : Math.max(1, state.chosen ?? 1);
    const pick = this.#selection(layer);
    this.#numbers(op, pick);
    this.drawing.paint({ k: state.op, pick, sample: state.sample, digits: state.digits, table: this.table, beat: this.playing.isOn ? this.playing.pace / 3 : 0, path: this.litPath(), hides: this.root.hasAttribute("data-blank") }, layer);
    writeRibbon(this.root, scene, state.op, state.digits);
    const { text } = header;
    this.find(".st-flow").replaceChildren(...(op && op.phase !== "update" ? [
      element("b", "", op.phase === "backward" ? "⟵ " : ""), op.phase === "backward" ? text.flow_backward : op.phase === "forward" ? text.flow_forward : "",
      element("b", "", op.phase === "forward" ? " ⟶" : ""),
    ] : []));
    this.#beats(op);
    writeWhy(this.find(".st-why"), scene, this.#whyLayer(op));
    writeMoved(this.find(".st-moved"), scene, state.op, op?.phase === "update");
    mark(this.root, MARKS);
    this.#pane();
    this.#status();
    this.#reach();
    this.speaking.rest();
    this.root.dataset.step = String(header.step);
    this.place.handOver(header.run, state.step); // the step that one came for, also while another is shown until it is here
    this.root.dataset.op = String(state.op);
    this.root.dataset.symbol = op?.symbol ?? "";
    this.#settle();
  }

  /** What can be scrolled can be reached by keys, too. */
  #reach() {
    for (const part of findAll(this.root, SCROLLS)) {
      const isLong = part.scrollHeight > part.clientHeight + 1;
      if (isLong) part.tabIndex = 0;
      else part.removeAttribute("tabindex");
    }
  }

  /** Where a step is played: by how much delta shrinks through the weights, and then by the slopes. @param {Operation|null} op */
  #beats(op) {
    clearTimeout(this.beat);
    const split = op?.kind === "delta" && this.playing.isOn ? this.header.factors[String(op.layer)] : null;
    if (!split) return;
    const { text } = this.header;
    /** @param {string} words @param {Named} n */
    const say = (words, n) => this.find(".st-flow").replaceChildren(element("b", "", "⟵ "), fill(words, { n: significant(fromJson(n), 2) }));
    say(text.beat_weights, split.weights);
    this.beat = setTimeout(() => say(text.beat_slopes, split.slope), this.playing.pace / 2);
  }

  /** This moment's number of a term. @param {import("../browser/explained.js").Question} question */
  #explain(question) {
    if (!this.scene) return;
    const [layer, unit] = placeOf(question.place);
    const here = this.#here(layer);
    answer(question, unit ? { ...here, pick: { ...here.pick, j: unit - 1 }, ofUnit: true } : here);
  }

  /** What is shown, for who explains it. @param {number} layer 0 for the one that the cards speak of */
  #here(layer = 0) {
    const { scene, state: { op: k, sample, digits } } = this;
    const own = layer || this.#layer() || 1;
    return { scene, op: this.#operation(), k, layer: own, pick: this.#selection(own), sample, digits };
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
    this.find(".st-about h3").textContent = this.#title(op, pick);
    const words = { seen: op?.layer && scene.normalized(op.layer) ? "n" : "z", rate: concise(header.rate, state.digits), samples: header.samples, all: header.train_count, epoch: header.epoch, outputs: header.sizes[scene.depth] };
    const said = (op?.say ?? header.start_say).map((name) => fill(text[`say_${name}`], words));
    this.find(".st-about p").textContent = said.join(" ");
    this.#formula(op);
    this.find(".st-formula").classList.toggle("st-nothing", !op);
    this.#lines(op, pick);
  }

  /** The numbers of an operation, with what is left blank of them. @param {Operation|null} op @param {Pick} pick */
  #lines(op, pick) {
    const { scene, state, header } = this;
    const about = op ? [header.run, header.n, header.step, state.op, pick.i, pick.j, state.sample, state.digits, JSON.stringify(header.edits)].join() : "";
    this.root.toggleAttribute("data-blank", this.blanks.isOpen(state.blank, about));
    this.find(".st-print").hidden = state.blank === "nothing";
    this.blanks.write(state.blank, about, () => numbers(scene, /** @type {Operation} */ (op), pick, state.sample, state.digits, isProjected() ? FEW_TERMS : MOST_TERMS), state.digits, header.text);
  }

  /** A blank is filled in or shown. @param {string} words */
  #filled(words) {
    this.paint();
    const place = this.find(".st-numbers");
    place.tabIndex = 0;
    place.focus();
    if (words) this.saying.say(words);
  }

  /** The whole step on paper, for the units and the sample that are selected. */
  #print() {
    const { scene, header, state } = this;
    const { text } = header;
    const printed = scene.operations.map((op) => {
      const pick = this.#selection(op.layer ?? scene.depth);
      return { title: this.#title(op, pick), math: op.math ?? "", lines: numbers(scene, op, pick, state.sample, state.digits) };
    });
    print(sheetOf(fill(text.sheet_title, { step: header.step }), givenOf(scene, state.sample, state.digits), printed, state.blank, text));
  }

  /** What an operation is called. @param {Operation|null} op @param {Pick} pick */
  #title(op, pick) {
    const { scene, header } = this;
    const { text } = header;
    const place = { l: String(op?.layer), i: pick.i + 1, j: pick.j + 1, step: header.step };
    const called = op?.layer === scene.depth ? scene.called(scene.depth, pick.j) : "";
    return fill(text[`title_${op?.symbol ?? "start"}`], place) + (called && ` (${fill(text.class, { name: called })})`);
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
    if (state.tab === "arrays") this.#loadPlotly();
    if (state.tab === "arrays") writeArrays(pane, scene, op, this.plotly, this.theme ?? "light", state.digits);
    if (state.tab === "check") writeCheck(pane, scene, this.#touchable().find(({ kind }) => kind !== "x"), (wanted) => this.#check(wanted), Boolean(this.channel.asked?.question.check), state.digits);
    if (state.tab === "path") this.paths.write(this.#traced(), state.way);
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

  /** The weight whose path is shown: the one that was chosen, of an input the first that leads from it. */
  #traced() {
    const { scene, state: { chosen, sample, op: k, digits } } = this;
    const layer = chosen || (chosen === 0 ? 1 : this.#layer()) || 1;
    const { i, j } = this.#selection(layer);
    return { scene, layer, i: chosen === 0 ? this.#selection(0).j : i, j, sample, k, digits };
  }

  /** The path that is shown, for the drawing; null while the tab "One path" is not open. @returns {LitPath|null} */
  litPath() {
    if (!this.scene || this.state.tab !== "path") return null;
    const traced = this.#traced();
    const path = this.paths.find(traced, this.state.way);
    return path && { layer: path.layer, from: traced.i, units: path.units, around: path.around };
  }

  /** What a screen reader hears of the moment. */
  #sentence() {
    if (!this.scene) return "";
    if (this.root.hasAttribute("data-blank")) return this.find(".st-about").innerText; // the number is what is asked for
    const moment = spoken(this.#here(), this.find(".st-about h3"), this.find(".st-about p"));
    return this.state.tab === "path" ? `${moment} ${this.paths.spoken(this.#traced(), this.state.way)}`.trim() : moment;
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
    this.#playState();
  }

  #playState() {
    const { text } = this.header;
    const { isOn } = this.playing;
    const button = this.find(".st-play");
    button.setAttribute("aria-label", isOn ? text.pause_step : text.play_step);
    button.title = isOn ? text.pause_step : text.play_step;
    this.root.toggleAttribute("data-playing", isOn);
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
    this.place.write(this.#moment(), this.header.link);
  }

  /** Back or forward in the browser's history: what the address has counts. @param {Omit<Return, "n">} to */
  #return(to) {
    const n = this.#count();
    this.tell({ ...to, n });
    return n;
  }

  #copy() {
    this.#settle();
    copyLink(this.saying, this.header.text);
  }

  destroy() {
    if (this.header) this.place.leave(this.#moment());
    this.channel.drop();
    clearTimeout(this.beat);
    this.playing.stop();
    this.saying.destroy();
    this.speaking.destroy();
    clearArrays(this.find("[data-pane=arrays]"), this.plotly);
    this.keys.destroy();
    this.abort.abort();
    this.drawing.destroy();
  }
}

export default mounted(
  (parent, mounting) => new Stepper(find(parent, "[data-testid=stepper]"), mounting),
  (stepper, setState) => {
    stepper.send = (ask) => setState("ask", ask);
    stepper.tell = (act) => setState("act", act);
  },
);
