/** Turns the addresses in a text into links; everything else stays plain text. */

const ADDRESS = /\bhttps?:\/\/[^\s<>"“”«»]+/giu;
/** At the end of an address, these characters belong to the sentence around it. */
const PUNCTUATION = /[.,;:!?'’…*_~]/u;
const BRACKETS = [["(", ")"], ["[", "]"], ["{", "}"]];
/** The host and port of an address. */
const AUTHORITY = /^https?:[/\\]+([^/\\?#]*)/iu;
/** The longest possible host and label of a host (RFC 1035), and the characters of a port. */
const LONGEST_HOST = 253;
const LONGEST_LABEL = 63;
const LONGEST_PORT = 6;
const DOTS = /[.\u3002\uff0e\uff61]/u;

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
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutPunctuation(match[0]);
    const href = safeUrl(address);
    if (!href) continue;
    parts.push(text.slice(from, match.index), { href, text: address });
    from = match.index + address.length;
  }
  return [...parts, text.slice(from)].filter((part) => part !== "");
}

/**
 * The address without punctuation at its end, and without closing brackets that have no opening one in the address.
 * Takes linear time: anybody may send an address that ends with thousands of brackets.
 * @param {string} address
 */
function withoutPunctuation(address) {
  const surplus = BRACKETS.map(([opening, closing]) => count(address, closing) - count(address, opening));
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address[end - 1];
    const bracket = BRACKETS.findIndex(([, closing]) => closing === last);
    if (bracket < 0 ? !PUNCTUATION.test(last) : surplus[bracket] <= 0) break;
    if (bracket >= 0) surplus[bracket] -= 1;
  }
  return address.slice(0, end);
}

/**
 * @param {string} text
 * @param {string} char
 */
const count = (text, char) => text.split(char).length - 1;

/**
 * The address as a URL, or null if it is invalid or has a user name: "https://bank.example@elsewhere.example" only looks
 * like the bank's address.
 * @param {string} address
 */
function safeUrl(address) {
  if (!isHostPossible(address) || !URL.canParse(address)) return null;
  const { href, protocol, username, password } = new URL(address);
  return /^https?:$/u.test(protocol) && !username && !password ? href : null;
}

/**
 * Whether the host is short enough to exist. Browsers take quadratic time for longer hosts in other scripts than Latin.
 * @param {string} address
 */
function isHostPossible(address) {
  const authority = AUTHORITY.exec(address)?.[1] ?? "";
  if (authority.length > LONGEST_HOST + LONGEST_PORT) return false;
  const labels = authority.replace(/:\d*$/u, "").split(DOTS);
  return labels.every((label) => label.length <= LONGEST_LABEL);
}
