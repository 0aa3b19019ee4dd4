// The panel of a lesson: says what a step says, keeps what a person answers, and has the app show the step's moment.

import { element, find, findAll, living } from "../browser/dom.js";
import { fill } from "../browser/format.js";
import { doneBy } from "../browser/key_table.js";
import { isHeld, onPageKey } from "../browser/keys.js";
import { leaving, onceHere } from "../browser/leaving.js";
import { memoryOf } from "../browser/memory.js";
import { sayKept } from "../browser/place.js";
import { isProjected, SHOWN_OTHERWISE } from "../browser/room.js";
import { PAGE_LINK, pageAt, turnTo } from "../browser/turning.js";
import { ASKED } from "./asked.js";
import { attempt, calculation, Prediction, reachedWords, sentence } from "./answering.js";
import { paragraphs } from "./blocks.js";
import { CurveSheet } from "./curve_sheet.js";
import { hold, release, sayHeld } from "./holding.js";
import { counted } from "./judge.js";
import { Kept } from "./kept.js";
import { outcome } from "./outcome.js";

/** @import { Mount, SetState } from "../browser/types.d.ts" */
/** @import { Answer, LessonTold, StepTold } from "./types.d.ts" */

/**
 * What outlives a switch of pages: actions counted, the last move whose page was there, what was done while the page was being
 * turned, whether the focus is to follow, whether it is folded, what was looked at last, and whether the lesson was left, or
 * finished.
 * @returns {{count: number, turned: number, waits: {what: string, details: Record<string, unknown>, n: number}|null,
 *   follow: boolean, small: boolean, own: string, left: boolean, finished: boolean}}
 */
const memorable = () => ({ count: 0, turned: 0, waits: null, follow: false, small: false, own: "", left: false, finished: false });

const AT_REST_MS = 500;
/** What changes when a page, or what it shows, is there: of Streamlit's app, of any of our components, of the player and of the stepper. */
const COMES = ["data-test-script-state", "data-run", "data-rest", "data-op"];
const MOMENT = "[data-testid=player], [data-testid=stepper]";
/** Where the page scrolls below the panel (lessons.css). */
const IN_HAND = "(max-width: 600px), (max-width: 900px) and (orientation: portrait)";
const SLOT = ".bp-cards > .bp-slot";
const LARGE = ".bp-large-choice [data-value]";
/** Parts that are seen on a projector where another one is large. @type {Record<string, string>} */
const WITHIN = { drawing: "network", formula: "numbers", why: "numbers", about: "numbers", below: "left" };

/** Said to the page when a panel is there. */
const MADE = "backprop-lesson-made";

/** So long turning a page takes at most, with a server that is not lost. */
const TURNING_MS = 5000;

/** The page has the sidebar and the address that it had before. */
function giveBack() {
  for (const word of /** @type {const} */ (["lesson", "at", "class"])) sayKept(word, "");
  delete document.documentElement.dataset.backpropPanel;
  document.documentElement.style.removeProperty("--bp-lesson-top");
  document.dispatchEvent(new Event(SHOWN_OTHERWISE));
}

