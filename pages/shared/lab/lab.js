// The lab: which network is in focus, which charts are shown, and asking the server for what is missing.

import { unpacked } from "../browser/bytes.js";
import { Channel } from "../browser/channel.js";
import { check, element, explain, find, findAll, keepKeys, mounted, options, paintRoot, putParts, putText, Saying, themeOf } from "../browser/dom.js";
import { answerWith, mark } from "../browser/explained.js";
import { counted, fill, significant } from "../browser/format.js";
import { Headers } from "../browser/headers.js";
import { leave, stay } from "../browser/leaving.js";
import { loadPlotly } from "../browser/panels.js";
import { legible } from "../browser/legible.js";
import { memoryOf } from "../browser/memory.js";
import { copyLink, Place } from "../browser/place.js";
import { isProjected, SHOWN_OTHERWISE } from "../browser/room.js";
import { shapePicture } from "../browser/shapes.js";
import { wished } from "../browser/shown.js";
import { Speaking } from "../browser/speaking.js";
import { Strip } from "../browser/strip.js";
import { SPEEDS, Transport } from "../browser/transport.js";
import { pageAt } from "../browser/turning.js";
import { courseOf, rowOf, sizesAt } from "./course.js";
import { answer, MARKS } from "./explained.js";
import { LabCharts } from "./lab_charts.js";
import { sentences } from "./sentences.js";

/** @import { Arrays, Mounting, Return } from "../browser/types.d.ts" */
/** @import { Course, Header, LabAct, LabAsk, LabView, LineStyle } from "./types.d.ts" */

const ASK_AGAIN_MS = 6000;
const SETTLE_MS = 120;
/** What can be large on a projector. */
const LARGE = ["staircase", "aside", "left", "right"];
const ASIDES = ["passes", "saturation", "z"];
const BELOWS = ["depth", "course"];
const CURVES = ["loss", "accuracy"];
/** What the server has to know of the view. @type {Array<keyof LabView>} */
const SEEN = ["focus", "below", "aside", "curve"];

/**
 * What outlives a switch of pages; `view` is there once an answer has come.
 * @typedef {{study: string|null, at: number, playing: boolean, view: LabView, speed: number, count: number,
 *   large: string|null, headers: Headers<Header>}} Kept
 */

/** @returns {Kept} */
function memorable() {
  return {
    study: null, at: 0, playing: false, view: /** @type {any} */ (null), speed: 2, count: 0, large: null, headers: new Headers(),
  };
}

