// The player: keeps one run's frames, shows one step of it, and asks the server for what is missing.

import { Channel } from "../browser/channel.js";
import { find, findAll, keepKeys, mounted, Saying, themeOf } from "../browser/dom.js";
import { answerWith, mark } from "../browser/explained.js";
import { fill } from "../browser/format.js";
import { loadPlotly } from "../browser/panels.js";
import { memoryOf } from "../browser/memory.js";
import { copyLink, Place } from "../browser/place.js";
import { SHOWN_OTHERWISE } from "../browser/room.js";
import { Speaking } from "../browser/speaking.js";
import { Strip } from "../browser/strip.js";
import { decode } from "../browser/tape.js";
import { SPEEDS, Transport } from "../browser/transport.js";
import { Asking } from "./asking.js";
import { spoken } from "./caption.js";
import { Choices } from "./choices.js";
import { answer, endsOf, MARKS } from "./explained.js";
import { Frames } from "./frames.js";
import { matrixOf, toBeSeen } from "./heatmaps.js";
import { memorable, remember } from "./kept.js";
import { writeLabels } from "./labels.js";
import { pointAt } from "./marks.js";
import { momentWords } from "./moment_words.js";
import { Offers } from "./offers.js";
import { Painting } from "./painting.js";
import { Resting } from "./resting.js";
import { Status } from "./status.js";
import { writeTable } from "./table.js";
import { Cells } from "./unfold/cells.js";

/** @import { Frame, Tape } from "../browser/tape.js" */
/** @import { Act, Choices as Values, Header, Matrix, Moment, Mounting, Return, Theme, Unit } from "../browser/types.d.ts" */
/** @import { AboutStep, Put, State } from "./asking.js" */

/** What can be large on a projector. */
const LARGE = ["weights", "profile", "loss", "layers"];

class Player {
  /** @type {Header} */
  header;
  /** Tell the server, of this run, what is asked and what was done. @type {(request: Put & {n: number}) => void} */
  send;
  /** @type {(act: Act) => void} */
  tell;

