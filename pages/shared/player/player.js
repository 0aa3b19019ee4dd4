// The player: keeps one run's frames, shows one step of it, and asks the server for what is missing.

import { lookup } from "./draw.js";
import { fill, significant } from "./format.js";
import { loadPlotly, Panel } from "./panels.js";
import { element, Stack } from "./stack.js";
import { decode, Store } from "./tape.js";
import { SPEEDS, Transport } from "./transport.js";

const ASK_AGAIN_MS = 3000;
const CHUNK = 25;
const SETTLE_MS = 120;

/** What outlives a switch of pages: the last run's frames, where it stood, and what was chosen. */
const memory = {
  run: null, store: null, at: 0,
  choices: { view: "W", scale: "all", measure: "dW_norm", axis: "linear", selected: 0, speed: 3 },
};

/** At most about eight labelled values of a log axis: decades, and 2 and 5 where they are few. */
function logTicks(low, high) {
  const decades = Math.log10(high / low);
  const every = Math.max(1, Math.ceil(decades / 8));
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power += every) {
    for (const digit of decades < 3 ? [1, 2, 5] : [1]) {
      const value = Number(`${digit}e${power}`);
      if (value >= low && value <= high) ticks.push(value);
    }
  }
  return ticks;
}

/** A click takes no focus and ends typing elsewhere: Space and the arrows stay with the player. */
function keepKeys(event) {
  event.preventDefault();
  document.activeElement?.blur?.();
}

class Player {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.choices = memory.choices;
    this.abort = new AbortController();
    this.panels = Object.fromEntries(
      [...root.querySelectorAll("[data-panel]")].map((figure) => [figure.dataset.panel, new Panel(figure)]),
    );
    this.panels.weights.onReset = () => this.#weightsAxes();
    this.panels.profile.onReset = () => this.#profileAxes();
    this.panels.loss.onReset = () => this.#lossAxis();
    for (const button of root.querySelectorAll("button, .bp-cards")) {
      button.addEventListener("mousedown", keepKeys, { signal: this.abort.signal });
    }
    this.stack = new Stack(root, (index) => this.#choose("selected", index));
    this.transport = new Transport(root, {
      at: () => this.at, end: () => this.end, go: (step) => this.#go(step),
      ahead: () => this.#ahead(), changed: () => this.#status(),
    });
    this.run = null;
    this.at = 0;
    this.end = 0;
    this.asked = null;
    this.count = 0;
    document.addEventListener("visibilitychange", () => document.hidden && this.transport.pause(), {
      signal: this.abort.signal,
    });
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
    this.#theme();
  }