class Lab {
  /** @type {Header} */
  header;
  /** Tell the server what is asked, and what was done. @type {(ask: Partial<LabAsk>) => void} */
  send;
  /** @type {(act: LabAct|Return) => void} */
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
    this.strip = new Strip(root, LARGE, this.kept, "staircase");
    document.addEventListener(SHOWN_OTHERWISE, () => this.header && this.#paintRoot(), listening);
    this.charts = new LabCharts(root, (line, depth) => this.#open(line, depth));
    this.transport = new Transport(root, {
      at: () => this.at, end: () => this.header?.steps ?? 0, here: (step) => this.#isHere(step), go: (step) => this.#go(step),
      ahead: () => this.#ahead(), changed: () => this.#status(),
      took: (event) => this.strip.took(event),
      jump: (step) => step <= this.header.steps && (this.transport.seek(step), true),
      refused: (refused) => this.saying.say(refused ? fill(this.header.player.goto_refused, { most: this.header.steps }) : ""),
    }, this.kept);
    this.find(".bp-stop").addEventListener("click", () => this.#stop(), listening);
    this.find(".bp-copy").addEventListener("click", () => this.#copy(), listening);
    this.place = new Place(address, "lab");
    this.place.onReturn({ go: (to) => this.#return(to), stay: () => this.#settle() }, this.abort.signal);
    this.saying = new Saying(() => this.#status());
    answerWith(root, (question) => this.#explain(question), this.abort.signal);
    this.speaking = new Speaking(root, () => this.said.replaceAll("**", ""));
    this.at = 0;
    this.study = "";
    /** The action by which another page was asked for. */
    this.opening = Infinity;
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
    /** The caption as it stands. */
    this.said = "";
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
    if (header.mounted.acted >= this.opening) stay(); // it has heard of it, and this page is still here
    // What one went back to is looked at as its address says.
    if (this.place.arrived(header.mounted, header.lab)) Object.assign(this.kept, { study: null, view: { ...header.view, step: 0 } });
    const fresh = header.study !== this.study;
    if (!this.channel.answered(header.n) && !fresh) return; // an answer to what was asked before
    if (fresh) this.#begin(header);
    this.header = header;
    if (arrays.sizes) this.course = courseOf(arrays);
    this.#paintRoot();
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

  #paintRoot() {
    const { palette } = this.header;
    paintRoot(this.root, isProjected() ? legible(palette) : palette);
  }

  /** @param {Header} header */
  #begin(header) {
    const interrupted = this.study === "" && this.kept.study === header.study;
    this.transport.pause();
    this.transport.want(null);
    this.channel.drop();
    Object.assign(this, { study: header.study, course: null, stopped: false, train: false, at: 0, header });
    this.root.dataset.run = header.study;
    this.kept.view ??= { ...header.view, step: 0 };
    const { train, step, ...seen } = header.wish ?? { train: false };
    if (header.wish) Object.assign(this.kept.view, { focus: 0, ...seen });
    const aside = wished("vanishing_gradients");
    if (ASIDES.includes(aside)) this.kept.view.aside = aside;
    this.kept.view.focus = Math.min(this.kept.view.focus, header.lines.length - 1);
    const at = step ?? (this.kept.study === header.study ? this.kept.at : this.kept.study === null ? header.view.step : 0);
    this.kept.study = header.study;
    this.transport.scrub.max = String(header.steps);
    if (at > 0) this.transport.want(Math.min(at, header.steps));
    this.train = at > 0 || this.kept.view.below === "course" || train;
    if (interrupted) this.transport.resume();
    this.#loadPlotly();
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
    const { below: shown } = this.kept.view;
    this.strip.write({ ...text, large_left: text[`large_left_${shown}`], large_right: text[`large_right_${shown}`] });
    this.#choices();
    mark(this.root, MARKS); // of what stands there by now
  }

  /** The chart beside the staircase, those below, and the speed. */
  #choices() {
    const { text, player } = this.header;
    const { view } = this.kept;
    const below = this.find(".lab-below");
    below.setAttribute("aria-label", text.below);
    explain(below, text.below_help);
    if (!below.children.length) options(below, BELOWS.map((name) => [name, text[`below_${name}`]]), (name) => this.#see("below", name));
    check(below, view.below);
    explain(this.find(".lab-aside"), text.aside_help);
    this.#select(".lab-aside", text.aside, ASIDES.map((name) => [name, text[`aside_${name}`]]), view.aside, (name) => this.#see("aside", name));
    const curves = this.find(".lab-curve");
    curves.setAttribute("aria-label", text.curve);
    if (!curves.children.length) options(curves, CURVES.map((name) => [name, text[`curve_${name}`]]), (name) => this.#see("curve", name));
    check(curves, view.curve);
    curves.hidden = view.below !== "course" || this.header.chances.includes(null);
    const speeds = SPEEDS.slice(0, 5).map(({ rate, stride }, index) => {
      const [key, n] = rate ? ["speed_second", rate] : ["speed_frame", stride];
      return [String(index), n === 1 ? player[`${key}_1`] : fill(player[key], { n })];
    });
    this.#select(".bp-speed", player.speed, speeds, this.kept.speed, (index) => { this.kept.speed = Number(index); this.transport.speed = SPEEDS[this.kept.speed]; });
    this.transport.speed = SPEEDS[this.kept.speed];
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
    explain(legend, this.header.text.legend_help);
    options(legend, lines.map((line, index) => [String(index), line.name]), (index) => this.#see("focus", Number(index)));
    lines.forEach(({ colour, symbol }, index) => {
      legend.children[index].prepend(shapePicture(symbol, colour));
    });
    check(legend, String(this.kept.view.focus));
  }

  /** The sentences, with what stands between ** in bold: of step 0 the server's. */
  #caption() {
    const { header, course, at } = this;
    const words = at > 0 && course ? sentences(header, course, header.view.focus, at) : header.caption;
    if (words === this.said) return;
    this.said = words;
    putParts(this.find(".bp-caption"), words.split("**"));
  }

  /** @param {keyof LabView} name @param {string|number} value */
  #see(name, value) {
    Object.assign(this.kept.view, { [name]: value });
    if (name === "below" && value === "course") this.train = true;
    check(this.find(".lab-legend"), String(this.kept.view.focus));
    check(this.find(".lab-below"), this.kept.view.below);
    check(this.find(".lab-curve"), this.kept.view.curve);
    this.#ask();
  }

  // Asking

  #ask() {
    const { focus, below, aside, curve } = this.kept.view;
    this.channel.ask({
      study: this.study, focus, below, aside, curve, train: Boolean(this.train),
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

  /** A network was clicked: the server turns to Train. @param {number} line @param {number} depth */
  #open(line, depth) {
    this.opening = this.#count();
    this.tell({ study: this.study, n: this.opening, do: "open", line, depth });
    leave(pageAt(window.location.pathname));
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
    putText(this.find(".bp-step"), String(at));
    if (transport.pending === null) transport.scrub.value = String(at);
    transport.scrub.style.setProperty("--bp-share", `${(100 * at) / header.steps}%`);
    this.charts.show(at, this.course, transport.playing);
    this.#caption();
  }

  /** Soon after the picture has come to rest, give the charts their numbers. */
  #rest() {
    clearTimeout(this.resting);
    this.speaking.hush();
    if (this.transport.playing) return;
    this.resting = setTimeout(() => {
      if (this.transport.playing || !this.root.isConnected) return;
      this.speaking.rest();
      this.charts.settle();
      this.#table();
      this.#settle();
    }, SETTLE_MS);
  }

  /** What the staircase shows, for those who cannot see it. */
  #table() {
    const { lines, measure, text } = this.header;
    const table = element("table");
    table.append(element("caption", "", `${fill(text.staircase, { measure: text[`measure_${measure}`] })}, ${fill(text.note_step, { step: this.at })}`));
    lines.forEach(({ name }, line) => {
      const row = table.insertRow();
      row.append(element("th", "", name));
      const values = this.at > 0 && this.course
        ? sizesAt(this.course, rowOf(this.course, line, this.at))
        : this.charts.figures.staircase?.data[line].y ?? [];
      for (const value of values) row.insertCell().textContent = value === null ? "NaN" : significant(value, 4);
    });
    this.find("[data-table]").replaceChildren(table);
  }

  /** This moment's number of a term. @param {import("../browser/explained.js").Question} question */
  #explain(question) {
    const { header, course, at, charts } = this;
    if (!header) return;
    const first = charts.figures.staircase?.data[header.view.focus]?.y ?? [];
    answer(question, { header, course, at, first });
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
    const words = counted(text, stopped ? "stopped" : "measuring", header.of, { done: header.done.toLocaleString("en") });
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
    const { focus, below, aside, curve } = this.kept.view;
    const words = header.lab ? [header.lab] : [];
    if (at > 0) words.push(`step~${at}`);
    if (focus > 0) words.push(`focus~${focus}`);
    if (below !== BELOWS[0]) words.push(`below~${below}`);
    if (aside !== ASIDES[0]) words.push(`aside~${aside}`);
    if (curve !== CURVES[0]) words.push(`curve~${curve}`);
    return [...(header.link ? [header.link] : []), ...(words.length ? [`lab=${words.join("~")}`] : [])];
  }

  #settle() {
    this.place.write(this.#moment(), this.header.lab);
  }

  /** Back or forward in the browser's history: what the address has counts. @param {Omit<Return, "n">} to */
  #return(to) {
    const n = this.#count();
    this.tell({ ...to, n });
    return n;
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
    this.speaking.destroy();
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
