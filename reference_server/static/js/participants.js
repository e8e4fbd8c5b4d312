/**
 * The list of participants: its sections, the people that a search finds, and how many of them are drawn.
 *
 * @typedef {import("./types.js").Person} Person
 * @typedef {import("./types.js").Room} Room
 * @typedef {"raised-hands" | "on-stage" | "viewers"} SectionId
 *
 * @typedef {object} ParticipantsScreen
 * @property {string} query                            the search; empty: none
 * @property {Partial<Record<SectionId, number>>} drawn  people drawn of each section, where more than at first
 */

/** People drawn of each section at first, and by each "Show more": more than a screen holds, and quick on a phone. */
export const STEP = 100;
/** From this number of people on, moderators can search; fewer fit on a screen. */
export const SEARCHED_FROM = 20;

/** @returns {ParticipantsScreen} */
export function emptyParticipants() {
  return { query: "", drawn: {} };
}

/**
 * The people of each section, in order. Somebody with a raised hand is in two sections.
 * @param {Room} room
 * @returns {Record<SectionId, Person[]>}
 */
export function sections({ people, stage, hands }) {
  const byId = new Map(people.map((person) => [person.id, person]));
  const listed = (/** @type {string[]} */ ids) => /** @type {Person[]} */ (ids.map((id) => byId.get(id)).filter(Boolean));
  const onStage = new Set(stage);
  return { "raised-hands": listed(hands), "on-stage": listed(stage), viewers: people.filter((person) => !onStage.has(person.id)) };
}

/**
 * Those of the people whose name has all words of the query, whatever case and accents they are written with.
 * @param {Person[]} people
 * @param {string} query
 * @returns {Person[]}
 */
export function matching(people, query) {
  const words = folded(query).split(/\s+/u).filter(Boolean);
  return words.length === 0 ? people : people.filter(({ name }) => words.every((word) => folded(name).includes(word)));
}

/** @type {Map<string, string>} */
const known = new Map();

/** @param {string} text */
function folded(text) {
  let folds = known.get(text);
  if (folds === undefined) {
    folds = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    if (known.size > 20_000) known.clear();
    known.set(text, folds);
  }
  return folds;
}
