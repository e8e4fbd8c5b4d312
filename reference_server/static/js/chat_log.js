/**
 * The messages of the chat that this page knows: one run of the session's messages without a gap, of which only a part
 * is drawn. Adding a message takes the same time whether 10 or 10,000 came before it.
 *
 * @typedef {import("./types.js").Message} Message
 * @typedef {import("./types.js").ChatPage} ChatPage
 *
 * @typedef {(message: Message) => boolean} IsOwn
 */

/** Messages that are drawn while the newest ones are in view; also by how many “Show earlier messages” adds. */
export const DRAWN = 100;
/** While the log is scrolled up, messages are drawn up to this number, and newer ones are not. */
export const MOST_DRAWN = 500;

export class ChatLog {
  /** @type {Message[]} */
  #messages = [];
  /** The part that is drawn: from the first index up to, but without, the second. */
  #from = 0;
  #to = 0;
  #unread = 0;
  /** Whether the server has messages before the first one known here. */
  #isCut = false;
  /** @type {Message[] | null} */
  #drawn = null;

  /** The number of the first message known, 0 if there is none. */
  get first() {
    return this.#messages[0]?.number ?? 0;
  }

  /** The number of the last message known, 0 if there is none. */
  get last() {
    return this.#messages.at(-1)?.number ?? 0;
  }

  /** How many messages of others were added and not read yet. */
  get unread() {
    return this.#unread;
  }

  /** The messages to draw; the same array until they change. */
  get drawn() {
    this.#drawn ??= this.#messages.slice(this.#from, this.#to);
    return this.#drawn;
  }

  /** Whether messages come before those that are drawn. */
  get hasEarlier() {
    return this.#from > 0 || this.#isCut;
  }

  /** Whether showing earlier messages takes a request to the server. */
  get needsEarlier() {
    return this.#from === 0 && this.#isCut;
  }

  /** Marks all known messages as read. */
  markRead() {
    this.#unread = 0;
  }

  /**
   * Adds new messages, or the messages after the last known one. Known messages are left out.
   * @param {Message[]} messages  by number
   * @param {IsOwn} isOwn
   * @returns {Message[]}  those that were not known
   */
  append(messages, isOwn) {
    const { last } = this;
    const added = messages.filter(({ number }) => number > last);
    const wasWhole = this.#to === this.#messages.length;
    this.#messages.push(...added);
    this.#unread += countOthers(added, isOwn);
    if (wasWhole && this.#to - this.#from + added.length <= MOST_DRAWN) this.#draw(this.#from, this.#messages.length);
    return added;
  }

  /**
   * Adds the answer to the request for all messages after one: it has the newest of them.
   * @param {ChatPage} page
   * @param {IsOwn} isOwn
   * @param {number} read  the number of the last message that this person has read
   */
  takeNewest({ messages, earlier, unread }, isOwn, read) {
    if (messages.length === 0) return;
    const isNext = !earlier || messages[0].number <= this.last;
    if (isNext && this.#messages.length > 0) return void this.append(messages, isOwn);
    this.#messages = [...messages];
    this.#isCut = earlier;
    this.#unread = unread + countOthers(messages.filter(({ number }) => number > read), isOwn);
    this.#drawn = null;
    this.showNewest();
  }

  /**
   * Adds the answer to the request for the messages before the first known one, and draws them.
   * @param {Message[]} messages
   * @param {number} before   the number of the message before which they come
   * @param {boolean} earlier  the server has even earlier ones
   */
  takeEarlier(messages, before, earlier) {
    if (before !== this.first) return; // the log has been replaced meanwhile
    this.#messages.unshift(...messages);
    this.#isCut = earlier;
    this.#draw(0, this.#to + messages.length);
  }

  /**
   * Removes the text of deleted messages; unknown numbers are ignored.
   * @param {number[]} numbers
   */
  delete(numbers) {
    for (const number of numbers) {
      const index = number - this.first;
      if (!this.#messages[index] || this.#messages[index].deleted) continue;
      this.#messages[index] = { ...this.#messages[index], text: "", deleted: true };
      this.#drawn = null;
    }
  }

  /** Draws more of the known earlier messages. */
  showEarlier() {
    this.#draw(Math.max(0, this.#from - DRAWN), this.#to);
  }

  /** Draws the newest messages if some of them were not drawn. */
  showHeldBack() {
    if (this.#to < this.#messages.length) this.showNewest();
  }

  /** Draws only the newest messages. */
  showNewest() {
    this.#draw(Math.max(0, this.#messages.length - DRAWN), this.#messages.length);
  }

  /**
   * Whether a message of that text and author came after the one of that number.
   * @param {number} after
   * @param {(message: Message) => boolean} matches
   */
  hasAfter(after, matches) {
    for (let index = this.#messages.length - 1; index >= 0 && this.#messages[index].number > after; index -= 1) {
      if (matches(this.#messages[index])) return true;
    }
    return false;
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  #draw(from, to) {
    if (from === this.#from && to === this.#to) return;
    this.#from = from;
    this.#to = to;
    this.#drawn = null;
  }
}

/**
 * @param {Message[]} messages
 * @param {IsOwn} isOwn
 */
const countOthers = (messages, isOwn) => messages.filter((message) => !isOwn(message)).length;
