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

function startFeed() {
  const states = [];
  const requests = [];
  const feed = new RoomFeed((state) => states.push(state), () => {
    requests.push("read_session");
    return Promise.resolve();
  });
  feed.takeRoom(room());
  return { feed, states, requests };
}

test("a change leads to the next state, and does not modify the previous one", () => {
  const before = Object.freeze({ ...room(), people: Object.freeze(room().people.map(Object.freeze)) });
  const after = changedRoom(before, { since: 10, revision: 11, people: [{ id: "ben", page: null }], hands: { added: ["ben"] } });
  assert.deepEqual([after.revision, after.hands, after.people[1].page], [11, ["ben"], null]);
  assert.equal(after.people[0], before.people[0]);
  assert.equal(after.session, before.session);
  assert.equal(before.people[1].page, "ben");
});

test("a change without people keeps the array of people", () => {
  const before = room();
  assert.equal(changedRoom(before, { since: 10, revision: 11, hands: { added: ["ben"] } }).people, before.people);
});

test("a person who moves to the end of a list appears there once", () => {
  const before = { ...room(), hands: ["ada", "ben"] };
  const change = { since: 10, revision: 12, hands: { removed: ["ada"], added: ["ada"] } };
  assert.deepEqual(changedRoom(before, change).hands, ["ben", "ada"]);
});

test("the person's own change is drawn together with the change that it belongs to", () => {
  const { feed, states } = startFeed();
  feed.takeOwnChange({ with: 11, revision: 11, you: { standing: "on_stage", may: [] } });
  assert.equal(states.length, 1);
  feed.takeChange({ since: 10, revision: 11, stage: { added: ["ada"] } });
  assert.deepEqual(states.slice(1).map(({ stage, you, revision }) => [stage, you.standing, revision]), [[["ada"], "on_stage", 11]]);
});

test("an own change without another change is drawn at once", () => {
  const { feed, states } = startFeed();
  feed.takeOwnChange({ with: 10, revision: 12, you: { notice: null } });
  assert.equal(states[1].revision, 12);
  feed.takeChange({ since: 10, revision: 13 });
  assert.equal(states[2].revision, 13);
});

test("after a missed change, the session is read once, and later changes are applied", () => {
  const { feed, states, requests } = startFeed();
  feed.takeChange({ since: 11, revision: 12, hands: { added: ["ben"] } });
  feed.takeChange({ since: 12, revision: 13, hands: { removed: ["ben"] } });
  assert.deepEqual([states.length, requests.length], [1, 1]);
  feed.takeRoom({ ...room(), revision: 13 });
  feed.takeChange({ since: 13, revision: 14, hands: { added: ["ada"] } });
  assert.deepEqual([states.at(-1).revision, states.at(-1).hands, requests.length], [14, ["ada"], 1]);
});

test("a change that the page already has is not applied again", () => {
  const { feed, states } = startFeed();
  feed.takeChange({ since: 9, revision: 10, hands: { added: ["ben"] } });
  assert.equal(states.length, 1);
});

test("a table of commands by situation changes the commands of the people in each situation", () => {
  const before = { ...room(), requests: ["ben"], invitations: [], hands: ["ada"], people: [{ ...person("ada"), may: ["invite"] }, { ...person("ben"), may: ["approve"] }] };
  const after = changedRoom(before, {
    since: 10,
    revision: 11,
    may: [{ standing: "viewer", hand: true, may: ["join"] }, { standing: "viewer", hand: false, may: ["never"] }],
    may_with: [{ role: "attendee", standing: "viewer", may: [] }],
  });
  assert.deepEqual([after.you.may, after.people.map(({ may }) => may)], [["join"], [[], ["approve"]]]);
});