  #begin(tape) {
    const { header } = tape;
    this.transport.pause();
    this.transport.pending = null;
    this.header = header;
    this.run = header.run;
    this.root.dataset.run = header.run;
    this.asked = null;
    this.frame = null;
    this.initial = header.initial;
    this.ranges = structuredClone(header.ranges);
    if (memory.run !== header.run) Object.assign(memory, { run: header.run, store: new Store(), at: 0 });
    this.store = memory.store;
    this.store.put(tape, memory.at);
    this.#ends(header);
    this.choices.selected = Math.min(this.choices.selected, header.cards.length - 1);
    this.stack.build(header);
    this.stack.select(this.choices.selected);
    this.#words();
    this.palette = null;
    this.#theme();
    const start = this.store.get(Math.min(memory.at, this.end)) ? Math.min(memory.at, this.end) : header.steps[0];
    this.#go(start);
    loadPlotly(header.plotly).then(
      async (plotly) => {
        if (!this.root.isConnected) return;
        for (const panel of Object.values(this.panels)) await panel.attach(plotly);
        this.#axes();
        this.#rest();
      },
      () => { this.find(".bp-status").textContent = header.text.no_plotly; },
    );
  }

  #continue(tape) {
    const { header } = tape;
    this.store.put(tape, this.at);
    this.header.diverged = header.diverged;
    if (header.end !== this.header.end) {
      Object.assign(this.header, { end: header.end, figures: header.figures });
      this.palette = null;
    }
    this.#ends(header);
    if (this.at > this.end) this.transport.seek(this.end);
    const waited = this.asked && this.store.get(Math.min(this.asked.first, this.end));
    if (waited) this.asked = null;
    else if (this.asked && !header.steps.length) {
      // The time was up before the first frame: say how far training has come, and go on.
      this.trained = header.trained;
      this.asked = null;
      this.#ahead();
    }
    this.transport.arrived();
    this.#status();
  }

  #ends(header) {
    this.end = header.diverged ? Math.min(header.end, header.diverged.last) : header.end;
    const scrub = this.transport.scrub;
    scrub.max = String(this.end);
    this.find(".bp-end-step").textContent = `/${this.end}`;
    this.find(".bp-step").style.minWidth = `${String(header.end).length}ch`;
  }

  // Words and choices

  #words() {
    const { text, views, measures } = this.header;
    for (const label of this.root.querySelectorAll("[data-text]")) label.textContent = text[label.dataset.text];
    this.root.setAttribute("aria-label", text.label);
    for (const button of this.root.querySelectorAll("[data-do]")) {
      this.#name(button, text[button.dataset.do]);
    }
    this.transport.scrub.setAttribute("aria-label", text.step);
    const speeds = SPEEDS.map(({ rate, stride }) => {
      const [key, n] = rate ? ["speed_second", rate] : ["speed_frame", stride];
      return n === 1 ? text[`${key}_1`] : fill(text[key], { n });
    });
    this.#options(".bp-speed", text.speed, speeds.map((label, i) => [i, label]), "speed");
    this.#options(".bp-scale-choice", text.scale, [["all", text.scale_all], ["each", text.scale_each]], "scale");
    this.#options(".bp-measure", text.measure, measures.map((name) => [name, text[`measure_${name}`]]), "measure");
    this.#options(".bp-axis", text.axis, [["linear", text.axis_linear], ["log", text.axis_log]], "axis");
    this.#views(views, text);
    this.find(".bp-views").setAttribute("aria-label", text.show);
    this.transport.speed = SPEEDS[this.choices.speed];
  }

  #name(button, name) {
    button.setAttribute("aria-label", name);
    button.title = `${name}\n${this.header.text.keys}`;
  }

  #options(selector, label, options, choice) {
    const select = this.find(selector);
    select.setAttribute("aria-label", label);
    select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
    select.value = String(this.choices[choice]);
    let pointed = false;
    select.onpointerdown = () => { pointed = true; };
    select.onkeydown = () => { pointed = false; };
    select.onchange = () => {
      this.#choose(choice, choice === "speed" ? Number(select.value) : select.value);
      if (pointed) select.blur(); // who works with the mouse expects Space to play again
    };
  }

  #views(views, text) {
    this.find(".bp-views").replaceChildren(
      ...views.map((view) => {
        const button = element("button", "", text[`view_${view}`]);
        button.type = "button";
        button.setAttribute("role", "radio");
        button.dataset.view = view;
        button.onclick = () => this.#choose("view", view);
        return button;
      }),
    );
  }

  #choose(choice, value) {
    this.choices[choice] = value;
    if (choice === "speed") {
      this.transport.speed = SPEEDS[value];
      if (this.transport.playing) this.#ahead();
      return;
    }
    if (choice === "selected") {
      this.stack.select(value);
      this.#weightsAxes();
    }
    if (choice === "measure") this.#profileAxes();
    if (choice === "axis") this.#lossAxis();
    this.#paint(this.frame);
    this.#rest();
  }

  // Looks

  #theme() {
    const background = getComputedStyle(this.root).getPropertyValue("--st-background-color").trim();
    const dark = /^#[0-9a-f]{6}/i.test(background) && parseInt(background.slice(1, 3), 16) < 128;
    const name = dark ? "dark" : "light";
    if (this.palette === name) return;
    this.palette = name;
    const palette = this.header.palettes[name];
    this.table = lookup(palette.diverging, palette.slope);
    for (const [key, colour] of Object.entries(palette)) {
      if (typeof colour === "string") this.root.style.setProperty(`--bp-${key}`, colour);
    }
    const legend = this.find(".bp-legend canvas").getContext("2d");
    const pixels = legend.createImageData(256, 1);
    new Uint32Array(pixels.data.buffer).set(this.table.subarray(0, 256));
    legend.putImageData(pixels, 0, 0);
    for (const [key, panel] of Object.entries(this.panels)) panel.setTemplate(this.header.figures[name][key]);
    this.#axes();
    if (this.frame) {
      this.#paint(this.frame);
      this.#rest();
    }
  }

  /** Axes that follow a choice: the selected layer's size, the measure's range, the loss's scale. */
  #axes() {
    this.#weightsAxes();
    this.#profileAxes();
    this.#lossAxis();
  }

  #weightsAxes() {
    const card = this.header.cards[this.choices.selected];
    this.panels.weights.relayout({
      "xaxis.range": [0.5, card.columns + 0.5], "yaxis.range": [card.rows + 0.5, 0.5], "yaxis.title.text": card.from,
    });
  }

  #profileAxes() {
    const { measure } = this.choices;
    const [low, high] = this.ranges[measure];
    const dtick = [1, 2, 3, 5, 10, 20, 30, 50, 100].find((d) => (high - low) / d <= 6) ?? 100;
    this.panels.profile.relayout({
      "xaxis.range": [0.7, this.header.cards.length + 0.3], "yaxis.range": [low, high], "yaxis.dtick": dtick,
      "yaxis.title.text": this.header.text[`measure_${measure}`],
    });
  }

  #lossAxis() {
    const template = this.header.figures[this.palette].loss;
    const values = [...this.header.published.slice(0, this.header.end), ...this.store.losses.subarray(0, this.store.known)];
    const good = values.filter((value) => Number.isFinite(value) && value > 0);
    const most = good.reduce((a, b) => Math.max(a, b), 0) || 1;
    const least = good.reduce((a, b) => Math.min(a, b), most);
    this.lossTop = Math.max(template.layout.yaxis.range[1], most * 1.05);
    this.lossLow = least / 1.5;
    const log = this.choices.axis === "log";
    const range = log ? [Math.log10(this.lossLow), Math.log10(this.lossTop)] : [0, this.lossTop];
    const ticks = log ? logTicks(this.lossLow, this.lossTop) : null;
    this.panels.loss.relayout({
      "yaxis.type": this.choices.axis, "yaxis.range": range, "xaxis.range": [0, Math.max(1, this.header.end)],
      "yaxis.tickmode": log ? "array" : "auto", "yaxis.tickvals": ticks,
      "yaxis.ticktext": ticks?.map((value) => significant(value, 1)) ?? null,
    });
  }

  /** Widen an axis when a value has left it, in whole decades or by half; a zoomed one too. */
  #widen(frame) {
    const range = this.ranges[this.choices.measure];
    const values = [...frame.numbers(this.choices.measure)].filter((value) => value > 0 && Number.isFinite(value));
    const powers = values.map(Math.log10);
    const room = Math.max(0.3, 0.04 * (range[1] - range[0]));
    const low = Math.min(range[0], ...powers.map((power) => Math.floor(power - room)));
    const high = Math.max(range[1], ...powers.map((power) => Math.ceil(power + room)));
    const left = powers.some((power) => power < range[0] || power > range[1]);
    if (left) {
      this.ranges[this.choices.measure] = [low, high];
      this.#profileAxes();
    }
    const [loss] = frame.numbers("loss");
    if (Number.isFinite(loss) && (loss > this.lossTop || (loss > 0 && loss < this.lossLow))) this.#lossAxis();
  }

  // Showing a step

  #go(step) {
    const frame = this.store.get(step);
    if (!frame) return false;
    this.at = step;
    memory.at = step;
    this.#paint(frame);
    this.#rest();
    return true;
  }

  #paint(frame) {
    if (!frame) return;
    this.frame = frame;
    this.#widen(frame);
    const { step } = frame;
    const { choices, header } = this;
    if (this.root.dataset.step !== String(step)) this.root.dataset.step = String(step);
    this.find(".bp-step").textContent = String(step);
    this.find(".bp-loss").textContent = this.#lossDigits(frame.numbers("loss")[0]);
    const { scrub } = this.transport;
    if (this.transport.pending === null) scrub.value = String(step);
    scrub.style.setProperty("--bp-share", `${this.end ? (100 * step) / this.end : 0}%`);
    this.stack.paint(frame, choices, this.table, this.ranges[choices.measure]);
    const playing = this.transport.playing;
    this.#paintWeights(frame, playing);
    this.#paintProfile(frame, playing);
    this.#paintLoss(frame, playing);
    this.#caption(frame);
  }

  /** Five digits, or three beside an exponent: the place stays as wide. */
  #lossDigits(loss) {
    const digits = significant(loss, 5);
    return digits.includes("×") ? significant(loss, 3) : digits;
  }

  #paintWeights(frame, playing) {
    const { choices, header } = this;
    const card = header.cards[choices.selected];
    const part = frame.part(choices.view, choices.selected);
    const limit = this.stack.limit(part, choices);
    const name = header.text[`name_${choices.view}`];
    const [rows, columns] = card.block;
    const span = { rows: part.rows * rows, columns: part.columns * columns };
    const row = (r) => part.values.subarray(r * part.columns, (r + 1) * part.columns);
    const matrix = (write) => Array.from({ length: part.rows }, (_, r) => Array.from(row(r), (v) => write(v * part.factor)));
    const heatmap = () => ({
      z: matrix((v) => v), text: matrix((v) => significant(v, 4)), x0: (columns + 1) / 2, dx: columns, y0: (rows + 1) / 2, dy: rows, zmin: -limit, zmax: limit, name,
    });
    const panel = this.panels.weights;
    panel.heading.textContent = this.#title("weights_title", { n: choices.selected + 1, name, step: frame.step });
    const reduced = rows * columns > 1;
    panel.note.title = reduced
      ? fill(header.text.reduced_help, {
        rows: card.rows, columns: card.columns, shown_rows: part.rows, shown_columns: part.columns,
      })
      : "";
    panel.note.textContent = reduced
      ? fill(header.text.reduced, { block_rows: rows, block_columns: columns })
      : fill(header.text.parameters, { n: card.parameters.toLocaleString("en") });
    panel.show([{ trace: 0, part, limit, table: this.table, span, heatmap }], playing);
    this.#legend(choices, limit);
  }

  #legend(choices, limit) {
    const each = choices.scale === "each";
    this.find(".bp-low").textContent = each ? "−" : `−${significant(limit, 1)}`;
    this.find(".bp-high").textContent = each ? "+" : `+${significant(limit, 1)}`;
    for (const button of this.root.querySelectorAll("[data-view]")) {
      button.setAttribute("aria-checked", String(button.dataset.view === choices.view));
    }
  }

  #title(key, values) {
    return fill(this.header.text[key], values);
  }

  #paintProfile(frame, playing) {
    const { measure } = this.choices;
    const layers = this.header.cards.map((_, i) => i + 1);
    const panel = this.panels.profile;
    panel.heading.textContent = this.#title("profile_title", { step: frame.step });
    panel.note.textContent = this.header.text.profile_note;
    panel.show([
      { trace: 0, x: layers, y: this.initial[measure] },
      { trace: 1, x: layers, y: frame.numbers(measure) },
    ], playing);
  }

  #paintLoss(frame, playing) {
    const count = Math.min(this.store.known, frame.step + 1);
    if (this.xs === undefined || this.xs.length < this.store.losses.length) {
      this.xs = Float64Array.from(this.store.losses, (_, i) => i);
    }
    const panel = this.panels.loss;
    panel.heading.textContent = this.#title("loss_title", { step: frame.step });
    panel.note.textContent = this.header.text.published;
    panel.show([
      { trace: 1, x: this.xs.subarray(0, count), y: this.store.losses.subarray(0, count) },
      { trace: 2, x: [frame.step], y: [frame.numbers("loss")[0]] },
    ], playing);
  }

  #caption(frame) {
    const { text, diverged, cards } = this.header;
    const caption = this.find(".bp-caption");
    caption.classList.toggle("bp-warning", Boolean(diverged) && frame.step >= this.end);
    if (diverged && frame.step >= this.end) {
      caption.textContent = fill(text.diverged, { ...diverged, reason: text[`reason_${diverged.reason}`] });
      return;
    }
    const values = frame.numbers(this.choices.measure);
    const [first, last] = [values[0], values[values.length - 1]];
    const factor = last / first;
    const strong = element("strong", "", significant(factor >= 1 ? factor : 1 / factor, 2));
    let key = "caption_alike";
    if (![...values].every(Number.isFinite)) key = "caption_nonfinite";
    else if (!values.some((value) => value > 0)) key = "caption_none";
    else if (first === 0) key = "caption_zero";
    else if (factor > 3) key = "caption_smaller";
    else if (factor < 1 / 3) key = "caption_larger";
    const consequence = factor > 1000 ? text.caption_vanishing : text.caption_slow;
    const sentence = fill(text[key], { measure: text[`measure_${this.choices.measure}`], last: cards.length, consequence, value: significant(first, 2) });
    const [before, after] = sentence.split("{factor}");
    caption.replaceChildren(before, ...(after === undefined ? [] : [strong, after]));
  }

  /** Soon after the picture has come to rest, give the charts their numbers, one a frame. */
  #rest() {
    clearTimeout(this.resting);
    if (this.transport.playing) return;
    this.resting = setTimeout(() => {
      const waiting = Object.values(this.panels);
      const next = () => {
        if (this.transport.playing || !this.root.isConnected) return;
        waiting.shift().settle();
        if (waiting.length) requestAnimationFrame(next);
        else this.#tabulate();
      };
      requestAnimationFrame(next);
    }, SETTLE_MS);
  }

  /** The selected layer's cells as a table, for those who cannot see the picture. */
  #tabulate() {
    const { choices, header, frame } = this;
    const part = frame.part(choices.view, choices.selected);
    const table = element("table");
    const name = header.text[`name_${choices.view}`];
    table.append(element("caption", "", fill(header.text.table, { name, n: choices.selected + 1, step: frame.step })));
    for (let r = 0; r < part.rows; r += 1) {
      const row = table.insertRow();
      row.append(element("th", "", fill(header.text.from, { n: r + 1 })));
      for (let c = 0; c < part.columns; c += 1) {
        row.insertCell().textContent = significant(part.values[r * part.columns + c] * part.factor, 4);
      }
    }
    this.find("[data-table]").replaceChildren(table);
  }

  #status() {
    const { transport, header } = this;
    const name = header.text[transport.playing ? "pause" : "play"];
    const button = this.find(".bp-play");
    button.classList.toggle("bp-playing", transport.playing);
    this.#name(button, name);
    const pending = transport.pending;
    const step = pending ?? Math.min(this.at + transport.speed.stride, this.end);
    let status = "";
    if (pending !== null && this.trained !== undefined && this.trained < pending) {
      status = `${fill(header.text.training, { n: pending })} ${this.trained}`;
    } else if (pending !== null || transport.waiting) status = fill(header.text.waiting, { n: step });
    this.find(".bp-status").textContent = status;
    if (!transport.playing) this.#rest();
  }

  // Asking for more

  /** Ask for the next frames that will be wanted, if they are not here and not yet asked for. */
  #ahead() {
    const { transport } = this;
    const { stride } = transport.speed;
    const pending = transport.pending;
    const step = transport.playing ? stride : 1;
    const from = pending ?? Math.min(this.at + step, this.end);
    const missing = this.store.missing(from, step, this.end, transport.playing ? CHUNK : 8);
    if (missing === null) return;
    const now = performance.now();
    const same = this.asked && this.asked.first === missing && this.asked.stride === step;
    if (this.asked && now - this.asked.when < (same ? ASK_AGAIN_MS : 600)) return;
    this.count += 1;
    this.asked = { run: this.run, first: missing, stride: step, known: this.store.known, n: this.count, when: now };
    const { when, ...request } = this.asked;
    this.send(request);
  }

  destroy() {
    clearTimeout(this.resting);
    this.abort.abort();
    this.transport.destroy();
    this.stack.destroy();
    for (const panel of Object.values(this.panels)) panel.destroy();
  }
}

const players = new WeakMap();

/** Streamlit calls this at the start, and again whenever the data or the theme changes. */
export default function (component) {
  const { parentElement, data, setStateValue } = component;
  let player = players.get(parentElement);
  if (!player) {
    player = new Player(parentElement.querySelector("[data-testid=player]"));
    players.set(parentElement, player);
  }
  player.send = (request) => setStateValue("pull", request);
  player.receive(data);
  return () => {
    // Called for superseded runs too, while the element still stands.
    if (parentElement.isConnected || !players.has(parentElement)) return;
    players.get(parentElement).destroy();
    players.delete(parentElement);
  };
}
