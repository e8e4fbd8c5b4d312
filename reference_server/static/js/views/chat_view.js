/** The panel for the chat: what was said, and the box for one's own words. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { guard } from "../../vendor/lit-html/directives/guard.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { charactersLeft } from "../chat.js";
import { icon } from "../icon.js";
import { withLinks } from "../links.js";
import { shownPanel } from "../panels.js";
import { avatar } from "./avatar.js";
import { roleBadge } from "./badges.js";
import { blank } from "./blank.js";
import { panelView } from "./panel_view.js";

/**
 * @typedef {import("../types.js").Message} Message
 * @typedef {import("../actions.js").Actions} Actions
 * @typedef {import("../chat.js").Chat} Chat
 * @typedef {Event & {target: HTMLElement, currentTarget: HTMLElement}} ElementEvent
 */

/** From so few characters left on, they are counted. */
const COUNTED = 200;
/** Within so many pixels of its end, the log counts as scrolled to the end. */
const NEAR = 40;

/**
 * @param {import("../state.js").RoomScreen} screen
 * @param {import("../actions.js").Actions} actions
 */
export function chatView(screen, actions) {
  const { chat, room } = screen;
  const body = html`<div class="chat">${logView(chat, room.you.id, actions)} ${boxView(chat, actions.chat)}</div>`;
  return panelView({ id: "chat", name: "Chat", shown: shownPanel(screen) === "chat", body }, actions);
}

/**
 * @param {import("../chat.js").ChatScreen} screen
 * @param {string} me  the person's id
 * @param {Actions} actions
 */
function logView({ messages, hasEarlier, quiet, unread }, me, actions) {
  const { chat } = actions;
  return html`
    <div class="log-frame">
      <div class="log" role="log" aria-label="Messages" aria-live=${quiet ? "off" : "polite"} tabindex="0" data-focus-home
        @scroll=${(/** @type {ElementEvent} */ event) => chat.scrolled(isAtEnd(event.target))}>
        ${messages.length === 0 ? blank("message-square", "Nobody has written anything yet.") : nothing}
        ${hasEarlier ? earlierMessagesButton(actions) : nothing}
        <ol role="list">${guard([messages, me], () => messagesView(messages, me))}</ol>
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
 * Each message is drawn once: the screen changes with every letter typed, and anybody may send one that is slow to draw.
 * @param {Message[]} messages
 * @param {string} me
 */
function messagesView(messages, me) {
  const today = new Date().toDateString();
  const drawOnce = (/** @type {Message} */ message) => guard([message, me, today], () => messageView(message, me));
  return repeat(messages, ({ number }) => number, drawOnce);
}

/**
 * @param {Message} message
 * @param {string} me
 */
function messageView({ person, name, role, at, text }, me) {
  return html`
    <li class="message ${person === me ? "own" : ""}">
      ${avatar({ name })}
      <p class="by"><bdi class="name">${name}</bdi> ${roleBadge(role)} <time datetime=${at} title=${longTime(at)}>${shortTime(at)}</time></p>
      <p class="text" dir="auto">${withLinks(text).map(partView)}</p>
    </li>
  `;
}

/** @param {string | import("../links.js").Link} part */
function partView(part) {
  if (typeof part === "string") return part;
  return html`<a href=${part.href} dir="ltr" target="_blank" rel="noopener noreferrer nofollow ugc">${part.text}</a>`;
}

// As each language writes it: 4:51 PM, but 04:51 where hours are counted to 24 and that is the custom. Made when the
// first message is shown, since making one takes some milliseconds.
const hours = formatter({ timeStyle: "short" });
const days = formatter({ day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
const full = formatter({ dateStyle: "full", timeStyle: "short" });

/** @param {string} at */
function shortTime(at) {
  const then = new Date(at);
  return (then.toDateString() === new Date().toDateString() ? hours : days)(then);
}

/** @param {string} at */
const longTime = (at) => full(new Date(at));

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
 * @param {Chat} chat
 */
function boxView({ draft, sending, problem }, chat) {
  const left = charactersLeft(draft);
  return html`
    <form class="box" @submit=${(/** @type {SubmitEvent & {target: HTMLElement}} */ event) => submit(event, chat)}>
      ${problem ? html`<p class="alert" id="chat-problem" role="alert">${icon("circle-alert")}${problem}</p>` : nothing}
      <textarea aria-label="Message" placeholder="Message" dir="auto" rows="1" enterkeyhint="send" autocomplete="off"
        aria-describedby="chat-problem chat-left" aria-invalid=${left < 0} ?readonly=${sending} .value=${live(draft)}
        @input=${(/** @type {Event & {target: HTMLTextAreaElement}} */ event) => chat.write(event.target.value)} @keydown=${enterSends}></textarea>
      <button class="icon-button send" type="submit" aria-label="Send" aria-disabled=${sending || !draft.trim()}>
        ${icon("send-horizontal")}
      </button>
      ${left < COUNTED ? html`<p class="hint left ${left < 0 ? "over" : ""}" id="chat-left">${wordsForLeft(left)}</p>` : nothing}
    </form>
  `;
}

/** @param {number} left */
function wordsForLeft(left) {
  const characters = Math.abs(left) === 1 ? "character" : "characters";
  return left < 0 ? `${-left} ${characters} too many` : `${left} ${characters} left`;
}

/**
 * Enter sends, and Shift with Enter begins a new line; what an input method does with Enter is its own business.
 * @param {KeyboardEvent & {target: HTMLTextAreaElement}} event
 */
function enterSends(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  /** @type {HTMLFormElement} */ (event.target.form).requestSubmit();
}

/**
 * @param {SubmitEvent & {target: HTMLElement}} event
 * @param {Chat} chat
 */
async function submit(event, chat) {
  event.preventDefault();
  const box = /** @type {HTMLTextAreaElement} */ (event.target.querySelector("textarea"));
  await chat.send();
  box.focus();
}

/**
 * After each drawing: keep in view what the reader sees, or the end of the log while they are there; and note what was
 * seen.
 * @param {HTMLElement} root
 * @param {import("../chat.js").Chat} chat
 */
export function followLog(root, chat) {
  const log = root.querySelector(".log");
  if (!(log instanceof HTMLElement) || !log.checkVisibility()) return;
  if (!sizes.has(log)) observe(log, chat);
  if (chat.atEnd) scrollToEnd(log);
  else keepInView(log);
  remember(log);
  chat.seen();
}

/** With a phone's keyboard open the log is smaller, and would hide the newest messages. */
const sizes = new WeakMap();

/**
 * @param {HTMLElement} log
 * @param {Chat} chat
 */
function observe(log, chat) {
  sizes.set(log, new ResizeObserver(() => chat.atEnd && scrollToEnd(log)));
  sizes.get(log).observe(log);
}

/** @type {{message: Element | null, place: number}} */
let first = { message: null, place: 0 };

/**
 * Earlier messages take their place above what the reader sees.
 * @param {HTMLElement} log
 */
function keepInView(log) {
  if (first.message?.isConnected) log.scrollTop += placeOf(first.message, log) - first.place;
}

/** @param {HTMLElement} log */
function remember(log) {
  const message = log.querySelector("li");
  first = { message, place: message ? placeOf(message, log) : 0 };
}

/**
 * How far below the beginning of the log it stands, in pixels.
 * @param {Element} message
 * @param {HTMLElement} log
 */
const placeOf = (message, log) => message.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop;
const isAtEnd = (/** @type {HTMLElement} */ log) => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;

/** @param {HTMLElement} log */
function scrollToEnd(log) {
  log.scrollTop = log.scrollHeight;
}
