/**
 * The chat messages that this page has, without a gap; only some of them are drawn. Adding a message takes the same time
 * whether there are 10 or 10,000 before it.
 *
 * @typedef {import("./types.js").Message} Message
 * @typedef {import("./types.js").ChatPage} ChatPage
 *
 * @typedef {(message: Message) => boolean} IsOwn
 */

/** How many messages are drawn while the newest ones are in view, and how many “Show earlier messages” adds. */
export const STEP = 100;
/** While the log is scrolled up, at most this many messages are drawn; newer ones are not drawn yet. */
export const MOST_DRAWN = 500;

export class ChatLog {
  /** @type {Message[]} */
  #messages = [];
  /** The indexes of the first drawn message, and of the first message after the drawn ones. */
  #drawnFrom = 0;
  #drawnTo = 0;
  #unread = 0;
  /** Whether the server has messages before the first one that this page has. */
  #hasServerEarlier = false;
  /** @type {Message[] | null} */
  #drawn = null;

  /** The number of the first message; 0 if there is none. */
  get first() {
    return this.#messages[0]?.number ?? 0;
  }

  /** The number of the last message; 0 if there is none. */
  get last() {
    return this.#messages.at(-1)?.number ?? 0;
  }

  /** How many messages of others have not been read yet. */
  get unread() {
    return this.#unread;
  }

  /** The messages to draw; the same array until they change. */
  get drawn() {
    this.#drawn ??= this.#messages.slice(this.#drawnFrom, this.#drawnTo);
    return this.#drawn;
  }

  /** Whether messages come before those that are drawn. */
  get hasEarlier() {
    return this.#drawnFrom > 0 || this.#hasServerEarlier;
  }

  /** Whether showing earlier messages requires a request to the server. */
  get needsEarlier() {
    return this.#drawnFrom === 0 && this.#hasServerEarlier;
  }

  /** Marks all messages as read. */
  markRead() {
    this.#unread = 0;
  }

  /**
   * Adds new messages; messages that this page already has are left out.
   * @param {Message[]} messages  by number
   * @param {IsOwn} isOwn
   * @returns {Message[]}  the added messages
   */
  append(messages, isOwn) {
    const { last } = this;
    const added = messages.filter(({ number }) => number > last);
    const newestWasDrawn = this.#drawnTo === this.#messages.length;
    this.#messages.push(...added);
    this.#unread += countOthers(added, isOwn);
    if (newestWasDrawn && this.#drawnTo - this.#drawnFrom + added.length <= MOST_DRAWN) this.#draw(this.#drawnFrom, this.#messages.length);
    return added;
  }

  /**
   * Takes the newest messages from the server: appends them, or replaces the log if messages in between are missing.
   * @param {ChatPage} page
   * @param {IsOwn} isOwn
   * @param {number} read  the number of the last message that this person has read
   */
  takeNewest({ messages, earlier, unread }, isOwn, read) {
    if (messages.length === 0) return;
    const isNext = !earlier || messages[0].number <= this.last;
    if (isNext && this.#messages.length > 0) return void this.append(messages, isOwn);
    this.#messages = [...messages];
    this.#hasServerEarlier = earlier;
    this.#unread = unread + countOthers(messages.filter(({ number }) => number > read), isOwn);
    this.#drawn = null;
    this.showNewest();
  }

  /**
   * Adds the response to the request for the messages before the first one, and draws them.
   * @param {Message[]} messages
   * @param {number} before   the number of the message that follows them
   * @param {boolean} earlier  the server has even earlier messages
   */
  takeEarlier(messages, before, earlier) {
    if (before !== this.first) return; // the log has been replaced meanwhile
    this.#messages.unshift(...messages);
    this.#hasServerEarlier = earlier;
    this.#draw(0, this.#drawnTo + messages.length);
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

  /** Draws more of the earlier messages that this page has. */
  showEarlier() {
    this.#draw(Math.max(0, this.#drawnFrom - STEP), this.#drawnTo);
  }

  /** Draws the newest messages if some of them were not drawn. */
  showUndrawn() {
    if (this.#drawnTo < this.#messages.length) this.showNewest();
  }

  /** Draws only the newest messages. */
  showNewest() {
    this.#draw(Math.max(0, this.#messages.length - STEP), this.#messages.length);
  }

  /**
   * Whether one of the messages after this number matches.
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
    if (from === this.#drawnFrom && to === this.#drawnTo) return;
    this.#drawnFrom = from;
    this.#drawnTo = to;
    this.#drawn = null;
  }
}

/**
 * @param {Message[]} messages
 * @param {IsOwn} isOwn
 */
const countOthers = (messages, isOwn) => messages.filter((message) => !isOwn(message)).length;