  /** @param {HTMLElement} root @param {Mounting} mounting */
  constructor(root, { key, address }) {
    const memory = memoryOf(key, memorable);
    this.memory = memory;
    this.root = root;
    this.abort = new AbortController();
    const { signal } = this.abort;
    for (const part of findAll(root, "button, .bp-options, .bp-cards, .bp-graph-scroller")) {
      part.addEventListener("mousedown", keepKeys, { signal });
    }
    document.addEventListener("visibilitychange", () => document.hidden && this.transport.pause(), { signal });
    this.strip = new Strip(root, LARGE, memory, "profile");
    document.addEventListener(SHOWN_OTHERWISE, () => this.#lookAnew(), { signal });
    this.choices = new Choices(root, memory.choices, (choice) => this.#chosen(choice));
    const pause = () => this.transport.pause();
    /** @param {string} words */
    const tell = (words) => this.speaking.tell(words);
    this.painting = new Painting(root, memory.choices, {
      select: (index) => this.choices.set("selected", index), enlarge: (unit) => this.#enlarge(unit), sample: (place) => this.#sample(place),
      layers: (hidden) => this.#do("layers", { hidden }), edit: (edit) => this.#do("edit", { step: this.at, ...edit }), pause,
      drawn: memory.drawn, ask: (...question) => this.asking.about(question), answerAt: (...place) => this.cells.openPlace(...place), tell,
    });
    const { charts, panes } = this.painting;
    this.frames = new Frames(memory, () => toBeSeen(memory.choices, this.header.data.unit_side > 0, panes.enlarged));
    this.transport = new Transport(root, {
      at: () => this.at, end: () => this.end, here: (step) => Boolean(this.frames.store.get(step)),
      go: (step) => this.#go(step), ahead: () => this.asking.ahead(), changed: () => this.#status(),
      jump: (step) => this.#jump(step), refused: (refused) => this.#refused(refused),
      pace: () => this.asking.pace, took: (event) => this.strip.took(event),
    }, memory);
    this.place = new Place(address);
    this.place.onReturn({ go: (to) => this.#return(to), stay: () => this.#settle() }, signal);
    find(root, ".bp-copy").hidden = !address; // it would be another's
    this.saying = new Saying(() => this.#status());
    this.status = new Status(root);
    answerWith(root, (question) => this.#explain(question), signal);
    this.speaking = new Speaking(root, () => (this.frame ? spoken(this.header, this.frame, memory.choices.measure, this.end) : ""));
    this.cells = new Cells(root, {
      charts, values: memory.choices, table: () => this.painting.table, frame: () => (this.frame?.step === this.at ? this.frame : null),
      sample: () => this.frames.sample, pause, ask: (question, before) => this.asking.about(question, before),
      forget: (name) => this.asking.forget(name), tell,
    }, signal);
    this.resting = new Resting(charts.panels, {
      moves: () => this.transport.playing, stands: () => root.isConnected, exactly: () => this.asking.exactly(), rested: () => this.#rested(),
    });
    this.offers = new Offers(root, (what, details) => this.#do(what, details), signal);
    find(root, ".bp-stop").addEventListener("click", () => this.#stop(), { signal });
    find(root, ".bp-copy").addEventListener("click", () => this.#copy(), { signal });
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
    /** @type {Channel<Put, AboutStep>} */
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
    const interrupted = this.run === null && memory.run === header.run;
    this.transport.pause();
    this.transport.want(null);
    const kept = memory.run === header.run || header.start.sample !== undefined ? null : memory.sample;
    if (memory.run !== header.run) remember(memory, header);
    const passed = this.run === null ? this.place.stepLeft(header.run) : null;
    if (passed !== null && passed <= header.end) memory.at = passed;
    this.header = header;
    this.run = header.run;
    this.frame = null;
    this.asking.begin();
    this.root.dataset.run = header.run;
    this.frames.begin(header);
    this.frames.keep(tape, memory.at);
    this.painting.begin(header, this.frames.store);
    this.#ends(header);
    this.cells.begin(header);
    this.status.begin(header.text);
    this.#words();
    mark(this.root, MARKS);
    this.#shape();
    this.painting.widths.refocus();
    this.theme = null;
    this.#look();
    const at = Math.min(memory.at, this.end);
    this.#go(this.frames.store.get(at) ? at : header.steps[0]);
    if (this.at !== at || !this.frame) this.transport.seek(at);
    this.offers.begin(header, memory.before);
    this.#loadCharts();
    pointAt(this.root, memory.mark);
    if (kept !== null && kept < header.data.batch) this.#sample(kept);
    if (interrupted) this.transport.resume();
    this.#obey(header.moment);
  }

  /** What is shown is of other frames than those that are here: they come anew. */
  #anew() {
    this.frames.store.forget();
    if (this.transport.playing) this.asking.ahead();
    else this.transport.seek(this.at);
  }

  /** Something else is to be seen: where the frame has it not, all come anew. */
  #lookAgain() {
    if (this.frame && !this.frames.suffices(this.frame)) this.#anew();
  }

  /** Show another sample's x, a, delta and output: the frames come anew. @param {number} place */
  #sample(place) {
    if (place === this.frames.sample) return;
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

  #loadCharts() {
    loadPlotly(this.header.plotly).then(
      async (plotly) => {
        if (!this.root.isConnected) return;
        await this.painting.charts.attach(plotly);
        this.#rest();
      },
      () => this.status.withoutCharts(),
    ).then(() => this.root.isConnected && this.asking.following());
  }

  /** @param {Tape} tape */
  #continue(tape) {
    const { header } = tape;
    this.frames.keep(tape, this.at);
    Object.assign(this.header, { key: header.key, diverged: header.diverged, met: header.met });
    if (header.end !== this.header.end) {
      Object.assign(this.header, { end: header.end, figures: header.figures, link: header.link });
      this.theme = null;
      this.#settle();
    }
    this.#ends(header);
    const early = this.asking.arrived(header);
    if (header.extra) {
      this.painting.panes.extra(header.extra);
      this.cells.extra(header.extra);
    }
    if (this.at > this.end) this.transport.seek(this.end);
    if (early) this.transport.trained(header.trained); // say how far training has come, and go on
    this.transport.arrived();
    if (this.transport.pending !== null) this.asking.ahead();
    this.asking.waiting();
    const exact = this.frame?.coarse && !this.transport.playing ? this.frames.store.get(this.at) : null;
    const settled = exact && !exact.coarse;
    if (settled) this.#paint(exact);
    if (tape.detail) {
      this.painting.charts.detail = tape.detail;
      if (this.painting.charts.hasDetail(this.at)) this.#paint(this.frame);
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
    this.painting.readout.ends(this.end, header.end);
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

  /** The words of the moment. */
  #moment() {
    const { at, frames: { sample }, painting: { panes } } = this;
    return momentWords(this.header, this.choices.values, { at, sample, shown: panes.word });
  }

  #words() {
    const { text } = this.header;
    writeLabels(this.root, text, this.transport);
    this.strip.write(text);
    this.choices.build(this.header, this.painting.panes);
    this.transport.speed = SPEEDS[this.choices.values.speed];
  }

  #shape() {
    this.choices.withUnits(this.painting.shape());
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
      this.painting.select();
      this.cells.select();
    }
    this.#lookAgain();
    if (choice === "stack") this.#shape();
    this.painting.choose(choice);
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
    this.painting.look(theme);
    if (!this.frame) return;
    this.#paint(this.frame);
    this.#rest();
  }

  // Showing a step

  /** @param {number} step @returns {boolean} whether its frame is here */
  #go(step) {
    const frame = this.frames.store.get(step);
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
    if (!this.frames.suffices(frame)) return; // it is on its way
    this.frame = frame;
    const { root, end, frames: { sample }, transport: { scrub, pending, playing } } = this;
    const step = String(frame.step);
    if (root.dataset.step !== step) root.dataset.step = step;
    if (pending === null) scrub.value = step;
    scrub.style.setProperty("--bp-share", `${end ? (100 * frame.step) / end : 0}%`);
    this.painting.show(frame, { sample, end, playing });
  }

  /** The picture is another: soon, once it rests, all that is shown gets its numbers. @param {number} [soon] */
  #rest(soon) {
    this.speaking.hush();
    delete this.root.dataset.rest;
    this.resting.begin(soon);
  }

  /** The charts have theirs: now all else. */
  #rested() {
    const { frame } = this;
    if (!this.frames.suffices(frame)) return; // it is on its way
    writeTable(find(this.root, "[data-table]"), this.header, frame, this.choices.values);
    this.painting.panes.rest(frame);
    this.cells.rest();
    this.asking.detail();
    if (!this.channel.asked) this.root.dataset.rest = String(this.at); // all that is shown has its numbers
    this.speaking.rest();
  }

