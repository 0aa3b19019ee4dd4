// The player: keeps one run's frames, shows one step of it, and asks the server for what is missing.

import { Channel } from "../browser/channel.js";
import { check, explain, find, findAll, keepKeys, mounted, options, paintRoot, putText, Saying, themeOf } from "../browser/dom.js";
import { contextOf, largest, lookup } from "../browser/draw.js";
import { answerWith, mark } from "../browser/explained.js";
import { fill, significant } from "../browser/format.js";
import { Headers } from "../browser/headers.js";
import { loadPlotly } from "../browser/panels.js";
import { legible } from "../browser/legible.js";
import { memoryOf } from "../browser/memory.js";
import { copyLink, Place } from "../browser/place.js";
import { isProjected, SHOWN_OTHERWISE } from "../browser/room.js";
import { Speaking } from "../browser/speaking.js";
import { Store } from "../browser/store.js";
import { Strip } from "../browser/strip.js";
import { decode } from "../browser/tape.js";
import { SPEEDS, Transport } from "../browser/transport.js";
import { Asking, FULL } from "./asking.js";
import { spoken, writeCaption } from "./caption.js";
import { Charts } from "./charts/charts.js";
import { Choices } from "./choices.js";
import { answer, endsOf, MARKS } from "./explained.js";
import { limitOf, matrixOf, skipped, unseen } from "./heatmaps.js";
import { pointAt } from "./marks.js";
import { Panes } from "./panes/panes.js";
import { Pictures } from "./pictures.js";
import { Readout } from "./readout.js";
import { SampleField } from "./sample.js";
import { Stack } from "./stack/cards.js";
import { Graph } from "./stack/graph.js";
import { Widths } from "./stack/widths.js";
import { writeTable } from "./table.js";
import { Cells } from "./unfold/cells.js";

/** @import { Frame, Tape } from "../browser/tape.js" */
/** @import { Act, Choices as Values, Header, Mark, Matrix, Moment, Mounting, Return, Skipped, Theme, Unit } from "../browser/types.d.ts" */
/** @import { State, Put } from "./asking.js" */

const SETTLE_MS = 120;
/** What can be large on a projector. */
const LARGE = ["weights", "profile", "loss", "layers"];
/** The part of the frames from which on it is told that there are fewer. */
const SLOWED = 0.85;

/**
 * What outlives a switch of pages: the last run's frames, where it stood, the run before it, what was chosen, told, drawn.
 * @typedef {Object} Memory
 * @property {string|null} run
 * @property {Store} store
 * @property {number|null} sample the one whose a and delta are shown; null as the run has it
 * @property {number} at
 * @property {boolean} playing when it was last on the page
 * @property {{run: string, at: number}|null} before
 * @property {number} count
 * @property {number} told the number of the moment that was obeyed last
 * @property {Mark|null} mark
 * @property {{pixels: Float32Array}} drawn
 * @property {Set<Skipped>} seen what was looked at of what frames can come without
 * @property {Headers<Header>} headers
 * @property {string|null} large the part that is large on a projector
 * @property {Values} choices
 */

/** A rate as it is told: it wavers, and a word that changes all the time cannot be read. @param {number} rate */
function roughly(rate) {
  return rate < 10 ? Math.round(rate) : 5 * Math.round(rate / 5);
}

