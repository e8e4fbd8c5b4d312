/** The panel that lists the people in the session. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { guard } from "../../vendor/lit-html/directives/guard.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { icon } from "../icon.js";
import { shownPanel } from "../panels.js";
import { matchingPeople, peopleBySection, SEARCHED_FROM, STEP } from "../participants.js";
import { avatar } from "./avatar.js";
import { panelView } from "./panel_view.js";
import { personMenu } from "./person_menu.js";

/**
 * @typedef {import("../types.js").Person} Person
 * @typedef {import("../types.js").Room} Room
 * @typedef {import("../participants.js").SectionId} SectionId
 * @typedef {import("../actions.js").Actions} Actions
 */

/** More people are drawn when the end of the drawn list is less than this below the visible part. */
const DRAW_AHEAD_PX = 400;

/**
 * @param {import("../state.js").RoomScreen} screen
 * @param {import("../actions.js").Actions} actions
 */
export function participantsView(screen, actions) {
  const { room, participants } = screen;
  const hasSearch = room.you.role === "moderator" && (room.people.length >= SEARCHED_FROM || participants.query !== "");
  const { query, drawn } = hasSearch ? participants : { ...participants, query: "" };
  const all = peopleBySection(room);
  /** @param {SectionId} id */
  const list = (id, /** @type {string} */ title, /** @type {string} */ textIfEmpty) =>
    sectionView({ id, title, people: matchingPeople(all[id], query), total: all[id].length, drawn: drawn[id] ?? STEP, textIfEmpty }, query, room, actions);
  const body = html`
    ${hasSearch ? searchField(query, room, actions) : nothing}
    ${all["raised-hands"].length > 0 ? list("raised-hands", "Raised hands", "") : nothing} ${clearHandsButton(room, actions)}
    ${list("on-stage", "On stage", "Nobody is on stage yet.")} ${allOffButtons(room, actions)}
    ${list("viewers", "Viewers", "Everybody is on stage.")}
  `;
  const shown = shownPanel(screen) === "participants";
  return panelView({ id: "participants", name: "Participants", shown, body, onScroll }, actions);
}

/** @param {Event & {currentTarget: HTMLElement}} event */
function onScroll(event) {
  closeMenu(event);
  const end = event.currentTarget.getBoundingClientRect().bottom + DRAW_AHEAD_PX;
  for (const more of event.currentTarget.querySelectorAll(".more-people")) {
    if (more.getBoundingClientRect().top < end) /** @type {HTMLElement} */ (more).click();
  }
}

/**
 * Closes an open menu: it does not move with the list, and would be beside another person after scrolling.
 * @param {Event & {currentTarget: HTMLElement}} event
 */
function closeMenu(event) {
  /** @type {HTMLElement | null} */ (event.currentTarget.querySelector(":popover-open"))?.hidePopover();
}

/**
 * @param {string} query
 * @param {Room} room
 * @param {Actions} actions
 */
function searchField(query, room, actions) {
  const count = query ? matchingPeople(room.people, query).length : 0;
  const result = query ? `${count === 1 ? "1 person" : `${count} people`} found` : "";
  const clear = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || !query) return;
    // Otherwise Escape would close the panel.
    event.stopPropagation();
    actions.searchParticipants("");
  };
  return html`
    <div class="search">
      ${icon("search")}
      <input type="search" aria-label="Search participants" placeholder="Search participants" autocomplete="off"
        .value=${live(query)} @keydown=${clear}
        @input=${(/** @type {InputEvent & {target: HTMLInputElement}} */ event) => actions.searchParticipants(event.target.value)} />
      <p class="sr-only" aria-live="polite">${result}</p>
    </div>
  `;
}

/**
 * @param {object} section
 * @param {SectionId} section.id
 * @param {string} section.title
 * @param {Person[]} section.people
 * @param {number} section.total   how many people the section has without the search
 * @param {number} section.drawn   how many people are drawn at most
 * @param {string} section.textIfEmpty  the text if the section is empty
 * @param {string} query
 * @param {Room} room
 * @param {Actions} actions
 */
