/** Finds the addresses in a text, so that they can be followed; everything else stays the text that it is. */

const ADDRESS = /\bhttps?:\/\/[^\s<>"“”«»]+/giu;
/** At the end of an address these belong to the sentence around it. */
const PUNCTUATION = /[.,;:!?'’…*_~]$/u;
const BRACKETS = [["(", ")"], ["[", "]"], ["{", "}"]];

/**
 * @typedef {object} Link
 * @property {string} href
 * @property {string} text  the address as it was written
 *
 * @param {string} text
 * @returns {(string | Link)[]}  the text in order, with its links
 */
export function withLinks(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const address = withoutPunctuation(found[0]);
    const href = followable(address);
    if (!href) continue;
    parts.push(text.slice(from, found.index), { href, text: address });
    from = found.index + address.length;
  }
  return [...parts, text.slice(from)].filter((part) => part !== "");
}

function withoutPunctuation(address) {
  const last = address.at(-1) ?? "";
  const bracket = BRACKETS.find(([, closing]) => closing === last);
  const alone = bracket && count(address, bracket[0]) < count(address, bracket[1]);
  return alone || PUNCTUATION.test(address) ? withoutPunctuation(address.slice(0, -1)) : address;
}

const count = (text, char) => text.split(char).length - 1;

/** The address, if it is one of the web; "https://bank.example@elsewhere.example" only looks like one of the bank. */
function followable(address) {
  if (!URL.canParse(address)) return null;
  const { href, protocol, username, password } = new URL(address);
  return /^https?:$/u.test(protocol) && !username && !password ? href : null;
}
