// The player: keeps one run's frames, shows one step of it, and asks the server for what is missing.

import { Channel } from "../browser/channel.js";
import { check, find, findAll, keepKeys, mounted, options, paintRoot, Saying, themeOf } from "../browser/dom.js";
import { contextOf, largest, lookup } from "../browser/draw.js";
import { fill, significant } from "../browser/format.js";
import { Headers } from "../browser/headers.js";
import { loadPlotly } from "../browser/panels.js";
import { memoryOf } from "../browser/memory.js";
import { copyLink, Place } from "../browser/place.js";
import { Store } from "../browser/store.js";
import { decode } from "../browser/tape.js";
import { SPEEDS, Transport } from "../browser/transport.js";
import { Asking } from "./asking.js";
import { writeCaption } from "./caption.js";
import { Charts } from "./charts/charts.js";
import { Choices } from "./choices.js";
import { limitOf, matrixOf } from "./heatmaps.js";
import { pointAt } from "./marks.js";
import { Panes } from "./panes/panes.js";
import { Pictures } from "./pictures.js";
import { Readout } from "./readout.js";
import { Stack } from "./stack/cards.js";
import { Graph } from "./stack/graph.js";
import { Widths } from "./stack/widths.js";
import { writeTable } from "./table.js";

/** @import { Frame, Tape } from "../browser/tape.js" */
/** @import { Act, Choices as Values, Header, Mark, Matrix, Moment, Mounting, Theme, Unit } from "../browser/types.d.ts" */
/** @import { State, Put } from "./asking.js" */

const SETTLE_MS = 120;

/**
 * What outlives a switch of pages: the last run's frames, where it stood, the run before it, what was chosen, told, drawn.
 * @typedef {Object} Memory
 * @property {string|null} run
 * @property {Store} store
 * @property {number} at
 * @property {{run: string, at: number}|null} before
 * @property {number} count
 * @property {number} told the number of the moment that was obeyed last
 * @property {Mark|null} mark
 * @property {{pixels: Float32Array}} drawn
 * @property {Headers<Header>} headers
 * @property {Values} choices
 */

/** @returns {Memory} */
function memorable() {
  return {
    run: null, store: new Store(), at: 0, before: null, count: 0, told: 0, mark: null, drawn: { pixels: new Float32Array(0) },
    headers: new Headers(),
    choices: {
      stack: "matrices", view: "W", scale: "all", shown: "auto", measure: "dW_norm", axis: "linear", curve: "loss", selected: 0, speed: 3,
    },
  };
}

class Player {
  /** @type {Header} */
  header;
  /** @type {Store} */
  store;
  /** The colours of the theme. @type {Uint32Array} */
  table;
  /** Tell the server, of this run, what is asked and what was done. @type {(request: Put & {n: number}) => void} */
  send;
  /** @type {(act: Act) => void} */
  tell;

