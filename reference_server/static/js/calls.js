/**
 * Notifications for attendees that a poll or quiz has opened or closed.
 *
 * @typedef {object} Call
 * @property {string} id     the questionnaire's
 * @property {"open" | "closed"} phase
 * @property {"polls" | "quizzes"} panel  the panel that shows it
 * @property {string} text
 * @property {string} name    its title, or its question
 * @property {string} button  the text of the button that opens the panel
 */

const KINDS = { polls: "poll", quizzes: "quiz" };

/**
 * The notifications after a new state of the room: those that are still valid, and those that are new.
 * @param {Call[]} calls
 * @param {import("./types.js").Room | null} before
 * @param {import("./types.js").Room} room
 * @returns {Call[]}
 */
export function callsAfter(calls, before, room) {
  if (room.you.role === "moderator") return [];
  const now = questionnairesIn(room);
  const valid = calls.filter(({ id, phase }) => now.some((questionnaire) => questionnaire.id === id && questionnaire.phase === phase && !(phase === "open" && questionnaire.choices)));
  const known = new Map((before ? questionnairesIn(before) : []).map(({ id, phase }) => [id, phase]));
  const opened = now.filter(({ id, phase, choices }) => phase === "open" && !choices && known.get(id) !== "open");
  const closed = now.filter(({ id, phase }) => phase === "closed" && known.get(id) === "open");
  const fresh = [...opened, ...closed].map(callFor);
  return [...valid.filter(({ id }) => !fresh.some((call) => call.id === id)), ...fresh];
}

/** @param {import("./types.js").Room} room */
function questionnairesIn(room) {
  return /** @type {const} */ (["polls", "quizzes"]).flatMap((panel) => (room[panel] ?? []).map((questionnaire) => ({ ...questionnaire, panel })));
}

/** @param {import("./types.js").Questionnaire & {panel: Call["panel"]}} questionnaire */
function callFor({ id, phase, panel, title, questions }) {
  const kind = KINDS[panel];
  const open = phase === "open";
  return {
    id,
    phase: /** @type {Call["phase"]} */ (phase),
    panel,
    text: open ? `A ${kind} is open` : `The ${kind} is closed`,
    name: title || questions[0].text,
    button: open ? `Go to ${kind}` : "See results",
  };
}
