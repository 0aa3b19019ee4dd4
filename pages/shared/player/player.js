// The player: keeps one run's frames, shows one step of it, and asks the server for what is missing.

import { Charts } from "./charts.js";
import { Choices } from "./choices.js";
import { check, keepKeys, mounted, options, paintRoot, Saying, themeOf } from "./dom.js";
import { lookup } from "./draw.js";
import { fill, significant } from "./format.js";
import { loadPlotly } from "./panels.js";
import { copyLink, handOver, Place, stepLeft } from "./place.js";
import { Stack } from "./stack.js";
import { decode, Store } from "./tape.js";
import { SPEEDS, Transport } from "./transport.js";
import { writeCaption, writeTable } from "./words.js";

const ASK_AGAIN_MS = 3000;
const ASK_OTHER_MS = 600;
const CHUNK = 25;
const FEW = 8;
const NEAR = 10;
const SETTLE_MS = 120;

/** What outlives a switch of pages: the last run's frames, where it stood, the run before it, what was chosen. */
const memory = {
  run: null, store: null, at: 0, before: null, count: 0,
  choices: { view: "W", scale: "all", measure: "dW_norm", axis: "linear", selected: 0, speed: 3 },
};

class Player {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.abort = new AbortController();
    const listening = { signal: this.abort.signal };
    for (const part of root.querySelectorAll("button, .bp-options, .bp-cards")) {
      part.addEventListener("mousedown", keepKeys, listening);
    }
    document.addEventListener("visibilitychange", () => document.hidden && this.transport.pause(), listening);
    this.choices = new Choices(root, memory.choices, (choice) => this.#chosen(choice));
    this.charts = new Charts(root);
    this.stack = new Stack(root, (index) => this.choices.set("selected", index));
    this.transport = new Transport(root, {
      at: () => this.at, end: () => this.end, go: (step) => this.#go(step),
      ahead: () => this.#ahead(), changed: () => this.#status(),
      jump: (step) => this.#jump(step), refused: (refused) => this.#refused(refused),
    });
    this.place = new Place();
    this.saying = new Saying(() => this.#status());
    this.find(".bp-stop").addEventListener("click", () => this.#stop(), listening);
    this.find(".bp-copy").addEventListener("click", () => this.#copy(), listening);
    this.run = null;
    this.at = 0;
    this.end = 0;
    this.asked = null;
  }

  /**
   * A tape has come, or the theme has changed.
   * @param {Uint8Array} bytes
   */
  receive(bytes) {
    if (bytes !== this.received) {
      this.received = bytes;
      const tape = decode(bytes);
      if (tape.header.run !== this.run) this.#begin(tape);
      else this.#continue(tape);
    }
    this.#look();
  }

  #begin(tape) {
    const { header } = tape;
    const { values } = this.choices;
    this.transport.pause();
    this.transport.pending = null;
    if (memory.run !== header.run) this.#remember(header);
    const passed = this.run === null ? stepLeft(header.run) : null;
    if (passed !== null && passed <= header.end) memory.at = passed;
    Object.assign(this, {
      header, run: header.run, store: memory.store, asked: null, detailAsked: null, frame: null, trained: null,
    });
    this.root.dataset.run = header.run;
    this.store.put(tape, memory.at);
    this.#ends(header);
    values.selected = Math.min(values.selected, header.cards.length - 1);
    this.charts.begin(header, values, this.store);
    this.stack.build(header);
    this.stack.select(values.selected);
    this.#words();
    this.theme = null;
    this.#look();
    const at = Math.min(memory.at, this.end);
    this.#go(this.store.get(at) ? at : header.steps[0]);
    if (this.at !== at) this.transport.seek(at);
    this.#offer();
    this.#loadCharts();
  }

  /** A run that is new here: where it begins, and from where one came. */
  #remember({ run, start, origin }) {
    if (memory.run && origin?.step === null) memory.before = { run: memory.run, at: memory.at };
    const { step, ...chosen } = start;
    Object.assign(memory.choices, chosen);
    Object.assign(memory, { run, store: new Store(), at: step });
  }

  /** Where the run before could be continued with the new settings, let the person choose. */
  #offer() {
    const { origin, text } = this.header;
    const before = origin && memory.before?.run === origin.id ? memory.before.at : 0;
    const step = origin?.step ?? before;
    const group = this.find(".bp-origin");
    group.hidden = step === 0;
    if (group.hidden) return;
    group.setAttribute("aria-label", text.origin);
    options(
      group,
      [["restart", text.origin_restart], ["continue", fill(text.origin_continue, { step })]],
      (what) => what !== (origin.continued ? "continue" : "restart") && this.#do(what, { step }),
    );
    check(group, origin.continued ? "continue" : "restart");
    group.title = text.origin_help;
  }

