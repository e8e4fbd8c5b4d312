/**
 * Answers requests on stdin, one JSON object a line: `{"parts": text}` by the parts of a text, and
 * `{"small": text, "large": text, "factor": number}` by the CPU time in µs that the large text takes, and that the
 * small one takes `factor` times; the least of several runs each. CPU time depends little on other processes.
 */

import { createInterface } from "node:readline";

import { withLinks } from "../../../../reference_server/static/js/links.js";
import { hueOf, initials } from "../../../../reference_server/static/js/names.js";

const RUNS = 20;

/** Everything that a page computes from a text of another person. */
function work(text) {
  withLinks(text);
  initials(text);
  hueOf(text);
}

function microseconds(text, times) {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) work(text);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Measures the two texts in turn, so that a busy machine slows down both. */
function measure(small, large, factor) {
  const least = { small: Infinity, large: Infinity };
  for (let run = 0; run < RUNS; run += 1) {
    least.small = Math.min(least.small, microseconds(small, factor));
    least.large = Math.min(least.large, microseconds(large, 1));
  }
  return least;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { parts, small, large, factor } = JSON.parse(line);
  const answer = parts === undefined ? measure(small, large, factor) : withLinks(parts);
  console.log(JSON.stringify(answer));
}
