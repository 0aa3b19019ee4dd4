// The cards that explain: when they open, where they stand, where they lead; and what is searched for in the glossary.

import assert from "node:assert/strict";
import test from "node:test";

import { pageAt } from "../../pages/shared/browser/turning.js";
import { addressOf, wordOf } from "../../pages/shared/glossary/links.js";
import { placed } from "../../pages/shared/browser/placing.js";
import { Resting } from "../../pages/shared/glossary/resting.js";
import { finds } from "../../pages/shared/glossary/search.js";
import { isAsked, isBare, isFirst, rememberSeen, askAgain } from "../../pages/shared/start/memory.js";
import { Clock, usePage } from "./help/page.js";

const page = usePage();
page.documentElement = { dataset: {} };
const clock = new Clock();

/** A page of terms; `said` has what was opened and closed. */
function cards(unknown = []) {
  const said = [];
  const resting = new Resting({
    open: (place) => !unknown.includes(place) && Boolean(said.push(`+${place}`)),
    close: () => said.push("-"),
  });
  return { resting, heard: () => said.splice(0).join(" ") };
}

test("a card opens after a rest, not for who passes by", () => {
  const { resting, heard } = cards();
  resting.over("a");
  clock.wait(300);
  resting.over("b");
  clock.wait(300);
  resting.over(null);
  clock.wait(5000);
  assert.equal(heard(), "");
  resting.over("a");
  clock.wait(449);
  assert.equal(heard(), "");
  clock.wait(1);
  assert.equal(heard(), "+a");
});

test("one can go from a term to its card, and on to another term", () => {
  const { resting, heard } = cards();
  resting.over("a");
  clock.wait(450);
  resting.over(null);
  clock.wait(200);
  resting.stay(); // in the card
  clock.wait(5000);
  assert.equal(heard(), "+a");
  resting.over("b");
  clock.wait(150);
  assert.equal(heard(), "- +b", "the next one sooner");
  resting.over(null);
  clock.wait(250);
  assert.equal(heard(), "-");
});

test("what was pressed or dismissed is left alone until one has gone elsewhere", () => {
  const { resting, heard } = cards();
  resting.over("a");
  clock.wait(450);
  resting.hush("a");
  resting.over("a");
  clock.wait(5000);
  assert.equal(heard(), "+a -");
  resting.over(null);
  resting.over("a");
  clock.wait(450);
  resting.hush(null); // by Escape
  resting.over("a");
  clock.wait(5000);
  assert.equal(heard(), "+a -");
});

test("a tap opens at once, and the next one closes", () => {
  const { resting, heard } = cards();
  resting.tap("a");
  resting.tap("b");
  resting.tap("b");
  resting.tap(null);
  assert.equal(heard(), "+a - +b -");
});

test("where there is nothing to say nothing is open", () => {
  const { resting, heard } = cards(["a"]);
  resting.tap("a");
  resting.over("a");
  clock.wait(1000);
  assert.equal(resting.place, null);
  assert.equal(heard(), "");
});

const window = { width: 1000, height: 700 };
const card = { width: 300, height: 200 };
/** A term's box. */
const box = (left, top, width = 60, height = 20) => ({ left, top, right: left + width, bottom: top + height });
/** Whether a card there lies over the term. */
const covers = ({ left, top }, of) => left < of.right && left + card.width > of.left && top < of.bottom && top + card.height > of.top;

test("a card stands beside its term, never over it, within the window", () => {
  for (const of of [box(10, 10), box(900, 10), box(900, 650), box(500, 340), box(0, 690), box(10, 5, 980, 400)]) {
    for (const above of [true, false]) {
      const at = placed(of, card, window, above);
      assert.ok(!covers(at, of), JSON.stringify([of, above]));
      assert.ok(at.left >= 0 && at.left + card.width <= window.width && at.top >= 0 && at.top + card.height <= window.height);
    }
  }
  assert.equal(placed(box(500, 340), card, window, true).top, 132, "what a control changes is below it");
  assert.equal(placed(box(500, 340), card, window, false).top, 368);
});

test("where it fits neither above nor below it stands beside", () => {
  const of = box(100, 20, 60, 300);
  const at = placed(of, card, { width: 1000, height: 340 }, false);
  assert.ok(!covers(at, of));
});

test("a link keeps the settings and leads to the step, the operation, the chart or the entry", () => {
  const base = "http://x/app/step_through?seed=3";
  assert.equal(addressOf(base, { page: "step_through", what: "delta", layer: 3 }, "42"), "http://x/app/step_through?seed=3&step=42&show=delta.3");
  assert.equal(addressOf(base, { page: "step_through", what: "loss", layer: null }, ""), "http://x/app/step_through?seed=3&show=loss");
  assert.equal(addressOf("http://x/vanishing_gradients", { page: "vanishing_gradients", what: "saturation" }, "0"), "http://x/vanishing_gradients?lab=aside%7Esaturation");
  assert.equal(addressOf("http://x/glossary?lang=ko", { page: "glossary", what: "dW" }, ""), "http://x/glossary?lang=ko#dW");
  assert.deepEqual(["/", "/app/data", ""].map(pageAt), ["train", "data", "train"]);
  assert.equal(wordOf({ page: "", what: "", layer: 3 }), "");
});

test("all words that are searched for have to be in an entry, in any case", () => {
  const entries = [
    { name: "delta", term: "δ, delta", says: "The error that has come back." },
    { name: "dW_norm", term: "‖dW‖, the norm of dW", says: "How large the gradient is." },
    { name: "b", term: "편향 b", says: "유닛마다 하나씩 있는 수입니다." },
  ];
  const found = (asked) => finds(entries, asked).map(({ name }) => name);
  assert.deepEqual(found(""), ["delta", "dW_norm", "b"]);
  assert.deepEqual(found("δ"), ["delta"]);
  assert.deepEqual(found("NORM gradient"), ["dW_norm"]);
  assert.deepEqual(found("편향"), ["b"]);
  assert.deepEqual(found("norm error"), []);
});

test("the start card comes once, and not where a link says what to look at", () => {
  assert.deepEqual(["", "?lang=ko", "?seed=3", "?embed=true", "?projector=1"].map(isBare), [true, true, false, false, false]);
  const kept = new Map();
  globalThis.window = { localStorage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) } };
  assert.equal(isFirst(), true);
  rememberSeen();
  assert.equal(isFirst(), false);
  assert.equal(isAsked(), false);
  askAgain();
  assert.deepEqual([isAsked(), isAsked()], [true, false]);
  Object.defineProperty(globalThis.window, "localStorage", { get() { throw new Error("SecurityError"); } });
  rememberSeen();
  assert.equal(isFirst(), false, "where nothing can be kept it would come each time");
});