function sectionView({ id, title, people, total, drawn, textIfEmpty }, query, room, actions) {
  const part = people.length > drawn ? people.slice(0, drawn) : people;
  const size = part.length < people.length ? people.length : nothing;
  const marks = marksOf(room);
  return html`
    <div class="group">
      <h3><span id="list-${id}">${title}</span> <span class="count">${query && total > 0 ? `${people.length} of ${total}` : total}</span></h3>
      <ul role="list" aria-labelledby="list-${id}">
        ${repeat(part, (person) => person.id, (person, index) => {
          const words = remarkAbout(person, marks);
          const position = size === nothing ? nothing : index + 1;
          const isHandUp = marks.hands.has(person.id);
          return guard([person, words, isHandUp, position, size], () => personView({ person, words, isHandUp, position, size }, room, actions, id));
        })}
      </ul>
      ${size === nothing ? nothing : moreButton(id, people.length - part.length, actions)}
      ${people.length === 0 ? html`<p class="nobody">${query && total > 0 ? "Nobody by this name." : textIfEmpty}</p>` : nothing}
    </div>
  `;
}

/**
 * @param {SectionId} id
 * @param {number} rest  how many people are not drawn
 * @param {Actions} actions
 */
function moreButton(id, rest, actions) {
  return html`
    <button class="button small more-people" type="button" aria-describedby="list-${id}" @click=${() => actions.drawMoreParticipants(id)}>
      Show ${Math.min(rest, STEP)} more
    </button>
  `;
}

/**
 * Buttons that turn off the devices of everybody else. Nobody can turn on the devices of others.
 * @param {Room} room
 * @param {Actions} actions
 */
function allOffButtons({ you, stage }, actions) {
  if (!you.may.includes("mute_all") || stage.every((id) => id === you.id)) return nothing;
  return html`
    <div class="all-off">
      <button class="button small" type="button" @click=${actions.muteAll}>${icon("mic-off")}Mute all microphones</button>
      <button class="button small" type="button" @click=${actions.camerasOff}>${icon("video-off")}Turn off all cameras</button>
    </div>
  `;
}

/**
 * @param {Room} room
 * @param {Actions} actions
 */
function clearHandsButton({ you }, actions) {
  if (!you.may.includes("clear_hands")) return nothing;
  return html`<button class="button small clear-hands" type="button" @click=${actions.clearHands}>Clear raised hands</button>`;
}

/**
 * @param {object} entry
 * @param {Person} entry.person
 * @param {string} entry.words
 * @param {boolean} entry.isHandUp
 * @param {unknown} entry.position  in the list, if only a part of the list is drawn
 * @param {unknown} entry.size      of the whole list, if only a part is drawn
 * @param {Room} room
 * @param {Actions} actions
 * @param {string} list
 */
function personView({ person, words, isHandUp, position, size }, room, actions, list) {
  return html`
    <li class="person ${person.page ? "" : "away"}" aria-posinset=${position} aria-setsize=${size}>
      ${avatar(person)}
      <div class="person-text">
        <p class="line"><bdi class="name">${person.name}</bdi>${person.id === room.you.id ? html` <span class="you">(you)</span>` : nothing}</p>
        ${words ? html`<p class="remark">${words}</p>` : nothing}
      </div>
      ${list === "on-stage" ? deviceMarks(person) : nothing} ${list === "viewers" && isHandUp ? handMark() : nothing}
      ${personMenu(person, actions, list)}
    </li>
  `;
}

/** @param {Room} room */
function marksOf({ hands, requests = [], invitations = [] }) {
  return { hands: new Set(hands), requests: new Set(requests), invitations: new Set(invitations) };
}

/**
 * @param {Person} person
 * @param {ReturnType<typeof marksOf>} marks
 */
function remarkAbout(person, { requests, invitations }) {
  const words = [
    person.role === "moderator" ? "Moderator" : "",
    person.similar ? "Similar name" : "",
    requests.has(person.id) ? "Asks to join" : "",
    invitations.has(person.id) ? "Invited" : "",
    person.page ? "" : "Away",
  ];
  return words.filter(Boolean).join(" · ");
}

function handMark() {
  return html`<span class="marks raised">${icon("hand")}<span class="sr-only">Hand raised</span></span>`;
}

/** @param {Person} person */
function deviceMarks({ microphone, camera }) {
  return html`
    <span class="marks">
      ${microphone ? nothing : html`${icon("mic-off")}<span class="sr-only">Microphone off</span>`}
      ${camera ? nothing : html`${icon("video-off")}<span class="sr-only">Camera off</span>`}
    </span>
  `;
}
