// Step through: hears a person and the server, and has all be shown of where one then is.

import { find, findAll, keepKeys, mounted, Saying } from "../browser/dom.js";
import { answerWith } from "../browser/explained.js";
import { fill } from "../browser/format.js";
import { doneBy } from "../browser/key_table.js";
import { Keys } from "../browser/keys.js";
import { memoryOf } from "../browser/memory.js";
import { copyLink, Place } from "../browser/place.js";
import { SHOWN_OTHERWISE } from "../browser/room.js";
import { wished } from "../browser/shown.js";
import { Speaking } from "../browser/speaking.js";
import { Colours } from "./colours.js";
import { answer, operationOf } from "./explained.js";
import { beginAt, comeFrom, wordsOf } from "./address.js";
import { destination, KEY_ACTS, sameIn, UNIT_KEYS, within } from "./moving.js";
import { PACES, Playing } from "./playing.js";
import { decodeScene, Scene } from "./scene.js";
import { SceneAsking } from "./scene_asking.js";
import { select, selectNext } from "./selected.js";
import { printStep } from "./sheet.js";
import { memorable } from "./state.js";
import { changed } from "./touching.js";
import { View } from "./view.js";

/** @import { Mounting, Return } from "../browser/types.d.ts" */
/** @import { Wanted } from "./moving.js" */
/** @import { Viewed } from "./view.js" */
/** @import { CheckAsk, Header, SceneAsk } from "./types.d.ts" */

class Stepper {
  /** @type {Scene} */
  scene;
  /** Tell the server what is asked. @type {(ask: SceneAsk) => void} */
  send;
  /** @type {(act: Return) => void} */
  tell;

