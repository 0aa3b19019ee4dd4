// One question at a time: numbered, asked again word for word, and replaced by the newest.

import assert from "node:assert/strict";
import test from "node:test";

import { Channel } from "../../pages/shared/browser/channel.js";

/** A channel over a clock to turn; `sent` has every message. */
function channelOf(options = {}) {
  const sent = [];
  const world = { now: 0, timers: new Map(), last: 0 };
  const timer = {
    set: (call, ms) => {
      world.last += 1;
      world.timers.set(world.last, { call, at: world.now + ms });
      return world.last;
    },
    clear: (which) => world.timers.delete(which),
  };
  const wait = (ms) => {
    for (const end = world.now + ms; world.now < end; world.now += 1) {
      for (const [which, { call, at }] of world.timers) if (at <= world.now && world.timers.delete(which)) call();
    }
  };
  let count = 0;
  const channel = new Channel((message) => sent.push(message), {
    count: () => (count += 1), clock: () => world.now, timer, ...options,
  });
  return { channel, sent, wait, world };
}

test("nothing is on its way at first; what is asked is, with its number and time, until it is answered", () => {
  const { channel, sent, wait } = channelOf();
  assert.equal(channel.asked, null);
  wait(7);
  channel.ask({ step: 3 }, "beside");
  assert.deepEqual(sent, [{ step: 3, n: 1 }]);
  assert.deepEqual(channel.asked, { n: 1, question: { step: 3 }, when: 7, note: "beside" });
  assert.deepEqual(channel.answered(1), { n: 1, question: { step: 3 }, when: 7, note: "beside" });
  assert.equal(channel.asked, null);
});

test("where answers take long, a question is not repeated before one can be there", () => {
  const { channel, sent, wait } = channelOf();
  const answered = (ms) => {
    channel.ask({ step: 3 });
    wait(ms);
    channel.answered(channel.asked.n);
    sent.length = 0;
  };
  /** How long it takes until a question is repeated. */
  const repeated = () => {
    channel.ask({ step: 4 });
    for (let ms = 0; ; ms += 1) {
      if (sent.length > 1) return ms;
      wait(1);
    }
  };
  answered(2000);
  assert.ok(Math.abs(repeated() - 6000) < 5, "three times as long as the last took");
  channel.drop();
  answered(10);
  assert.ok(Math.abs(repeated() - 3000) < 5, "soon again when answers are quick");
  wait(5990);
  assert.equal(sent.length, 2);
  wait(20);
  assert.equal(sent.length, 3, "from repeat to repeat it waits longer");
  channel.answered(channel.asked.n);
  sent.length = 0;
  assert.ok(repeated() > 11_000, "an answer to what was sent twice says nothing of how long they take");
  channel.drop();
  answered(10);
  assert.ok(Math.abs(repeated() - 3000) < 5);
  channel.drop();
  for (let i = 0; i < 3; i += 1) answered(19_000);
  assert.ok(Math.abs(repeated() - 20_000) < 5, "but never later than that");
  channel.drop();
});

test("a question without an answer is asked again word for word, with the same number, until it has one", () => {
  const { channel, sent, wait } = channelOf();
  channel.ask({ step: 3 });
  wait(3000);
  assert.equal(sent.length, 1);
  wait(2);
  assert.equal(sent.length, 2);
  wait(6001);
  assert.deepEqual(sent, [1, 2, 3].map(() => ({ step: 3, n: 1 })));
  assert.equal(channel.asked.when, 0, "it is on its way since it was first asked");
  assert.ok(channel.answered(1));
  wait(10_000);
  assert.equal(sent.length, 3);
});

test("the newest question takes the place of the one before, whose answer is late and whose retry does not come", () => {
  const { channel, sent, wait, world } = channelOf();
  channel.ask({ step: 3 });
  wait(2000);
  channel.ask({ step: 4 });
  assert.equal(world.timers.size, 1, "one timer");
  assert.equal(channel.answered(1), null);
  assert.equal(channel.asked.question.step, 4);
  wait(2000);
  assert.deepEqual(sent, [{ step: 3, n: 1 }, { step: 4, n: 2 }]);
  assert.equal(channel.answered(2).question.step, 4);
});

test("an answer counts once, and one that nobody asked for not at all", () => {
  const { channel } = channelOf();
  assert.equal(channel.answered(0), null);
  assert.equal(channel.answered(null), null);
  channel.ask({});
  assert.ok(channel.answered(1));
  assert.equal(channel.answered(1), null);
});

test("a hushed channel waits on without asking again; a dropped one forgets", () => {
  const { channel, sent, wait } = channelOf({ again: 50 });
  channel.ask({ a: 1 });
  channel.hush();
  wait(500);
  assert.equal(sent.length, 1);
  assert.ok(channel.answered(1));
  channel.ask({ a: 2 });
  channel.drop();
  wait(500);
  assert.equal(sent.length, 2);
  assert.deepEqual([channel.asked, channel.answered(2)], [null, null]);
});

test("numbers are the lender's: what is counted elsewhere is not used again", () => {
  let count = 40;
  const { channel, sent } = channelOf({ count: () => (count += 1) });
  channel.ask({});
  count += 1; // an action
  channel.ask({});
  assert.deepEqual(sent, [{ n: 41 }, { n: 43 }]);
});
