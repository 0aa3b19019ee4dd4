// What the player asks the server for: the frames that will be wanted next, a matrix in full, a question about the step.
// Which of them is to be asked follows from a plain state; Asking puts it on the channel, where one takes the place
// of the other.

const ASK_OTHER_MS = 600;
const CHUNK = 25;
const FEW = 8;
const NEAR = 10;
/** What makes a request the same as another. @type {Array<keyof Request>} */
const PARTS = ["first", "stride", "detail", "extra"];

/** @import { Asked, Channel } from "../browser/channel.js" */
/** @import { Store } from "../browser/store.js" */
/** @import { Header, Pull, Question, Request } from "../browser/types.d.ts" */

/** What goes on the channel, and the question about a step that is noted beside it. @typedef {Omit<Pull, "n">} Put */
/** @typedef {{at: number, extra: Question}} AboutStep */

/**
 * All that the requests follow from.
 * @typedef {Object} State
 * @property {number} at the step shown
 * @property {number} end the last one
 * @property {number} chunk frames in one tape, at most
 * @property {number|null} pending the step that is wanted, while its frame is not here
 * @property {boolean} playing
 * @property {number} stride steps from one frame to the next while playing
 * @property {Store} store the frames that are here
 * @property {Request["detail"]|null} detail the matrix and the layer that frames show too coarsely, if it is to be seen
 * @property {Pick<Pull, "run"|"known"|"header">} of what every request says: whose it is, and what is known of it
 */

/** The next frames that will be wanted and are not here, or null. @param {State} state @returns {Request|null} */
export function framesAhead({ at, end, chunk, pending, playing, stride: far, store }) {
  const stride = playing ? far : 1;
  const count = playing ? CHUNK : FEW;
  const missing = store.missing(pending ?? Math.min(at + stride, end), stride, end, count);
  if (missing === null) return null;
  // Going back step by step, the ones before will be wanted next.
  const back = pending !== null && missing === pending && pending < at && at - pending <= NEAR;
  return { first: back ? Math.max(0, pending - Math.min(FEW, chunk) + 1) : missing, stride, count };
}

/** A layer too large for the frames, for its picture and hover, or null. @param {State} state @returns {Request|null} */
export function inFull({ at, detail }) {
  return detail ? { first: at, stride: 1, detail } : null;
}

/**
 * Whether a request is to be sent now, or waits for what is on its way.
 * @param {Pick<Asked<Partial<Request>, unknown>, "question"|"when">|null} asked what is on its way
 * @param {Request} request
 * @param {number} now
 */
export function isDue(asked, request, now) {
  if (!asked) return true;
  const { question, when } = asked;
  const same = PARTS.every((name) => String(question[name]) === String(request[name]));
  if (same) return false; // the channel asks once more by itself
  if (question.detail) return true; // a matrix in full gives way
  return Boolean(request.count) && now - when >= ASK_OTHER_MS; // a question waits for frames, and they a moment
}

export class Asking {
  /**
   * @param {Channel<Put, AboutStep>} channel
   * @param {() => State} state
   */
  constructor(channel, state) {
    this.channel = channel;
    this.state = state;
    /** The question about a step that has no answer yet, or null. @type {AboutStep|null} */
    this.question = null;
    this.begin();
  }

  /** Another run: nothing is on its way, and nothing is to be known of a step. */
  begin() {
    this.channel.drop();
    this.question = null;
  }

  /** Ask for the next frames that will be wanted, if they are not here and not yet asked for. */
  ahead() {
    this.#put(framesAhead(this.state()));
  }

  /** Once at rest: a layer in full, if it is to be seen. */
  detail() {
    this.#put(inFull(this.state()));
  }

  /** Ask something about the step shown. The last question counts. @param {Question} extra */
  about(extra) {
    const question = { at: this.state().at, extra };
    if (this.question && JSON.stringify(this.question) === JSON.stringify(question)) return;
    this.question = question;
    this.waiting();
  }

  /** Send the question that waits, but not while frames are on their way. */
  waiting() {
    const { question } = this;
    if (question) this.#put({ first: this.state().at, stride: 1, extra: question.extra }, question);
  }

  /** @param {Request|null} request @param {AboutStep|null} note */
  #put(request, note = null) {
    const { channel } = this;
    if (request && isDue(channel.asked, request, channel.clock())) channel.ask({ ...this.state().of, ...request }, note);
  }

  /** A tape has come. @param {Header} header @returns {boolean} whether the time was up before its first frame */
  arrived({ n, steps, extra }) {
    const asked = this.channel.answered(n);
    if (!asked) return false;
    if (extra && asked.note === this.question) this.question = null; // another may have been asked meanwhile
    const { store, end } = this.state();
    return !steps.length && !store.get(Math.min(asked.question.first ?? 0, end));
  }
}