  /** @param {HTMLElement} root @param {Mounting} mounting */
  constructor(root, { key, address }) {
    this.root = root;
    this.state = memoryOf(key, memorable);
    /** What a link of another page wants to be seen. */
    this.wish = wished("step_through");
    /** @type {Uint8Array|null} */
    this.received = null;
    /** The operation at which a unit was clicked. @type {number|null} */
    this.clickedAt = null;
    this.asking = new SceneAsking((question) => this.send(question), () => this.#count());
    this.saying = new Saying(() => this.#status());
    this.playing = new Playing({ next: () => this.#playOn(), changed: () => this.#status() });
    this.playing.pace = PACES[this.state.pace];
    this.colours = new Colours(root);
    this.view = this.#view();
    this.abort = new AbortController();
    const { signal } = this.abort;
    this.#listen(signal);
    this.keys = new Keys(root, (event) => this.#key(event));
    this.place = new Place(address);
    this.place.onReturn({ go: (to) => this.#return(to), stay: () => this.#settle() }, signal);
    answerWith(root, (question) => this.scene && answer(question, this.scene, this.state), signal);
    this.speaking = new Speaking(root, () => (this.scene ? this.view.sentence(this.scene, this.state) : ""));
  }

  #view() {
    const { state, saying } = this;
    const paint = () => this.paint();
    return new View(this.root, state, {
      paint,
      chose: () => {
        this.playing.pace = PACES[state.pace];
        paint();
      },
      pick: (layer, j, i) => this.#pick(layer, j, i), goToLayer: (layer) => this.#goToLayer(layer), say: (words) => saying.say(words),
      tabs: {
        turned: () => this.#tab(), traced: paint, unloaded: () => saying.say(this.header.text.no_plotly),
        check: (wanted) => this.#check(wanted),
        edit: (choice, value) => {
          state.edits.push(changed(state.edits, choice, value));
          this.#askAnew();
        },
        undo: () => {
          state.edits.pop();
          this.#askAnew();
        },
      },
    });
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    const { root } = this;
    for (const part of findAll(root, ".st-transport button, .st-tabs, .st-line")) part.addEventListener("mousedown", keepKeys, { signal });
    for (const button of findAll(root, "[data-do]")) button.addEventListener("click", () => this.#act(String(button.dataset.do)), { signal });
    find(root, ".st-print").addEventListener("click", () => printStep(this.scene, this.state, this.state.digits, this.state.blank), { signal });
    find(root, ".st-copy").addEventListener("click", () => this.#copy(), { signal });
    document.addEventListener(SHOWN_OTHERWISE, () => {
      this.colours.forget();
      this.#look();
    }, { signal });
  }

  /** Of the scene that is shown. */
  get header() {
    return this.scene.header;
  }

  #count() {
    this.state.count += 1;
    return this.state.count;
  }

  // What comes

  /** A scene has come, or the theme has changed. @param {Uint8Array} bytes */
  receive(bytes) {
    if (bytes !== this.received) {
      this.received = bytes;
      const scene = decodeScene(bytes, this.state.headers);
      if (scene instanceof Scene) this.#take(scene);
      else this.asking.askWhole(scene.run, this.state.step);
    }
    this.#look();
  }

  /** @param {Scene} scene */
  #take(scene) {
    const { header } = scene;
    const { state } = this;
    this.place.arrived(header.mounted, header.link);
    const isNew = header.run !== this.scene?.header.run;
    if (isNew) this.#enter(header);
    const answered = this.asking.answered(header, state);
    if (!answered) return;
    const { wanted, again, check } = answered;
    if (again) {
      if (isNew) this.#show(scene, isNew); // what there is
      this.#ask(wanted, check);
      return;
    }
    const n = scene.operations.length;
    Object.assign(state, { step: header.step, op: Math.min(n, wanted.op < 0 ? n : wanted.op) });
    this.#show(scene, isNew);
    this.#obey(header);
  }

  /** What the server tells this page to show, once. @param {Header} header */
  #obey({ run, moment, operations, most_steps }) {
    const { state } = this;
    if (!moment || moment.n <= state.told) return;
    state.told = moment.n;
    this.playing.stop();
    beginAt(state, { run, start: moment, most_steps });
    const op = moment.show ? operationOf(operations, moment.show) : null;
    if (moment.step === this.header.step) this.#go({ step: moment.step, op: op ?? state.op });
    else this.#ask({ step: moment.step, op: op ?? state.op });
  }

  /** A run that is new on the page: where its link says, the page before, or what was to be seen first. @param {Header} header */
  #enter(header) {
    const { state } = this;
    const { run, start, operations } = header;
    if (state.run !== run) {
      this.playing.stop();
      beginAt(state, header);
      this.wish ||= start.show ?? "";
    }
    if (!this.scene) comeFrom(state, this.place.stepLeft(run), header);
    state.op = (this.wish ? operationOf(operations, this.wish) : null) ?? state.op;
    this.wish = "";
    this.asking.drop();
    this.root.dataset.run = run;
  }

  /** @param {Scene} scene @param {boolean} isNew whether it is of another run than the one before */
  #show(scene, isNew) {
    const { state } = this;
    this.scene = scene;
    if (isNew) this.colours.forget();
    if (state.sample >= scene.header.samples) state.sample = 0;
    this.view.build(scene, state, isNew);
    this.#look();
    this.paint();
  }

  #look() {
    if (this.scene && this.colours.look(this.header.palettes)) this.paint();
  }

  // Moving

  /** @param {string} what back, next, layer, layer_back, phase, finish, home, play */
  #act(what) {
    if (!this.scene) return;
    if (what === "play") {
      this.playing.toggle();
      return;
    }
    this.playing.stop();
    this.#move(what);
  }

  /** @param {string} what of the acts but play */
  #move(what) {
    this.#go(destination(what, this.scene.operations, this.state, this.asking.wanted));
  }

