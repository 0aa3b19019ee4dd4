// The player: keeps one run's frames, shows one step of it, and asks the server for what is missing. Here its parts are put
// together, and what the server has sent is handed to them.

import { Channel } from "../browser/channel.js";
import { find, findAll, keepKeys, mounted, Saying } from "../browser/dom.js";
import { answerWith } from "../browser/explained.js";
import { loadPlotly } from "../browser/panels.js";
import { memoryOf } from "../browser/memory.js";
import { SHOWN_OTHERWISE } from "../browser/room.js";
import { Speaking } from "../browser/speaking.js";
import { Strip } from "../browser/strip.js";
import { decode } from "../browser/tape.js";
import { Transport } from "../browser/transport.js";
import { Acts } from "./acts.js";
import { Asking } from "./asking.js";
import { spoken } from "./caption.js";
import { Choosing } from "./choosing.js";
import { answer, endsOf } from "./explained.js";
import { Frames } from "./frames.js";
import { matrixOf, toBeSeen } from "./heatmaps.js";
import { memorable, remember } from "./kept.js";
import { writeLabels } from "./labels.js";
import { Link } from "./link.js";
import { pointAt } from "./marks.js";
import { Offers } from "./offers.js";
import { Painting } from "./painting.js";
import { Resting } from "./resting.js";
import { Showing } from "./showing.js";
import { Status } from "./status.js";
import { writeTable } from "./table.js";
import { Cells } from "./unfold/cells.js";

/** @import { Question } from "../browser/explained.js" */
/** @import { Tape } from "../browser/tape.js" */
/** @import { Header, Matrix, Moment, Mounting, Return } from "../browser/types.d.ts" */
/** @import { AboutStep, Put, State } from "./asking.js" */

/** What can be large on a projector. */
const LARGE = ["weights", "profile", "loss", "layers"];

