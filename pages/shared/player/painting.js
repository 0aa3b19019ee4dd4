// All that shows a frame: the digits, the cards or the network, the charts, the colour scale, the sentence below.

import { find, paintRoot } from "../browser/dom.js";
import { lookup } from "../browser/draw.js";
import { legible } from "../browser/legible.js";
import { isProjected } from "../browser/room.js";
import { writeCaption } from "./caption.js";
import { Charts } from "./charts/charts.js";
import { limitOf } from "./heatmaps.js";
import { Legend } from "./legend.js";
import { Panes } from "./panes/panes.js";
import { Pictures } from "./pictures.js";
import { Readout } from "./readout.js";
import { SampleField } from "./sample.js";
import { Stack } from "./stack/cards.js";
import { Graph } from "./stack/graph.js";
import { Widths } from "./stack/widths.js";

/** @import { Store } from "../browser/store.js" */
/** @import { Frame } from "../browser/tape.js" */
/** @import { Choices, Header, Theme, Unit } from "../browser/types.d.ts" */
/** @import { Tools } from "./panes/panes.js" */
/** @import { Edit } from "./stack/graph.js" */

/**
 * What a person does in it happens elsewhere.
 * @typedef {Object} Own
 * @property {(index: number) => void} select a layer
 * @property {(unit: Unit|null) => void} enlarge
 * @property {(place: number) => void} sample
 * @property {(hidden: number[]) => void} layers other widths
 * @property {(edit: Edit) => void} edit a weight
 * @property {() => void} pause
 */
/** @typedef {Own & Pick<Tools, "ask"|"answerAt"|"tell"|"drawn"|"scape"|"chose">} Does */

export class Painting {
  /** @type {Header} */
  header;
  /** The colours of the theme. @type {Uint32Array} */
  table;

  /**
   * @param {HTMLElement} root
   * @param {Choices} values as they are now and later
   * @param {Does} does
   */
  constructor(root, values, { select, enlarge, sample, layers, edit, pause, ...tools }) {
    this.root = root;
    this.values = values;
    this.charts = new Charts(root);
    this.readout = new Readout(root);
    this.sampleField = new SampleField(root, sample);
    this.widths = new Widths(root, layers);
    this.pictures = new Pictures();
    this.stack = new Stack(root, this.widths, this.pictures, { select, enlarge });
    this.panes = new Panes(root, values, { ...tools, pictures: this.pictures, enlarge });
    this.graph = new Graph(root, this.widths, { select, enlarge, pause, edit });
    this.legend = new Legend(root);
    this.caption = find(root, ".bp-caption");
    this.matrices = [find(root, ".bp-cards"), find(root, ".bp-end-in")];
    this.kind = find(root, ".bp-kind");
  }

  /** Another run. @param {Header} header @param {Store} store */
  begin(header, store) {
    const { values } = this;
    this.header = header;
    this.readout.begin(header);
    this.sampleField.begin(header);
    values.selected = Math.min(values.selected, header.cards.length - 1);
    if (!header.views.includes(values.view)) [values.view] = header.views;
    this.charts.begin(header, values, store);
    this.pictures.begin(header);
    this.panes.begin(header);
    this.widths.begin(header);
    this.stack.build(header);
    this.stack.select(values.selected);
    this.graph.build(header);
  }

  /** The layer stack as matrices, or as a network where it is small enough; whether it is matrices. */
  shape() {
    const { graph } = this;
    this.kind.hidden = !graph.offered;
    graph.show(this.values.stack === "network");
    for (const part of this.matrices) part.hidden = graph.shown;
    return !graph.shown;
  }

  /** The theme's colours; a projector washes some out. @param {Theme} theme */
  look(theme) {
    const palette = isProjected() ? legible(this.header.palettes[theme]) : this.header.palettes[theme];
    this.table = lookup(palette.diverging, palette.slope);
    paintRoot(this.root, palette);
    this.pictures.look(palette, this.table);
    this.panes.look(palette);
    this.stack.look(palette);
    this.graph.look(palette);
    this.legend.look(this.table);
    this.charts.setTheme(theme, this.table);
  }

  /** Another layer is selected. */
  select() {
    this.stack.select(this.values.selected);
    this.charts.weightsAxes();
  }

  /** The first panel or a chart shows something else of the same frame. @param {keyof Choices} choice */
  choose(choice) {
    if (choice === "shown") this.panes.choose();
    if (choice === "measure") this.charts.profileAxes();
    if (choice === "axis") this.charts.losses.axes();
    if (choice === "curve") this.charts.losses.choose();
  }

  /**
   * @param {Frame} frame
   * @param {{sample: number, end: number, playing: boolean}} now the sample's place, and the last step that there is
   */
  show(frame, { sample, end, playing }) {
    const { header, values, charts, graph } = this;
    this.readout.show(frame);
    this.sampleField.show(frame, sample);
    this.pictures.show(frame, values.scale);
    const limit = limitOf(header, frame, values.selected, values);
    this.legend.show(header, frame, values, values.view === "units" && !graph.shown ? this.pictures.limit(values.selected) : limit);
    charts.show(frame, playing, this.panes.shown === "weights" ? limit : null);
    this.panes.show(frame, playing);
    this.stack.paint(frame, values, this.table, charts.ranges[values.measure]);
    graph.paint(frame, values, this.table, this.pictures.inNodes);
    writeCaption(this.caption, header, frame, values.measure, end);
  }

  destroy() {
    this.stack.destroy();
    this.panes.destroy();
    this.graph.destroy();
    this.charts.destroy();
  }
}
