// The lab: which network is in focus, which charts are shown, and asking the server for what is missing.

import { unpacked } from "../browser/bytes.js";
import { Channel } from "../browser/channel.js";
import { check, element, find, findAll, keepKeys, mounted, options, paintRoot, Saying, themeOf } from "../browser/dom.js";
import { fill, significant } from "../browser/format.js";
import { Headers } from "../browser/headers.js";
import { loadPlotly } from "../browser/panels.js";
import { memoryOf } from "../browser/memory.js";
import { copyLink, Place } from "../browser/place.js";
import { SPEEDS, Transport } from "../browser/transport.js";
import { LabCharts } from "./lab_charts.js";

/** @import { Arrays, Mounting } from "../browser/types.d.ts" */
/** @import { Course, Header, LabAct, LabAsk, LabView, LineStyle } from "./types.d.ts" */

const ASK_AGAIN_MS = 6000;
const SETTLE_MS = 120;
const ASIDES = ["passes", "saturation", "z"];
const BELOWS = ["depth", "course"];
/** What the server has to know of the view. @type {Array<keyof LabView>} */
const SEEN = ["focus", "below", "aside"];

/**
 * What outlives a switch of pages; `view` is there once an answer has come.
 * @typedef {{study: string|null, at: number, view: LabView, speed: number, count: number, headers: Headers<Header>}} Kept
 */

/** @returns {Kept} */
function memorable() {
  return { study: null, at: 0, view: /** @type {any} */ (null), speed: 2, count: 0, headers: new Headers() };
}

class Lab {
  /** @type {Header} */
  header;
  /** Tell the server what is asked, and what was done. @type {(ask: Partial<LabAsk>) => void} */
  send;
  /** @type {(act: LabAct) => void} */
  tell;

