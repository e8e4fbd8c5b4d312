/**
 * This page's copy of the chat: requests the messages, counts the unread ones, and stores a message that could not be
 * sent.
 *
 * @typedef {import("./types.js").Message} Message
 * @typedef {import("./types.js").ChatPage} ChatPage
 *
 * @typedef {object} ChatScreen
 * @property {Message[]} messages  those to draw, by number, without a gap
 * @property {boolean} hasEarlier  there are messages before them
 * @property {boolean} quiet       screen readers do not announce messages that are added to the log, since they are not new
 * @property {number} unread       messages of others that this person has not seen
 * @property {string} draft        the text in the box
 * @property {boolean} sending
 * @property {string} problem      why the draft could not be sent
 */

import { ChatLog } from "./chat_log.js";
import { randomId } from "./ids.js";
import { lastReadMessage, rememberLastReadMessage } from "./browser_storage.js";

/** The most characters in a message, as the server counts them. */
export const LONGEST_MESSAGE = 2000;
const READ_AGAIN_AFTER_MS = 2000;
/** For this long after an addition that is not new, the log is not announced: screen readers announce additions a moment later. */
const QUIET_FOR_MS = 1000;
const NO_MESSAGE = { text: "", id: "", after: 0 };

/** @returns {ChatScreen} */
export function emptyChat() {
  return { messages: [], hasEarlier: false, quiet: true, unread: 0, draft: "", sending: false, problem: "" };
}

export class Chat {
  #state;
  #connection;
  #person;
  #log = new ChatLog();
  /** The number of the last message that this person has read. */
  #lastRead = 0;
  #isReading = false;
  #hasBegun = false;
  #atEnd = true;
  /** How many deletions of messages this page has applied. */
  #deletions = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #quietTimer;
  /** The message that was sent and not acknowledged yet: its text and id, and the number of the last message before it. */
  #unacknowledged = NO_MESSAGE;

  /**
   * @param {import("./state.js").State} state
   * @param {import("./room_connection.js").RoomConnection} connection
   * @param {string} person  the reader's id
   */
  constructor(state, connection, person) {
    this.#state = state;
    this.#connection = connection;
    this.#person = person;
  }

