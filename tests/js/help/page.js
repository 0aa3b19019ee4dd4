// As much of a browser as the modules under test ask for: elements that hold text, listeners, and a clock to turn.

import { mock } from "node:test";

class FakeText {
  constructor(text) {
    this.textContent = text;
  }
}

export class FakeElement {
  constructor(tag = "div") {
    Object.assign(this, { tag, className: "", childNodes: [], attributes: {}, dataset: {}, value: "", listeners: {}, style: { setProperty() {} } });
  }

  append(...parts) {
    this.childNodes.push(...parts.map((part) => (part instanceof FakeElement ? part : new FakeText(String(part)))));
  }

  replaceChildren(...parts) {
    this.childNodes = [];
    this.append(...parts);
  }

  get textContent() {
    return this.childNodes.map((node) => node.textContent).join("");
  }

  set textContent(text) {
    this.childNodes = [new FakeText(text)];
  }

  /** Markup is read as its text alone. */
  set innerHTML(markup) {
    this.textContent = markup.replace(/<[^>]*>/g, "");
  }

  cloneNode() {
    const copy = Object.assign(new FakeElement(this.tag), { className: this.className });
    copy.append(this.textContent);
    return copy;
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  addEventListener(name, listener, { signal } = {}) {
    (this.listeners[name] ??= []).push(listener);
    signal?.addEventListener("abort", () => {
      this.listeners[name] = this.listeners[name].filter((other) => other !== listener);
    });
  }

  /** What a person does. @returns {{defaultPrevented: boolean}} the event */
  fire(name, details = {}) {
    const event = { target: this, defaultPrevented: false, preventDefault() { this.defaultPrevented = true; }, ...details };
    for (const listener of this.listeners[name] ?? []) listener(event);
    return event;
  }

  closest() {
    return null;
  }

  blur() {}
}

/** A document to make elements in, which hears the keys that are pressed. */
export function fakeDocument() {
  const page = new FakeElement("document");
  return Object.assign(page, {
    documentElement: Object.assign(new FakeElement("html"), { dataset: {} }), body: new FakeElement("body"), createElement: (tag) => new FakeElement(tag), querySelector: () => null,
    dispatchEvent: ({ type }) => page.fire(type),
    /** The components that were mounted. */
    mounted: [], querySelectorAll: () => page.mounted,
  });
}

/** Put a document in place, as long as the process lives. Every test file has a process of its own. */
export function usePage() {
  globalThis.document = fakeDocument();
  globalThis.Element = FakeElement;
  return globalThis.document;
}

/** A clock that stands still until it is turned: timers, performance.now, and frames at 60 Hz. */
export class Clock {
  constructor() {
    mock.timers.enable({ apis: ["setTimeout"] });
    this.now = 0;
    this.frames = new Map();
    this.last = 0;
    performance.now = () => this.now;
    globalThis.requestAnimationFrame = (call) => {
      this.last += 1;
      this.frames.set(this.last, call);
      return this.last;
    };
    globalThis.cancelAnimationFrame = (which) => this.frames.delete(which);
  }

  /** @param {number} ms */
  wait(ms) {
    this.now += ms;
    mock.timers.tick(ms);
  }

  /** One picture more on the screen. @param {number} ms since the last one */
  frame(ms = 1000 / 60) {
    this.wait(ms);
    const due = [...this.frames.values()];
    this.frames.clear();
    for (const call of due) call(this.now);
  }
}