  /** @param {HTMLElement} root @param {Mounting} mounting */
  constructor(root, { key, address }) {
    this.root = root;
    this.kept = memoryOf(key, memorable);
    /** @param {string} selector */
    this.find = (selector) => find(root, selector);
    this.abort = new AbortController();
    const listening = { signal: this.abort.signal };
    for (const part of findAll(root, ".bp-transport button, .bp-options, .lab-legend")) {
      part.addEventListener("mousedown", keepKeys, listening);
    }
    document.addEventListener("visibilitychange", () => document.hidden && this.transport.pause(), listening);
    this.charts = new LabCharts(root, (line, depth) => this.#open(line, depth));
    this.transport = new Transport(root, {
      at: () => this.at, end: () => this.header?.steps ?? 0, here: (step) => this.#isHere(step), go: (step) => this.#go(step),
      ahead: () => this.#ahead(), changed: () => this.#status(),
      jump: (step) => step <= this.header.steps && (this.transport.seek(step), true),
      refused: (refused) => this.saying.say(refused ? fill(this.header.player.goto_refused, { most: this.header.steps }) : ""),
    });
    this.find(".bp-stop").addEventListener("click", () => this.#stop(), listening);
    this.find(".bp-copy").addEventListener("click", () => this.#copy(), listening);
    this.place = new Place(address);
    this.saying = new Saying(() => this.#status());
    this.at = 0;
    this.study = "";
    this.train = false;
    /** @type {Uint8Array|null} */
    this.received = null;
    /** @type {Promise<void>|null} */
    this.loading = null;
    this.resting = 0;
    /** @type {Channel<Partial<LabAsk>>} */
    this.channel = new Channel((question) => this.send(question), { count: () => this.#count(), again: ASK_AGAIN_MS });
    /** @type {Course|null} */
    this.course = null;
    this.stopped = false;
  }

  /** An answer has come, or the theme has changed. @param {Uint8Array} bytes */
  receive(bytes) {
    if (bytes !== this.received) {
      this.received = bytes;
      const { header: sent, arrays } = unpacked(bytes);
      const header = this.kept.headers.whole(sent);
      if (header) this.#take({ header, arrays });
      else this.channel.ask({ study: sent.study, ...this.kept.view, theme: themeOf(this.root) }); // with its header
    }
    if (this.header && this.header.theme !== themeOf(this.root)) this.#ask();
  }

  /** @param {{header: Header, arrays: Arrays}} answer */
  #take({ header, arrays }) {
    const fresh = header.study !== this.study;
    if (!this.channel.answered(header.n) && !fresh) return; // an answer to what was asked before
    if (fresh) this.#begin(header);
    this.header = header;
    if (arrays.sizes) this.course = this.#courseOf(arrays);
    paintRoot(this.root, header.palette);
    this.#words();
    this.charts.take(header);
    this.transport.arrived();
    this.#paint();
    this.#rest();
    const { view } = this.kept;
    const other = SEEN.some((name) => view[name] !== header.view[name]);
    if (other || this.train !== header.train || (!header.complete && !this.stopped)) this.#ask();
    this.#status();
  }

  /** @param {Header} header */
  #begin(header) {
    this.transport.pause();
    this.transport.want(null);
    this.channel.drop();
    Object.assign(this, { study: header.study, course: null, stopped: false, train: false, at: 0, header });
    this.root.dataset.run = header.study;
    this.kept.view ??= { ...header.view, step: 0 };
    if (header.wish) Object.assign(this.kept.view, { below: header.wish.below, focus: 0 });
    this.kept.view.focus = Math.min(this.kept.view.focus, header.lines.length - 1);
    const at = this.kept.study === header.study ? this.kept.at : this.kept.study === null ? header.view.step : 0;
    this.kept.study = header.study;
    this.transport.scrub.max = String(header.steps);
    if (at > 0) this.transport.want(Math.min(at, header.steps));
    this.train = at > 0 || this.kept.view.below === "course" || Boolean(header.wish?.train);
    this.#loadPlotly();
  }

  /** @param {Arrays} arrays @returns {Course} */
  #courseOf({ sizes, loss }) {
    const [, steps, layers] = sizes.shape;
    return { sizes: { steps, layers, values: sizes.values }, loss: loss.values };
  }

  #loadPlotly() {
    if (this.loading) return;
    this.loading = loadPlotly(this.header.plotly).then(
      async (plotly) => {
        if (!this.root.isConnected) return;
        await this.charts.attach(plotly);
        this.charts.take(this.header);
        this.#paint();
        this.#rest();
      },
      () => this.saying.say(this.header.player.no_plotly),
    );
  }

  #words() {
    const { text, player, lines, heading, steps } = this.header;
    this.root.setAttribute("aria-label", text.label);
    this.find("h2").textContent = text.title;
    this.find(".lab-about").textContent = heading;
    this.find("[data-text=step_label]").textContent = player.step_label;
    this.find(".bp-end-step").textContent = `/${steps}`;
    this.transport.scrub.setAttribute("aria-label", player.step);
    this.transport.field.setAttribute("aria-label", player.goto);
    this.transport.field.placeholder = player.goto;
    for (const button of findAll(this.root, "[data-do]")) this.#name(button, player[String(button.dataset.do)]);
    const link = this.find(".bp-copy");
    link.setAttribute("aria-label", player.copy);
    link.title = text.copy_help;
    this.#legend(lines);
    const { view } = this.kept;
    const below = this.find(".lab-below");
    below.setAttribute("aria-label", text.below);
    if (!below.children.length) options(below, BELOWS.map((name) => [name, text[`below_${name}`]]), (name) => this.#see("below", name));
    check(below, view.below);
    this.#select(".lab-aside", text.aside, ASIDES.map((name) => [name, text[`aside_${name}`]]), view.aside, (name) => this.#see("aside", name));
    const speeds = SPEEDS.slice(0, 5).map(({ rate, stride }, index) => {
      const [key, n] = rate ? ["speed_second", rate] : ["speed_frame", stride];
      return [String(index), n === 1 ? player[`${key}_1`] : fill(player[key], { n })];
    });
    this.#select(".bp-speed", player.speed, speeds, this.kept.speed, (index) => { this.kept.speed = Number(index); this.transport.speed = SPEEDS[this.kept.speed]; });
    this.transport.speed = SPEEDS[this.kept.speed];
    this.#caption();
  }

  /**
   * @param {string} selector
   * @param {string} label
   * @param {string[][]} entries key and name
   * @param {string|number} value
   * @param {(key: string) => void} onChoose
   */
  #select(selector, label, entries, value, onChoose) {
    const select = /** @type {HTMLSelectElement} */ (this.find(selector));
    select.setAttribute("aria-label", label);
    if (!select.children.length) select.replaceChildren(...entries.map(([key, name]) => new Option(name, key)));
    select.value = String(value);
    select.onchange = () => {
      onChoose(select.value);
      select.blur(); // Space is to play again
    };
  }

  /** @param {HTMLElement} button @param {string} name */
  #name(button, name) {
    button.setAttribute("aria-label", name);
    button.title = `${name}\n${this.header.player.keys}`;
  }

  /** @param {LineStyle[]} lines */
  #legend(lines) {
    const legend = this.find(".lab-legend");
    legend.setAttribute("aria-label", this.header.text.legend);
    legend.title = this.header.text.legend_help;
    options(legend, lines.map((line, index) => [String(index), line.name]), (index) => this.#see("focus", Number(index)));
    lines.forEach(({ colour, symbol }, index) => {
      const mark = element("i", symbol === "diamond" ? "lab-diamond" : "");
      mark.style.background = colour;
      legend.children[index].prepend(mark);
    });
    check(legend, String(this.kept.view.focus));
  }

