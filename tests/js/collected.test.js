// Moments that are collected for a lesson of one's own, and the file that is made of them.

import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { usePage } from "./help/page.js";
import { useStorage } from "./help/storage.js";

const page = usePage();
const storage = useStorage();
const { collect, COLLECTED, draft, fileOf, keep, momentOf } = await import("../../pages/shared/lessons/collected.js");

beforeEach(() => storage.clear());

const here = (pathname, search = "") => ({ pathname, search });

test("the moment of an address is its page and its words", () => {
  assert.deepEqual(momentOf(here("/", "?seed=7&step=3")), { page: "train", query: "seed=7&step=3" });
  assert.deepEqual(momentOf(here("/explorer/", "")), { page: "train", query: "" });
  assert.deepEqual(momentOf(here("/explorer/step_through", "?show=z.2")), { page: "step_through", query: "show=z.2" });
  for (const name of ["vanishing_gradients", "data"]) assert.equal(momentOf(here(`/${name}`)).page, name);
});

test("how a person has the app shown, and which lesson they take, is no part of a moment", () => {
  const search = "?lang=ko&projector=1&hide=code&lesson=layer&at=sum&class=ABCDE&embed=true&seed=7";
  assert.deepEqual(momentOf(here("/", search)), { page: "train", query: "seed=7" });
});

test("pages that a lesson cannot show, and a person's own data, are no moments", () => {
  for (const name of ["/lessons", "/glossary", "/nothing", "/train/x"]) assert.equal(momentOf(here(name)), null);
  assert.equal(momentOf(here("/", "?dataset=csv&seed=7")), null);
  assert.equal(momentOf(here("/data", "?file=mine")), null);
});

test("what is collected is kept, in its order, and told", () => {
  let told = 0;
  page.addEventListener(COLLECTED, () => (told += 1));
  assert.equal(collect(here("/", "?step=3")), 1);
  assert.equal(collect(here("/data")), 2);
  assert.equal(collect(here("/glossary")), 0);
  assert.deepEqual(draft().steps.map((step) => [step.page, step.query, step.kind]), [["train", "step=3", "show"], ["data", "", "show"]]);
  assert.equal(told, 2);
});

test("each has a number of its own, also after another was taken away", () => {
  for (let n = 0; n < 3; n += 1) collect(here("/"));
  const now = draft();
  keep({ ...now, steps: now.steps.slice(1) });
  collect(here("/"));
  assert.deepEqual(draft().steps.map(({ id }) => id), [2, 3, 4]);
});

test("as many are collected as a lesson has steps", () => {
  for (let n = 1; n <= 40; n += 1) assert.equal(collect(here("/")), n);
  assert.equal(collect(here("/")), 0);
  assert.equal(draft().steps.length, 40);
});

test("what cannot be read is an empty lesson", () => {
  for (const kept of ["{", "null", "3", '"x"', "[]", '{"steps": 3}', "{}"]) {
    storage.setItem("backprop-explorer.my-lesson", kept);
    assert.deepEqual(draft(), { title: "", minutes: 10, steps: [] }, kept);
  }
});

test("where a browser keeps nothing, nothing is said to be collected", () => {
  storage.refuses = true;
  assert.equal(collect(here("/")), 0);
  assert.equal(keep(draft()), false);
});

test("a file has every moment with its words, in the language that it was written in", () => {
  collect(here("/", "?seed=7&step=3"));
  collect(here("/data"));
  const [one, other] = draft().steps;
  const choice = { ...other, kind: "choice", words: "which?", options: ["a", "b", "c"], right: 2 };
  const file = JSON.parse(fileOf({ title: "제목", minutes: 7, steps: [{ ...one, words: "보세요" }, choice] }, "ko"));
  assert.deepEqual(file, {
    format: 1, title: { ko: "제목" }, minutes: 7, runs: { main: "" },
    steps: [
      { name: "step-1", kind: "show", moment: "train?seed=7&step=3", text: { ko: "보세요" } },
      {
        name: "step-2", kind: "predict", moment: "data", text: { ko: "which?" }, ask: "choice",
        options: [{ text: { ko: "a" }, right: false }, { text: { ko: "b" }, right: false }, { text: { ko: "c" }, right: true }],
      },
    ],
  });
});
