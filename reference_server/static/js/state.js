/**
 * What the screen shows: the room as the server told it, and what belongs to this page alone.
 *
 * @typedef {import("./types.js").Room} Room
 * @typedef {import("./getting_ready.js").Ready} Ready
 *
 * @typedef {object} Problem
 * @property {number} number  tells two problems of the same text apart
 * @property {string} text
 * @property {boolean} untilBack  it is over as soon as the connection is back
 *
 * @typedef {object} Screen
 * @property {Room | null} room
 * @property {"connecting" | "connected" | "lost" | "replaced" | "removed" | "refused"} connection
 * @property {string} refusal             why the server refused this page, as it says it
 * @property {Ready | null} ready         the getting-ready window, while it is open
 * @property {boolean} invitationAside    the invitation was put aside, to be answered later
 * @property {boolean} settingsOpen
 * @property {import("./panels.js").PanelId | null} panel  the panel beside the stage that was asked for
 * @property {import("./composer.js").Composed | null} composed  the poll or quiz that is being written
 * @property {boolean} requestsOpen       all requests are shown where the strip has room for one
 * @property {{polls?: boolean, quizzes?: boolean, chat?: boolean}} wished  switches just turned, until the room says how they stand
 * @property {import("./types.js").Access | null} passing  a stage access passed by key in the settings, and not chosen yet
 * @property {string | null} removing     the person about whom a moderator is asked whether to remove them
 * @property {string | null} discarding   the poll or quiz that is about to be deleted
 * @property {import("./calls.js").Call[]} calls  news about polls and quizzes, the newest last
 * @property {boolean} soundBlocked       the browser plays no sound before the person asks for it
 * @property {boolean} mediaAway          the server that carries picture and sound cannot be reached
 * @property {Problem | null} problem     what the last action failed of
 * @property {string} arrival             words for a screen reader about the newest request or raised hand
 * @property {import("./participants.js").ParticipantsScreen} participants
 * @property {import("./chat.js").ChatScreen} chat
 * @property {import("./reactions.js").Reaction[]} reactions  those over the stage at the moment
 * @property {string} reactionNews        words for a screen reader about them
 *
 * @typedef {Screen & {room: Room}} RoomScreen  once the room is known
 */

import { emptyChat } from "./chat.js";
import { emptyParticipants } from "./participants.js";

/** @returns {Screen} */
export function emptyScreen() {
  return {
    room: null,
    connection: "connecting",
    refusal: "",
    ready: null,
    invitationAside: false,
    settingsOpen: false,
    panel: null,
    requestsOpen: false,
    composed: null,
    wished: {},
    passing: null,
    removing: null,
    discarding: null,
    calls: [],
    soundBlocked: false,
    mediaAway: false,
    problem: null,
    arrival: "",
    participants: emptyParticipants(),
    chat: emptyChat(),
    reactions: [],
    reactionNews: "",
  };
}

/** Holds the screen's state, and tells once per turn that it changed, however many changes there were. */
export class State {
  #value;
  #changed;
  #told = true;

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

  /** @param {Partial<Screen>} [patch]  nothing: something within the state changed, draw again */
  update(patch = {}) {
    this.#value = { ...this.#value, ...patch };
    if (!this.#told) return;
    this.#told = false;
    // A microtask, not an animation frame: a tab in the background must keep up as well.
    queueMicrotask(() => {
      this.#told = true;
      this.#changed(this.#value);
    });
  }
}
