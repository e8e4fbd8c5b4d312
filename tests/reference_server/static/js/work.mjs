/**
 * Answers requests on stdin, one JSON object a line: `{"parts": text}` by the parts of a text, and
 * `{"small": text, "large": text}` by the milliseconds that the two take, the best of several runs each.
 */

import { createInterface } from "node:readline";

import { withLinks } from "../../../../reference_server/static/js/links.js";
import { hueOf, initials } from "../../../../reference_server/static/js/names.js";

const RUNS = 20;

/** All that is computed from what somebody else wrote. */
function work(text) {
  withLinks(text);
  initials(text);
  hueOf(text);
}

function best(text) {
  let milliseconds = Infinity;
  for (let run = 0; run < RUNS; run += 1) {
    const began = performance.now();
    work(text);
    milliseconds = Math.min(milliseconds, performance.now() - began);
  }
  return milliseconds;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { parts, small, large } = JSON.parse(line);
  const answer = parts === undefined ? { small: best(small), large: best(large) } : withLinks(parts);
  console.log(JSON.stringify(answer));
}