  #loadCharts() {
    loadPlotly(this.header.plotly).then(
      async (plotly) => {
        if (!this.root.isConnected) return;
        await this.charts.attach(plotly);
        this.#rest();
      },
      () => { this.find(".bp-status").textContent = this.header.text.no_plotly; },
    );
  }

  #continue(tape) {
    const { header } = tape;
    this.store.put(tape, this.at);
    this.header.diverged = header.diverged;
    if (header.end !== this.header.end) {
      Object.assign(this.header, { end: header.end, figures: header.figures, link: header.link });
      this.theme = null;
      this.#settle();
    }
    this.#ends(header);
    if (this.at > this.end) this.transport.seek(this.end);
    if (this.asked && this.store.get(Math.min(this.asked.first, this.end))) this.asked = null;
    else if (this.asked && !header.steps.length) {
      // The time was up before the first frame: say how far training has come, and go on.
      this.trained ??= { from: header.trained };
      this.trained.now = header.trained;
      this.asked = null;
    }
    if (this.awaited !== undefined && this.end >= this.awaited) {
      this.transport.seek(this.awaited);
      this.awaited = undefined;
    }
    this.transport.arrived();
    if (this.transport.pending !== null) this.#ahead();
    if (tape.detail) {
      this.charts.detail = tape.detail;
      if (this.charts.hasDetail(this.at)) this.#paint(this.frame);
    }
    this.#status();
  }

  #ends(header) {
    this.end = header.diverged ? Math.min(header.end, header.diverged.last) : header.end;
    this.transport.scrub.max = String(this.end);
    this.find(".bp-end-step").textContent = `/${this.end}`;
    this.find(".bp-step").style.minWidth = `${String(header.end).length}ch`;
  }

  // What a person does that concerns the run itself, and its address

  /** Tell the server, which makes it so. @param {string} what extend, continue, restart */
  #do(what, details) {
    memory.count += 1; // the server counts on: an action's number is never used twice
    this.tell({ run: this.run, n: memory.count, do: what, ...details });
  }

  /** Go to a step, making the run longer for it if need be. @param {number} step @returns {boolean} */
  #jump(step) {
    const { header, transport } = this;
    if (step > header.most_steps) return false;
    if (step > header.end) {
      this.awaited = step;
      this.#do("extend", { steps: step });
    } else transport.seek(step);
    return true;
  }

  #refused(refused) {
    this.saying.say(refused ? fill(this.header.text.goto_refused, { most: this.header.most_steps.toLocaleString("en") }) : "");
  }

  /** Stop training towards a step: show how far it has come, if that is further than what is shown. */
  #stop() {
    const reached = this.trained?.now ?? 0;
    this.transport.stop(reached > this.at ? Math.min(reached, this.end) : null);
  }

  #copy() {
    this.#settle();
    copyLink(this.saying, this.header.text);
  }

  /** Put the moment into the address. */
  #settle() {
    this.place.write(this.#moment(), this.transport.playing);
  }

  /** The words of the moment; what is as it would be without them is left out. */
  #moment() {
    const { link, defaults } = this.header;
    const { values } = this.choices;
    const words = link ? [link] : [];
    if (this.at > 0) words.push(`step=${this.at}`);
    if (values.selected > 0) words.push(`layer=${values.selected + 1}`);
    for (const [name, usual] of Object.entries(defaults)) {
      if (values[name] !== usual) words.push(`${name}=${values[name]}`);
    }
    return words;
  }

  #words() {
    const { text } = this.header;
    for (const label of this.root.querySelectorAll("[data-text]")) label.textContent = text[label.dataset.text];
    for (const button of this.root.querySelectorAll("[data-do]")) this.#name(button, text[button.dataset.do]);
    this.root.setAttribute("aria-label", text.label);
    this.transport.scrub.setAttribute("aria-label", text.step);
    this.transport.field.setAttribute("aria-label", text.goto);
    this.transport.field.placeholder = text.goto;
    const link = this.find(".bp-copy");
    link.setAttribute("aria-label", text.copy);
    link.title = text.copy_help;
    this.find(".bp-stop").textContent = text.stop;
    this.choices.build(this.header);
    this.transport.speed = SPEEDS[this.choices.values.speed];
  }

  #name(button, name) {
    button.setAttribute("aria-label", name);
    button.title = `${name}\n${this.header.text.keys}`;
  }

  #chosen(choice) {
    const { values } = this.choices;
    if (choice === "speed") {
      this.transport.speed = SPEEDS[values.speed];
      if (this.transport.playing) this.#ahead();
      return;
    }
    if (choice === "selected") {
      this.stack.select(values.selected);
      this.charts.weightsAxes();
    }
    if (choice === "measure") this.charts.profileAxes();
    if (choice === "axis") this.charts.lossAxes();
    this.#settle();
    this.#paint(this.frame);
    this.#rest();
  }

  /** Colours of the page's theme, when it has changed. */
  #look() {
    const theme = themeOf(this.root);
    if (this.theme === theme) return;
    this.theme = theme;
    const palette = this.header.palettes[theme];
    this.table = lookup(palette.diverging, palette.slope);
    paintRoot(this.root, palette);
    const legend = this.find(".bp-legend canvas").getContext("2d");
    const pixels = legend.createImageData(256, 1);
    new Uint32Array(pixels.data.buffer).set(this.table.subarray(0, 256));
    legend.putImageData(pixels, 0, 0);
    this.charts.setTheme(theme, this.table);
    if (!this.frame) return;
    this.#paint(this.frame);
    this.#rest();
  }

  // Showing a step

  #go(step) {
    const frame = this.store.get(step);
    if (!frame) return false;
    this.at = step;
    memory.at = step;
    handOver(this.run, step);
    this.#paint(frame);
    this.#settle();
    this.#rest();
    return true;
  }

  #paint(frame) {
    if (!frame) return;
    this.frame = frame;
    const { step } = frame;
    const { values } = this.choices;
    const { scrub, pending, playing } = this.transport;
    if (this.root.dataset.step !== String(step)) this.root.dataset.step = String(step);
    this.find(".bp-step").textContent = String(step);
    this.find(".bp-loss").textContent = this.#lossDigits(frame.numbers("loss")[0]);
    if (pending === null) scrub.value = String(step);
    scrub.style.setProperty("--bp-share", `${this.end ? (100 * step) / this.end : 0}%`);
    const limit = this.stack.limit(frame.part(values.view, values.selected), values);
    this.#legend(values.scale === "each", limit);
    this.charts.show(frame, playing, limit);
    this.stack.paint(frame, values, this.table, this.charts.ranges[values.measure]);
    writeCaption(this.find(".bp-caption"), this.header, frame, values.measure, this.end);
  }

  /** Five digits, or three beside an exponent: the place stays as wide. */
  #lossDigits(loss) {
    const digits = significant(loss, 5);
    return digits.includes("×") ? significant(loss, 3) : digits;
  }

  #legend(each, limit) {
    this.find(".bp-low").textContent = each ? "−" : `−${significant(limit, 1)}`;
    this.find(".bp-high").textContent = each ? "+" : `+${significant(limit, 1)}`;
  }

  /** Soon after the picture has come to rest, give the charts their numbers, one a frame. */
  #rest() {
    clearTimeout(this.resting);
    if (this.transport.playing) return;
    this.resting = setTimeout(() => {
      const waiting = [...this.charts.panels];
      const next = () => {
        if (this.transport.playing || !this.root.isConnected) return;
        waiting.shift().settle();
        if (waiting.length) {
          requestAnimationFrame(next);
          return;
        }
        writeTable(this.find("[data-table]"), this.header.text, this.frame, this.choices.values);
        this.#askDetail();
      };
      requestAnimationFrame(next);
    }, SETTLE_MS);
  }

  #status() {
    const { transport, header } = this;
    const { pending, playing, waiting, speed } = transport;
    const button = this.find(".bp-play");
    button.classList.toggle("bp-playing", playing);
    this.#name(button, header.text[playing ? "pause" : "play"]);
    const step = pending ?? Math.min(this.at + speed.stride, this.end);
    if (pending === null) this.trained = null;
    const training = this.trained !== null && this.trained.now < pending;
    let status = this.saying.words;
    if (training) status = fill(header.text.training, { n: pending, trained: this.trained.now });
    else if (pending !== null || waiting) status = fill(header.text.waiting, { n: step });
    this.find(".bp-status").textContent = status;
    this.#progress(training, pending);
    if (playing) return;
    this.#settle();
    this.#rest();
  }

  /** How far training towards a step has come, and a button to stop it. */
  #progress(training, pending) {
    const bar = this.find(".bp-progress");
    bar.hidden = !training;
    this.find(".bp-stop").hidden = !training;
    this.find(".bp-origin").classList.toggle("bp-aside", training);
    if (!training) return;
    const { from, now } = this.trained;
    bar.value = (now - from) / Math.max(1, pending - from);
    bar.setAttribute("aria-label", fill(this.header.text.training, { n: pending, trained: now }));
  }

  // Asking for more

  /** Ask for the next frames that will be wanted, if they are not here and not yet asked for. */
  #ahead() {
    const { pending, playing, speed } = this.transport;
    const stride = playing ? speed.stride : 1;
    const from = pending ?? Math.min(this.at + stride, this.end);
    const missing = this.store.missing(from, stride, this.end, playing ? CHUNK : FEW);
    if (missing === null) return;
    // Going back step by step, the ones before will be wanted next.
    const back = missing === pending && pending < this.at && this.at - pending <= NEAR;
    const first = back ? Math.max(0, pending - Math.min(FEW, this.header.chunk) + 1) : missing;
    const now = performance.now();
    const same = this.asked && this.asked.first === first && this.asked.stride === stride;
    if (this.asked && now - this.asked.when < (same ? ASK_AGAIN_MS : ASK_OTHER_MS)) return;
    this.asked = { first, stride, when: now };
    this.detailAsked = null; // this question takes its place
    this.#ask({ first, stride, count: playing ? CHUNK : FEW });
    clearTimeout(this.again);
    this.again = setTimeout(() => this.asked && this.#ahead(), ASK_AGAIN_MS + 1);
  }

  /** Once at rest: a layer too large for the frames, in full, for its picture and hover. */
  #askDetail() {
    const { view, selected } = this.choices.values;
    const wanted = `${this.at} ${view} ${selected}`;
    if (this.asked || this.detailAsked === wanted || !this.charts.needsDetail(this.at)) return;
    this.detailAsked = wanted;
    this.#ask({ first: this.at, stride: 1, detail: [view, selected] });
  }

  #ask(request) {
    memory.count += 1;
    this.send({ run: this.run, known: this.store.curve.known, n: memory.count, ...request });
  }

  destroy() {
    if (this.header) this.place.leave(this.#moment());
    this.saying.destroy();
    clearTimeout(this.resting);
    clearTimeout(this.again);
    this.abort.abort();
    this.transport.destroy();
    this.stack.destroy();
    this.charts.destroy();
  }
}

export default mounted(
  (parent) => new Player(parent.querySelector("[data-testid=player]")),
  (player, setState) => {
    player.send = (request) => setState("pull", request);
    player.tell = (action) => setState("act", action);
  },
);
