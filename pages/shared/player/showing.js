// The step that is shown: its frame, where the run ends, and the colours of the theme.

import { themeOf } from "../browser/dom.js";

/** @import { Frame } from "../browser/tape.js" */
/** @import { Transport } from "../browser/transport.js" */
/** @import { Header, Theme } from "../browser/types.d.ts" */
/** @import { Frames } from "./frames.js" */
/** @import { Painting } from "./painting.js" */

export class Showing {
  /** @type {Header} */
  header;

  /**
   * @param {HTMLElement} root
   * @param {{frames: Frames, painting: Painting, transport: Transport}} parts
   * @param {() => void} onLook all is painted in other colours
   */
  constructor(root, { frames, painting, transport }, onLook) {
    this.root = root;
    this.frames = frames;
    this.painting = painting;
    this.transport = transport;
    this.onLook = onLook;
    /** The step, and the run's last. */
    this.at = 0;
    this.end = 0;
    /** What is on the screen: of another step while its frame is on the way. @type {Frame|null} */
    this.frame = null;
    /** @type {Theme|null} */
    this.theme = null;
  }

  /** Another run. @param {Header} header as it is now and later */
  begin(header) {
    this.header = header;
    this.frame = null;
    this.theme = null;
    this.root.dataset.run = header.run;
    this.painting.begin(header, this.frames.store);
    this.ends(header);
  }

  /** @param {Pick<Header, "end"|"diverged"|"met">} header */
  ends({ end, diverged, met }) {
    this.end = Math.min(end, diverged?.last ?? end, met?.step ?? end);
    this.transport.scrub.max = String(this.end);
    this.painting.readout.ends(this.end, end);
  }

  /** The frame of the step, where it is what is on the screen. */
  get whole() {
    return this.frame?.step === this.at ? this.frame : null;
  }

  /** @param {Frame|null} frame */
  paint(frame) {
    if (!this.frames.suffices(frame)) return; // it is on its way
    this.frame = frame;
    const { root, end, frames: { sample }, transport: { scrub, pending, playing } } = this;
    const step = String(frame.step);
    if (root.dataset.step !== step) root.dataset.step = step;
    if (pending === null) scrub.value = step;
    scrub.style.setProperty("--bp-share", `${end ? (100 * frame.step) / end : 0}%`);
    this.painting.show(frame, { sample, end, playing });
  }

  /** It is shown otherwise by now: on a projector, or with other figures. */
  lookAnew() {
    this.theme = null;
    if (this.header) this.look();
  }

  /** Colours of the page's theme, when it has changed. */
  look() {
    const theme = themeOf(this.root);
    if (this.theme === theme) return;
    this.theme = theme;
    this.painting.look(theme);
    if (!this.frame) return;
    this.paint(this.frame);
    this.onLook();
  }
}
