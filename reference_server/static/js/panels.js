/**
 * The panels beside the stage: those that this room has, and the one that is shown.
 *
 * @typedef {"participants" | "chat" | "polls" | "quizzes"} PanelId
 *
 * @typedef {object} Panel
 * @property {PanelId} id
 * @property {string} name   the text on the button that opens it, and the panel's heading
 * @property {string} image  the icon
 * @property {number} count  shown on the button; 0 shows none
 * @property {string} [description]  the meaning of the count in words, if it is about something new
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
    { id: "chat", name: "Chat", image: "message-square", count: chat.unread, description: countInWords(chat.unread, "unread message") },
  ];
  if (room.polls) panels.push({ id: "polls", name: "Polls", image: "chart-column", count: room.polls.filter(isToAnswer).length });
  if (room.quizzes) panels.push({ id: "quizzes", name: "Quizzes", image: "list-checks", count: room.quizzes.filter(isToAnswer).length });
  return panels;
}

/**
 * The count on the button of the list: for moderators the raised hands, which they then see while the list is closed.
 * @param {import("./types.js").Room} room
 */
function countOfPeople({ people, hands, you }) {
  if (you.role !== "moderator" || hands.length === 0) return { count: people.length };
  return { count: hands.length, mark: "hand", description: countInWords(hands.length, "raised hand") };
}

/**
 * @param {number} number
 * @param {string} noun
 */
const countInWords = (number, noun) => (number > 0 ? `${number} ${noun}${number === 1 ? "" : "s"}` : "");

/**
 * The panel to show: the requested one, unless the room does not offer it any more.
 * @param {import("./state.js").RoomScreen} screen
 * @returns {PanelId | null}
 */
export function shownPanel(screen) {
  return panelsOf(screen).some(({ id }) => id === screen.panel) ? screen.panel : null;
}

/** @param {import("./types.js").Questionnaire} questionnaire */
const isToAnswer = ({ may, choices }) => may.includes("answer") && !choices;
