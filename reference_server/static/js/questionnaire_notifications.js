/**
 * Notifications for attendees that a poll or quiz has opened or closed.
 *
 * @typedef {object} QuestionnaireNotification
 * @property {string} id     of the questionnaire
 * @property {"open" | "closed"} phase
 * @property {"polls" | "quizzes"} panel  the panel that shows it
 * @property {string} text
 * @property {string} name    its title, or its question
 * @property {string} button  the text of the button that opens the panel
 */

const KINDS = { polls: "poll", quizzes: "quiz" };

/**
 * The notifications after a new state of the room: those that are still valid, and those that are new.
 * @param {QuestionnaireNotification[]} notifications
 * @param {import("./types.js").Room | null} before
 * @param {import("./types.js").Room} room
 * @returns {QuestionnaireNotification[]}
 */
export function notificationsAfter(notifications, before, room) {
  if (room.you.role === "moderator") return [];
  const now = questionnairesIn(room);
  const valid = notifications.filter(({ id, phase }) => now.some((questionnaire) => questionnaire.id === id && questionnaire.phase === phase && !(phase === "open" && questionnaire.choices)));
  const phasesBefore = new Map((before ? questionnairesIn(before) : []).map(({ id, phase }) => [id, phase]));
  const opened = now.filter(({ id, phase, choices }) => phase === "open" && !choices && phasesBefore.get(id) !== "open");
  const closed = now.filter(({ id, phase }) => phase === "closed" && phasesBefore.get(id) === "open");
  const added = [...opened, ...closed].map(notificationOf);
  return [...valid.filter(({ id }) => !added.some((notification) => notification.id === id)), ...added];
}

/** @param {import("./types.js").Room} room */
function questionnairesIn(room) {
  return /** @type {const} */ (["polls", "quizzes"]).flatMap((panel) => (room[panel] ?? []).map((questionnaire) => ({ ...questionnaire, panel })));
}

/** @param {import("./types.js").Questionnaire & {panel: QuestionnaireNotification["panel"]}} questionnaire */
function notificationOf({ id, phase, panel, title, questions }) {
  const kind = KINDS[panel];
  const isOpen = phase === "open";
  return {
    id,
    phase: /** @type {QuestionnaireNotification["phase"]} */ (phase),
    panel,
    text: isOpen ? `A ${kind} is open` : `The ${kind} is closed`,
    name: title || questions[0].text,
    button: isOpen ? `Go to ${kind}` : "See results",
  };
}
