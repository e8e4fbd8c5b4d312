/**
 * The panels beside the stage: which there are in this room, and which is showing. One shows at a time.
 *
 * @typedef {"participants" | "chat" | "polls" | "quizzes"} PanelId
 *
 * @typedef {object} Panel
 * @property {PanelId} id
 * @property {string} name   as it stands on the button that opens it, and over the panel
 * @property {string} image  the icon
 * @property {number} count  shown on the button; 0 shows none
 * @property {string} [news]   what the count tells, in words, where it tells of something new
 * @property {string} [mark]   an icon beside the count
 */

/**
 * @param {import("./state.js").RoomScreen} screen
 * @returns {Panel[]}
 */
export function panelsOf({ room, chat }) {
  /** @type {Panel[]} */
  const panels = [
    { id: "participants", name: "Participants", image: "users", ...countOfPeople(room) },
    { id: "chat", name: "Chat", image: "message-square", count: chat.unread, news: counted(chat.unread, "unread message") },
  ];
  if (room.polls) panels.push({ id: "polls", name: "Polls", image: "chart-column", count: room.polls.filter(isToAnswer).length });
  if (room.quizzes) panels.push({ id: "quizzes", name: "Quizzes", image: "list-checks", count: room.quizzes.filter(isToAnswer).length });
  return panels;
}

/**
 * Raised hands want to be seen by a moderator even while the list is closed.
 * @param {import("./types.js").Room} room
 */
function countOfPeople({ people, hands, you }) {
  if (you.role !== "moderator" || hands.length === 0) return { count: people.length };
  return { count: hands.length, mark: "hand", news: counted(hands.length, "raised hand") };
}

/**
 * @param {number} number
 * @param {string} what
 */
const counted = (number, what) => (number > 0 ? `${number} ${what}${number === 1 ? "" : "s"}` : "");

/**
 * The panel that shows: the one asked for, unless the room does not offer it any more.
 * @param {import("./state.js").RoomScreen} screen
 * @returns {PanelId | null}
 */
export function shownPanel(screen) {
  return panelsOf(screen).some(({ id }) => id === screen.panel) ? screen.panel : null;
}

/** @param {import("./types.js").Questionnaire} questionnaire */
const isToAnswer = ({ may, choices }) => may.includes("answer") && !choices;
