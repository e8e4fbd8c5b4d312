/** The panel that lists the people in the session. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { icon } from "../icon.js";
import { shownPanel } from "../panels.js";
import { avatar } from "./avatar.js";
import { panelView } from "./panel_view.js";
import { personMenu } from "./person_menu.js";

/**
 * @typedef {import("../types.js").Person} Person
 * @typedef {import("../types.js").Room} Room
 * @typedef {import("../actions.js").Actions} Actions
 */

/**
 * @param {import("../state.js").RoomScreen} screen
 * @param {import("../actions.js").Actions} actions
 */
export function participantsView(screen, actions) {
  const { room } = screen;
  const onStage = /** @type {Person[]} */ (room.stage.map((id) => room.people.find((person) => person.id === id)).filter(Boolean));
  const viewers = room.people.filter((person) => !room.stage.includes(person.id));
  const handsUp = /** @type {Person[]} */ (room.hands.map((id) => room.people.find((person) => person.id === id)).filter(Boolean));
  const body = html`
    ${handsUp.length > 0 ? group("raised-hands", "Raised hands", handsUp, "", room, actions) : nothing} ${clearButton(room, actions)}
    ${group("on-stage", "On stage", onStage, "Nobody is on stage yet.", room, actions)} ${allOff(room, actions)}
    ${group("viewers", "Viewers", viewers, "Everybody is on stage.", room, actions)}
  `;
  const shown = shownPanel(screen) === "participants";
  return panelView({ id: "participants", name: "Participants", shown, body, scrolled: closeMenu }, actions);
}

/**
 * A menu stays where it opened, and would be beside somebody else after scrolling.
 * @param {Event & {currentTarget: HTMLElement}} event
 */
function closeMenu(event) {
  /** @type {HTMLElement | null} */ (event.currentTarget.querySelector(":popover-open"))?.hidePopover();
}

/**
 * @param {string} id
 * @param {string} title
 * @param {Person[]} people
 * @param {string} nobody  the text where the group is empty
 * @param {Room} room
 * @param {Actions} actions
 */
function group(id, title, people, nobody, room, actions) {
  return html`
    <div class="group">
      <h3><span id="list-${id}">${title}</span> <span class="count">${people.length}</span></h3>
      <ul role="list" aria-labelledby="list-${id}">
        ${repeat(people, (person) => person.id, (person) => personView(person, room, actions, id))}
      </ul>
      ${people.length === 0 ? html`<p class="nobody">${nobody}</p>` : nothing}
    </div>
  `;
}

/**
 * Buttons that turn off the devices of everybody else. Nobody can turn on the devices of others.
 * @param {Room} room
 * @param {Actions} actions
 */
function allOff({ you, stage }, actions) {
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
function clearButton({ you }, actions) {
  if (!you.may.includes("clear_hands")) return nothing;
  return html`<button class="button small clear-hands" type="button" @click=${actions.clearHands}>Clear raised hands</button>`;
}

/**
 * @param {Person} person
 * @param {Room} room
 * @param {Actions} actions
 * @param {string} list
 */
function personView(person, room, actions, list) {
  return html`
    <li class="person ${person.page ? "" : "away"}">
      ${avatar(person)}
      <div class="who">
        <p class="line"><bdi class="name">${person.name}</bdi>${person.id === room.you.id ? html` <span class="you">(you)</span>` : nothing}</p>
        ${remark(person, room)}
      </div>
      ${list === "on-stage" ? deviceMarks(person) : nothing} ${list === "viewers" ? handMark(person, room) : nothing}
      ${personMenu(person, actions, list)}
    </li>
  `;
}

/**
 * @param {Person} person
 * @param {Room} room
 */
function remark(person, { requests = [], invitations = [] }) {
  const words = [
    person.role === "moderator" ? "Moderator" : "",
    person.similar ? "Similar name" : "",
    requests.includes(person.id) ? "Asks to join" : "",
    invitations.includes(person.id) ? "Invited" : "",
    person.page ? "" : "Away",
  ].filter(Boolean);
  return words.length > 0 ? html`<p class="remark">${words.join(" · ")}</p>` : nothing;
}

/**
 * @param {Person} person
 * @param {Room} room
 */
function handMark({ id }, { hands }) {
  return hands.includes(id) ? html`<span class="marks raised">${icon("hand")}<span class="sr-only">Hand raised</span></span>` : nothing;
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
