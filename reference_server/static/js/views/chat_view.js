/** The panel of the chat: the messages, and the box for a new one. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { guard } from "../../vendor/lit-html/directives/guard.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { charactersLeft } from "../chat.js";
import { icon } from "../icon.js";
import { withLinks } from "../links.js";
import { shownPanel } from "../panels.js";
import { avatar } from "./avatar.js";
import { roleBadge, similarBadge } from "./badges.js";
import { emptyPanelText } from "./empty_panel_text.js";
import { panelView } from "./panel_view.js";

/**
 * @typedef {import("../types.js").Message} Message
 * @typedef {import("../types.js").Room} Room
 * @typedef {import("../actions.js").Actions} Actions
 * @typedef {import("../chat.js").Chat} Chat
 * @typedef {Event & {target: HTMLElement, currentTarget: HTMLElement}} ElementEvent
 */

const CHAT_OFF = "A moderator turned the chat off.";
const CHAT_OFF_FOR_OTHERS = "The chat is off. Only moderators can write.";
/** The number of characters left is shown when it is below this number. */
const COUNT_SHOWN_BELOW = 200;
/** The log counts as scrolled to its end within this distance from the end. */
const NEAR_END_PX = 40;

/**
 * @param {import("../state.js").RoomScreen} screen
 * @param {import("../actions.js").Actions} actions
 */
export function chatView(screen, actions) {
  const { chat, room } = screen;
  const body = html`<div class="chat">${logView(chat, room, actions)} ${messageBoxView(chat, room, actions.chat)}</div>`;
  return panelView({ id: "chat", name: "Chat", shown: shownPanel(screen) === "chat", body }, actions);
}

/**
 * @param {import("../chat.js").ChatScreen} screen
 * @param {Room} room
 * @param {Actions} actions
 */
function logView({ messages, hasEarlier, quiet, unread }, { you, people }, actions) {
  const { chat } = actions;
  const mayDelete = you.may.includes("delete_message");
  const similar = people.filter((person) => person.similar).map(({ id }) => id).join(" ");
  return html`
    <div class="log-frame">
      <div class="log" role="log" aria-label="Messages" aria-live=${quiet ? "off" : "polite"} tabindex="0" data-focus-home
        @scroll=${(/** @type {ElementEvent} */ event) => chat.followScroll(isAtEnd(event.target))}>
        ${messages.length === 0 ? emptyPanelText("message-square", "Nobody has written anything yet.") : nothing}
        ${hasEarlier ? earlierMessagesButton(actions) : nothing}
        <ol role="list">${guard([messages, you.id, similar, mayDelete], () => messagesView(messages, { me: you.id, similar, moderation: mayDelete ? actions : null }))}</ol>
      </div>
      ${unread > 0 && !chat.atEnd ? newMessagesButton() : nothing}
    </div>
  `;
}

/** @param {Actions} actions */
function earlierMessagesButton(actions) {
  return html`<button class="button small earlier-messages" type="button" @click=${actions.showEarlierMessages}>Show earlier messages</button>`;
}

/**
 * The messages; each is drawn only once, since the screen changes with every letter typed and a message may be slow to draw.
 * @param {Message[]} messages
 * @param {object} reader
 * @param {string} reader.me       the person's id
 * @param {string} reader.similar  the ids of people in the session whose names look like those of others
 * @param {Actions | null} reader.moderation  the actions that delete messages, if the person may do that
 */
function messagesView(messages, { me, similar, moderation }) {
  const today = new Date().toDateString();
  const similarIds = new Set(similar.split(" "));
  const drawOnce = (/** @type {Message} */ message) => {
    const isSimilar = message.similar || similarIds.has(message.person);
    return guard([message, me, isSimilar, moderation, today], () => messageView(message, me, isSimilar, moderation));
  };
  return repeat(messages, ({ number }) => number, drawOnce);
}

/**
 * @param {Message} message
 * @param {string} me
 * @param {boolean} isSimilar
 * @param {Actions | null} moderation
 */
function messageView({ number, person, name, role, at, text, deleted }, me, isSimilar, moderation) {
  return html`
    <li class="message ${person === me ? "own" : ""}">
      ${avatar({ name })}
      <p class="by"><bdi class="name">${name}</bdi> ${roleBadge(role)} ${similarBadge(isSimilar)} <time datetime=${at} title=${longTime(at)}>${shortTime(at)}</time></p>
      ${deleted ? html`<p class="text hint">Message deleted by a moderator</p>` : html`<p class="text" dir="auto" id="message-${number}">${withLinks(text).map(textPartView)}</p>`}
      ${moderation && !deleted ? deleteButton(number, moderation) : nothing}
    </li>
  `;
}

/**
 * @param {number} number
 * @param {Actions} actions
 */
function deleteButton(number, actions) {
  return html`
    <button class="icon-button delete-message" type="button" aria-label="Delete message" title="Delete message" aria-describedby="message-${number}"
      @click=${() => actions.deleteMessage(number)}>${icon("trash-2")}</button>
  `;
}

/** @param {string | import("../links.js").Link} part */
function textPartView(part) {
  if (typeof part === "string") return part;
  return html`<a href=${part.href} dir="ltr" target="_blank" rel="noopener noreferrer nofollow ugc">${part.text}</a>`;
}

