import assert from "node:assert/strict";
import { test } from "node:test";

import { withLinks } from "../../../../reference_server/static/js/links.js";

const linksOf = (text) => withLinks(text).filter((part) => typeof part !== "string").map(({ text }) => text);

for (const [text, links] of [
  ["see https://example.org/a?b=c#d now", ["https://example.org/a?b=c#d"]],
  ["(http://example.org/), https://example.org/x.", ["http://example.org/", "https://example.org/x"]],
  ["https://en.example/wiki/Stage_(theatre)!", ["https://en.example/wiki/Stage_(theatre)"]],
  ["[see https://example.org/{a}[b](c)]).", ["https://example.org/{a}[b](c)"]],
  ["http://example.org/(((a)))))", ["http://example.org/(((a)))"]],
  ["http://example.org/)(", ["http://example.org/)("]],
  ["http://example.org/a).]*", ["http://example.org/a"]],
  [`http://example.org/${")".repeat(1990)}`, ["http://example.org/"]],
  ["HTTPS://EXAMPLE.ORG/", ["HTTPS://EXAMPLE.ORG/"]],
  ["http://bücher.example:8080/", ["http://bücher.example:8080/"]],
  ["http://[::1]:8080/a", ["http://[::1]:8080/a"]],
  ["javascript:alert(1) data:text/html,x ftp://example.org file:///etc", []],
  ["https://bank.example@elsewhere.example/", []],
  ["https:// http://", []],
  ["http://..,,))", []],
]) {
  test(`links found in “${text.slice(0, 60)}”: ${links.length}`, () => assert.deepEqual(linksOf(text), links));
}

for (const host of ["a".repeat(64), `${"a.".repeat(130)}example`, "一".repeat(1_000), `a。${"一".repeat(64)}`]) {
  test(`a host that cannot exist is no link: ${host.slice(0, 20)}… (${host.length} characters)`, () => {
    assert.deepEqual(withLinks(`http://${host}/`), [`http://${host}/`]);
  });
}

test("the parts together are the text", () => {
  const text = "a http://b.example/c), (http://d.example)(e) http://f@g.example";
  assert.equal(withLinks(text).map((part) => (typeof part === "string" ? part : part.text)).join(""), text);
});
