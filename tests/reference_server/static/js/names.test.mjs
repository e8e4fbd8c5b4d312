import assert from "node:assert/strict";
import { test } from "node:test";

import { hueOf, initials, isolatedName } from "../../../../reference_server/static/js/names.js";

for (const [name, letters] of [
  ["Ada", "A"],
  ["ada lovelace", "AL"],
  ["  Ada   Augusta  King ", "AK"],
  ["(Ada) „Lovelace“", "AL"],
  ["李小龍", "李"],
  ["Éva Ártányi", "ÉÁ"],
  ["e\u0301va", "E\u0301"],
  ["👩‍🚀 Ada", "👩‍🚀A"],
  ["🇦🇹", "🇦🇹"],
  ["!!!", "!"],
  ["", ""],
]) {
  test(`the initials of “${name}” are “${letters}”`, () => assert.equal(initials(name), letters));
}

test("a name always has the same hue, and there are six hues", () => {
  const hues = new Set(Array.from({ length: 200 }, (_, number) => hueOf(`Person ${number}`)));
  assert.deepEqual([...hues].sort(), [0, 1, 2, 3, 4, 5]);
  assert.equal(hueOf("Ada"), hueOf("Ada"));
});

test("only a name that is written from right to left is isolated", () => {
  assert.equal(isolatedName("Ada"), "Ada");
  assert.equal(isolatedName("מאיה"), "\u2068מאיה\u2069");
});
