/**
 * The chat as this page knows it: requests the messages, counts those that were not read yet, and keeps what could not
 * be sent.
 *
 * @typedef {import("./types.js").Message} Message
 * @typedef {import("./types.js").ChatPage} ChatPage
 *
 * @typedef {object} ChatScreen
 * @property {Message[]} messages  those to draw, by number, without a gap
 * @property {boolean} hasEarlier  there are messages before them
 * @property {boolean} quiet       what is added to the log is not announced: it is not new
 * @property {number} unread       messages of others that this person has not seen
 * @property {string} draft        what stands in the box
 * @property {boolean} sending
 * @property {string} problem      why the draft could not be sent
 */

import { ChatLog } from "./chat_log.js";
import { randomId } from "./ids.js";
import { rememberedReading, rememberReading } from "./memory.js";

/** Characters in a message at most, as the server counts them. */
export const LONGEST = 2000;
const TRY_AGAIN_MS = 2000;
/** Screen readers look at what was added to a log a moment later. */
const QUIET_MS = 1000;
const NOTHING = { text: "", mark: "", after: 0 };

/** @returns {ChatScreen} */
export function emptyChat() {
  return { messages: [], hasEarlier: false, quiet: true, unread: 0, draft: "", sending: false, problem: "" };
}

export class Chat {
  #state;
  #wire;
  #person;
  #log = new ChatLog();
  #read = 0;
  #reading = false;
  #hasBegun = false;
  #atEnd = true;
  /** How many deletions of messages this page knows of. */
  #deletions = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #quietTimer;
  /** What was sent and not answered yet: its text and mark, and the last message before it. */
  #tried = NOTHING;

  /**
   * @param {import("./state.js").State} state
   * @param {import("./wire.js").Wire} wire
   * @param {string} person  whose reading it is
   */
  constructor(state, wire, person) {
    this.#state = state;
    this.#wire = wire;
    this.#person = person;
  }

