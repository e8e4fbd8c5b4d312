/**
 * The chat as this page knows it: merges what the server tells, counts what was not read yet, and keeps what could
 * not be sent.
 *
 * @typedef {import("./types.js").Message} Message
 *
 * @typedef {object} ChatScreen
 * @property {Message[]} messages  by number, without a gap
 * @property {number} unread       messages of others that this person has not seen
 * @property {string} draft        what stands in the box
 * @property {boolean} sending
 * @property {string} problem      why the draft could not be sent
 */

import { randomId } from "./ids.js";
import { rememberedReading, rememberReading } from "./memory.js";

/** Characters in a message at most, as the server counts them. */
export const LONGEST = 2000;
const TRY_AGAIN_MS = 2000;
const NOTHING = { text: "", mark: "", after: 0 };

/** @returns {ChatScreen} */
export function emptyChat() {
  return { messages: [], unread: 0, draft: "", sending: false, problem: "" };
}

export class Chat {
  #state;
  #wire;
  #person;
  #read = 0;
  #reading = false;
  #begun = false;
  #atEnd = true;
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

  /** Asks for what was said after the last message known here: at first, and after every gap. */
  async read() {
    if (this.#reading) return;
    this.#reading = true;
    await this.#wire.send("read_chat", { after: this.#last }).catch((error) => this.#readAgain(error));
    this.#reading = false;
  }

  /**
   * Takes new messages, or the answer to `read`, which says after which message it goes on.
   * @param {{messages: Message[], after?: number}} told
   */
  take({ messages, after }) {
    const live = after === undefined;
    const first = !live && !this.#begun;
    if (!live) this.#begun = true;
    if (first && messages.length === 0) this.#hasRead(0);
    if (messages.length === 0) return;
    // While reading, what comes live is part of the answer as well; at other times a gap means that something was lost.
    if (live && messages[0].number > this.#last + 1) void this.read();
    else this.#merge(messages, first);
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
    this.#state.update();
  }

  /** The log is before the reader's eyes: what stands at its end has been read. */
  seen() {
    if (!this.#atEnd || document.visibilityState !== "visible" || this.#read === this.#last) return;
    this.#hasRead(this.#last);
    this.#update({ unread: 0 });
  }

  /** A message that is sent again bears the mark of the first time, so that the server keeps it once. */
  #markOf(text) {
    if (this.#tried.text !== text) this.#tried = { text, mark: randomId(), after: this.#last };
    return this.#tried.mark;
  }

  /** What stands in the log was kept, even if the answer was lost: it need not stand in the box any more. */
  #settle() {
    const { messages, draft, sending } = this.#screen;
    const { text, after } = this.#tried;
    const said = text && messages.some((one) => one.number > after && one.person === this.#person && one.text === text.trim());
    if (!said || sending || draft !== text) return;
    this.#tried = NOTHING;
    this.#update({ draft: "", problem: "" });
  }

  #merge(messages, first) {
    const merged = new Map([...this.#screen.messages, ...messages].map((message) => [message.number, message]));
    const all = withoutGap([...merged.values()].sort((one, other) => one.number - other.number));
    // What was said before somebody came is there to be read, but no news; what came since they read last is.
    if (first) this.#hasRead(rememberedReading(this.#person) ?? all[all.length - 1].number);
    const me = this.#state.get().room?.you.id;
    const unread = all.filter(({ number, person }) => number > this.#read && person !== me).length;
    this.#update({ messages: all, unread });
    this.#settle();
  }

  #hasRead(number) {
    this.#read = number;
    rememberReading(this.#person, number);
  }

  #readAgain(error) {
    // Once the connection is back, this is called anyway.
    if (error.code !== "not_connected") setTimeout(() => this.read(), TRY_AGAIN_MS);
  }

  get #last() {
    return this.#screen.messages.at(-1)?.number ?? 0;
  }

  get #screen() {
    return this.#state.get().chat;
  }

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

function whyNot(draft) {
  const left = charactersLeft(draft);
  return left < 0 ? `This message is too long by ${-left} ${left === -1 ? "character" : "characters"}. Shorten it, then send it.` : "";
}

/** The newest messages back to the first that is missing. */
function withoutGap(messages) {
  const begin = messages.findLastIndex(({ number }, index) => index > 0 && number !== messages[index - 1].number + 1);
  return begin > 0 ? messages.slice(begin) : messages;
}
