/**
 * The panels beside the stage: which there are in this room, and which is showing. One shows at a time.
 *
 * @typedef {"participants" | "polls" | "quizzes"} PanelId
 *
 * @typedef {object} Panel
 * @property {PanelId} id
 * @property {string} name   as it stands on the button that opens it, and over the panel
 * @property {string} image  the icon
 * @property {number} count  shown on the button; 0 shows none
 */

/**
 * @param {import("./types.js").Room} room
 * @returns {Panel[]}
 */
export function panelsOf(room) {
  /** @type {Panel[]} */
  const panels = [{ id: "participants", name: "Participants", image: "users", count: room.people.length }];
  if (room.polls) panels.push({ id: "polls", name: "Polls", image: "chart-column", count: room.polls.filter(isToAnswer).length });
  if (room.quizzes) panels.push({ id: "quizzes", name: "Quizzes", image: "list-checks", count: room.quizzes.filter(isToAnswer).length });
  return panels;
}

/**
 * The panel that shows: the one asked for, unless the room does not offer it any more.
 * @param {import("./state.js").RoomScreen} screen
 * @returns {PanelId | null}
 */
export function shownPanel({ room, panel }) {
  return panelsOf(room).some(({ id }) => id === panel) ? panel : null;
}

const isToAnswer = ({ may, choices }) => may.includes("answer") && !choices;
