import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { ChatLog, MOST_DRAWN, STEP } from "../../../../reference_server/static/js/chat_log.js";

const OWN_ID = "me";
const isOwn = ({ person }) => person === OWN_ID;
const message = (number, person = "p1") => ({ number, person, name: "Ben", at: "2026-11-23T09:05:00Z", text: `text ${number}` });
const messageRange = (first, last) => Array.from({ length: last - first + 1 }, (_, index) => message(first + index));
const page = (messages, fields = {}) => ({ messages, after: 0, before: null, earlier: false, unread: 0, ...fields });
const drawnRange = (log) => [log.drawn[0]?.number, log.drawn.at(-1)?.number, log.drawn.length];

/** Returns a log that has received these messages as its first page, all of them read. */
function logOf(first, last, fields = {}) {
  const log = new ChatLog();
  log.takeNewest(page(messageRange(first, last), fields), isOwn, last);
  return log;
}

describe("reading", () => {
  test("an empty log has no messages", () => {
    const log = new ChatLog();
    log.takeNewest(page([]), isOwn, 0);
    assert.deepEqual([log.first, log.last, log.unread, log.drawn, log.hasEarlier], [0, 0, 0, [], false]);
  });

  test("messages already in the log are not added again", () => {
    const log = logOf(1, 3);
    assert.deepEqual(log.append(messageRange(2, 4), isOwn).map(({ number }) => number), [4]);
    assert.deepEqual(drawnRange(log), [1, 4, 4]);
  });

  test("the array of drawn messages is the same until they change", () => {
    const log = logOf(1, 3);
    const before = log.drawn;
    log.append(messageRange(2, 3), isOwn);
    log.markRead();
    assert.equal(log.drawn, before);
    log.append(messageRange(4, 4), isOwn);
    assert.notEqual(log.drawn, before);
  });

  test("when too many messages were missed, the log starts again with the newest", () => {
    const log = logOf(1, 3);
    log.takeNewest(page(messageRange(901, 1_000), { after: 3, earlier: true, unread: 7 }), isOwn, 3);
    assert.deepEqual(drawnRange(log), [901, 1_000, 100]);
    assert.deepEqual([log.first, log.hasEarlier, log.needsEarlier], [901, true, true]);
  });

  test("the same number of other messages replaces those drawn", () => {
    const log = logOf(1, 3);
    assert.equal(log.drawn.length, 3);
    log.takeNewest(page(messageRange(8, 10), { after: 3, earlier: true }), isOwn, 3);
    assert.deepEqual(drawnRange(log), [8, 10, 3]);
  });

  test("hasAfter finds a message after a number", () => {
    const log = logOf(1, 5);
    assert.equal(log.hasAfter(3, ({ text }) => text === "text 4"), true);
    assert.equal(log.hasAfter(4, ({ text }) => text === "text 4"), false);
  });
});

describe("drawing", () => {
  test("only the newest messages are drawn, however many there are", () => {
    const log = logOf(1, 10_000);
    assert.deepEqual(drawnRange(log), [10_000 - STEP + 1, 10_000, STEP]);
    log.append(messageRange(10_001, 10_001), isOwn);
    log.showNewest();
    assert.deepEqual(drawnRange(log), [10_001 - STEP + 1, 10_001, STEP]);
  });

  test("earlier messages are drawn in steps", () => {
    const log = logOf(1, 250);
    assert.equal(log.hasEarlier, true);
    log.showEarlier();
    assert.deepEqual(drawnRange(log), [51, 250, 200]);
    log.showEarlier();
    assert.deepEqual([...drawnRange(log), log.hasEarlier], [1, 250, 250, false]);
  });

  test("earlier messages that the log does not have are requested from the server", () => {
    const log = logOf(901, 1_000, { earlier: true });
    assert.equal(log.needsEarlier, true);
    log.takeEarlier(messageRange(880, 900), 901, true);
    assert.deepEqual([...drawnRange(log), log.hasEarlier], [880, 1_000, 121, true]);
    log.takeEarlier(messageRange(1, 879), 880, false);
    assert.deepEqual([...drawnRange(log), log.hasEarlier], [1, 1_000, 1_000, false]);
  });

  test("a response to a request from before the log started again changes nothing", () => {
    const log = logOf(901, 1_000, { earlier: true });
    log.takeEarlier(messageRange(1, 10), 11, false);
    assert.deepEqual([...drawnRange(log), log.hasEarlier], [901, 1_000, 100, true]);
  });

  test("while earlier messages are read, the number drawn has a limit, and newer messages are not drawn", () => {
    const log = logOf(1, 200);
    log.showEarlier();
    for (let number = 201; number <= 10_000; number += 1) log.append([message(number)], isOwn);
    assert.deepEqual(drawnRange(log), [1, MOST_DRAWN, MOST_DRAWN]);
    assert.equal(log.last, 10_000);
    log.showUndrawn();
    assert.deepEqual(drawnRange(log), [10_000 - STEP + 1, 10_000, STEP]);
  });

  test("if the newest messages are drawn, showing the undrawn ones changes nothing", () => {
    const log = logOf(1, 200);
    log.showEarlier();
    log.showUndrawn();
    assert.deepEqual(drawnRange(log), [1, 200, 200]);
  });
});

describe("counting", () => {
  test("messages of others are counted until they are read, even if they are not drawn", () => {
    const log = logOf(1, 3);
    log.append([message(4), message(5, OWN_ID), message(6)], isOwn);
    assert.equal(log.unread, 2);
    for (let number = 7; number <= 1_000; number += 1) log.append([message(number)], isOwn);
    assert.equal(log.unread, 996);
    log.markRead();
    assert.equal(log.unread, 0);
  });

  test("after a reload, new messages are counted, even those that the page does not contain", () => {
    const log = new ChatLog();
    log.takeNewest(page([...messageRange(901, 999), message(1_000, OWN_ID)], { earlier: true, unread: 40 }), isOwn, 850);
    assert.equal(log.unread, 40 + 99);
    log.takeEarlier(messageRange(801, 900), 901, true);
    assert.equal(log.unread, 40 + 99);
  });

  test("messages of a page that were read before are not counted", () => {
    const log = new ChatLog();
    log.takeNewest(page(messageRange(1, 10)), isOwn, 7);
    assert.equal(log.unread, 3);
  });

  test("missed messages are added to the unread ones", () => {
    const log = logOf(1, 3);
    log.append([message(4)], isOwn);
    log.takeNewest(page(messageRange(5, 6), { after: 4 }), isOwn, 3);
    assert.equal(log.unread, 3);
  });
});

describe("deleting", () => {
  test("a deleted message is drawn without its text", () => {
    const log = logOf(901, 1_000);
    const before = log.drawn;
    log.delete([950, 5, 1_001]);
    assert.notEqual(log.drawn, before);
    assert.deepEqual(log.drawn.filter(({ deleted }) => deleted).map(({ number, text, name }) => [number, text, name]), [[950, "", "Ben"]]);
    assert.deepEqual([log.first, log.last, log.drawn.length], [901, 1_000, 100]);
  });

  test("deleting a message again changes nothing", () => {
    const log = logOf(1, 3);
    log.delete([2]);
    const before = log.drawn;
    log.delete([2]);
    assert.equal(log.drawn, before);
  });
});