class Player {
  /** @type {Header} */
  header;
  /** Tell the server what is asked. @type {(request: Put & {n: number}) => void} */
  send;

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
    const pause = () => this.transport.pause();
    /** @param {string} words */
    const tell = (words) => this.speaking.tell(words);
    document.addEventListener("visibilitychange", () => document.hidden && pause(), { signal });
    this.strip = new Strip(root, LARGE, memory, "profile");
    document.addEventListener(SHOWN_OTHERWISE, () => this.showing.lookAnew(), { signal });
    this.acts = new Acts(memory);
    this.painting = new Painting(root, memory.choices, {
      select: (index) => this.choosing.choices.set("selected", index), enlarge: (unit) => this.choosing.enlarge(unit),
      sample: (place) => this.#sample(place), layers: (hidden) => this.acts.do("layers", { hidden }),
      edit: (edit) => this.acts.do("edit", { step: this.showing.at, ...edit }), pause, drawn: memory.drawn, scape: memory.scape, chose: () => this.link.write(), tell,
      ask: (...question) => this.asking.about(question), answerAt: (...place) => this.cells.openPlace(...place),
    });
    const { painting, painting: { charts, panes } } = this;
    this.frames = new Frames(memory, () => toBeSeen(memory.choices, this.header.data.unit_side > 0, panes.enlarged));
    this.saying = new Saying(() => this.#status());
    this.transport = new Transport(root, {
      at: () => this.showing.at, end: () => this.showing.end, here: (step) => Boolean(this.frames.store.get(step)),
      go: (step) => this.#go(step), ahead: () => this.asking.ahead(), changed: () => this.#status(),
      jump: (step) => this.acts.jump(step, this.showing.end, this.transport), refused: (refused) => this.saying.say(refused ? this.acts.refusal : ""),
      pace: () => this.asking.pace, took: (event) => this.strip.took(event),
    }, memory);
    const { frames, transport } = this;
    this.showing = new Showing(root, { frames, painting, transport }, () => this.#rest());
    this.link = new Link(root, address, {
      values: memory.choices, saying: this.saying, now: () => ({ at: this.showing.at, sample: frames.sample, shown: panes.word, scape: panes.scaped }),
      moves: () => transport.playing, back: (to) => this.#return(to),
    }, signal);
    this.status = new Status(root);
    answerWith(root, (question) => this.#explain(question), signal);
    this.speaking = new Speaking(root, () => this.#sentence());
    this.cells = new Cells(root, {
      charts, values: memory.choices, table: () => painting.table, frame: () => this.showing.whole, sample: () => frames.sample, pause, tell,
      ask: (question, before) => this.asking.about(question, before), forget: (name) => this.asking.forget(name),
    }, signal);
    this.choosing = new Choosing(root, memory.choices, { painting, transport, cells: this.cells }, {
      lookAgain: () => this.#lookAgain(), ahead: () => this.asking.ahead(), paint: () => this.#paint(), chosen: () => this.#chosen(),
    });
    this.resting = new Resting(charts.panels, {
      moves: () => transport.playing, stands: () => root.isConnected, exactly: () => this.asking.exactly(), rested: () => this.#rested(),
    });
    this.offers = new Offers(root, (what, details) => this.acts.do(what, details), signal);
    find(root, ".bp-stop").addEventListener("click", () => this.acts.stop(this.showing, transport), { signal });
    /** @type {string|null} */
    this.run = null;
    /** @type {Uint8Array|null} */
    this.received = null;
    /** @type {Channel<Put, AboutStep>} */
    this.channel = new Channel((request) => this.send(request), { count: () => this.acts.count() });
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
    if (this.header) this.showing.look();
  }

  /** @param {Tape} tape */
  #take(tape) {
    const { header } = tape;
    if (header.mounted) this.link.place.arrived(header.mounted, header.link);
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
    const passed = this.run === null ? this.link.place.stepLeft(header.run) : null;
    if (passed !== null && passed <= header.end) memory.at = passed;
    this.header = header;
    this.run = header.run;
    this.asking.begin();
    this.frames.begin(header);
    this.frames.keep(tape, memory.at);
    for (const part of [this.acts, this.link, this.showing, this.cells]) part.begin(header);
    this.status.begin(header.text);
    writeLabels(this.root, header.text, this.transport);
    this.strip.write(header.text);
    this.choosing.begin(header);
    this.painting.widths.refocus();
    this.showing.look();
    const at = Math.min(memory.at, this.showing.end);
    this.#go(this.frames.store.get(at) ? at : header.steps[0]);
    if (this.showing.at !== at || !this.showing.frame) this.transport.seek(at);
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
    else this.transport.seek(this.showing.at);
  }

  /** Something else is to be seen: where the frame has it not, all come anew, else those that have it not. */
  #lookAgain() {
    const { frame } = this.showing;
    if (frame && !this.frames.suffices(frame)) this.#anew();
    else this.frames.drop();
  }

  /** Show another sample's x, a, delta and output: the frames come anew. @param {number} place */
  #sample(place) {
    if (place === this.frames.sample) return;
    this.memory.sample = place;
    this.#anew();
    this.link.write();
  }

