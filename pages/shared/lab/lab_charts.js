// The lab's four charts: which figure stands where, what moves with the step, and which clicks open a network.

import { element, find, putText } from "../browser/dom.js";
import { counted, fill, significant } from "../browser/format.js";
import { attachAll, Panel } from "../browser/panels.js";
import { rowOf, sizesAt } from "./course.js";
import { savePage, savePicture } from "./files.js";
import { PointKeys } from "./points.js";

/** @import { Plotly } from "../browser/types.d.ts" */
/** @import { Words } from "./files.js" */
/** @import { Point } from "./points.js" */
/** @import { Course, Header, KeyedFigure, Place } from "./types.d.ts" */

/** @type {Place[]} */
const PLACES = ["staircase", "aside", "left", "right"];

export class LabCharts {
  /** @type {Header} */
  header;

  /**
   * @param {HTMLElement} root
   * @param {(line: number, depth: number) => void} onOpen a network was clicked
   */
  constructor(root, onOpen) {
    this.root = root;
    this.onOpen = onOpen;
    /** @param {Place} place */
    const panelAt = (place) => {
      const panel = new Panel(find(root, `[data-panel=${place}]`));
      panel.onReset = () => panel.relayout(structuredClone(this.ranges[place]));
      return panel;
    };
    this.panels = {
      staircase: panelAt("staircase"), aside: panelAt("aside"), left: panelAt("left"), right: panelAt("right"),
    };
    this.keyed = {
      left: this.#keys("left", ({ line, depth }) => [{ curveNumber: line, pointNumber: depth }]),
      right: this.#keys("right", (_, hidden) => ({ xval: 1, yval: hidden })),
    };
    /** What is drawn, by place. @type {Partial<Record<Place, KeyedFigure>>} */
    this.figures = {};
    /** The axes of what is drawn. @type {Record<string, Record<string, unknown>>} */
    this.ranges = {};
    /** @type {Plotly|null} */
    this.plotly = null;
    /** Whether what belongs to step 0 is hidden; null where that is not known. @type {boolean|null} */
    this.aside = null;
  }

  /** @param {Plotly} plotly the loaded library */
  async attach(plotly) {
    this.plotly = plotly;
    await attachAll(PLACES.map((place) => this.panels[place]), plotly);
    this.#clicks();
  }

  /** An answer's figures: those that are new are drawn. @param {Header} header */
  take(header) {
    this.header = header;
    for (const place of PLACES) {
      const figure = header.figures[place];
      if (!figure || this.figures[place]?.key === figure.key) continue;
      this.figures[place] = figure;
      const { xaxis, yaxis } = figure.layout;
      this.ranges[place] = { "xaxis.range": xaxis.range, "yaxis.range": yaxis.range };
      const panel = this.panels[place];
      panel.still();
      panel.setTemplate(figure);
    }
    this.aside = null; // what is drawn anew shows all that belongs to step 0
    this.#titles();
    this.#files();
    this.#clicks();
  }

  /** The keys of what is drawn, by place. */
  keys() {
    return Object.fromEntries(Object.entries(this.figures).map(([place, { key }]) => [place, key]));
  }