  /** The sentence, with what stands between ** in bold. */
  #caption() {
    const parts = this.header.caption.split("**");
    this.find(".bp-caption").replaceChildren(...parts.map((part, i) => (i % 2 ? element("strong", "", part) : part)));
  }

  /** @param {keyof LabView} name @param {string|number} value */
  #see(name, value) {
    Object.assign(this.kept.view, { [name]: value });
    if (name === "below" && value === "course") this.train = true;
    check(this.find(".lab-legend"), String(this.kept.view.focus));
    check(this.find(".lab-below"), this.kept.view.below);
    this.#ask();
  }

  // Asking

  #ask() {
    const { focus, below, aside } = this.kept.view;
    this.channel.ask({
      study: this.study, focus, below, aside, train: Boolean(this.train),
      theme: themeOf(this.root), have: this.course ? this.header.have : 0,
      keys: this.charts.keys(), header: this.header.key,
    });
  }

  /** The next number: an action's is never used twice. */
  #count() {
    this.kept.count += 1;
    return this.kept.count;
  }

  #stop() {
    this.stopped = !this.stopped;
    this.channel.hush(); // what was asked is answered yet, but not asked once more
    if (!this.stopped) this.#ask();
    else if (!this.course) this.transport.stop(null);
    this.#status();
  }

  /** A step of the training is wanted: it must be trained first. */
  #ahead() {
    const { pending, playing } = this.transport;
    if (this.train || this.course || !(Number(pending) > 0 || playing)) return;
    this.train = true;
    this.stopped = false;
    this.#ask();
  }

  /** A network was clicked. @param {number} line @param {number} depth */
  #open(line, depth) {
    this.tell({ study: this.study, n: this.#count(), line, depth });
  }

  // Showing a step

  /** @param {number} step */
  #isHere(step) {
    return step === 0 || this.course !== null;
  }

  /** @param {number} step @returns {boolean} whether it is here */
  #go(step) {
    if (!this.#isHere(step)) return false;
    this.at = step;
    this.kept.at = step;
    this.#paint();
    this.#rest();
    return true;
  }

  #paint() {
    const { at, transport, header } = this;
    if (this.root.dataset.step !== String(at)) this.root.dataset.step = String(at);
    this.find(".bp-step").textContent = String(at);
    if (transport.pending === null) transport.scrub.value = String(at);
    transport.scrub.style.setProperty("--bp-share", `${(100 * at) / header.steps}%`);
    this.charts.show(at, this.course, transport.playing);
  }

  /** Soon after the picture has come to rest, give the charts their numbers. */
  #rest() {
    clearTimeout(this.resting);
    if (this.transport.playing) return;
    this.resting = setTimeout(() => {
      if (this.transport.playing || !this.root.isConnected) return;
      this.charts.settle();
      this.#table();
      this.#settle();
    }, SETTLE_MS);
  }

  /** What the staircase shows, for those who cannot see it. */
  #table() {
    const { lines, measure, text } = this.header;
    const table = element("table");
    table.append(element("caption", "", `${fill(text.staircase, { measure })}, ${fill(text.note_step, { step: this.at })}`));
    lines.forEach(({ name }, line) => {
      const row = table.insertRow();
      row.append(element("th", "", name));
      const values = this.at > 0 && this.course
        ? this.course.sizes.values.subarray((line * this.course.sizes.steps + this.at) * this.course.sizes.layers).subarray(0, this.course.sizes.layers)
        : this.charts.figures.staircase?.data[line].y ?? [];
      for (const value of values) row.insertCell().textContent = value === null ? "NaN" : significant(value, 4);
    });
    this.find("[data-table]").replaceChildren(table);
  }

  #status() {
    if (!this.header) return;
    const { header, transport, stopped } = this;
    const { text, player } = header;
    const button = this.find(".bp-play");
    button.classList.toggle("bp-playing", transport.playing);
    this.#name(button, player[transport.playing ? "pause" : "play"]);
    const running = !header.complete && !stopped;
    const unfinished = !header.complete;
    const words = fill(stopped ? text.stopped : text.measuring, { done: header.done, of: header.of });
    this.find(".bp-status").textContent = this.saying.words || (unfinished ? words : "");
    const bar = /** @type {HTMLProgressElement} */ (this.find(".bp-progress"));
    bar.hidden = !running;
    bar.value = header.done / Math.max(1, header.of);
    bar.setAttribute("aria-label", words);
    const stop = this.find(".bp-stop");
    stop.hidden = !unfinished;
    stop.textContent = stopped ? text.go_on : player.stop;
    if (transport.playing) return;
    this.#rest();
  }

  // The address

  #moment() {
    const { header, at } = this;
    const { focus, below, aside } = this.kept.view;
    const words = header.lab ? [header.lab] : [];
    if (at > 0) words.push(`step~${at}`);
    if (focus > 0) words.push(`focus~${focus}`);
    if (below !== BELOWS[0]) words.push(`below~${below}`);
    if (aside !== ASIDES[0]) words.push(`aside~${aside}`);
    return [...(header.link ? [header.link] : []), ...(words.length ? [`lab=${words.join("~")}`] : [])];
  }

  #settle() {
    this.place.write(this.#moment());
  }

  #copy() {
    this.#settle();
    copyLink(this.saying, this.header.player);
  }

  destroy() {
    this.channel.drop();
    clearTimeout(this.resting);
    this.transport.destroy();
    if (this.header) this.place.leave(this.header.link ? [this.header.link] : []);
    this.saying.destroy();
    this.abort.abort();
    this.charts.destroy();
  }
}

export default mounted(
  (parent, mounting) => new Lab(find(parent, "[data-testid=player]"), mounting),
  (lab, setState) => {
    lab.send = (ask) => setState("ask", ask);
    lab.tell = (act) => setState("act", act);
  },
);