  /** Requests the messages after the last one that this page has: at first, and after every gap. */
  async read() {
    if (this.#isReading) return;
    this.#isReading = true;
    const read = this.#hasBegun ? this.#lastRead : lastReadMessage(this.#person);
    const request = { after: this.#log.last, read, deletions: this.#deletions };
    await this.#connection.send("read_chat", request).catch((error) => this.#readAgainLater(error));
    this.#isReading = false;
    this.#state.update(); // marks the messages as read that were not marked during the request
  }

  /**
   * Adds new messages, or the response to `read_chat`.
   * @param {{messages: Message[]} | ChatPage} received
   */
  take(received) {
    if (!("after" in received)) this.#takeLive(received.messages);
    else if (received.before == null) this.#takeNewest(received);
    else this.#log.takeEarlier(received.messages, received.before, received.earlier);
    this.#show();
  }

  /**
   * Removes the text of a message that a moderator has deleted.
   * @param {import("./types.js").Deletion} deletion
   */
  remove({ number, deletions }) {
    if (!this.#hasBegun) return; // the first response contains the deletion
    this.#log.delete([number]);
    this.#deletions = deletions;
    this.#show();
  }

  /**
   * Draws more of the earlier messages.
   * @returns {{after: number, before: number} | null}  the request to send if this page has no earlier messages
   */
  showEarlier() {
    this.#pauseAnnouncements();
    if (this.#log.needsEarlier) return { after: 0, before: this.#log.first };
    this.#log.showEarlier();
    this.#show();
    return null;
  }

  /** @param {string} draft */
  write(draft) {
    this.#update({ draft });
  }

  /** Sends the draft; it stays in the box until the server has stored it. */
  async send() {
    const { draft, sending } = this.#screen;
    const reason = problemWith(draft);
    if (sending || !draft.trim() || reason) return this.#update({ problem: reason });
    this.#update({ sending: true, problem: "" });
    const patch = await this.#connection
      .send("say", { text: draft, sent_as: this.#idOf(draft) })
      .then(() => ({ draft: "", problem: "" }), (error) => ({ problem: error.message }));
    if (!patch.problem) this.#unacknowledged = NO_MESSAGE;
    this.#update({ sending: false, ...patch });
    this.#clearStoredDraft();
  }

  /** Whether the newest message stays in view; false while the reader has scrolled up. */
  get atEnd() {
    return this.#atEnd;
  }

  /** @param {boolean} atEnd  whether the log is scrolled to its end */
  followScroll(atEnd) {
    if (atEnd === this.#atEnd) return;
    this.#atEnd = atEnd;
    if (atEnd) this.#log.showUndrawn();
    this.#show();
  }

  /** Marks the messages as read if the log is at its end; called while the log is on the screen. */
  markSeen() {
    const { last } = this.#log;
    // The response to `read_chat` counts from the last message that was read at the time of the request.
    if (!this.#atEnd || this.#isReading || document.visibilityState !== "visible" || this.#lastRead === last) return;
    this.#storeLastRead(last);
    this.#log.markRead();
    this.#show();
  }

  /**
   * A message that is sent again has the same id as before, so that the server stores it once.
   * @param {string} text
   */
  #idOf(text) {
    if (this.#unacknowledged.text !== text) this.#unacknowledged = { text, id: randomId(), after: this.#log.last };
    return this.#unacknowledged.id;
  }

  /** Clears the box if the log contains the message: the server has stored it, even if the acknowledgement got lost. */
  #clearStoredDraft() {
    const { draft, sending } = this.#screen;
    const { text, after } = this.#unacknowledged;
    const isStored = text && this.#log.hasAfter(after, (message) => message.person === this.#person && message.text === text.trim());
    if (!isStored || sending || draft !== text) return;
    this.#unacknowledged = NO_MESSAGE;
    this.#update({ draft: "", problem: "" });
  }

  /** @param {Message[]} messages */
  #takeLive(messages) {
    // Until the first response, new messages are part of that response as well.
    if (!this.#hasBegun || messages.length === 0) return;
    if (messages[0].number > this.#log.last + 1) return void this.read(); // messages are missing
    const added = this.#log.append(messages, this.#isOwn);
    // The author of a message wants to see it, and the answers to it.
    if (added.some(this.#isOwn)) this.#atEnd = true;
    if (this.#atEnd) this.#log.showNewest();
    this.#clearStoredDraft();
  }

  /** @param {ChatPage} page */
  #takeNewest(page) {
    const isFirst = !this.#hasBegun;
    this.#hasBegun = true;
    if (isFirst) this.#pauseAnnouncements();
    // Messages from before the person entered are not new; those after the last message that they read are.
    if (isFirst) this.#storeLastRead(lastReadMessage(this.#person) ?? page.messages.at(-1)?.number ?? 0);
    this.#log.takeNewest(page, this.#isOwn, this.#lastRead);
    this.#log.delete(page.deleted);
    this.#deletions = page.deletions;
    if (this.#atEnd) this.#log.showNewest();
    this.#clearStoredDraft();
  }

  #show() {
    const { drawn: messages, hasEarlier, unread } = this.#log;
    this.#update({ messages, hasEarlier, unread });
  }

  #pauseAnnouncements() {
    clearTimeout(this.#quietTimer);
    this.#quietTimer = setTimeout(() => this.#update({ quiet: false }), QUIET_FOR_MS);
    this.#update({ quiet: true });
  }

  #isOwn = (/** @type {Message} */ { person }) => person === (this.#state.get().room?.you.id ?? this.#person);

  /** @param {number} number */
  #storeLastRead(number) {
    this.#lastRead = number;
    rememberLastReadMessage(this.#person, number);
  }

  /** @param {import("./room_connection.js").SendError} error */
  #readAgainLater(error) {
    // Once the connection is restored, `read` is called anyway.
    if (error.code !== "not_connected") setTimeout(() => this.read(), READ_AGAIN_AFTER_MS);
  }

  get #screen() {
    return this.#state.get().chat;
  }

  /** @param {Partial<ChatScreen>} patch */
  #update(patch) {
    this.#state.update({ chat: { ...this.#screen, ...patch } });
  }
}

/**
 * How many characters are left; negative if there are too many.
 * @param {string} draft
 */
export function charactersLeft(draft) {
  return LONGEST_MESSAGE - [...draft.trimEnd()].length;
}

/** @param {string} draft */
function problemWith(draft) {
  const left = charactersLeft(draft);
  return left < 0 ? `This message is too long by ${-left} ${left === -1 ? "character" : "characters"}. Shorten it, then send it.` : "";
}
