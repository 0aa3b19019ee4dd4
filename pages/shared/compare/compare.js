// Compare: several runs under one clock. Keeps their frames, shows one position, and asks the server for what is missing.

import { headed } from "../browser/bytes.js";
import { Channel } from "../browser/channel.js";
import { find, findAll, keepKeys, mounted, paintRoot, putText, Saying, themeOf } from "../browser/dom.js";
import { Headers } from "../browser/headers.js";
import { legible } from "../browser/legible.js";
import { memoryOf } from "../browser/memory.js";
import { isProjected, SHOWN_OTHERWISE } from "../browser/room.js";
import { Speaking } from "../browser/speaking.js";
import { decode } from "../browser/tape.js";
import { Transport } from "../browser/transport.js";
import { usual } from "../landscape/controls.js";
import { Asking } from "./asking.js";
import { Choosing } from "./choosing.js";
import { Clock } from "./clock.js";
import { Link } from "./link.js";
import { OutcomeTable } from "./outcome_table.js";
import { Runs } from "./runs.js";
import { Tabs } from "./tabs.js";
import { spoken } from "./words.js";

/** @import { Header as TapeHeader, Mounting, Return, Theme } from "../browser/types.d.ts" */
/** @import { CompareAct, CompareAsk, CompareHeader, Comparison, ComparisonHeader, Frames } from "./types.d.ts" */
/** @import { Run } from "./runs.js" */
/** @import { Kind } from "./clock.js" */

/** @typedef {ComparisonHeader & CompareHeader} Header */
/**
 * What outlives a switch of pages.
 * @typedef {{comparison: string|null, viewed: number, covered: number|null, at: number, playing: boolean, tab: string, clock: Kind, speed: number, count: number,
 *   headers: Headers<Header>, tapes: Headers<TapeHeader>, runs: Map<string, Run>, chosen: Record<string, any>}} Memory
 */

const SETTLE_MS = 120;

/** @returns {Memory} */
function memorable() {
  return {
    comparison: null, viewed: 0, covered: null, at: 0, playing: false, tab: "curves", clock: "step", speed: 3, count: 0, headers: new Headers(), tapes: new Headers(),
    runs: new Map(), chosen: {},
  };
}

class Compare {
  /** @type {Header} */
  header;
  /** @type {Comparison} */
  comparison;
  /** @type {(ask: CompareAsk) => void} */
  send;
  /** @type {(act: CompareAct) => void} */
  tell;

