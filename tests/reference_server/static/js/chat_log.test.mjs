import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { ChatLog, DRAWN, MOST_DRAWN } from "../../../../reference_server/static/js/chat_log.js";

const ME = "me";
const isOwn = ({ person }) => person === ME;
const message = (number, person = "p1") => ({ number, person, name: "Ben", at: "2026-11-23T09:05:00Z", text: `text ${number}` });
const run = (first, last) => Array.from({ length: last - first + 1 }, (_, index) => message(first + index));
const page = (messages, more = {}) => ({ messages, after: 0, before: null, earlier: false, unread: 0, ...more });
const drawn = (log) => [log.drawn[0]?.number, log.drawn.at(-1)?.number, log.drawn.length];

/** A log that has received these messages as its first page, all of them read. */
function logOf(first, last, more = {}) {
  const log = new ChatLog();
  log.takeNewest(page(run(first, last), more), isOwn, last);
  return log;
}

describe("reading", () => {
  test("an empty log", () => {
    const log = new ChatLog();
    log.takeNewest(page([]), isOwn, 0);
    assert.deepEqual([log.first, log.last, log.unread, log.drawn, log.hasEarlier], [0, 0, 0, [], false]);
  });

  test("messages that are known already are not added again", () => {
    const log = logOf(1, 3);
    assert.deepEqual(log.append(run(2, 4), isOwn).map(({ number }) => number), [4]);
    assert.deepEqual(drawn(log), [1, 4, 4]);
  });

  test("the array of drawn messages is the same until they change", () => {
    const log = logOf(1, 3);
    const before = log.drawn;
    log.append(run(2, 3), isOwn);
    log.markRead();
    assert.equal(log.drawn, before);
    log.append(run(4, 4), isOwn);
    assert.notEqual(log.drawn, before);
  });

  test("where too many were missed, the log begins anew with the newest", () => {
    const log = logOf(1, 3);
    log.takeNewest(page(run(901, 1_000), { after: 3, earlier: true, unread: 7 }), isOwn, 3);
    assert.deepEqual(drawn(log), [901, 1_000, 100]);
    assert.deepEqual([log.first, log.hasEarlier, log.needsEarlier], [901, true, true]);
  });

  test("as many messages in place of others are drawn", () => {
    const log = logOf(1, 3);
    assert.equal(log.drawn.length, 3);
    log.takeNewest(page(run(8, 10), { after: 3, earlier: true }), isOwn, 3);
    assert.deepEqual(drawn(log), [8, 10, 3]);
  });

  test("whether one's own message has come", () => {
    const log = logOf(1, 5);
    assert.equal(log.hasAfter(3, ({ text }) => text === "text 4"), true);
    assert.equal(log.hasAfter(4, ({ text }) => text === "text 4"), false);
  });
});

describe("what is drawn", () => {
  test("the newest messages, however many there are", () => {
    const log = logOf(1, 10_000);
    assert.deepEqual(drawn(log), [10_000 - DRAWN + 1, 10_000, DRAWN]);
    log.append(run(10_001, 10_001), isOwn);
    log.showNewest();
    assert.deepEqual(drawn(log), [10_001 - DRAWN + 1, 10_001, DRAWN]);
  });

  test("earlier ones are shown step by step", () => {
    const log = logOf(1, 250);
    assert.equal(log.hasEarlier, true);
    log.showEarlier();
    assert.deepEqual(drawn(log), [51, 250, 200]);
    log.showEarlier();
    assert.deepEqual([...drawn(log), log.hasEarlier], [1, 250, 250, false]);
  });

  test("earlier ones come from the server where none are known", () => {
    const log = logOf(901, 1_000, { earlier: true });
    assert.equal(log.needsEarlier, true);
    log.takeEarlier(run(880, 900), 901, true);
    assert.deepEqual([...drawn(log), log.hasEarlier], [880, 1_000, 121, true]);
    log.takeEarlier(run(1, 879), 880, false);
    assert.deepEqual([...drawn(log), log.hasEarlier], [1, 1_000, 1_000, false]);
  });

  test("the answer to a request made before the log began anew changes nothing", () => {
    const log = logOf(901, 1_000, { earlier: true });
    log.takeEarlier(run(1, 10), 11, false);
    assert.deepEqual([...drawn(log), log.hasEarlier], [901, 1_000, 100, true]);
  });

  test("while somebody reads further up, what is drawn has a limit, and newer messages are held back", () => {
    const log = logOf(1, 200);
    log.showEarlier();
    for (let number = 201; number <= 10_000; number += 1) log.append([message(number)], isOwn);
    assert.deepEqual(drawn(log), [1, MOST_DRAWN, MOST_DRAWN]);
    assert.equal(log.last, 10_000);
    log.showHeldBack();
    assert.deepEqual(drawn(log), [10_000 - DRAWN + 1, 10_000, DRAWN]);
  });

  test("where nothing is held back, what is drawn stays", () => {
    const log = logOf(1, 200);
    log.showEarlier();
    log.showHeldBack();
    assert.deepEqual(drawn(log), [1, 200, 200]);
  });
});

describe("counting", () => {
  test("messages of others are counted until they are read, whether they are drawn or not", () => {
    const log = logOf(1, 3);
    log.append([message(4), message(5, ME), message(6)], isOwn);
    assert.equal(log.unread, 2);
    for (let number = 7; number <= 1_000; number += 1) log.append([message(number)], isOwn);
    assert.equal(log.unread, 996);
    log.markRead();
    assert.equal(log.unread, 0);
  });

  test("after a reload, those that came since are counted, also where the page does not hold them", () => {
    const log = new ChatLog();
    log.takeNewest(page([...run(901, 999), message(1_000, ME)], { earlier: true, unread: 40 }), isOwn, 850);
    assert.equal(log.unread, 40 + 99);
    log.takeEarlier(run(801, 900), 901, true);
    assert.equal(log.unread, 40 + 99);
  });

  test("in a page that holds messages read before, only the others are counted", () => {
    const log = new ChatLog();
    log.takeNewest(page(run(1, 10)), isOwn, 7);
    assert.equal(log.unread, 3);
  });

  test("what was missed adds to what was not read yet", () => {
    const log = logOf(1, 3);
    log.append([message(4)], isOwn);
    log.takeNewest(page(run(5, 6), { after: 4 }), isOwn, 3);
    assert.equal(log.unread, 3);
  });
});

describe("deleting", () => {
  test("the text goes, and what is drawn changes", () => {
    const log = logOf(901, 1_000);
    const before = log.drawn;
    log.delete([950, 5, 1_001]);
    assert.notEqual(log.drawn, before);
    assert.deepEqual(log.drawn.filter(({ deleted }) => deleted).map(({ number, text, name }) => [number, text, name]), [[950, "", "Ben"]]);
    assert.deepEqual([log.first, log.last, log.drawn.length], [901, 1_000, 100]);
  });

  test("a message that is deleted already is left as it is", () => {
    const log = logOf(1, 3);
    log.delete([2]);
    const before = log.drawn;
    log.delete([2]);
    assert.equal(log.drawn, before);
  });
});
