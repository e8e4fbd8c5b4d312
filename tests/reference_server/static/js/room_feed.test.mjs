import assert from "node:assert/strict";
import { test } from "node:test";

import { changedRoom } from "../../../../reference_server/static/js/room_changes.js";
import { RoomFeed } from "../../../../reference_server/static/js/room_feed.js";

const person = (id) => ({ id, name: id, role: "attendee", similar: false, standing: "viewer", microphone: false, camera: false, page: id });
const room = () => ({
  revision: 10,
  session: { id: "s", title: "Lesson", access: "request", limit: 25, polls: false, quizzes: false },
  you: { id: "ada", name: "ada", role: "attendee", standing: "viewer", may: ["ask"], microphone: true, camera: true, notice: null },
  people: [person("ada"), person("ben")],
  stage: [],
  hands: [],
});

function feeding() {
  const seen = [];
  const asked = [];
  const feed = new RoomFeed((now) => seen.push(now), () => {
    asked.push("read_session");
    return Promise.resolve();
  });
  feed.takeRoom(room());
  return { feed, seen, asked };
}

test("a change leads to the next state, and leaves the one before as it was", () => {
  const before = Object.freeze({ ...room(), people: Object.freeze(room().people.map(Object.freeze)) });
  const after = changedRoom(before, { since: 10, revision: 11, people: [{ id: "ben", page: null }], hands: { added: ["ben"] } });
  assert.deepEqual([after.revision, after.hands, after.people[1].page], [11, ["ben"], null]);
  assert.equal(after.people[0], before.people[0]);
  assert.equal(after.session, before.session);
  assert.equal(before.people[1].page, "ben");
});

test("a change that concerns no person keeps their list", () => {
  const before = room();
  assert.equal(changedRoom(before, { since: 10, revision: 11, hands: { added: ["ben"] } }).people, before.people);
});

test("somebody who moved to the end of a list is at its end once", () => {
  const before = { ...room(), hands: ["ada", "ben"] };
  const change = { since: 10, revision: 12, hands: { removed: ["ada"], added: ["ada"] } };
  assert.deepEqual(changedRoom(before, change).hands, ["ben", "ada"]);
});

test("the person's own change is drawn together with the change that it belongs to", () => {
  const { feed, seen } = feeding();
  feed.takeOwnChange({ with: 11, revision: 11, you: { standing: "on_stage", may: [] } });
  assert.equal(seen.length, 1);
  feed.takeChange({ since: 10, revision: 11, stage: { added: ["ada"] } });
  assert.deepEqual(seen.slice(1).map(({ stage, you, revision }) => [stage, you.standing, revision]), [[["ada"], "on_stage", 11]]);
});

test("an own change without another one is drawn at once", () => {
  const { feed, seen } = feeding();
  feed.takeOwnChange({ with: 10, revision: 12, you: { notice: null } });
  assert.equal(seen[1].revision, 12);
  feed.takeChange({ since: 10, revision: 13 });
  assert.equal(seen[2].revision, 13);
});

test("after a gap the session is read once, and changes count again from there", () => {
  const { feed, seen, asked } = feeding();
  feed.takeChange({ since: 11, revision: 12, hands: { added: ["ben"] } });
  feed.takeChange({ since: 12, revision: 13, hands: { removed: ["ben"] } });
  assert.deepEqual([seen.length, asked.length], [1, 1]);
  feed.takeRoom({ ...room(), revision: 13 });
  feed.takeChange({ since: 13, revision: 14, hands: { added: ["ada"] } });
  assert.deepEqual([seen.at(-1).revision, seen.at(-1).hands, asked.length], [14, ["ada"], 1]);
});

test("what the page has already is not applied again", () => {
  const { feed, seen } = feeding();
  feed.takeChange({ since: 9, revision: 10, hands: { added: ["ben"] } });
  assert.equal(seen.length, 1);
});

test("commands by situation reach those who are in it", () => {
  const before = { ...room(), requests: ["ben"], invitations: [], hands: ["ada"], people: [{ ...person("ada"), may: ["invite"] }, { ...person("ben"), may: ["approve"] }] };
  const after = changedRoom(before, {
    since: 10,
    revision: 11,
    may: [{ standing: "viewer", hand: true, may: ["join"] }, { standing: "viewer", hand: false, may: ["never"] }],
    may_with: [{ role: "attendee", standing: "viewer", may: [] }],
  });
  assert.deepEqual([after.you.may, after.people.map(({ may }) => may)], [["join"], [[], ["approve"]]]);
});