  /** @param {HTMLElement} root @param {Mounting} mounting */
  constructor(root, { key, address }) {
    const memory = memoryOf(key, memorable);
    this.memory = memory;
    this.root = root;
    this.abort = new AbortController();
    const { signal } = this.abort;
    for (const part of findAll(root, "button, .bp-options")) part.addEventListener("mousedown", keepKeys, { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.transport.pause(), { signal });
    document.addEventListener(SHOWN_OTHERWISE, () => this.comparison && this.#look(), { signal });
    this.at = memory.at;
    this.clock = new Clock("step", [{ steps: 1, perEpoch: 1 }]);
    this.runs = new Runs(memory.runs);
    this.saying = new Saying(() => this.#status());
    this.transport = new Transport(root, {
      at: () => this.at, end: () => this.clock.end, here: (position) => this.#frames(position) !== null, go: (position) => this.#go(position),
      ahead: () => this.asking.ahead(), changed: () => this.#status(), jump: (position) => this.choosing.jump(position),
      refused: (refused) => this.saying.say(refused ? this.choosing.refusal : ""),
    }, memory);
    /** @type {Channel<Omit<CompareAsk, "n">, null>} */
    this.channel = new Channel((ask) => this.send(ask), { count: () => (memory.count += 1) });
    this.asking = new Asking(this.channel, () => ({
      comparison: this.header.comparison, header: this.header.key, clock: this.clock, runs: this.runs, at: this.at, pending: this.transport.pending,
      playing: this.transport.playing, stride: this.transport.speed.stride,
    }));
    this.outcome = new OutcomeTable(find(root, ".compare-outcome"));
    this.tabs = new Tabs(root, memory, () => this.#tabbed());
    this.choosing = new Choosing(root, memory, this.transport, { clock: () => this.#timed() });
    this.link = new Link(root, address, {
      memory, saying: this.saying, back: (to) => this.#return(to), moves: () => this.transport.playing,
    }, signal);
    this.speaking = new Speaking(root, () => (this.comparison && this.memory.covered === null ? spoken(this.comparison, this.#frames(this.at)) : ""));
    find(root, ".compare-uncover").addEventListener("click", () => this.#uncover(), { signal });
    find(root, ".bp-stop").addEventListener("click", () => this.transport.stop(this.at), { signal });
    this.room = new ResizeObserver(() => this.#fit());
    for (const part of [document.body, root.closest("[data-testid=stVerticalBlock]")]) if (part) this.room.observe(part);
    /** @type {Uint8Array|null} */
    this.received = null;
    /** @type {Theme|null} */
    this.theme = null;
    this.resting = 0;
  }

  /** What stands above takes its room of the window: sentences of one line or of three. */
  #fit() {
    const { top } = this.root.getBoundingClientRect();
    const scrolled = this.root.closest("[data-testid=stMain]")?.scrollTop ?? 0;
    const room = `${Math.round(top + scrolled)}px`;
    if (this.root.style.getPropertyValue("--bp-above") !== room) this.root.style.setProperty("--bp-above", room);
  }

  /** An answer has come, or the theme has changed. @param {Uint8Array} bytes */
  receive(bytes) {
    if (bytes !== this.received) {
      this.received = bytes;
      this.#take(bytes);
    }
    if (this.comparison && this.theme !== themeOf(this.root)) this.#look();
  }

  /** @param {Uint8Array} bytes */
  #take(bytes) {
    const { header: sent, buffer, start } = headed(bytes);
    const header = this.memory.headers.whole(sent);
    if (!header) {
      this.channel.ask({ comparison: sent.comparison, frames: [] }); // with its header
      return;
    }
    this.link.arrived(header);
    const fresh = header.key !== this.header?.key;
    if (fresh) this.#announced(header);
    this.header = header;
    this.channel.answered(header.n);
    let at = start;
    for (const length of header.tapes) {
      this.#tape(new Uint8Array(buffer, at, length));
      at += length;
    }
    if (!this.runs.known) return this.asking.headers();
    if (fresh || !this.comparison) this.#begin();
    else this.#continue();
    if (header.extra) this.tabs.extra(header.extra);
  }

  /** Other runs, or the same otherwise. @param {Header} header */
  #announced(header) {
    this.transport.pause();
    this.transport.want(null);
    this.runs.begin(header.runs);
  }

  /** @param {Uint8Array} bytes */
  #tape(bytes) {
    const tape = decode(bytes, this.memory.tapes);
    if (!tape.frames) return;
    const place = this.runs.all.findIndex(({ run }) => run.name === tape.header.run);
    if (place < 0) return;
    const { player: text, palettes } = this.header;
    this.runs.all[place].run.take(tape, { text, palettes }, this.clock.stepOf(Math.min(place, this.clock.runs.length - 1), this.at));
  }

  #begin() {
    const { header, memory, runs } = this;
    const another = memory.comparison !== header.comparison;
    const interrupted = !this.comparison && !another;
    const { n, tab, clock, pos, scape, asks } = header.view;
    const chosen = (memory.chosen.landscape ??= usual());
    if (another) chosen.around = null;
    if (scape && n !== memory.viewed) Object.assign(chosen, scape);
    if (n !== memory.viewed) Object.assign(memory, { viewed: n, tab, clock, at: pos, covered: asks ? pos : null });
    memory.comparison = header.comparison;
    this.clock = new Clock(memory.clock, runs.all.map(({ told }) => ({ steps: told.steps, perEpoch: told.per_epoch })));
    this.at = Math.min(memory.at, this.clock.end); // before anything is painted, which is remembered
    this.comparison = {
      runs: runs.compared(), seeds: header.seeds, may: header.may, text: header.text, player: header.player, plotly: header.plotly,
      figures: header.figures, clock: this.clock, ask: (name, details) => this.asking.about([name, details]), chosen: memory.chosen,
      chose: () => this.link.write(),
    };
    this.root.dataset.run = header.comparison;
    this.root.toggleAttribute("data-covered", memory.covered !== null);
    putText(find(this.root, ".compare-cover span"), header.text.cover);
    putText(find(this.root, ".compare-uncover"), header.text.uncover);
    this.choosing.begin(header, this.clock);
    this.outcome.begin(this.comparison, header.may, header.seeds);
    this.tabs.begin(this.comparison);
    this.runs.want(this.tabs.wants());
    this.#look();
    this.transport.scrub.max = String(this.clock.end);
    if (!this.#go(this.at)) this.transport.seek(this.at);
    this.link.begin(header);
    if (interrupted) this.transport.resume();
    this.#status();
    this.asking.ahead();
  }

  #continue() {
    const { transport } = this;
    transport.arrived();
    if (transport.pending !== null) {
      transport.trained(this.#trained());
      this.asking.ahead();
    }
    const frames = this.#frames(this.at);
    if (frames && !transport.playing && frames.some((frame, i) => frame !== this.shown?.[i])) this.#go(this.at);
    this.asking.waiting();
    this.#status();
  }

  /** How far training towards the position that is waited for has come, as a position. */
  #trained() {
    const { clock, runs, transport: { pending } } = this;
    const waits = runs.all.flatMap(({ run }, i) => (runs.has(i, clock.stepOf(i, pending ?? 0)) ? [] : [clock.positionOf(i, run.trained)]));
    return Math.min(pending ?? 0, ...waits);
  }

  /** @param {number} position @returns {Frames|null} */
  #frames(position) {
    return this.runs.known ? this.runs.frames(this.runs.all.map((_, i) => this.clock.stepOf(i, position))) : null;
  }

  /** What was asked is answered, or not to be: the picture is seen. */
  #uncover() {
    this.memory.covered = null;
    delete this.root.dataset.covered;
  }

  // Showing a position

  /** @param {number} position @returns {boolean} whether the frames of all runs are here */
  #go(position) {
    const frames = this.#frames(position);
    if (!frames || !this.comparison) return false;
    this.at = position;
    this.memory.at = position;
    if (this.memory.covered !== position) this.#uncover();
    this.shown = frames;
    this.#paint(frames);
    this.#rest();
    return true;
  }

  /** @param {Frames} frames */
  #paint(frames) {
    const { at, clock, root, transport: { scrub, pending, playing } } = this;
    root.dataset.step = String(at);
    if (pending === null) scrub.value = String(at);
    scrub.style.setProperty("--bp-share", `${(100 * at) / clock.end}%`);
    putText(find(root, ".bp-step"), this.choosing.said(at));
    this.outcome.show(frames, playing);
    this.tabs.show(frames, playing);
    this.link.write();
  }

  /** The page's colours. */
  #look() {
    const theme = themeOf(this.root);
    this.theme = theme;
    const palette = isProjected() ? legible(this.header.palettes[theme]) : this.header.palettes[theme];
    paintRoot(this.root, palette);
    this.outcome.look(theme, palette);
    this.tabs.look(theme, palette);
    if (this.shown) this.#go(this.at);
  }

  /** Once the picture rests, all that is shown gets its exact numbers. */
  #rest() {
    clearTimeout(this.resting);
    delete this.root.dataset.rest;
    this.speaking.hush();
    if (this.transport.playing) return;
    this.resting = setTimeout(() => {
      const frames = this.#frames(this.at);
      if (this.transport.playing || !this.root.isConnected || !frames) return;
      if (frames.some((frame) => frame.coarse)) {
        this.asking.exactly();
        return;
      }
      this.tabs.rest(frames);
      this.outcome.rest(frames);
      this.speaking.rest();
      this.link.write();
      if (!this.channel.asked) this.root.dataset.rest = String(this.at);
    }, SETTLE_MS);
  }