// Times in the format of the browser's language, such as 4:51 PM or 04:51. The formatters are created when the first message
// is shown, since creating them takes some milliseconds.
const formatTime = formatter({ timeStyle: "short" });
const formatDay = formatter({ day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
const formatFully = formatter({ dateStyle: "full", timeStyle: "short" });

/** @param {string} at */
function shortTime(at) {
  const then = new Date(at);
  return (then.toDateString() === new Date().toDateString() ? formatTime : formatDay)(then);
}

/** @param {string} at */
const longTime = (at) => formatFully(new Date(at));

/**
 * @param {Intl.DateTimeFormatOptions} options
 * @returns {(date: Date) => string}
 */
function formatter(options) {
  /** @type {Intl.DateTimeFormat | undefined} */
  let format;
  return (date) => (format ??= new Intl.DateTimeFormat(undefined, options)).format(date);
}

function newMessagesButton() {
  const toEnd = (/** @type {ElementEvent} */ event) => scrollToEnd(/** @type {HTMLElement} */ (/** @type {HTMLElement} */ (event.currentTarget.parentElement).querySelector(".log")));
  return html`<button class="button small primary new-messages" type="button" @click=${toEnd}>${icon("arrow-down")}New messages</button>`;
}

/**
 * @param {import("../chat.js").ChatScreen} screen
 * @param {Room} room
 * @param {Chat} chat
 */
function messageBoxView({ draft, sending, problem }, { session, you }, chat) {
  const left = charactersLeft(draft);
  const mayWrite = you.may.includes("say");
  return html`
    <form class="box ${mayWrite ? "" : "off"}" @submit=${(/** @type {SubmitEvent & {target: HTMLElement}} */ event) => submit(event, mayWrite ? chat : null)}>
      <div role="status" id="chat-off">${session.chat ? nothing : html`<p class="hint">${icon("lock")}${mayWrite ? CHAT_OFF_FOR_OTHERS : CHAT_OFF}</p>`}</div>
      ${problem ? html`<p class="alert" id="chat-problem" role="alert">${icon("circle-alert")}${problem}</p>` : nothing}
      <textarea aria-label="Message" placeholder="Message" dir="auto" rows="1" enterkeyhint="send" autocomplete="off"
        aria-describedby="chat-off chat-problem chat-left" aria-invalid=${left < 0} ?readonly=${sending || !mayWrite} .value=${live(draft)}
        @input=${(/** @type {Event & {target: HTMLTextAreaElement}} */ event) => chat.write(event.target.value)} @keydown=${enterSends}></textarea>
      <button class="icon-button send" type="submit" aria-label="Send" aria-disabled=${sending || !mayWrite || !draft.trim()}>
        ${icon("send-horizontal")}
      </button>
      ${left < COUNT_SHOWN_BELOW ? html`<p class="hint left ${left < 0 ? "over" : ""}" id="chat-left">${textOfCharactersLeft(left)}</p>` : nothing}
    </form>
  `;
}

/** @param {number} left */
function textOfCharactersLeft(left) {
  const characters = Math.abs(left) === 1 ? "character" : "characters";
  return left < 0 ? `${-left} ${characters} too many` : `${left} ${characters} left`;
}

/**
 * Enter sends, and Shift with Enter begins a new line; Enter within an input method does neither.
 * @param {KeyboardEvent & {target: HTMLTextAreaElement}} event
 */
function enterSends(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  /** @type {HTMLFormElement} */ (event.target.form).requestSubmit();
}

/**
 * @param {SubmitEvent & {target: HTMLElement}} event
 * @param {Chat | null} chat  null while the person may not write
 */
async function submit(event, chat) {
  event.preventDefault();
  if (!chat) return;
  const box = /** @type {HTMLTextAreaElement} */ (event.target.querySelector("textarea"));
  await chat.send();
  box.focus();
}

/**
 * Called after each drawing: keeps the end of the log in view, or the messages that the reader has scrolled to, and marks
 * messages as read.
 * @param {HTMLElement} root
 * @param {import("../chat.js").Chat} chat
 */
export function followLog(root, chat) {
  const log = root.querySelector(".log");
  if (!(log instanceof HTMLElement) || !log.checkVisibility()) return;
  if (!sizeObservers.has(log)) observeSize(log, chat);
  if (chat.atEnd) scrollToEnd(log);
  else keepInView(log);
  rememberFirstMessage(log);
  chat.markSeen();
}

/** An open keyboard on a phone makes the log smaller, which would hide the newest messages. */
const sizeObservers = new WeakMap();

/**
 * @param {HTMLElement} log
 * @param {Chat} chat
 */
function observeSize(log, chat) {
  sizeObservers.set(log, new ResizeObserver(() => chat.atEnd && scrollToEnd(log)));
  sizeObservers.get(log).observe(log);
}

/** @type {{message: Element | null, place: number}} */
let firstMessage = { message: null, place: 0 };

/**
 * Keeps the scroll position when earlier messages are added above.
 * @param {HTMLElement} log
 */
function keepInView(log) {
  if (firstMessage.message?.isConnected) log.scrollTop += placeOf(firstMessage.message, log) - firstMessage.place;
}

/** @param {HTMLElement} log */
function rememberFirstMessage(log) {
  const message = log.querySelector("li");
  firstMessage = { message, place: message ? placeOf(message, log) : 0 };
}

/**
 * The message's distance from the beginning of the log, in pixels.
 * @param {Element} message
 * @param {HTMLElement} log
 */
const placeOf = (message, log) => message.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop;
const isAtEnd = (/** @type {HTMLElement} */ log) => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;

/** @param {HTMLElement} log */
function scrollToEnd(log) {
  log.scrollTop = log.scrollHeight;
}