  #status() {
    const { at, end, transport, saying, asking: { pace } } = this;
    this.offers.aside(this.status.show({ at, end, pace, said: saying.words }, transport));
    if (transport.playing) {
      delete this.root.dataset.rest;
      this.cells.close();
      this.speaking.hush();
      return;
    }
    this.#settle();
    this.#rest();
  }

  /** This moment's number of a term. @param {import("../browser/explained.js").Question} question */
  #explain(question) {
    const { header, frame, end, frames: { sample }, choices: { values }, painting: { charts, panes } } = this;
    if (!frame) return;
    answer(question, { header, frame, values, end, sample, range: charts.ranges[values.measure], shown: panes.shown, ends: endsOf(this.root) });
  }

  /** Show a hidden unit's picture large; with null or an output the output's again. @param {Unit|null} wanted */
  #enlarge(wanted) {
    const { pictures, panes, stack } = this.painting;
    if (!pictures.side || (wanted && wanted.layer < 0)) return;
    const unit = wanted?.layer === pictures.last ? null : wanted;
    if (unit && panes.shown !== "surface") this.choices.set("shown", "surface");
    stack.mark(panes.enlarge(unit));
    this.#lookAgain();
    this.#paint(this.frame);
  }

  /** What there is and what is wanted, for what is asked next. @returns {State} */
  #state() {
    const { at, end, header, frames, transport: { pending, playing, speed }, choices: { values }, painting: { charts, panes } } = this;
    const { store } = frames;
    const coarse = panes.shown === "weights" && charts.needsDetail(at);
    /** @type {[Matrix, number]} */
    const detail = [matrixOf(values.view), values.selected];
    return {
      at, end, pending, playing, store, chunk: header.chunk, stride: speed.stride, detail: coarse ? detail : null,
      of: {
        run: header.run, known: store.curve.known, header: header.key,
        ...(this.memory.sample === null ? {} : { sample: frames.sample }),
      },
      skip: frames.skip(),
    };
  }

  destroy() {
    if (this.header) this.place.leave(this.#moment());
    this.saying.destroy();
    this.speaking.destroy();
    this.resting.destroy();
    this.cells.destroy();
    this.channel.drop();
    this.abort.abort();
    this.transport.destroy();
    this.painting.destroy();
  }
}

export default mounted(
  (parent, mounting) => new Player(find(parent, "[data-testid=player]"), mounting),
  (player, setState) => {
    player.send = (request) => setState("pull", request);
    player.tell = (action) => setState("act", action);
  },
);
