/**
 * The state of the screen: the room as the server sent it, and values of this page alone.
 *
 * @typedef {import("./types.js").Room} Room
 * @typedef {import("./getting_ready.js").Preparation} Preparation
 *
 * @typedef {object} Problem
 * @property {number} number  distinguishes problems with the same text
 * @property {string} text
 * @property {boolean} untilConnected  removed as soon as the connection is restored
 *
 * @typedef {object} Screen
 * @property {Room | null} room
 * @property {"connecting" | "connected" | "lost" | "replaced" | "removed" | "refused"} connection
 * @property {string} refusal             the server's message if it refused this page
 * @property {Preparation | null} preparation  what the dialog for getting ready shows, while it is open
 * @property {boolean} invitationClosed    the invitation was closed without an answer
 * @property {boolean} settingsOpen
 * @property {import("./panels.js").PanelId | null} panel  the panel that the person opened
 * @property {import("./questionnaire_editor.js").QuestionnaireForm | null} questionnaireForm  the poll or quiz that is being written
 * @property {boolean} requestsOpen       all requests are shown in the strip, which has space for one when closed
 * @property {{polls?: boolean, quizzes?: boolean, chat?: boolean}} pendingSwitches  settings that the person has just switched, until the next state of the room
 * @property {import("./types.js").Access | null} previewedAccess  a stage access that was selected with the keyboard in the settings, and is not confirmed yet
 * @property {string | null} idToRemove  the person about whom a moderator is asked whether to remove them
 * @property {string | null} idToDiscard  the poll or quiz about which a moderator is asked whether to delete it
 * @property {import("./questionnaire_notifications.js").QuestionnaireNotification[]} questionnaireNotifications  notifications about polls and quizzes, the newest last
 * @property {boolean} soundBlocked       the browser plays no sound until the person presses a button
 * @property {boolean} isMediaLost        the media server cannot be reached
 * @property {Problem | null} problem     why the last action failed
 * @property {string} requestAnnouncement  announcement of the newest request or raised hand for screen readers
 * @property {import("./participants.js").ParticipantsScreen} participants
 * @property {import("./chat.js").ChatScreen} chat
 * @property {import("./reactions.js").ShownReaction[]} reactions  the reactions shown over the stage at the moment
 * @property {string} reactionAnnouncement  announcement of the reactions for screen readers
 *
 * @typedef {Screen & {room: Room}} RoomScreen  the state once the room is known
 */

import { emptyChat } from "./chat.js";
import { emptyParticipants } from "./participants.js";

/** @returns {Screen} */
export function emptyScreen() {
  return {
    room: null,
    connection: "connecting",
    refusal: "",
    preparation: null,
    invitationClosed: false,
    settingsOpen: false,
    panel: null,
    requestsOpen: false,
    questionnaireForm: null,
    pendingSwitches: {},
    previewedAccess: null,
    idToRemove: null,
    idToDiscard: null,
    questionnaireNotifications: [],
    soundBlocked: false,
    isMediaLost: false,
    problem: null,
    requestAnnouncement: "",
    participants: emptyParticipants(),
    chat: emptyChat(),
    reactions: [],
    reactionAnnouncement: "",
  };
}

/** Stores the screen's state, and calls `changed` once after all changes of one turn of the event loop. */
export class State {
  #value;
  #changed;
  #isScheduled = false;

  /**
   * @param {Screen} value
   * @param {(screen: Screen) => void} changed
   */
  constructor(value, changed) {
    this.#value = value;
    this.#changed = changed;
  }

  get() {
    return this.#value;
  }

  /** @param {Partial<Screen>} [patch]  omit it after changing an object of the state in place */
  update(patch = {}) {
    this.#value = { ...this.#value, ...patch };
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // A microtask, not an animation frame, which tabs in the background do not get.
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#changed(this.#value);
    });
  }
}
