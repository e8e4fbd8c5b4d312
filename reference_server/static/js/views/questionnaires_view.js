/** The common parts of the panels "Polls" and "Quizzes": the list, and the moderators' buttons. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { icon } from "../icon.js";
import { shownPanel } from "../panels.js";
import { emptyPanelText } from "./empty_panel_text.js";
import { panelView } from "./panel_view.js";

/**
 * @typedef {import("../types.js").Questionnaire} Questionnaire
 * @typedef {import("../state.js").RoomScreen} RoomScreen
 * @typedef {import("../actions.js").Actions} Actions
 *
 * @typedef {object} QuestionnairePanel
 * @property {"poll" | "quiz"} kind
 * @property {"polls" | "quizzes"} id
 * @property {string} name
 * @property {string} image                     an icon, as on the button that opens the panel
 * @property {string} textIfEmpty               shown to attendees in an empty panel
 * @property {string} textIfEmptyForModerators  shown to moderators in an empty panel
 * @property {(questionnaire: Questionnaire) => string} titleOf
 * @property {(questionnaire: Questionnaire, screen: import("../state.js").RoomScreen, actions: import("../actions.js").Actions) => unknown} content
 */

const ORDER = ["open", "draft", "closed"];
const PHASES = { open: "Open", draft: "Draft", closed: "Closed" };

/**
 * @param {QuestionnairePanel} panel
 * @param {import("../state.js").RoomScreen} screen
 * @param {import("../actions.js").Actions} actions
 */
export function questionnairesView(panel, screen, actions) {
  const all = screen.room[panel.id];
  if (!all) return nothing;
  const mayWrite = screen.room.you.may.includes(`draft_${panel.kind}`);
  const body = html`
    <div class="questionnaires">
      ${mayWrite ? newButton(panel.kind, actions) : nothing}
      ${repeat(inOrder(all), ({ id }) => id, (questionnaire) => card(panel, questionnaire, screen, actions))}
      ${all.length === 0 ? emptyPanelText(panel.image, mayWrite ? panel.textIfEmptyForModerators : panel.textIfEmpty) : nothing}
    </div>
  `;
  return panelView({ id: panel.id, name: panel.name, shown: shownPanel(screen) === panel.id, body }, actions);
}

/**
 * The questionnaires sorted by phase: open ones first, then drafts, then closed ones; in each phase, the newest first.
 * @param {Questionnaire[]} all
 */
function inOrder(all) {
  return [...all].reverse().sort((questionnaire, other) => ORDER.indexOf(questionnaire.phase) - ORDER.indexOf(other.phase));
}

/**
 * @param {QuestionnairePanel["kind"]} kind
 * @param {Actions} actions
 */
function newButton(kind, actions) {
  return html`<button class="button small wide" type="button" @click=${() => actions.questionnaireEditor.open(kind)}>${icon("plus")}New ${kind}</button>`;
}

/** The id of a poll's or quiz's element. */
export const cardOf = (/** @type {string} */ id) => `card-${id}`;

/**
 * @param {QuestionnairePanel} panel
 * @param {Questionnaire} questionnaire
 * @param {RoomScreen} screen
 * @param {Actions} actions
 */
function card(panel, questionnaire, screen, actions) {
  const title = `title-${questionnaire.id}`;
  return html`
    <div class="questionnaire ${questionnaire.phase}" id=${cardOf(questionnaire.id)} role="group" aria-labelledby=${title} tabindex="-1">
      <p class="phase">${PHASES[questionnaire.phase]}</p>
      <h3 id=${title} dir="auto">${panel.titleOf(questionnaire)}</h3>
      ${panel.content(questionnaire, screen, actions)} ${moderationButtons(panel, questionnaire, screen, actions)}
    </div>
  `;
}

/**
 * @param {QuestionnairePanel} panel
 * @param {Questionnaire} questionnaire
 * @param {RoomScreen} screen
 * @param {Actions} actions
 */
function moderationButtons(panel, questionnaire, { room, idToDiscard }, actions) {
  if (room.you.role !== "moderator") return nothing;
  if (idToDiscard === questionnaire.id) return discardQuestion(questionnaire, actions);
  /** @type {Record<string, () => unknown>} */
  const buttons = {
    open: () => button("small primary", `Open ${panel.kind}`, () => actions.openQuestionnaire(questionnaire.id)),
    redraft: () => button("small", "Edit", () => actions.questionnaireEditor.open(panel.kind, questionnaire)),
    close: () => button("small primary", `Close ${panel.kind}`, () => actions.closeQuestionnaire(questionnaire.id)),
    discard: () => button("small", "Delete", () => actions.askToDiscard(questionnaire.id)),
  };
  return html`<div class="moderation">${questionnaire.may.map((command) => buttons[command]?.())}</div>`;
}

/**
 * @param {Questionnaire} questionnaire
 * @param {Actions} actions
 */
function discardQuestion(questionnaire, actions) {
  const answers = questionnaire.answered ? ` and its ${questionnaire.answered} ${questionnaire.answered === 1 ? "answer" : "answers"}` : "";
  return html`
    <p class="hint">Delete it${answers} permanently?</p>
    <div class="moderation">
      ${button("small", "Keep", () => actions.askToDiscard(null))}
      ${button("small danger", "Delete permanently", () => actions.discardQuestionnaire(questionnaire.id))}
    </div>
  `;
}

/**
 * @param {string} variant
 * @param {string} label
 * @param {() => void} action
 */
const button = (variant, label, action) => html`<button class="button ${variant}" type="button" @click=${action}>${label}</button>`;

/**
 * The form for an answer, with a confirmation once the answer is sent.
 * @param {object} form
 * @param {unknown} form.questions
 * @param {string} form.label         on the button
 * @param {string} form.thanks        the confirmation of an answer
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