  /** What the server tells this player to show, once. @param {Moment|null} moment */
  #obey(moment) {
    if (!moment || moment.n <= this.memory.told) return;
    Object.assign(this.memory, { told: moment.n, mark: moment.mark ?? null });
    if (moment.scape) this.painting.panes.scape(moment.scape);
    this.choosing.choices.tell(moment.choices ?? {});
    pointAt(this.root, this.memory.mark);
    if (moment.step === undefined) return;
    if (moment.play) this.transport.playTo(moment.step);
    else this.transport.seek(moment.step);
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
    const { showing, transport, asking, painting } = this;
    this.frames.keep(tape, showing.at);
    Object.assign(this.header, { key: header.key, diverged: header.diverged, met: header.met });
    if (header.end !== this.header.end) {
      Object.assign(this.header, { end: header.end, figures: header.figures, link: header.link });
      showing.theme = null;
      this.link.write();
    }
    showing.ends(header);
    const { early, question } = asking.arrived(header);
    if (header.extra) {
      painting.panes.extra(header.extra);
      this.cells.extra(header.extra, question);
    }
    if (showing.at > showing.end) transport.seek(showing.end);
    if (early) transport.trained(header.trained); // say how far training has come, and go on
    transport.arrived();
    if (transport.pending !== null) asking.ahead();
    asking.waiting();
    const exact = showing.frame?.coarse && !transport.playing ? this.frames.store.get(showing.at) : null;
    const settled = exact && !exact.coarse;
    if (settled) showing.paint(exact);
    if (tape.detail) {
      painting.charts.detail = tape.detail;
      if (painting.charts.hasDetail(showing.at)) this.#paint();
    }
    this.#obey(header.moment);
    this.#status();
    if (settled) this.#rest(0);
  }

  /** Back or forward in the browser's history: what the address has counts. @param {Omit<Return, "n">} to */
  #return(to) {
    this.transport.pause();
    return this.acts.do(to.do, to);
  }

  /** What is to be seen is another. */
  #chosen() {
    this.link.write();
    this.#paint();
    this.#rest();
  }

  // Showing a step

  /** @param {number} step @returns {boolean} whether its frame is here */
  #go(step) {
    const frame = this.frames.store.get(step);
    if (!frame || this.run === null) return false;
    this.showing.at = step;
    this.memory.at = step;
    this.link.place.handOver(this.run, step);
    this.showing.paint(frame);
    this.link.write();
    this.#rest();
    return true;
  }

  #paint() {
    this.showing.paint(this.showing.frame);
  }

  /** The picture is another: soon, once it rests, all that is shown gets its numbers. @param {number} [soon] */
  #rest(soon) {
    this.speaking.hush();
    delete this.root.dataset.rest;
    this.resting.begin(soon);
  }

  /** The charts have theirs: now all else. */
  #rested() {
    const { frame, at } = this.showing;
    if (!this.frames.suffices(frame)) return; // it is on its way
    writeTable(find(this.root, "[data-table]"), this.header, frame, this.memory.choices);
    this.painting.panes.rest(frame);
    this.cells.rest();
    this.asking.detail();
    if (!this.channel.asked) this.root.dataset.rest = String(at); // all that is shown has its numbers
    this.speaking.rest();
  }

  #status() {
    const { showing: { at, end }, transport, saying, asking: { pace } } = this;
    this.offers.aside(this.status.show({ at, end, pace, said: saying.words }, transport));
    if (transport.playing) {
      delete this.root.dataset.rest;
      this.cells.close();
      this.speaking.hush();
      return;
    }
    this.link.write();
    this.#rest();
  }

  /** The moment, for a screen reader. */
  #sentence() {
    const { frame, end } = this.showing;
    return frame ? spoken(this.header, frame, this.memory.choices.measure, end) : "";
  }

  /** This moment's number of a term. @param {Question} question */
  #explain(question) {
    const { header, showing: { frame, end }, frames: { sample }, memory: { choices: values }, painting: { charts, panes } } = this;
    if (!frame) return;
    answer(question, { header, frame, values, end, sample, range: charts.ranges[values.measure], shown: panes.shown, ends: endsOf(this.root) });
  }

  /** What there is and what is wanted, for what is asked next. @returns {State} */
  #state() {
    const { header, frames, showing: { at, end }, transport: { pending, playing, speed }, memory: { sample, choices: values }, painting: { charts, panes } } = this;
    const { store } = frames;
    const coarse = panes.shown === "weights" && charts.needsDetail(at);
    /** @type {[Matrix, number]} */
    const detail = [matrixOf(values.view), values.selected];
    return {
      at, end, pending, playing, store, chunk: header.chunk, stride: speed.stride, detail: coarse ? detail : null,
      of: {
        run: header.run, known: store.curve.known, header: header.key,
        ...(sample === null ? {} : { sample }),
      },
      skip: frames.skip(),
    };
  }

  destroy() {
    this.link.leave();
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
    player.acts.tell = (action) => setState("act", action);
  },
);