  /** Request what was said after the last message known here: at first, and after every gap. */
  async read() {
    if (this.#reading) return;
    this.#reading = true;
    const read = this.#hasBegun ? this.#read : rememberedReading(this.#person);
    const request = { after: this.#log.last, read, deletions: this.#deletions };
    await this.#wire.send("read_chat", request).catch((error) => this.#readAgain(error));
    this.#reading = false;
    this.#state.update(); // what was not marked as read meanwhile is marked now
  }

  /**
   * Take messages as they are written, or the answer to `read_chat`.
   * @param {{messages: Message[]} | ChatPage} received
   */
  take(received) {
    if (!("after" in received)) this.#takeLive(received.messages);
    else if (received.before == null) this.#takeNewest(received);
    else this.#log.takeEarlier(received.messages, received.before, received.earlier);
    this.#show();
  }

  /**
   * Remove the text of a message that a moderator deleted.
   * @param {import("./types.js").Deletion} deletion
   */
  remove({ number, deletions }) {
    if (!this.#hasBegun) return; // the first answer holds it
    this.#log.delete([number]);
    this.#deletions = deletions;
    this.#show();
  }

  /**
   * Draw more of the earlier messages.
   * @returns {{after: number, before: number} | null}  the request to send where none are known
   */
  showEarlier() {
    this.#beQuiet();
    if (this.#log.needsEarlier) return { after: 0, before: this.#log.first };
    this.#log.showEarlier();
    this.#show();
    return null;
  }

  /** @param {string} draft */
  write(draft) {
    this.#update({ draft });
  }

  /** Sends the draft; it stays in the box until the server has kept it. */
  async send() {
    const { draft, sending } = this.#screen;
    const reason = whyNot(draft);
    if (sending || !draft.trim() || reason) return this.#update({ problem: reason });
    this.#update({ sending: true, problem: "" });
    const patch = await this.#wire
      .send("say", { text: draft, sent_as: this.#markOf(draft) })
      .then(() => ({ draft: "", problem: "" }), (error) => ({ problem: error.message }));
    if (!patch.problem) this.#tried = NOTHING;
    this.#update({ sending: false, ...patch });
    this.#settle();
  }

  /** Whether the newest message is to be kept in view: not while the reader has scrolled up. */
  get atEnd() {
    return this.#atEnd;
  }

  /** @param {boolean} atEnd */
  scrolled(atEnd) {
    if (atEnd === this.#atEnd) return;
    this.#atEnd = atEnd;
    if (atEnd) this.#log.showHeldBack();
    this.#show();
  }

  /** Note that the log is on the screen: what stands at its end has been read. */
  seen() {
    const { last } = this.#log;
    // The answer to `read_chat` counts from what had been read when it was requested.
    if (!this.#atEnd || this.#reading || document.visibilityState !== "visible" || this.#read === last) return;
    this.#hasRead(last);
    this.#log.markRead();
    this.#show();
  }

  /**
   * A message that is sent again bears the mark of the first time, so that the server keeps it once.
   * @param {string} text
   */
  #markOf(text) {
    if (this.#tried.text !== text) this.#tried = { text, mark: randomId(), after: this.#log.last };
    return this.#tried.mark;
  }

  /** What stands in the log was kept, even if the answer was lost: it need not stand in the box any more. */
  #settle() {
    const { draft, sending } = this.#screen;
    const { text, after } = this.#tried;
    const said = text && this.#log.hasAfter(after, (one) => one.person === this.#person && one.text === text.trim());
    if (!said || sending || draft !== text) return;
    this.#tried = NOTHING;
    this.#update({ draft: "", problem: "" });
  }

  /** @param {Message[]} messages */
  #takeLive(messages) {
    // Until the first answer, what comes live is part of that answer as well.
    if (!this.#hasBegun || messages.length === 0) return;
    if (messages[0].number > this.#log.last + 1) return void this.read(); // something was lost
    const added = this.#log.append(messages, this.#isOwn);
    // Whoever writes wants to see it, and what was answered to it.
    if (added.some(this.#isOwn)) this.#atEnd = true;
    if (this.#atEnd) this.#log.showNewest();
    this.#settle();
  }

  /** @param {ChatPage} page */
  #takeNewest(page) {
    const isFirst = !this.#hasBegun;
    this.#hasBegun = true;
    if (isFirst) this.#beQuiet();
    // What was said before somebody came is there to be read, but not new; what came since they last read is.
    if (isFirst) this.#hasRead(rememberedReading(this.#person) ?? page.messages.at(-1)?.number ?? 0);
    this.#log.takeNewest(page, this.#isOwn, this.#read);
    this.#log.delete(page.deleted);
    this.#deletions = page.deletions;
    if (this.#atEnd) this.#log.showNewest();
    this.#settle();
  }

  #show() {
    const { drawn: messages, hasEarlier, unread } = this.#log;
    this.#update({ messages, hasEarlier, unread });
  }

  #beQuiet() {
    clearTimeout(this.#quietTimer);
    this.#quietTimer = setTimeout(() => this.#update({ quiet: false }), QUIET_MS);
    this.#update({ quiet: true });
  }

  #isOwn = (/** @type {Message} */ { person }) => person === (this.#state.get().room?.you.id ?? this.#person);

  /** @param {number} number */
  #hasRead(number) {
    this.#read = number;
    rememberReading(this.#person, number);
  }

  /** @param {import("./wire.js").Refused} error */
  #readAgain(error) {
    // Once the connection is back, this is called anyway.
    if (error.code !== "not_connected") setTimeout(() => this.read(), TRY_AGAIN_MS);
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
 * How many characters are left; less than none if there are too many.
 * @param {string} draft
 */
export function charactersLeft(draft) {
  return LONGEST - [...draft.trimEnd()].length;
}

/** @param {string} draft */
function whyNot(draft) {
  const left = charactersLeft(draft);
  return left < 0 ? `This message is too long by ${-left} ${left === -1 ? "character" : "characters"}. Shorten it, then send it.` : "";
}
