// Pages that are left: nothing of theirs is said to the server behind the page that was asked for.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { living } from "../../pages/shared/browser/dom.js";
import { arrive, isTelling, leave, leaving, onceTold, stay } from "../../pages/shared/browser/leaving.js";
import { pageOf, turnTo } from "../../pages/shared/browser/turning.js";

class Place {
  isConnected = true;

  querySelector() {
    return null;
  }
}

/** A component that asks the server for something whenever an answer comes; `come` is Streamlit's call. */
function component() {
  const heard = [];
  let asked = 0;
  const show = living(() => ({ destroy() {} }), (made, { setStateValue }) => {
    asked += 1;
    setStateValue("ask", asked);
  });
  const parentElement = new Place();
  return { heard, parentElement, come: () => show({ parentElement, setStateValue: (name, value) => heard.push(value) }) };
}

beforeEach(() => {
  globalThis.document = Object.assign(new EventTarget(), { documentElement: { dataset: {} } });
});

test("an answer that comes late to a page that was left has it ask nothing more", () => {
  const old = component();
  old.come();
  leave("train");
  old.come();
  arrive();
  old.come();
  assert.deepEqual(old.heard, [1]);
});

test("a page that stays is heard again", () => {
  const old = component();
  old.come();
  leave("train");
  stay();
  old.come();
  assert.deepEqual(old.heard, [1, 2]);
});

test("what is new while a page is asked for is heard once it has come, if it is of that page", () => {
  const [late, early] = [component(), component()];
  leave("train");
  late.come();
  late.parentElement.isConnected = false; // Streamlit takes the old page away before the new one comes
  early.come();
  assert.deepEqual(early.heard, []);
  arrive();
  late.come();
  assert.deepEqual([late.heard, early.heard], [[], [1]]);
  early.come();
  leave("train");
  early.come();
  arrive();
  assert.deepEqual(early.heard, [1, 2]);
});

test("what is told is noted until Streamlit has sent it, in a turn of its own", async () => {
  const order = [];
  const setStateValue = () => setTimeout(() => order.push("sent"), 0);
  living(() => ({ destroy() {} }), (made, given) => given.setStateValue("ask", 1))({ parentElement: new Place(), setStateValue });
  assert.equal(isTelling(), true);
  await new Promise((done) => { onceTold(() => done(order.push("page"))); });
  assert.deepEqual([order, isTelling()], [["sent", "page"], false]);
});

/** A page with the links that it has, as the browser reads their addresses on it: the sidebar's, and a last one that leads home. @param {string} here */
function linksAt(here) {
  const clicked = [];
  const all = [here, "/step_through", "/data", here].map((pathname, i) => ({ pathname, search: "", href: pathname, click: () => clicked.push([i, leaving()]) }));
  globalThis.document.querySelectorAll = () => all;
  globalThis.document.baseURI = `http://app${here}`;
  globalThis.window = { location: { pathname: here } };
  return { all, clicked };
}

test("a link that names no page leads home, wherever it stands", () => {
  assert.deepEqual(linksAt("/data").all.map(pageOf), ["train", "step_through", "data", "train"]);
  assert.deepEqual(linksAt("/").all.map(pageOf), ["train", "step_through", "data", "train"]);
  assert.deepEqual(linksAt("/step_through").all.map(pageOf), ["train", "step_through", "data", "train"]);
});

test("the page is left before another one is turned to, home too; the same one is not", () => {
  const { clicked } = linksAt("/data");
  assert.equal(turnTo("train"), true);
  stay();
  turnTo("data");
  assert.equal(turnTo("glossary"), false);
  assert.deepEqual(clicked, [[0, "data"], [2, undefined]]);
});

test("the page is turned to once all is sent that was told", async () => {
  const { clicked } = linksAt("/");
  living(() => ({ destroy() {} }), (made, given) => given.setStateValue("ask", 1))({ parentElement: new Place(), setStateValue: () => {} });
  turnTo("data");
  assert.deepEqual(clicked, []);
  await new Promise((done) => { onceTold(done); });
  await new Promise((done) => { setTimeout(done, 5); });
  assert.deepEqual(clicked, [[2, "train"]]);
});