  /** What is measured, in words. */
  #measure() {
    const { text, measure } = this.header;
    return text[`measure_${measure}`];
  }

  #titles() {
    const { text, view, lines, chances } = this.header;
    const measure = this.#measure();
    const { staircase, aside, left, right } = this.panels;
    const focus = lines[view.focus].name;
    staircase.heading.textContent = fill(text.staircase, { measure });
    aside.heading.textContent = text[`aside_${view.aside}`];
    aside.note.textContent = view.aside === "saturation" ? text.note_saturation : focus;
    const course = view.below === "course";
    left.heading.textContent = fill(course ? text.course : text.first, { measure });
    const guess = !chances.includes(null);
    const curve = guess ? (view.curve === "accuracy" ? text.accuracy : text.loss_chance) : text.loss;
    right.heading.textContent = fill(course ? curve : text.depths, { measure });
    left.note.textContent = course ? focus : text.note_open;
    right.note.textContent = course ? (guess ? text[`note_chance_${view.curve}`] : "") : focus;
    right.note.title = course && guess ? text.note_chance_help : "";
    for (const panel of [left, right]) panel.figure.classList.toggle("lab-clickable", !course);
    for (const [place, keys] of Object.entries(this.keyed)) {
      const { heading } = this.panels[/** @type {Place} */ (place)];
      keys.offer(course ? heading.textContent : fill(text.point_keys, { chart: heading.textContent }));
    }
  }

  /**
   * The networks of one of the two charts over depth, by keyboard.
   * @param {"left"|"right"} place of which the right one has those of the line in focus
   * @param {(point: Point, hidden: number) => object} drawn where Plotly has a network of so many hidden layers
   */
  #keys(place, drawn) {
    const { host } = this.panels[place];
    /** @param {number} line */
    const trace = (line) => this.figures.left?.data[line] ?? { x: [], y: [] };
    const lineOf = (/** @type {Point} */ { line }) => (place === "left" ? line : this.header.view.focus);
    return new PointKeys(find(this.root, `[data-panel=${place}] .bp-plot`), {
      size: () => {
        const open = this.header?.view.below === "depth";
        return { lines: open ? (place === "left" ? this.header.lines.length : 1) : 0, depths: open ? trace(0).x.length : 0 };
      },
      line: () => (place === "left" ? this.header.view.focus : 0),
      name: (point) => {
        const { x, y } = trace(lineOf(point));
        const { lines, text } = this.header;
        return counted(text, "point", x[point.depth], { name: lines[lineOf(point)].name, measure: this.#measure(), value: significant(y[point.depth], 2) });
      },
      show: (point) => {
        if (!this.plotly || !host.data) return;
        if (point) this.plotly.Fx.hover(host, drawn(point, trace(lineOf(point)).x[point.depth]));
        else this.plotly.Fx.unhover(host);
      },
      open: (point) => this.onOpen(lineOf(point), trace(lineOf(point)).x[point.depth]),
    });
  }

  /** Two buttons beside every chart. */
  #files() {
    const { text, palette } = this.header;
    for (const panel of Object.values(this.panels)) {
      const place = find(panel.figure, ".lab-files");
      /** @param {string} name @param {string} help @param {(plotly: Plotly, words: Words) => void} act */
      const button = (name, help, act) => {
        const made = element("button", "", name);
        made.type = "button";
        made.title = fill(help, { chart: panel.heading.textContent });
        made.setAttribute("aria-label", made.title);
        made.onclick = () => {
          if (!this.plotly || !panel.host.data) return;
          panel.settle();
          const { heading, note } = panel;
          const said = note.textContent === text.note_open ? "" : note.textContent; // what is to be done is no caption
          const about = [said, this.header.heading].filter(Boolean).join(" · ");
          act(this.plotly, { title: heading.textContent, about });
        };
        return made;
      };
      place.replaceChildren(
        button("PNG", text.save_picture, (plotly, words) => savePicture(plotly, panel.host, words, palette)),
        button("HTML", text.save_page, (_, words) => savePage(this.header.plotly, panel.host, words, palette)),
      );
    }
  }

  /** Plotly's own clicks, on the two charts over depth. */
  #clicks() {
    /** @param {Place} place @param {(point: any) => [number, number]|null} found the network of a point */
    const listen = (place, found) => {
      const { host } = this.panels[place];
      host.removeAllListeners?.("plotly_click");
      host.on?.("plotly_click", ({ points: [point] }) => {
        if (this.header.view.below !== "depth") return;
        const network = found(point);
        if (network) this.onOpen(...network);
      });
    };
    listen("left", ({ curveNumber, x }) => (curveNumber < this.header.lines.length ? [curveNumber, x] : null));
    listen("right", ({ y }) => [this.header.view.focus, y]);
  }

  /**
   * @param {number} step
   * @param {Course|null} course null while there is none
   * @param {boolean} playing
   */
  show(step, course, playing) {
    const { lines, view, text, decades } = this.header;
    const { staircase, left, right } = this.panels;
    if (course) {
      const xs = Array.from({ length: course.sizes.layers }, (_, i) => i + 1);
      const moved = lines.map((_, line) => ({ trace: line, x: xs, y: sizesAt(course, rowOf(course, line, step)) }));
      if (step > 0) staircase.show(moved, playing);
      else this.#atStart();
    }
    this.#belongsToStart(step);
    const start = this.header.ceiling ? text.note_start : text.note_untrained;
    putText(staircase.note, step > 0 ? fill(text.note_step, { step }) : start);
    staircase.note.title = step > 0 ? "" : text.note_start_help;
    if (view.below !== "course" || !this.header.figures.left) return;
    /** @param {Panel} panel @param {number} low @param {number} high */
    const line = (panel, low, high) => panel.show([{ trace: 0, x: [step, step], y: [low, high] }], playing);
    line(left, 10 ** decades[0], 10 ** decades[1]);
    const { type, range } = this.figures.right?.layout.yaxis ?? { range: [0, 0] };
    line(right, type === "log" ? 10 ** range[0] : 0, type === "log" ? 10 ** range[1] : range[1]);
  }

  /** Back at step 0: the figure has its own numbers, with quartiles. */
  #atStart() {
    const { staircase } = this.panels;
    if (!staircase.moving.length || !this.figures.staircase) return;
    staircase.still();
    staircase.setTemplate(this.figures.staircase);
    this.aside = null;
  }

  /** Quartiles and the ceiling are those of step 0: they go while another step is shown. @param {number} step */
  #belongsToStart(step) {
    const { host } = this.panels.staircase;
    const aside = step > 0;
    if (this.aside === aside || !this.plotly || !host.data) return;
    this.aside = aside;
    const first = this.header.lines.length;
    const rest = host.data.map((_, i) => i).slice(first);
    if (rest.length) this.plotly.restyle(host, { visible: !aside }, rest);
  }

  /** Hand the numbers to Plotly, one chart a frame. */
  settle() {
    for (const panel of Object.values(this.panels)) panel.settle();
  }

  destroy() {
    for (const panel of Object.values(this.panels)) panel.destroy();
  }
}
