/** Initials, colour and text direction of a person's name. */

const HUES = 6;
/** @type {Intl.Segmenter | undefined} */
let segmenter;
/** A first letter below U+0300 that is not followed by a combining character; those begin at U+0300. */
const SIMPLE_LETTER = /^[^\u0300-\uffff](?![\u0300-\uffff])/;

/**
 * One or two letters that stand for a person where there is no picture.
 * @param {string} name
 * @returns {string}
 */
export function initials(name) {
  const words = name.trim().split(/\s+/u).filter(Boolean).map(withoutLeadingPunctuation);
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

/** Characters of scripts that run from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * The name for a text without elements, isolated so that a name written from right to left does not reorder the words
 * around it.
 * @param {string} name
 * @returns {string}
 */
export function isolatedName(name) {
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name;
}

/**
 * The word without quotation marks and other punctuation before its first letter.
 * @param {string} word
 */
function withoutLeadingPunctuation(word) {
  if (/^[A-Za-z0-9]/.test(word)) return word; // the expression below takes a millisecond to compile
  return word.replace(/^[\p{P}\p{S}]+(?=[\p{L}\p{N}])/u, "");
}

/**
 * The first letter, which may consist of several code points (such as a letter with an accent, or a flag).
 * @param {string} word
 */
function firstLetter(word) {
  // Creating the first segmenter of a page takes 15 to 35 ms, and most names do not need it.
  if (SIMPLE_LETTER.test(word)) return word.charAt(0);
  if (!("Segmenter" in Intl)) return [...word][0] ?? "";
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return segmenter.segment(word).containing(0)?.segment ?? "";
}
