/**
 * The requests to join the stage, and to come back after a removal, in the order of their arrival; for moderators. They cover no tile.
 *
 * If there is a panel beside the stage, the requests are in a card above it. Otherwise they are in a strip in place of the
 * title, which is one request high and can be opened, so that the stage keeps its size when somebody asks.
 */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { icon } from "../icon.js";
import { avatar } from "./avatar.js";

/**
 * @param {import("../state.js").RoomScreen} screen
 * @param {boolean} hasColumn  there is a column beside the stage
 * @param {import("../actions.js").Actions} actions
 */
export function requestsView({ room: { requests = [], returning: returnRequests = [], people }, requestsOpen }, hasColumn, actions) {
  const askingPeople = requests.map((id) => people.find((person) => person.id === id)).filter((person) => person !== undefined);
  const count = askingPeople.length + returnRequests.length;
  if (count === 0) return nothing;
  const layout = hasColumn ? "card-beside" : requestsOpen ? "strip open" : "strip";
  return html`
    <section class="requests ${layout}" aria-labelledby="requests-title" data-focus-home
      @keydown=${(/** @type {KeyboardEvent} */ event) => event.key === "Escape" && actions.showRequests(false)}>
      <h2 id="requests-title">${icon("bell")}<span>Requests</span></h2>
      <span class="count" aria-hidden="true">${count}</span>
      ${hasColumn ? nothing : allRequestsButton(count, requestsOpen, actions)}
      <ul id="requests-list" role="list" aria-labelledby="requests-title">
        ${repeat(askingPeople, ({ id }) => id, (person) => requestView(person, actions))}
        ${repeat(returnRequests, ({ id }) => id, (request) => returnRequestView(request, actions))}
      </ul>
    </section>
  `;
}

/**
 * @param {number} count
 * @param {boolean} isOpen
 * @param {import("../actions.js").Actions} actions
 */
function allRequestsButton(count, isOpen, actions) {
  return html`
    <button class="icon-button all-requests" type="button" aria-label="All requests" aria-expanded=${isOpen} aria-controls="requests-list"
      @click=${() => actions.showRequests(!isOpen)}>
      ${isOpen ? nothing : html`${icon("bell")}<span class="count" aria-hidden="true">${count}</span>`}${icon("chevron-down")}
    </button>
  `;
}

/**
 * @param {import("../types.js").Person} person
 * @param {import("../actions.js").Actions} actions
 */
function requestView(person, actions) {
  return html`
    <li class="request">
      ${avatar(person)}
      <p><bdi class="name">${person.name}</bdi> <span class="hint">asks to join the stage</span></p>
      <div class="answers">
        <button class="button small" type="button" @click=${onFirstClick(() => actions.decline(person.id))}>Decline</button>
        <button class="button small primary" type="button" @click=${onFirstClick(() => actions.approve(person.id))}>Bring to stage</button>
      </div>
    </li>
  `;
}

/**
 * @param {import("../types.js").ReturnRequest} person
 * @param {import("../actions.js").Actions} actions
 */
function returnRequestView(person, actions) {
  return html`
    <li class="request">
      ${avatar(person)}
      <p><bdi class="name">${person.name}</bdi> <span class="hint">asks to come back</span></p>
      <div class="answers">
        <button class="button small" type="button" @click=${onFirstClick(() => actions.keepOut(person.id))}>Keep out</button>
        <button class="button small primary" type="button" @click=${onFirstClick(() => actions.letIn(person.id))}>Let in</button>
      </div>
    </li>
  `;
}

/** Ignores the second click of a double click, which would answer the request that has moved under the pointer. */
const onFirstClick = (/** @type {() => void} */ answer) => (/** @type {MouseEvent} */ { detail }) => detail < 2 && answer();