  /** @param {HTMLElement} root @param {Mounting} mounting */
  constructor(root, { key, address }) {
    const memory = memoryOf(key, memorable);
    this.memory = memory;
    this.root = root;
    /** @param {string} selector */
    this.find = (selector) => find(root, selector);
    this.abort = new AbortController();
    const listening = { signal: this.abort.signal };
    for (const part of findAll(root, "button, .bp-options, .bp-cards, .bp-graph-scroller")) {
      part.addEventListener("mousedown", keepKeys, listening);
    }
    document.addEventListener("visibilitychange", () => document.hidden && this.transport.pause(), listening);
    this.choices = new Choices(root, memory.choices, (choice) => this.#chosen(choice));
    this.charts = new Charts(root);
    this.readout = new Readout(root);
    /** @param {number} index */
    const select = (index) => this.choices.set("selected", index);
    this.widths = new Widths(root, (hidden) => this.#do("layers", { hidden }));
    this.pictures = new Pictures();
    /** @param {Unit|null} unit */
    const enlarge = (unit) => this.#enlarge(unit);
    this.stack = new Stack(root, this.widths, this.pictures, { select, enlarge });
    this.panes = new Panes(root, memory.choices, {
      pictures: this.pictures, enlarge, drawn: memory.drawn, ask: (...question) => this.asking.about(question),
    });
    this.graph = new Graph(root, this.widths, {
      select, enlarge, pause: () => this.transport.pause(), edit: (edit) => this.#do("edit", { step: this.at, ...edit }),
    });
    this.transport = new Transport(root, {
      at: () => this.at, end: () => this.end, here: (step) => Boolean(this.store.get(step)),
      go: (step) => this.#go(step), ahead: () => this.asking.ahead(), changed: () => this.#status(),
      jump: (step) => this.#jump(step), refused: (refused) => this.#refused(refused),
    });
    this.place = new Place(address);
    this.find(".bp-copy").hidden = !address; // it would be another's
    this.saying = new Saying(() => this.#status());
    this.find(".bp-stop").addEventListener("click", () => this.#stop(), listening);
    this.find(".bp-undo").addEventListener("click", () => this.#do("undo", {}), listening);
    this.find(".bp-copy").addEventListener("click", () => this.#copy(), listening);
    /** @type {string|null} */
    this.run = null;
    /** The step shown, and the run's last. */
    this.at = 0;
    this.end = 0;
    /** @type {Frame|null} */
    this.frame = null;
    /** @type {Theme|null} */
    this.theme = null;
    /** @type {Uint8Array|null} */
    this.received = null;
    this.resting = 0;
    /** @type {Channel<Put, import("./asking.js").AboutStep>} */
    this.channel = new Channel((request) => this.send(request), { count: () => this.#count() });
    this.asking = new Asking(this.channel, () => this.#state());
  }

  /**
   * A tape has come, or the theme has changed.
   * @param {Uint8Array} bytes
   */
  receive(bytes) {
    if (bytes !== this.received) {
      this.received = bytes;
      const tape = decode(bytes, this.memory.headers);
      if (!tape.frames) this.channel.ask({ run: tape.header.run, first: tape.header.steps[0] ?? 0 }); // with its header
      else if (tape.header.run !== this.run) this.#begin(tape);
      else this.#continue(tape);
    }
    if (this.header) this.#look();
  }

  /** Another run. @param {Tape} tape */
  #begin(tape) {
    const { memory } = this;
    const { header } = tape;
    const { values } = this.choices;
    this.transport.pause();
    this.transport.want(null);
    if (memory.run !== header.run) this.#remember(header);
    const passed = this.run === null ? this.place.stepLeft(header.run) : null;
    if (passed !== null && passed <= header.end) memory.at = passed;
    this.header = header;
    this.run = header.run;
    this.store = memory.store;
    this.frame = null;
    this.asking.begin();
    this.root.dataset.run = header.run;
    this.store.put(tape, memory.at);
    this.readout.begin(header);
    this.#ends(header);
    values.selected = Math.min(values.selected, header.cards.length - 1);
    if (!header.views.includes(values.view)) [values.view] = header.views;
    this.charts.begin(header, values, this.store);
    this.pictures.begin(header);
    this.panes.begin(header);
    this.widths.begin(header);
    this.stack.build(header);
    this.stack.select(values.selected);
    this.graph.build(header);
    this.#words();
    this.#shape();
    this.widths.refocus();
    this.theme = null;
    this.#look();
    const at = Math.min(memory.at, this.end);
    this.#go(this.store.get(at) ? at : header.steps[0]);
    if (this.at !== at) this.transport.seek(at);
    this.#offer();
    this.#edits();
    this.#loadCharts();
    pointAt(this.root, memory.mark);
    this.#obey(header.moment);
  }

  /** What the server tells this player to show, once. @param {Moment|null} moment */
  #obey(moment) {
    if (!moment || moment.n <= this.memory.told) return;
    Object.assign(this.memory, { told: moment.n, mark: moment.mark ?? null });
    this.choices.tell(moment.choices ?? {});
    pointAt(this.root, this.memory.mark);
    if (moment.step !== undefined) this.transport.seek(moment.step);
  }

  /** A run that is new here: where it begins, and from where one came. @param {Header} header */
  #remember({ run, start, origin }) {
    const { memory } = this;
    if (memory.run && origin?.step === null) memory.before = { run: memory.run, at: memory.at };
    const { step, ...chosen } = start;
    Object.assign(memory.choices, chosen);
    Object.assign(memory, { run, store: new Store(), at: step, mark: null });
  }

  /** Where the run before could be continued with the new settings, let the person choose. */
  #offer() {
    const { header: { origin, text }, memory } = this;
    const before = origin && memory.before?.run === origin.id ? memory.before.at : 0;
    const step = origin?.step ?? before;
    const group = this.find(".bp-origin");
    group.hidden = step === 0;
    if (!origin || group.hidden) return;
    group.setAttribute("aria-label", text.origin);
    options(
      group,
      [["restart", text.origin_restart], ["continue", fill(text.origin_continue, { step })]],
      (what) => what !== (origin.continued ? "continue" : "restart") && this.#do(/** @type {"continue"|"restart"} */ (what), { step }),
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

  /** @param {Tape} tape */
  #continue(tape) {
    const { header } = tape;
    this.store.put(tape, this.at);
    Object.assign(this.header, { key: header.key, diverged: header.diverged, met: header.met });
    if (header.end !== this.header.end) {
      Object.assign(this.header, { end: header.end, figures: header.figures, link: header.link });
      this.theme = null;
      this.#settle();
    }
    this.#ends(header);
    const early = this.asking.arrived(header);
    if (header.extra) this.panes.extra(header.extra);
    if (this.at > this.end) this.transport.seek(this.end);
    if (early) this.transport.trained(header.trained); // say how far training has come, and go on
    this.transport.arrived();
    if (this.transport.pending !== null) this.asking.ahead();
    this.asking.waiting();
    if (tape.detail) {
      this.charts.detail = tape.detail;
      if (this.charts.hasDetail(this.at)) this.#paint(this.frame);
    }
    this.#obey(header.moment);
    this.#status();
  }

  /** @param {Header} header */
  #ends(header) {
    const { end, diverged, met } = header;
    this.end = Math.min(end, diverged?.last ?? end, met?.step ?? end);
    this.transport.scrub.max = String(this.end);
    this.readout.ends(this.end, header.end);
  }

  /** Where weights were set by hand, a button that takes the last one back. */
  #edits() {
    const { edits, text } = this.header;
    const button = this.find(".bp-undo");
    button.hidden = !edits.length;
    button.textContent = text.undo;
    button.title = edits.length ? fill(text.undo_help, { ...edits[edits.length - 1] }) : "";
  }

  // What a person does that concerns the run itself, and its address

  /** Tell the server, which makes it so. @param {Act["do"]} what @param {Partial<Act>} details */
  #do(what, details) {
    if (this.run !== null) this.tell({ run: this.run, n: this.#count(), do: what, ...details });
  }

  /** The next number. The server counts on: an action's number is never used twice. */
  #count() {
    this.memory.count += 1;
    return this.memory.count;
  }

  /** Go to a step, making the run longer for it if need be. @param {number} step @returns {boolean} */
  #jump(step) {
    const { header, transport } = this;
    if (step > header.most_steps) return false;
    if (step > header.end && this.end === header.end) {
      transport.want(step, true);
      this.#do("extend", { steps: step });
    } else transport.seek(step);
    return true;
  }

  /** @param {boolean} refused */
  #refused(refused) {
    this.saying.say(refused ? fill(this.header.text.goto_refused, { most: this.header.most_steps.toLocaleString("en") }) : "");
  }

  /** Stop training towards a step: show how far it has come, if that is further than what is shown. */
  #stop() {
    const reached = this.transport.wish?.trained?.now ?? 0;
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
    /** @type {Record<string, string|number>} */
    const said = { ...values, shown: this.panes.word };
    for (const [name, usual] of Object.entries(defaults)) {
      if (said[name] !== usual) words.push(`${name}=${said[name]}`);
    }
    return words;
  }

  #words() {
    const { text } = this.header;
    for (const label of findAll(this.root, "[data-text]")) label.textContent = text[String(label.dataset.text)];
    for (const button of findAll(this.root, "[data-do]")) this.#name(button, text[String(button.dataset.do)]);
    this.root.setAttribute("aria-label", text.label);
    this.transport.scrub.setAttribute("aria-label", text.step);
    this.transport.field.setAttribute("aria-label", text.goto);
    this.transport.field.placeholder = text.goto;
    const link = this.find(".bp-copy");
    link.setAttribute("aria-label", text.copy);
    link.title = text.copy_help;
    this.find(".bp-stop").textContent = text.stop;
    this.choices.build(this.header, this.panes);
    this.transport.speed = SPEEDS[this.choices.values.speed];
  }

