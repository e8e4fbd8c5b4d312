/**
 * The list of participants: its sections, the search, and how many people are drawn.
 *
 * @typedef {import("./types.js").Person} Person
 * @typedef {import("./types.js").Room} Room
 * @typedef {"raised-hands" | "on-stage" | "viewers"} SectionId
 *
 * @typedef {object} ParticipantsScreen
 * @property {string} query                            the search; empty: none
 * @property {Partial<Record<SectionId, number>>} drawn  how many people are drawn in each section, if more than at first
 */

/** How many people of each section are drawn at first, and added by each "Show more": more than a screen holds, and quick on a phone. */
export const STEP = 100;
/** From this number of people on, moderators can search; fewer fit on a screen. */
export const SEARCHED_FROM = 20;

/** @returns {ParticipantsScreen} */
export function emptyParticipants() {
  return { query: "", drawn: {} };
}

/**
 * The people of each section, in order. Somebody with a raised hand is in two peopleBySection.
 * @param {Room} room
 * @returns {Record<SectionId, Person[]>}
 */
export function peopleBySection({ people, stage, hands }) {
  const byId = new Map(people.map((person) => [person.id, person]));
  const listed = (/** @type {string[]} */ ids) => /** @type {Person[]} */ (ids.map((id) => byId.get(id)).filter(Boolean));
  const onStage = new Set(stage);
  return { "raised-hands": listed(hands), "on-stage": listed(stage), viewers: people.filter((person) => !onStage.has(person.id)) };
}

/**
 * The people whose names contain all words of the query, whatever the case and accents.
 * @param {Person[]} people
 * @param {string} query
 * @returns {Person[]}
 */
export function matchingPeople(people, query) {
  const words = foldedText(query).split(/\s+/u).filter(Boolean);
  return words.length === 0 ? people : people.filter(({ name }) => words.every((word) => foldedText(name).includes(word)));
}

/** @type {Map<string, string>} */
const foldedTexts = new Map();

/**
 * The text in lower case and without accents.
 * @param {string} text
 */
function foldedText(text) {
  let result = foldedTexts.get(text);
  if (result === undefined) {
    result = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    if (foldedTexts.size > 20_000) foldedTexts.clear();
    foldedTexts.set(text, result);
  }
  return result;
}