/** @returns {Memory} */
function memorable() {
  return {
    run: null, store: new Store(), sample: null, at: 0, playing: false, before: null, count: 0, told: 0, mark: null, drawn: { pixels: new Float32Array(0) },
    seen: new Set(), headers: new Headers(), large: null,
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
    this.strip = new Strip(root, LARGE, memory, "profile");
    document.addEventListener(SHOWN_OTHERWISE, () => this.#lookAnew(), listening);
    this.choices = new Choices(root, memory.choices, (choice) => this.#chosen(choice));
    this.charts = new Charts(root);
    this.readout = new Readout(root);
    this.sampleField = new SampleField(root, (place) => this.#sample(place));
    /** @param {number} index */
    const select = (index) => this.choices.set("selected", index);
    this.widths = new Widths(root, (hidden) => this.#do("layers", { hidden }));
    this.pictures = new Pictures();
    /** @param {Unit|null} unit */
    const enlarge = (unit) => this.#enlarge(unit);
    this.stack = new Stack(root, this.widths, this.pictures, { select, enlarge });
    this.panes = new Panes(root, memory.choices, {
      pictures: this.pictures, enlarge, drawn: memory.drawn, ask: (...question) => this.asking.about(question),
      answerAt: (...place) => this.cells.openPlace(...place), tell: (words) => this.speaking.tell(words),
    });
    this.graph = new Graph(root, this.widths, {
      select, enlarge, pause: () => this.transport.pause(), edit: (edit) => this.#do("edit", { step: this.at, ...edit }),
    });
    this.transport = new Transport(root, {
      at: () => this.at, end: () => this.end, here: (step) => Boolean(this.store.get(step)),
      go: (step) => this.#go(step), ahead: () => this.asking.ahead(), changed: () => this.#status(),
      jump: (step) => this.#jump(step), refused: (refused) => this.#refused(refused),
      pace: () => this.asking.pace, took: (event) => this.strip.took(event),
    }, memory);
    this.place = new Place(address);
    this.place.onReturn({ go: (to) => this.#return(to), stay: () => this.#settle() }, this.abort.signal);
    this.find(".bp-copy").hidden = !address; // it would be another's
    this.saying = new Saying(() => this.#status());
    answerWith(root, (question) => this.#explain(question), this.abort.signal);
    this.speaking = new Speaking(root, () => (this.frame ? spoken(this.header, this.frame, this.choices.values.measure, this.end) : ""));
    this.cells = new Cells(root, {
      charts: this.charts, values: memory.choices, table: () => this.table, frame: () => (this.frame?.step === this.at ? this.frame : null), sample: () => this.sample,
      pause: () => this.transport.pause(), ask: (question, before) => this.asking.about(question, before),
      forget: (name) => this.asking.forget(name), tell: (words) => this.speaking.tell(words),
    }, this.abort.signal);
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
      else this.#take(tape);
    }
    if (this.header) this.#look();
  }

  /** @param {Tape} tape */
  #take(tape) {
    const { header } = tape;
    if (header.mounted) this.place.arrived(header.mounted, header.link);
    if (header.run !== this.run) this.#begin(tape);
    else this.#continue(tape);
  }

  /** Another run. @param {Tape} tape */
  #begin(tape) {
    const { memory } = this;
    const { header } = tape;
    const { values } = this.choices;
    const interrupted = this.run === null && memory.run === header.run;
    this.transport.pause();
    this.transport.want(null);
    const kept = memory.run === header.run || header.start.sample !== undefined ? null : memory.sample;
    if (memory.run !== header.run) this.#remember(header);
    const passed = this.run === null ? this.place.stepLeft(header.run) : null;
    if (passed !== null && passed <= header.end) memory.at = passed;
    this.header = header;
    this.run = header.run;
    this.store = memory.store;
    this.frame = null;
    this.asking.begin();
    this.root.dataset.run = header.run;
    this.#keep(tape, memory.at);
    this.readout.begin(header);
    this.sampleField.begin(header);
    this.#ends(header);
    values.selected = Math.min(values.selected, header.cards.length - 1);
    if (!header.views.includes(values.view)) [values.view] = header.views;
    this.charts.begin(header, values, this.store);
    this.pictures.begin(header);
    this.panes.begin(header);
    this.widths.begin(header);
    this.stack.build(header);
    this.stack.select(values.selected);
    this.cells.begin(header);
    this.graph.build(header);
    this.#words();
    mark(this.root, MARKS);
    this.#shape();
    this.widths.refocus();
    this.theme = null;
    this.#look();
    const at = Math.min(memory.at, this.end);
    this.#go(this.store.get(at) ? at : header.steps[0]);
    if (this.at !== at || !this.frame) this.transport.seek(at);
    this.#offer();
    this.#edits();
    this.#loadCharts();
    pointAt(this.root, memory.mark);
    if (kept !== null && kept < header.data.batch) this.#sample(kept);
    if (interrupted) this.transport.resume();
    this.#obey(header.moment);
  }

  /** The place of the sample that is shown, among those that a step takes. */
  get sample() {
    return this.memory.sample ?? this.header.data.sample;
  }

  /** Keep a tape's frames, where they are of the sample and have what is shown. @param {Tape} tape @param {number} at */
  #keep(tape, at) {
    const { sample, skip } = tape.header;
    const fits = sample === this.sample && !this.#looks().some((name) => skip.includes(name));
    this.store.put(fits ? tape : { ...tape, frames: [] }, at);
  }

  /** What is to be seen of what frames can come without; from now on they are to have it. @returns {Skipped[]} */
  #looks() {
    const { memory, choices: { values }, header } = this;
    const network = values.stack === "network";
    /** @type {Set<Skipped>} */
    const found = new Set([matrixOf(values.view)]);
    if (network) found.add("W");
    if (header.data.unit_side && (network || values.view === "units" || this.panes.enlarged)) found.add("units");
    for (const name of found) memory.seen.add(name);
    return [...found];
  }

  /** Whether a frame has all that is to be seen. @param {Frame|null} frame @returns {frame is Frame} */
  #suffices(frame) {
    return frame !== null && this.#looks().every((name) => frame.has(name));
  }

  /** What is shown is of other frames than those that are here: they come anew. */
  #anew() {
    this.store.forget();
    if (this.transport.playing) this.asking.ahead();
    else this.transport.seek(this.at);
  }

  /** Something else is to be seen: where the frame has it not, all come anew. */
  #lookAgain() {
    if (this.frame && !this.#suffices(this.frame)) this.#anew();
  }

  /** Show another sample's x, a, delta and output: the frames come anew. @param {number} place */
  #sample(place) {
    if (place === this.sample) return;
    this.memory.sample = place;
    this.#anew();
    this.#settle();
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
    const { step, sample = null, ...chosen } = start;
    Object.assign(memory.choices, chosen);
    Object.assign(memory, { run, store: new Store(), sample, at: step, mark: null });
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
    explain(group, text.origin_help);
  }

  #loadCharts() {
    loadPlotly(this.header.plotly).then(
      async (plotly) => {
        if (!this.root.isConnected) return;
        await this.charts.attach(plotly);
        this.#rest();
      },
      () => { this.find(".bp-status").textContent = this.header.text.no_plotly; },
    ).then(() => this.root.isConnected && this.asking.following());
  }

  /** @param {Tape} tape */
  #continue(tape) {
    const { header } = tape;
    this.#keep(tape, this.at);
    Object.assign(this.header, { key: header.key, diverged: header.diverged, met: header.met });
    if (header.end !== this.header.end) {
      Object.assign(this.header, { end: header.end, figures: header.figures, link: header.link });
      this.theme = null;
      this.#settle();
    }
    this.#ends(header);
    const early = this.asking.arrived(header);
    if (header.extra) {
      this.panes.extra(header.extra);
      this.cells.extra(header.extra);
    }
    if (this.at > this.end) this.transport.seek(this.end);
    if (early) this.transport.trained(header.trained); // say how far training has come, and go on
    this.transport.arrived();
    if (this.transport.pending !== null) this.asking.ahead();
    this.asking.waiting();
    const exact = this.frame?.coarse && !this.transport.playing ? this.store.get(this.at) : null;
    const settled = exact && !exact.coarse;
    if (settled) this.#paint(exact);
    if (tape.detail) {
      this.charts.detail = tape.detail;
      if (this.charts.hasDetail(this.at)) this.#paint(this.frame);
    }
    this.#obey(header.moment);
    this.#status();
    if (settled) this.#rest(0);
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

  /** Tell the server, which makes it so; the action's number. @param {Act["do"]} what @param {Partial<Act>} details */
  #do(what, details) {
    const n = this.#count();
    if (this.run !== null) this.tell({ ...details, run: this.run, n, do: what });
    return n;
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
    this.place.write(this.#moment(), this.header.link, this.transport.playing);
  }

  /** Back or forward in the browser's history: what the address has counts. @param {Omit<Return, "n">} to */
  #return(to) {
    this.transport.pause();
    return this.#do(to.do, to);
  }

  /** The words of the moment; what is as it would be without them is left out. */
  #moment() {
    const { link, defaults } = this.header;
    const { values } = this.choices;
    const words = link ? [link] : [];
    if (this.at > 0) words.push(`step=${this.at}`);
    if (values.selected > 0) words.push(`layer=${values.selected + 1}`);
    if (this.sample !== this.header.data.sample) words.push(`sample=${this.sample + 1}`);
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
    this.strip.write(text);
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
      this.cells.select();
      this.charts.weightsAxes();
    }
    this.#lookAgain();
    if (choice === "stack") this.#shape();
    if (choice === "shown") this.panes.choose();
    if (choice === "measure") this.charts.profileAxes();
    if (choice === "axis") this.charts.losses.axes();
    if (choice === "curve") this.charts.losses.choose();
    this.#settle();
    this.#paint(this.frame);
    this.#rest();
  }

  /** It is a projector's by now, or no more. */
  #lookAnew() {
    this.theme = null;
    if (this.header) this.#look();
  }

  /** Colours of the page's theme, when it has changed. */
  #look() {
    const theme = themeOf(this.root);
    if (this.theme === theme) return;
    this.theme = theme;
    const palette = isProjected() ? legible(this.header.palettes[theme]) : this.header.palettes[theme];
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
    if (!this.#suffices(frame)) return; // it is on its way
    this.frame = frame;
    const { step } = frame;
    const { values } = this.choices;
    const { scrub, pending, playing } = this.transport;
    if (this.root.dataset.step !== String(step)) this.root.dataset.step = String(step);
    this.readout.show(frame);
    this.sampleField.show(frame, this.sample);
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
    putText(this.find(".bp-low"), each ? "−" : `${beyond ? "≤ " : ""}−${end}`);
    putText(this.find(".bp-high"), each ? "+" : `${beyond ? "≥ " : ""}+${end}`);
    this.find(".bp-legend").title = beyond ? this.header.text.legend_beyond : "";
  }

  /**
   * Soon after the picture has come to rest, give the charts their numbers, one a frame. A frame for playing is
   * fetched exactly before that.
   */
  #rest(soon = SETTLE_MS) {
    clearTimeout(this.resting);
    this.speaking.hush();
    delete this.root.dataset.rest;
    if (this.transport.playing) return;
    const resting = setTimeout(() => {
      if (!this.root.isConnected || this.asking.exactly()) return;
      const waiting = [...this.charts.panels];
      const next = () => {
        if (this.resting !== resting || this.transport.playing || !this.root.isConnected) return; // begun anew
        waiting.shift()?.settle();
        if (waiting.length) {
          requestAnimationFrame(next);
          return;
        }
        if (!this.#suffices(this.frame)) return; // it is on its way
        writeTable(this.find("[data-table]"), this.header, this.frame, this.choices.values);
        this.panes.rest(this.frame);
        this.cells.rest();
        this.asking.detail();
        if (!this.channel.asked) this.root.dataset.rest = String(this.at); // all that is shown has its numbers
        this.speaking.rest();
      };
      requestAnimationFrame(next);
    }, soon);
    this.resting = resting;
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
    let [status, help] = [this.saying.words, ""];
    if (training) status = fill(header.text.training, { n: step, trained: training.now });
    else if (pending !== null || waiting) status = fill(header.text.waiting, { n: step });
    else if (playing && this.#isSlowed()) [status, help] = [fill(header.text.slowed, { n: roughly(this.asking.pace) }), header.text.slowed_help];
    putText(this.find(".bp-status"), status);
    this.find(".bp-status").title = help;
    this.#progress(training, step);
    if (playing) {
      delete this.root.dataset.rest;
      this.cells.close();
      this.speaking.hush();
      return;
    }
    this.#settle();
    this.#rest();
  }

  /** Whether there are plainly fewer frames than the chosen speed shows. */
  #isSlowed() {
    return this.asking.pace < SLOWED * Math.min(FULL, this.transport.speed.rate ?? FULL);
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

  /** This moment's number of a term. @param {import("../browser/explained.js").Question} question */
  #explain(question) {
    const { header, frame, end, sample, choices: { values } } = this;
    if (!frame) return;
    answer(question, { header, frame, values, end, sample, range: this.charts.ranges[values.measure], shown: this.panes.shown, ends: endsOf(this.root) });
  }

  /** Show a hidden unit's picture large; with null or an output the output's again. @param {Unit|null} wanted */
  #enlarge(wanted) {
    if (!this.pictures.side || (wanted && wanted.layer < 0)) return;
    const unit = wanted?.layer === this.pictures.last ? null : wanted;
    if (unit && this.panes.shown !== "surface") this.choices.set("shown", "surface");
    this.stack.mark(this.panes.enlarge(unit));
    this.#lookAgain();
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
      of: {
        run: header.run, known: store.curve.known, header: header.key,
        ...(this.memory.sample === null ? {} : { sample: this.sample }),
      },
      skip: { coarse: unseen(this.#looks()), exact: skipped(this.memory.seen) },
    };
  }

  destroy() {
    if (this.header) this.place.leave(this.#moment());
    this.saying.destroy();
    this.speaking.destroy();
    clearTimeout(this.resting);
    this.cells.destroy();
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