  /** The next operation of what is played; from the last one on, the next step. Says whether there is one more after it. */
  #playOn() {
    if (this.asking.wanted) return true; // the next step is on its way
    const n = this.scene.operations.length;
    this.#move("next");
    return this.asking.wanted !== null || this.state.op < n;
  }

  /** What the same operation, or else any of this phase, does in another layer; before the first one at the input. @param {number} layer */
  #goToLayer(layer) {
    this.playing.stop();
    const { step, op } = this.state;
    this.#go({ step, op: sameIn(this.scene.operations, op, layer) });
  }

  /** Show an operation of a step. @param {Wanted} to */
  #go(to) {
    const { state } = this;
    const { step, op } = within(to, this.header.most_steps - 1);
    if (step === state.step && !this.asking.wanted) {
      state.op = op < 0 ? this.scene.operations.length : op;
      this.paint();
      return;
    }
    state.edits = []; // what was changed by hand was changed in that step only
    this.#ask({ step, op });
  }

  /** @param {Wanted} wanted @param {CheckAsk} [check] the gradient to check, if any */
  #ask(wanted, check) {
    const { run, key } = this.header;
    this.asking.ask(wanted, run, this.state.edits, key, check);
    this.#status();
  }

  /** For the same moment, with other changes by hand or a check. @param {CheckAsk} [check] */
  #askAnew(check) {
    const { step, op } = this.state;
    this.#ask({ step, op }, check);
  }

  /** @param {CheckAsk} wanted */
  #check(wanted) {
    this.#askAnew(wanted);
    this.#tab();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!this.scene) return;
    const does = doneBy("stepper", event);
    if (this.view.strip.took(event) || does === null) return;
    if (does in UNIT_KEYS) {
      selectNext(this.state, this.scene, UNIT_KEYS[does]);
      this.#picked();
    } else this.#act(KEY_ACTS[does]);
    event.preventDefault();
  }

  /** @param {number} layer @param {number} j @param {number|null} i null for a unit */
  #pick(layer, j, i) {
    select(this.state, layer, j, i);
    this.#picked();
  }

  #picked() {
    this.clickedAt = this.state.op;
    this.paint();
  }

  // Painting

  /** What there is to see; null before there is a scene. @returns {Viewed|null} */
  get #viewed() {
    const { scene, state, colours: { theme, table }, playing, clickedAt, asking: { isChecking } } = this;
    return scene && table && { scene, state, theme: theme ?? "light", table, pace: playing.isOn ? playing.pace : 0, clickedAt, isChecking };
  }

  paint() {
    const viewed = this.#viewed;
    if (!viewed) return;
    const { header, root, state } = this;
    this.view.paint(viewed);
    this.#status();
    this.view.reach();
    this.speaking.rest();
    Object.assign(root.dataset, { step: String(header.step), op: String(state.op), symbol: this.scene.operation(state.op)?.symbol ?? "" });
    this.place.handOver(header.run, state.step); // the step that one came for, also while another is shown until it is here
    this.#settle();
  }

  /** The card with tabs alone. */
  #tab() {
    const viewed = this.#viewed;
    if (viewed) this.view.writeTab(viewed);
  }

  #status() {
    if (!this.scene) return;
    const { text, diverged } = this.header;
    const { edits } = this.state;
    const { wanted, training } = this.asking;
    let status = this.saying.words;
    if (!status && edits.length) status = fill(text.touched, { n: edits.length });
    if (!status && diverged) status = fill(text.diverged, { ...diverged });
    if (wanted) status = text.waiting;
    if (training) status = fill(text.training, { ...training });
    find(this.root, ".st-status").textContent = status;
    this.view.controls.play(this.playing.isOn, text);
  }

  // The address

  #settle() {
    this.place.write(wordsOf(this.state, this.header), this.header.link);
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
    if (this.scene) this.place.leave(wordsOf(this.state, this.header));
    this.asking.drop();
    this.playing.stop();
    this.saying.destroy();
    this.speaking.destroy();
    this.keys.destroy();
    this.abort.abort();
    this.view.destroy();
  }
}

export default mounted(
  (parent, mounting) => new Stepper(find(parent, "[data-testid=stepper]"), mounting),
  (stepper, setState) => {
    stepper.send = (ask) => setState("ask", ask);
    stepper.tell = (act) => setState("act", act);
  },
);