  /** The layer stack as matrices, or as a network where it is small enough. */
  #shape() {
    const { graph } = this;
    this.find(".bp-kind").hidden = !graph.offered;
    graph.show(this.choices.values.stack === "network");
    this.choices.withUnits(!graph.shown);
    this.find(".bp-cards").hidden = graph.shown;
    this.find(".bp-end-in").hidden = graph.shown;
  }

  /** @param {HTMLElement} button @param {string} name */
  #name(button, name) {
    button.setAttribute("aria-label", name);
    button.title = `${name}\n${this.header.text.keys}`;
  }

  /** @param {keyof Values} choice */
  #chosen(choice) {
    const { values } = this.choices;
    if (choice === "speed") {
      this.transport.speed = SPEEDS[values.speed];
      if (this.transport.playing) this.asking.ahead();
      return;
    }
    if (choice === "selected") {
      this.stack.select(values.selected);
      this.charts.weightsAxes();
    }
    if (choice === "stack") this.#shape();
    if (choice === "shown") this.panes.choose();
    if (choice === "measure") this.charts.profileAxes();
    if (choice === "axis") this.charts.losses.axes();
    if (choice === "curve") this.charts.losses.choose();
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
    this.pictures.look(palette, this.table);
    this.panes.look(palette);
    this.stack.look(palette);
    this.graph.look(palette);
    const legend = contextOf(/** @type {HTMLCanvasElement} */ (this.find(".bp-legend canvas")));
    const pixels = legend.createImageData(256, 1);
    new Uint32Array(pixels.data.buffer).set(this.table.subarray(0, 256));
    legend.putImageData(pixels, 0, 0);
    this.charts.setTheme(theme, this.table);
    if (!this.frame) return;
    this.#paint(this.frame);
    this.#rest();
  }

  // Showing a step

  /** @param {number} step @returns {boolean} whether its frame is here */
  #go(step) {
    const frame = this.store.get(step);
    if (!frame || this.run === null) return false;
    this.at = step;
    this.memory.at = step;
    this.place.handOver(this.run, step);
    this.#paint(frame);
    this.#settle();
    this.#rest();
    return true;
  }

  /** @param {Frame|null} frame */
  #paint(frame) {
    if (!frame) return;
    this.frame = frame;
    const { step } = frame;
    const { values } = this.choices;
    const { scrub, pending, playing } = this.transport;
    if (this.root.dataset.step !== String(step)) this.root.dataset.step = String(step);
    this.readout.show(frame);
    if (pending === null) scrub.value = String(step);
    scrub.style.setProperty("--bp-share", `${this.end ? (100 * step) / this.end : 0}%`);
    this.pictures.show(frame, values.scale);
    const limit = limitOf(this.header, frame, values.selected, values);
    this.#legend(frame, values.view === "units" && !this.graph.shown ? this.pictures.limit(values.selected) : limit);
    this.charts.show(frame, playing, this.panes.shown === "weights" ? limit : null);
    this.panes.show(frame, playing);
    this.stack.paint(frame, values, this.table, this.charts.ranges[values.measure]);
    this.graph.paint(frame, values, this.table, this.pictures.inNodes);
    writeCaption(this.find(".bp-caption"), this.header, frame, values.measure, this.end);
  }

  /** The ends of the colour scale; where values lie beyond them it says so. @param {Frame} frame @param {number} limit */
  #legend(frame, limit) {
    const { view, scale } = this.choices.values;
    const each = scale === "each";
    const beyond = !each && this.header.cards.some((_, layer) => largest(frame.part(matrixOf(view), layer)) > limit);
    const end = significant(limit, 1);
    this.find(".bp-low").textContent = each ? "−" : `${beyond ? "≤ " : ""}−${end}`;
    this.find(".bp-high").textContent = each ? "+" : `${beyond ? "≥ " : ""}+${end}`;
    this.find(".bp-legend").title = beyond ? this.header.text.legend_beyond : "";
  }

  /** Soon after the picture has come to rest, give the charts their numbers, one a frame. */
  #rest() {
    clearTimeout(this.resting);
    delete this.root.dataset.rest;
    if (this.transport.playing) return;
    this.resting = setTimeout(() => {
      const waiting = [...this.charts.panels];
      const next = () => {
        if (this.transport.playing || !this.root.isConnected) return;
        waiting.shift()?.settle();
        if (waiting.length) {
          requestAnimationFrame(next);
          return;
        }
        if (!this.frame) return;
        writeTable(this.find("[data-table]"), this.header.text, this.frame, this.choices.values);
        this.panes.rest(this.frame);
        this.asking.detail();
        if (!this.channel.asked) this.root.dataset.rest = String(this.at); // all that is shown has its numbers
      };
      requestAnimationFrame(next);
    }, SETTLE_MS);
  }

  #status() {
    const { transport, header } = this;
    const { pending, playing, waiting, speed } = transport;
    const trained = pending === null ? undefined : transport.wish?.trained;
    const button = this.find(".bp-play");
    button.classList.toggle("bp-playing", playing);
    this.#name(button, header.text[playing ? "pause" : "play"]);
    const step = pending ?? Math.min(this.at + speed.stride, this.end);
    const training = trained !== undefined && trained.now < step ? trained : null;
    let status = this.saying.words;
    if (training) status = fill(header.text.training, { n: step, trained: training.now });
    else if (pending !== null || waiting) status = fill(header.text.waiting, { n: step });
    this.find(".bp-status").textContent = status;
    this.#progress(training, step);
    if (playing) {
      delete this.root.dataset.rest;
      return;
    }
    this.#settle();
    this.#rest();
  }

  /**
   * How far training towards a step has come, and a button to stop it.
   * @param {{from: number, now: number}|null} trained
   * @param {number} step
   */
  #progress(trained, step) {
    const bar = /** @type {HTMLProgressElement} */ (this.find(".bp-progress"));
    bar.hidden = !trained;
    this.find(".bp-stop").hidden = !trained;
    for (const name of [".bp-origin", ".bp-undo"]) this.find(name).classList.toggle("bp-aside", Boolean(trained));
    if (!trained) return;
    const { from, now } = trained;
    bar.value = (now - from) / Math.max(1, step - from);
    bar.setAttribute("aria-label", fill(this.header.text.training, { n: step, trained: now }));
  }

  /** Show a hidden unit's picture large; with null or an output the output's again. @param {Unit|null} wanted */
  #enlarge(wanted) {
    if (!this.pictures.side || (wanted && wanted.layer < 0)) return;
    const unit = wanted?.layer === this.pictures.last ? null : wanted;
    if (unit && this.panes.shown !== "surface") this.choices.set("shown", "surface");
    this.stack.mark(this.panes.enlarge(unit));
    this.#paint(this.frame);
  }

  /** What there is and what is wanted, for what is asked next. @returns {State} */
  #state() {
    const { at, end, header, store, transport: { pending, playing, speed }, choices: { values } } = this;
    const coarse = this.panes.shown === "weights" && this.charts.needsDetail(at);
    /** @type {[Matrix, number]} */
    const detail = [matrixOf(values.view), values.selected];
    return {
      at, end, pending, playing, store, chunk: header.chunk, stride: speed.stride, detail: coarse ? detail : null,
      of: { run: header.run, known: store.curve.known, header: header.key },
    };
  }

  destroy() {
    if (this.header) this.place.leave(this.#moment());
    this.saying.destroy();
    clearTimeout(this.resting);
    this.channel.drop();
    this.abort.abort();
    this.transport.destroy();
    this.stack.destroy();
    this.panes.destroy();
    this.graph.destroy();
    this.charts.destroy();
  }
}

export default mounted(
  (parent, mounting) => new Player(find(parent, "[data-testid=player]"), mounting),
  (player, setState) => {
    player.send = (request) => setState("pull", request);
    player.tell = (action) => setState("act", action);
  },
);