class Lesson {
  /** @type {SetState} */
  tell;
  /** @type {LessonTold} */
  told;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = find(parent, ".bp-lesson");
    this.back = find(parent, ".bp-lesson-return");
    this.marks = find(parent, ".bp-lesson-marks");
    this.sheet = new CurveSheet();
    this.body = find(this.root, ".bp-lesson-body");
    this.memory = memoryOf("lesson", memorable);
    /** What is written, and for what of it a chart was made large. */
    this.written = "";
    this.enlarged = "";
    /** For what the page was scrolled, and whether the picture has come to rest since the step was written. */
    this.brought = "";
    this.rests = false;
    /** The number of a move that the server has not heard of yet; 0 for none. */
    this.unheard = 0;
    /** @type {Kept} */
    this.kept = new Kept("");
    /** @type {Prediction|null} */
    this.prediction = null;
    document.dispatchEvent(new Event(MADE));
    this.abort = new AbortController();
    this.later = 0;
    const { signal } = this.abort;
    for (const button of findAll(parent, "[data-lesson]")) button.addEventListener("click", (event) => this.#pressed(String(button.dataset.lesson), event), { signal });
    onPageKey((event) => this.#key(event), signal);
    document.addEventListener("click", (event) => this.#clicked(event), { signal, capture: true });
    this.resized = new ResizeObserver(() => document.documentElement.style.setProperty("--bp-lesson-top", `${this.root.offsetHeight}px`));
    this.resized.observe(this.root);
    this.watched = new MutationObserver((changes) => {
      this.rests ||= changes.some(({ target }) => target instanceof HTMLElement && target.dataset.rest !== undefined);
      this.#mark();
      if (isHeld()) sayHeld();
      if (this.enlarged !== this.written) this.#enlarge();
      this.#rested();
    });
    this.watched.observe(document.body, { subtree: true, attributes: true, attributeFilter: COMES });
    this.root.toggleAttribute("data-small", this.memory.small);
    this.memory.left = false;
    this.#place("open");
  }

  /** Where it stands: open, or the page's settings in its place. @param {"open"|"settings"} how */
  #place(how) {
    const [shown, other] = how === "open" ? [this.root, this.back] : [this.back, this.root];
    if (other.matches(":popover-open")) other.hidePopover();
    if (!shown.matches(":popover-open")) shown.showPopover();
    const { dataset } = document.documentElement;
    const others = dataset.backpropPanel !== how;
    dataset.backpropPanel = how;
    if (others) document.dispatchEvent(new Event(SHOWN_OTHERWISE));
    if (how === "settings") this.#openSidebar();
    this.#mark();
  }

  /** Whether it is to be seen, not the sidebar in its place. */
  get #isOpenHere() {
    return this.root.matches(":popover-open");
  }