  // What is chosen

  /** Another tab. */
  #tabbed() {
    this.runs.want(this.tabs.wants());
    this.tabs.look(/** @type {Theme} */ (this.theme), this.header.palettes[/** @type {Theme} */ (this.theme)]);
    if (!this.#go(this.at)) this.transport.seek(this.at);
    this.link.write();
  }

  /** Another clock: the same moment by it. */
  #timed() {
    const other = new Clock(this.memory.clock, this.clock.runs);
    this.memory.at = this.clock.to(this.at, other);
    this.#begin();
  }

  #status() {
    if (!this.comparison) return;
    if (this.transport.playing) this.#uncover();
    this.choosing.status(this.at, this.saying.words);
    if (!this.transport.playing) this.#rest();
  }

  /** Back or forward in the browser's history. @param {Omit<Return, "n">} to */
  #return(to) {
    this.transport.pause();
    const n = (this.memory.count += 1);
    this.tell({ ...to, n });
    return n;
  }

  destroy() {
    this.link.leave();
    this.room.disconnect();
    clearTimeout(this.resting);
    this.channel.drop();
    this.transport.destroy();
    this.saying.destroy();
    this.speaking.destroy();
    this.abort.abort();
    this.tabs.destroy();
  }
}

export default mounted(
  (parent, mounting) => new Compare(find(parent, "[data-testid=player]"), mounting),
  (compare, setState) => {
    compare.send = (ask) => setState("ask", ask);
    compare.tell = (act) => setState("act", act);
  },
);
