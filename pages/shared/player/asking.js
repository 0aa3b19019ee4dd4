// What the browser asks the server for: the frames that will be wanted next, a matrix in full, a question.
// Each request takes the place of the one before, so one at a time is on its way.

import { matrixOf } from "./heatmaps.js";

const ASK_AGAIN_MS = 3000;
const ASK_OTHER_MS = 600;
const CHUNK = 25;
const FEW = 8;
const NEAR = 10;

export class Asking {
  /**
   * @param {Object} player read at every call: at, end, header, store, transport, charts, panes, choices
   * @param {(request: Object) => void} ask
   */
  constructor(player, ask) {
    this.player = player;
    this.ask = ask;
    this.begin();
  }

  /** Another run: nothing is on its way. */
  begin() {
    clearTimeout(this.again);
    Object.assign(this, { asked: null, detailAsked: null, question: null, wanted: null });
  }

  /** A tape has come. @param {Object} header @returns {boolean} whether the time was up before its first frame */
  arrived(header) {
    const { store, end } = this.player;
    if (!this.asked) return false;
    const early = !store.get(Math.min(this.asked.first, end)) && !header.steps.length;
    if (early || store.get(Math.min(this.asked.first, end))) this.asked = null;
    return early;
  }

  /** Ask for the next frames that will be wanted, if they are not here and not yet asked for. */
  ahead() {
    const { at, end, header, store, transport: { pending, playing, speed } } = this.player;
    const stride = playing ? speed.stride : 1;
    const from = pending ?? Math.min(at + stride, end);
    const missing = store.missing(from, stride, end, playing ? CHUNK : FEW);
    if (missing === null) return;
    // Going back step by step, the ones before will be wanted next.
    const back = missing === pending && pending < at && at - pending <= NEAR;
    const first = back ? Math.max(0, pending - Math.min(FEW, header.chunk) + 1) : missing;
    const now = performance.now();
    const same = this.asked && this.asked.first === first && this.asked.stride === stride;
    if (this.asked && now - this.asked.when < (same ? ASK_AGAIN_MS : ASK_OTHER_MS)) return;
    this.asked = { first, stride, when: now };
    this.detailAsked = null; // this question takes its place
    this.ask({ first, stride, count: playing ? CHUNK : FEW });
    clearTimeout(this.again);
    this.again = setTimeout(() => this.asked && this.ahead(), ASK_AGAIN_MS + 1);
  }

  /** Once at rest: a layer too large for the frames, in full, for its picture and hover. */
  detail() {
    const { at, choices: { values }, charts, panes } = this.player;
    const detail = [matrixOf(values.view), values.selected];
    const wanted = `${at} ${detail}`;
    if (panes.shown !== "weights" || this.asked || this.detailAsked === wanted || !charts.needsDetail(at)) return;
    this.detailAsked = wanted;
    this.ask({ first: at, stride: 1, detail });
  }

  /** Ask something about the step shown. The last question counts. @param {[string, Object]} question */
  about(question) {
    const wanted = JSON.stringify([this.player.at, question]);
    if (this.question && this.wanted === wanted) return; // it is on its way
    Object.assign(this, { question, wanted });
    this.waiting();
  }

  /** Send the question that waits, but not while frames are on their way. */
  waiting() {
    const { question, player: { at } } = this;
    if (!question || this.asked) return;
    this.questioned = question;
    const asked = { first: at, stride: 0, when: performance.now() };
    this.asked = asked;
    this.ask({ first: at, stride: 1, extra: question });
    clearTimeout(this.again);
    this.again = setTimeout(() => {
      if (this.asked !== asked) return;
      this.asked = null; // no answer has come: the question, or the one after it, once more
      this.waiting();
    }, ASK_AGAIN_MS);
  }

  /** An answer has come; another question may have been asked meanwhile. */
  answered() {
    if (this.question === this.questioned) this.question = null;
  }

  destroy() {
    clearTimeout(this.again);
  }
}
