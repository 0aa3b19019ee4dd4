// What the player asks the server for: the frames that will be wanted next, a matrix in full, a question about the step.
// Which of them is to be asked follows from a plain state; Asking puts it on the channel, where one takes the place
// of the other.

const ASK_OTHER_MS = 600;
const CHUNK = 25;
/** Where a server has fewer frames than a display shows: fewer answers, each with more. */
const LONG = 50;
const FEW = 8;
const NEAR = 10;
/** Frames a second as displays show them, and the part of what comes that is played: the rest fills the store. */
export const FULL = 60;
const SPARE = 0.95;
/** What makes a request the same as another. @type {Array<keyof Request>} */
const PARTS = ["first", "stride", "detail", "extra", "coarse"];

/** @import { Asked, Channel } from "../browser/channel.js" */
/** @import { Store } from "../browser/store.js" */
/** @import { Header, Pull, Question, Request, Skipped } from "../browser/types.d.ts" */

/** What goes on the channel, and the question about a step that is noted beside it. @typedef {Omit<Pull, "n">} Put */
/** `before` says how many steps before the one shown it is asked of. @typedef {{at: number, extra: Question, before: number}} AboutStep */

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
 * @property {Pick<Pull, "run"|"known"|"header"|"sample">} of what every request says: whose it is, and what is known of it
 * @property {{coarse: Skipped[], exact: Skipped[]}} skip what frames for playing come without, and others
 */

/**
 * The next frames that will be wanted and are not here, or null.
 * @param {State} state
 * @param {number} count how many are looked at, and asked for
 * @returns {Request|null}
 */
export function framesAhead({ at, end, chunk, pending, playing, stride: far, store }, count = playing ? CHUNK : FEW) {
  const stride = playing ? far : 1;
  const missing = store.missing(pending ?? Math.min(at + stride, end), stride, end, count);
  if (missing === null) return null;
  // Going back step by step, the ones before will be wanted next.
  const back = pending !== null && missing === pending && pending < at && at - pending <= NEAR;
  return { first: back ? Math.max(0, pending - Math.min(FEW, chunk) + 1) : missing, stride, count, ...(playing && { coarse: true }) };
}

/** The frame at rest, where the one that is here is for playing; or null. @param {State} state @returns {Request|null} */
export function exactly({ at, store }) {
  return store.get(at)?.coarse ? { first: at, stride: 1, count: 1 } : null;
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
    /** The questions about a step that have no answer yet, by their names. @type {Map<string, AboutStep>} */
    this.questions = new Map();
    /** The frames a second that there are: what the server has for each player, or what the line carries. */
    this.pace = FULL;
    this.begin();
  }

  /** Another run: nothing is on its way, and nothing is to be known of a step. */
  begin() {
    this.channel.drop();
    this.questions.clear();
  }

  /** Ask for the next frames that will be wanted, if they are not here and not yet asked for. */
  ahead() {
    const state = this.state();
    this.#put(framesAhead(state, state.playing && this.pace < FULL ? LONG : undefined));
  }

  /** A run's first frame came alone, and its charts are drawn: ask for a tape of what follows, so that playing begins at once. */
  following() {
    const ahead = framesAhead(this.state(), CHUNK);
    if (ahead) this.#put({ ...ahead, coarse: true });
  }

  /** Once at rest: the step exactly; whether it is to come. */
  exactly() {
    const request = exactly(this.state());
    this.#put(request);
    return request !== null;
  }

  /** Once at rest: a layer in full, if it is to be seen. */
  detail() {
    this.#put(inFull(this.state()));
  }

  /**
   * Ask something about the step shown, or one before it. Of each name the last question counts.
   * @param {Question} extra
   * @param {number} [before]
   */
  about(extra, before = 0) {
    const question = { at: this.state().at, extra, before };
    const [name] = extra;
    if (JSON.stringify(this.questions.get(name)) === JSON.stringify(question)) return;
    this.questions.set(name, question);
    this.waiting();
  }

  /** Ask it no more. @param {string} name */
  forget(name) {
    this.questions.delete(name);
  }

  /** Send the question that waits, but not while frames are on their way. */
  waiting() {
    const [question] = this.questions.values();
    if (question) this.#put({ first: Math.max(0, this.state().at - question.before), stride: 1, extra: question.extra }, question);
  }

  /** One was answered; another of its name may have been asked meanwhile. @param {AboutStep} question */
  #told(question) {
    const [name] = question.extra;
    if (this.questions.get(name) === question) this.questions.delete(name);
  }

  /** How many frames a second have come of those asked for then. @param {number} frames @param {number} when */
  #carried(frames, when) {
    return Math.max(1, Math.min(FULL, (SPARE * 1000 * frames) / Math.max(1, this.channel.clock() - when)));
  }

  /** @param {Request|null} request @param {AboutStep|null} note */
  #put(request, note = null) {
    const { channel } = this;
    if (!request || !isDue(channel.asked, request, channel.clock())) return;
    const { of, skip } = this.state();
    channel.ask({ ...of, skip: request.coarse ? skip.coarse : skip.exact, ...request }, note);
  }

  /**
   * A tape has come: whether the time was up before its first frame, and which question about a step it answers; null for
   * one that is too late, which is asked once more if it still waits.
   * @param {Header} header
   * @returns {{early: boolean, question: Question|null}}
   */
  arrived({ n, steps, extra, pace = null }) {
    const asked = this.channel.answered(n);
    if (!asked) return { early: false, question: null };
    if (pace !== null && steps.at(-1) !== this.state().end) this.pace = Math.min(pace, this.#carried(steps.length, asked.when));
    const told = extra ? asked.note : null;
    if (told) this.#told(told);
    const { store, end } = this.state();
    return { early: !steps.length && !store.get(Math.min(asked.question.first ?? 0, end)), question: told?.extra ?? null };
  }
}
