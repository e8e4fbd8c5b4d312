/** What the panels "Polls" and "Quizzes" have in common: the list, and what a moderator does with each. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { icon } from "../icon.js";
import { shownPanel } from "../panels.js";
import { blank } from "./blank.js";
import { panelView } from "./panel_view.js";

/**
 * @typedef {import("../types.js").Questionnaire} Questionnaire
 * @typedef {import("../state.js").RoomScreen} RoomScreen
 * @typedef {import("../actions.js").Actions} Actions
 *
 * @typedef {object} Sort
 * @property {"poll" | "quiz"} kind
 * @property {"polls" | "quizzes"} id
 * @property {string} name
 * @property {string} image                              an icon, as on the button that opens the panel
 * @property {string} nothingYet                         to attendees
 * @property {string} nothingWritten                     to moderators
 * @property {(one: Questionnaire) => string} titleOf
 * @property {(one: Questionnaire, screen: import("../state.js").RoomScreen, actions: import("../actions.js").Actions) => unknown} content
 */

const ORDER = ["open", "draft", "closed"];
const PHASES = { open: "Open", draft: "Draft", closed: "Closed" };

/**
 * @param {Sort} sort
 * @param {import("../state.js").RoomScreen} screen
 * @param {import("../actions.js").Actions} actions
 */
export function questionnairesView(sort, screen, actions) {
  const all = screen.room[sort.id];
  if (!all) return nothing;
  const writes = screen.room.you.may.includes(`draft_${sort.kind}`);
  const body = html`
    <div class="questionnaires">
      ${writes ? newButton(sort.kind, actions) : nothing}
      ${repeat(inOrder(all), ({ id }) => id, (one) => card(sort, one, screen, actions))}
      ${all.length === 0 ? blank(sort.image, writes ? sort.nothingWritten : sort.nothingYet) : nothing}
    </div>
  `;
  return panelView({ id: sort.id, name: sort.name, shown: shownPanel(screen) === sort.id, body }, actions);
}

/**
 * What is open first, then drafts, then what is closed; the newest of each first.
 * @param {Questionnaire[]} all
 */
function inOrder(all) {
  return [...all].reverse().sort((one, other) => ORDER.indexOf(one.phase) - ORDER.indexOf(other.phase));
}

/**
 * @param {Sort["kind"]} kind
 * @param {Actions} actions
 */
function newButton(kind, actions) {
  return html`<button class="button small wide" type="button" @click=${() => actions.composer.open(kind)}>${icon("plus")}New ${kind}</button>`;
}

/** The id of a poll's or quiz's element. */
export const cardOf = (/** @type {string} */ id) => `card-${id}`;

/**
 * @param {Sort} sort
 * @param {Questionnaire} one
 * @param {RoomScreen} screen
 * @param {Actions} actions
 */
function card(sort, one, screen, actions) {
  const title = `title-${one.id}`;
  return html`
    <div class="questionnaire ${one.phase}" id=${cardOf(one.id)} role="group" aria-labelledby=${title} tabindex="-1">
      <p class="phase">${PHASES[one.phase]}</p>
      <h3 id=${title} dir="auto">${sort.titleOf(one)}</h3>
      ${sort.content(one, screen, actions)} ${moderation(sort, one, screen, actions)}
    </div>
  `;
}

/**
 * @param {Sort} sort
 * @param {Questionnaire} one
 * @param {RoomScreen} screen
 * @param {Actions} actions
 */
function moderation(sort, one, { room, discarding }, actions) {
  if (room.you.role !== "moderator") return nothing;
  if (discarding === one.id) return discardQuestion(one, actions);
  /** @type {Record<string, () => unknown>} */
  const buttons = {
    open: () => button("small primary", `Open ${sort.kind}`, () => actions.openQuestionnaire(one.id)),
    redraft: () => button("small", "Edit", () => actions.composer.open(sort.kind, one)),
    close: () => button("small primary", `Close ${sort.kind}`, () => actions.closeQuestionnaire(one.id)),
    discard: () => button("small", "Delete", () => actions.askToDiscard(one.id)),
  };
  return html`<div class="moderation">${one.may.map((command) => buttons[command]?.())}</div>`;
}

/**
 * @param {Questionnaire} one
 * @param {Actions} actions
 */
function discardQuestion(one, actions) {
  const answers = one.answered ? ` with ${one.answered} ${one.answered === 1 ? "answer" : "answers"}` : "";
  return html`
    <p class="hint">Delete it${answers} for good?</p>
    <div class="moderation">
      ${button("small", "Keep", () => actions.askToDiscard(null))}
      ${button("small danger", "Delete for good", () => actions.discardQuestionnaire(one.id))}
    </div>
  `;
}

/**
 * @param {string} manner
 * @param {string} label
 * @param {() => void} action
 */
const button = (manner, label, action) => html`<button class="button ${manner}" type="button" @click=${action}>${label}</button>`;

/**
 * A form with an answer to it, and what became of the answer.
 * @param {object} form
 * @param {unknown} form.questions
 * @param {string} form.label         on the button
 * @param {string} form.thanks        what is said once an answer is in
 * @param {boolean} form.answered
 * @param {(form: HTMLFormElement) => void} send
 */
export function answerForm({ questions, label, thanks, answered }, send) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    send(/** @type {HTMLFormElement} */ (event.currentTarget));
  };
  return html`
    <form class="answering" @submit=${submit}>
      ${questions}
      <button class="button small primary" type="submit">${label}</button>
      <p class="thanks" aria-live="polite">${answered ? html`${icon("circle-check")}<span>${thanks}</span>` : nothing}</p>
    </form>
  `;
}
