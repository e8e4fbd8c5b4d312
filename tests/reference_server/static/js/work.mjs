/**
 * Reads requests from stdin, one JSON object a line, and prints a response for each. `{"parts": text}`: the parts of the
 * text. `{"small": text, "large": text, "factor": number}`: the CPU time in µs for the large text, and for the small
 * text `factor` times, each the minimum of several runs. CPU time depends little on other processes.
 */

import { createInterface } from "node:readline";

import { withLinks } from "../../../../reference_server/static/js/links.js";
import { hueOf, initials } from "../../../../reference_server/static/js/names.js";

const RUNS = 20;

/** Runs everything that a page computes from a text of another person. */
function work(text) {
  withLinks(text);
  initials(text);
  hueOf(text);
}

function measureMicroseconds(text, repetitions) {
  const before = process.cpuUsage();
  for (let repetition = 0; repetition < repetitions; repetition += 1) work(text);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Measures the two texts in turn, so that a busy machine slows down both. */
function measure(small, large, factor) {
  const minimum = { small: Infinity, large: Infinity };
  for (let run = 0; run < RUNS; run += 1) {
    minimum.small = Math.min(minimum.small, measureMicroseconds(small, factor));
    minimum.large = Math.min(minimum.large, measureMicroseconds(large, 1));
  }
  return minimum;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { parts, small, large, factor } = JSON.parse(line);
  const response = parts === undefined ? measure(small, large, factor) : withLinks(parts);
  console.log(JSON.stringify(response));
}