  #openSidebar() {
    const button = document.querySelector("[data-testid=stExpandSidebarButton]");
    if (button instanceof HTMLElement && document.querySelector('[data-testid=stSidebar][data-collapsed="true"]')) button.click();
  }

  // What comes

  /** @param {LessonTold} told */
  receive(told) {
    if (this.memory.left) return; // an answer to what was done before
    const before = this.told;
    this.told = told;
    if (told.acted >= this.unheard || (before && told.acted < before.acted)) this.unheard = 0; // or it is another server
    const { lesson, key, step, names, wanted, here, n, language, acted } = told;
    this.memory.count = Math.max(this.memory.count, acted);
    if (this.kept.lesson !== key) this.kept = new Kept(key);
    sayKept("lesson", lesson === "own" ? "" : lesson);
    sayKept("at", lesson === "own" ? "" : step.name);
    sayKept("class", told.code);
    this.#turn(wanted, here, n);
    this.root.setAttribute("aria-busy", String(Boolean(wanted) && this.memory.turned !== n));
    this.kept.come(step.name);
    if (["show", "compare", "reveal", "think"].includes(step.kind)) this.kept.done(step.name);
    const now = [lesson, step.name, language, n].join(" ");
    if (now !== this.written) this.#write();
    else if (before && step.kind === "try") this.#reached();
    this.written = now;
    if (this.enlarged !== now) this.#enlarge();
    if (told.reached?.is) this.kept.done(step.name);
    this.#steps(names);
    this.#allowed();
    if (this.memory.follow && (!wanted || wanted === here)) {
      this.memory.follow = false;
      this.body.focus({ preventScroll: true });
    }
    if (this.memory.waits) onceHere(() => this.#goOn(), this.abort.signal);
  }

  /** What was done while the page was being turned is done on the one that has come. */
  #goOn() {
    const { memory, told } = this;
    if (!memory.waits || told.here !== pageAt(window.location.pathname)) return;
    const { what, details, n } = memory.waits;
    memory.waits = null;
    if (n !== told.n) return; // the lesson has gone on meanwhile
    Object.assign(memory, { left: what === "leave", follow: what === "go" });
    this.#tell(what, details);
  }

  /**
   * To the page of the step, until it was there once: then who goes elsewhere stays there.
   * @param {string} wanted @param {string} here @param {number} n of the move that the step was come to by
   */
  #turn(wanted, here, n) {
    if (wanted === here) this.memory.turned = n;
    else if (wanted && this.memory.turned !== n && leaving() === undefined) turnTo(wanted);
  }

  get #index() {
    const { names, step } = this.told;
    return names.findIndex(({ name }) => name === step.name);
  }

  #write() {
    const { title, step, text, names } = this.told;
    find(this.root, "h2").textContent = title;
    const kind = find(this.root, ".bp-lesson-kind");
    kind.textContent = fill(text.step_of, { n: this.#index + 1, of: names.length, kind: text[`kind_${step.kind}`] });
    find(this.root, ".bp-lesson-text").replaceChildren(...paragraphs(step.text));
    const hint = /** @type {HTMLDetailsElement} */ (find(this.root, ".bp-lesson-hint"));
    hint.hidden = !step.hint.length;
    hint.open = false;
    find(hint, "summary").textContent = text.hint;
    find(hint, "div").replaceChildren(...paragraphs(step.hint));
    for (const button of findAll(this.root, "[data-lesson]")) this.#name(button);
    find(this.back, "button").textContent = text.open;
    this.body.scrollTop = 0;
    this.rests = false;
    this.#ask();
    this.#mark();
  }

  /** @param {HTMLElement} button */
  #name(button) {
    const { text } = this.told;
    const what = String(button.dataset.lesson);
    if (button.matches(".bp-lesson-icon")) {
      button.title = text[what];
      button.setAttribute("aria-label", text[what]);
    } else if (what === "class") {
      button.textContent = text.class_open;
      button.hidden = !this.told.votes;
    } else button.textContent = text[what === "next" && this.#index === this.told.names.length - 1 ? "finish" : what];
  }

  /** What the step asks for. */
  #ask() {
    const { step, text, reached } = this.told;
    const { kind, predicted, blanks } = step;
    const place = find(this.root, ".bp-lesson-ask");
    const given = this.kept.answer(step.name);
    this.prediction = null;
    this.sheet.end();
    const does = { lock: (/** @type {Answer} */ answer) => this.#lock(answer), keep: (/** @type {Answer} */ answer) => this.#keep(answer), look: () => this.#look(), settings: (/** @type {MouseEvent} */ event) => this.#settings(event) };
    if (predicted?.ask === "curve") this.#curve(predicted, kind === "predict");
    if (kind === "predict" && predicted) {
      this.prediction = new Prediction(predicted, given, text, does, this.sheet);
      place.replaceChildren(this.prediction.form);
    } else if (kind === "fill") place.replaceChildren(calculation(blanks, given, text, does));
    else if (kind === "explain") place.replaceChildren(sentence(given, text, does));
    else if (kind === "try") place.replaceChildren(attempt(reached, text, does));
    else place.replaceChildren();
    find(this.back, "[role=status]").textContent = kind === "try" ? reachedWords(reached, text) : "";
    find(this.back, ".bp-lesson-task").replaceChildren(...(kind === "try" ? paragraphs(step.text) : []));
    const said = kind === "reveal" && predicted ? outcome(predicted, this.kept.answer(predicted.name), text) : [];
    find(this.root, ".bp-lesson-outcome").replaceChildren(...said);
    if (kind === "predict" && given === undefined) hold();
    else release();
  }

  /** How far one is with a try: its words alone, what has the focus stays. */
  #reached() {
    const { reached, text } = this.told;
    const words = reachedWords(reached, text);
    for (const place of [find(this.root, ".bp-lesson-says"), find(this.back, "[role=status]")]) {
      place.classList.toggle("bp-lesson-good", Boolean(reached?.is));
      if (place.textContent !== words) place.textContent = words;
    }
  }

  /** @param {NonNullable<StepTold["predicted"]>} predicted @param {boolean} asked */
  #curve(predicted, asked) {
    const given = this.kept.answer(predicted.name);
    const drawn = given?.value ? /** @type {Array<[number, number]>} */ (given.value) : null;
    if (asked || drawn) this.sheet.begin(predicted.curve, drawn, asked && given === undefined);
  }

  // What a person does

  /** @param {Answer} answer */
  #lock(answer) {
    const { step, code, text } = this.told;
    this.kept.put(step.name, answer);
    this.kept.done(step.name);
    if (code && step.predicted) this.tell("vote", { at: step.name, answer: counted(step.predicted, answer) });
    this.#ask();
    this.#allowed();
    if (code && step.predicted) find(this.root, ".bp-lesson-says").append(" ", fill(text.voted, { code }));
    find(this.root, "[data-lesson=next]").focus();
  }

  /** @param {Answer} answer */
  #keep(answer) {
    const { step } = this.told;
    this.kept.put(step.name, answer);
    if (step.kind === "explain" && answer.value) this.kept.done(step.name);
    this.#allowed();
  }

  /** @param {string} what @param {Record<string, unknown>} details */
  #tell(what, details = {}) {
    if (leaving() !== undefined || !this.root.isConnected) {
      this.memory.waits = { what, details, n: this.told.n };
      return;
    }
    this.memory.count += 1;
    if (what !== "check") this.unheard = this.memory.count;
    this.tell("act", { ...details, n: this.memory.count, do: what });
  }

  /** @param {string} name of the step */
  #go(name) {
    this.memory.follow = true;
    this.#tell("go", { at: name });
  }

  /** @param {string} what @param {MouseEvent} event */
  #pressed(what, event) {
    if (what === "settings") this.#settings(event);
    else this.#do(what);
    if (what === "open") this.body.focus({ preventScroll: true });
  }

  /** The page's settings in its place; the focus of who works by keys goes to the way back. @param {MouseEvent} event */
  #settings({ detail }) {
    this.#place("settings");
    if (detail === 0) find(this.back, "button").focus();
  }

  /** @param {string} what back, next, again, open, small, leave */
  #do(what) {
    const { names, step } = this.told;
    if (what === "open") this.#place(what);
    else if (what === "small") this.#small();
    else if (what === "leave") this.#leave();
    else if (what === "class") document.dispatchEvent(new Event(ASKED));
    else if (what === "again") this.#go(step.name);
    else if (what === "back" && this.#index > 0) this.#go(names[this.#index - 1].name);
    else if (what === "next") this.#next();
  }

  #next() {
    const { names, step } = this.told;
    if (this.#isOpen) return;
    if (step.kind === "try" || step.kind === "fill") this.kept.done(step.name);
    const after = names[this.#index + 1];
    if (after) this.#go(after.name);
    else {
      this.memory.finished = true;
      this.#leave();
    }
  }

  #small() {
    this.memory.small = !this.memory.small;
    this.root.toggleAttribute("data-small", this.memory.small);
  }

  #leave() {
    this.memory.left = true;
    release();
    for (const word of /** @type {const} */ (["lesson", "at", "class"])) sayKept(word, ""); // at once: a reload would bring it back
    this.#tell("leave");
  }

  /** See what the run that is shown has reached: not before a move was heard, in the place of which the server would hear of this. */
  #look() {
    const shown = document.querySelector(MOMENT);
    if (this.unheard) this.memory.own = ""; // and so it is looked at again
    else if (shown instanceof HTMLElement) this.#tell("check", { step: Number(shown.dataset.step ?? 0) });
  }

  /** The picture rests: where something is to be reached, it is looked at by itself. */
  #rested() {
    clearTimeout(this.later);
    if (this.told?.step.kind !== "try" || this.told.reached?.is) return;
    const shown = document.querySelector(MOMENT);
    if (!(shown instanceof HTMLElement)) return;
    const about = `${shown.dataset.step} ${shown.dataset.op ?? ""} ${window.location.search}`;
    if (about === this.memory.own) return;
    this.later = window.setTimeout(() => {
      this.memory.own = about;
      this.#look();
    }, AT_REST_MS);
  }

  /** @param {MouseEvent} event */
  #clicked({ target, isTrusted }) {
    if (isTrusted && target instanceof Element && target.closest(PAGE_LINK)) this.memory.turned = this.told.n; // a person's own way
    const slot = target instanceof Element ? target.closest(SLOT) : null;
    if (slot && this.prediction) this.prediction.clicked(findAll(document, SLOT).indexOf(/** @type {HTMLElement} */ (slot)) + 1);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const does = doneBy("lesson", event);
    if (does === null || event.repeat) return;
    event.preventDefault();
    if (does === "lesson_next") this.#next();
    else if (does === "lesson_back") this.#do("back");
    else if (this.root.isConnected) {
      if (!this.#isOpenHere) this.#place("open");
      if (this.memory.small) this.#small();
      this.body.focus();
    }
  }

  // What is shown of it

  /** Whether the step waits for an answer. */
  get #isOpen() {
    const { step } = this.told;
    return step.kind === "predict" && this.kept.answer(step.name) === undefined;
  }

  #allowed() {
    const { names, text } = this.told;
    const next = /** @type {HTMLButtonElement} */ (find(this.root, "[data-lesson=next]"));
    next.disabled = this.#isOpen;
    next.title = this.#isOpen ? text.answer_first : "";
    /** @type {HTMLButtonElement} */ (find(this.root, "[data-lesson=back]")).disabled = this.#index === 0;
    findAll(this.root, ".bp-lesson-steps button").forEach((button, i) => {
      button.toggleAttribute("data-done", this.kept.now.done.includes(names[i].name));
    });
  }

  /** @param {LessonTold["names"]} names */
  #steps(names) {
    const { text } = this.told;
    const place = find(this.root, ".bp-lesson-steps");
    place.setAttribute("aria-label", text.steps);
    if (place.childElementCount !== names.length) {
      place.replaceChildren(...names.map(({ name }) => {
        const button = element("button");
        button.type = "button";
        button.dataset.name = name;
        button.addEventListener("click", () => this.#reach(name));
        return button;
      }));
    }
    findAll(place, "button").forEach((button, i) => {
      const words = fill(text.step_of, { n: i + 1, of: names.length, kind: text[`kind_${names[i].kind}`] });
      Object.assign(button, { title: words });
      button.setAttribute("aria-label", words);
      if (i === this.#index) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
  }

  /** To any step; not past a prediction that waits for its answer, from the step on that one has come to. @param {string} name */
  #reach(name) {
    const { names } = this.told;
    const open = names.find(({ name: one, kind }, i) => i >= this.#index && kind === "predict" && this.kept.answer(one) === undefined);
    const to = names.findIndex((one) => one.name === name);
    const most = open ? names.indexOf(open) : names.length;
    this.#go(names[Math.min(to, most)].name);
  }

  /** Mark what the step speaks of, and dim the rest: once it is there, and where a projector does not leave it out. */
  #mark() {
    const { marked = "", dimmed = "" } = this.told?.step ?? {};
    const isSeen = this.#isOpenHere && marked && findAll(document, marked).some((part) => part.getClientRects().length);
    const rules = isSeen
      ? `:is(${marked}) { scroll-margin-top: calc(var(--bp-lesson-top, 46dvh) + 8px); outline: 3px solid var(--st-primary-color); outline-offset: 1px; border-radius: 6px; }
         :is(${dimmed}):not(:is(${marked})) { opacity: 0.4; }
         :is(${dimmed}):is(:hover, :focus-within) { opacity: 1; }`
      : "";
    if (this.marks.textContent !== rules) this.marks.textContent = rules;
    if (isSeen && window.matchMedia(IN_HAND).matches) this.#bring(marked);
  }

  /** Where the page scrolls, to what the step speaks of: when it is there, and once more when all around it is. @param {string} marked */
  #bring(marked) {
    const { step, n } = this.told;
    const key = `${step.name} ${n} ${this.rests}`; // before that the player brings its selected layer into sight
    if (this.brought === key || this.brought === `${step.name} ${n} true`) return;
    this.brought = key;
    findAll(document, marked).find((part) => part.getClientRects().length)?.scrollIntoView({ block: "start" });
  }

  /** On a projector one chart is large: the one that is spoken of. */
  #enlarge() {
    if (!isProjected()) return;
    const wanted = this.told.step.parts.map((part) => WITHIN[part] ?? part);
    const choices = findAll(document, LARGE);
    if (choices.length) this.enlarged = this.written;
    for (const button of choices) {
      if (wanted.includes(String(button.dataset.value)) && button.getAttribute("aria-checked") !== "true") button.click();
    }
  }

  /** Until the panel of the page that is turned to is there: what is pressed meanwhile counts on that. */
  #outlive() {
    const end = () => this.abort.abort();
    document.addEventListener(MADE, end, { once: true });
    setTimeout(end, TURNING_MS);
  }

  destroy() {
    if (this.memory.left) this.abort.abort();
    else this.#outlive();
    clearTimeout(this.later);
    this.resized.disconnect();
    this.watched.disconnect();
    this.sheet.destroy();
    release();
    if (this.memory.left) giveBack();
    else setTimeout(() => document.querySelector(".bp-lesson") ?? giveBack(), TURNING_MS); // unless it stands on the page that is turned to
    // Only now: had the page been turned before the server knew, it would have taken the lesson along.
    if (this.memory.finished) setTimeout(() => turnTo("lessons"));
    this.memory.finished = false;
  }
}

/** What Streamlit calls at the start, and again in every run of the page. */
export default living((/** @type {Mount<LessonTold>} */ { parentElement }) => new Lesson(parentElement), (lesson, { data, setStateValue }) => {
  lesson.tell = setStateValue;
  lesson.receive(data);
});
