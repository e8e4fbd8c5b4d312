/**
 * Applies the server's changes to the room. Nothing is modified in place: unchanged parts are the same objects as
 * before, so that views can compare them by identity.
 *
 * @typedef {import("./types.js").Room} Room
 * @typedef {import("./types.js").Change} Change
 * @typedef {import("./types.js").OwnChange} OwnChange
 * @typedef {import("./types.js").Person} Person
 * @typedef {import("./types.js").Questionnaire} Questionnaire
 */

const LISTS = /** @type {const} */ (["stage", "hands", "requests", "invitations"]);
const KINDS = /** @type {const} */ (["polls", "quizzes"]);

/**
 * The room after a change for everybody who has this person's role.
 * @param {Room} room
 * @param {Change} change
 * @returns {Room}
 */
export function changedRoom(room, change) {
  const after = { ...room, revision: change.revision };
  if (change.session) after.session = { ...room.session, ...change.session };
  for (const name of LISTS) if (change[name]) after[name] = changedIds(room[name] ?? [], change[name]);
  if (change.returning) after.returning = change.returning;
  after.people = withCommands(changedPeople(room.people, change), after, change.may_with);
  after.you = withOwnCommands(after, change.may);
  for (const kind of KINDS) {
    const part = change[kind];
    if (part === null) delete after[kind];
    else if (part) after[kind] = changedQuestionnaires(room[kind] ?? [], part);
  }
  return after;
}

/**
 * The room after a change for this person alone.
 * @param {Room} room
 * @param {OwnChange} change
 * @returns {Room}
 */
export function withOwnChange(room, change) {
  const after = { ...room, revision: Math.max(room.revision, change.revision) };
  if (change.you) after.you = { ...room.you, ...change.you };
  for (const kind of KINDS) {
    const answers = new Map((change[kind] ?? []).map((answer) => [answer.id, answer]));
    if (answers.size > 0) after[kind] = room[kind]?.map((questionnaire) => (answers.has(questionnaire.id) ? { ...questionnaire, ...answers.get(questionnaire.id) } : questionnaire));
  }
  return after;
}

/**
 * @param {string[]} ids
 * @param {import("./types.js").IdsChange} change
 */
function changedIds(ids, { removed = [], added = [] }) {
  const removedIds = new Set(removed);
  return [...(removedIds.size > 0 ? ids.filter((id) => !removedIds.has(id)) : ids), ...added];
}

/**
 * @param {Person[]} people
 * @param {Change} change
 */
function changedPeople(people, { left = [], people: changes = [] }) {
  if (left.length === 0 && changes.length === 0) return people;
  const leftIds = new Set(left);
  const byId = new Map(changes.map((person) => [/** @type {string} */ (person.id), person]));
  /** @type {Person[]} */
  const after = [];
  for (const person of people) {
    if (leftIds.has(person.id)) continue;
    const difference = byId.get(person.id);
    after.push(difference ? { ...person, ...difference } : person);
    byId.delete(person.id);
  }
  return [...after, .../** @type {Iterable<Person>} */ (byId.values())];
}

/**
 * @param {Person[]} people
 * @param {Room} room
 * @param {import("./types.js").CommandsOnPerson[]} [table]
 */
function withCommands(people, { requests = [], invitations = [] }, table) {
  if (!table) return people;
  const [asking, invited] = [new Set(requests), new Set(invitations)];
  const commands = new Map(table.map(({ role, standing, may }) => [`${role} ${standing}`, may]));
  return people.map((person) => {
    const standing = invited.has(person.id) ? "invited" : asking.has(person.id) ? "asking" : person.standing;
    const may = commands.get(`${person.role} ${standing}`);
    return may ? { ...person, may } : person;
  });
}

/**
 * @param {Room} room
 * @param {import("./types.js").OwnCommands[]} [table]
 */
function withOwnCommands({ you, hands }, table) {
  const isHandRaised = table !== undefined && hands.includes(you.id);
  const row = table?.find(({ standing, hand }) => standing === you.standing && hand === isHandRaised);
  return row ? { ...you, may: row.may } : you;
}

/**
 * @param {Questionnaire[]} questionnaires
 * @param {import("./types.js").QuestionnairesChange} change
 */
function changedQuestionnaires(questionnaires, { ids, changed = [] }) {
  const byId = new Map(questionnaires.map((questionnaire) => [questionnaire.id, questionnaire]));
  for (const change of changed) byId.set(change.id, changedQuestionnaire(byId.get(change.id), change));
  return /** @type {Questionnaire[]} */ ((ids ?? [...byId.keys()]).map((id) => byId.get(id)));
}

/**
 * @param {Questionnaire | undefined} before
 * @param {import("./types.js").QuestionnaireChange} change
 */
function changedQuestionnaire(before, { counts, results, ...fields }) {
  const after = /** @type {Questionnaire} */ ({ ...before, ...fields });
  if (counts) after.questions = after.questions.map((question, number) => ({ ...question, counts: counts[number] }));
  if (results) {
    const byPerson = new Map((before?.results ?? []).map((result) => [result.person, result]));
    for (const result of results) byPerson.set(result.person, result);
    after.results = [...byPerson.values()];
  }
  return after;
}
