/** What can be drawn from a person's name. */

const HUES = 6;
const letters = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null;

/**
 * One or two letters that stand for a person where there is no picture.
 * @param {string} name
 * @returns {string}
 */
export function initials(name) {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return ends.map(firstLetter).join("").toLocaleUpperCase();
}

/**
 * A number from 0 to 5 that is always the same for the same name, so that people keep their colour from one session
 * to the next.
 * @param {string} name
 * @returns {number}
 */
export function hueOf(name) {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return sum % HUES;
}

function firstLetter(word) {
  // A letter may be several code points (an accent, a flag); half of one would be another letter.
  if (letters) return [...letters.segment(word)][0]?.segment ?? "";
  return [...word][0] ?? "";
}
