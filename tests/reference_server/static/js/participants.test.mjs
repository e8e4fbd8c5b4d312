import assert from "node:assert/strict";
import { test } from "node:test";

import { matchingPeople, peopleBySection } from "../../../../reference_server/static/js/participants.js";

const people = ["Ada Lovelace", "Éva Ártányi", "Ben", "Adam Fröhlich"].map((name, number) => ({ id: `${number}`, name }));
const names = (list) => list.map(({ name }) => name);

test("sections list people in the order of the room, without people who have left", () => {
  const lists = peopleBySection({ people, stage: ["2", "0"], hands: ["3", "9"] });
  assert.deepEqual(names(lists["on-stage"]), ["Ben", "Ada Lovelace"]);
  assert.deepEqual(names(lists["raised-hands"]), ["Adam Fröhlich"]);
  assert.deepEqual(names(lists.viewers), ["Éva Ártányi", "Adam Fröhlich"]);
});

for (const [query, expected] of [
  ["", ["Ada Lovelace", "Éva Ártányi", "Ben", "Adam Fröhlich"]],
  ["  ", ["Ada Lovelace", "Éva Ártányi", "Ben", "Adam Fröhlich"]],
  ["ada", ["Ada Lovelace", "Adam Fröhlich"]],
  ["eva", ["Éva Ártányi"]],
  ["ARTANYI É", ["Éva Ártányi"]],
  ["fro ad", ["Adam Fröhlich"]],
  ["nobody", []],
]) {
  test(`a search for “${query}” finds ${expected.join(", ") || "nobody"}`, () => assert.deepEqual(names(matchingPeople(people, query)), expected));
}

test("four searches among 5,000 people take less than two seconds", () => {
  const many = Array.from({ length: 5_000 }, (_, number) => ({ id: `${number}`, name: `Attendee ${number}` }));
  const began = performance.now();
  for (const query of ["a", "at", "att", "attendee 4999"]) matchingPeople(many, query);
  assert.ok(performance.now() - began < 2_000);
  assert.equal(matchingPeople(many, "attendee 4999").length, 1);
});
