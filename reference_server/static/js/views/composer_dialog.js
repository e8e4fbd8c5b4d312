/** The dialog in which a moderator writes a poll or a quiz. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { FEWEST_OPTIONS, MOST_OPTIONS, MOST_QUESTIONS, optionField, textField, TITLE_FIELD } from "../composer.js";
import { afterDrawing } from "../focus.js";
import { icon } from "../icon.js";
import { connectionAlert } from "./alerts_view.js";

/**
 * @typedef {import("../composer.js").Composed} Composed
 * @typedef {import("../composer.js").ComposedQuestion} ComposedQuestion
 * @typedef {import("../composer.js").ComposedOption} ComposedOption
 * @typedef {import("../composer.js").Composer} Composer
 *
 * @typedef {Event & {currentTarget: HTMLElement}} ElementEvent
 * @typedef {Event & {target: HTMLInputElement | HTMLTextAreaElement}} FieldEvent
 * @typedef {KeyboardEvent & {target: HTMLInputElement, currentTarget: HTMLElement}} OptionKeyEvent
 */

/**
 * @param {import("../state.js").Screen} screen
 * @param {Composer} composer
 */
export function composerDialog(screen, composer) {
  const { composed, room } = screen;
  return html`
    <dialog id="composer" class="dialog" aria-labelledby="composer-title" @cancel=${() => composed && composer.closeAndKeep(composed)}>
      ${composed && room ? content(composed, composer, connectionAlert(screen)) : nothing}
    </dialog>
  `;
}

/**
 * @param {Composed} composed
 * @param {Composer} composer
 * @param {unknown} lostAlert  the alert while the connection is lost
 */
function content(composed, composer, lostAlert) {
  const { kind, id, sending, resumed } = composed;
  return html`
    <h2 id="composer-title">${id ? "Edit" : "New"} ${kind}</h2>
    <div class="dialog-body composer">
      ${resumed ? html`<p class="hint" role="status">This is what you wrote before. Cancel discards it.</p>` : nothing}
      ${kind === "poll" ? pollFields(composed, composer) : quizFields(composed, composer)}
      ${refusalAt("", composed)}
    </div>
    ${lostAlert}
    <div class="dialog-foot">
      <button class="button" type="button" @click=${() => composer.close(composed)}>Cancel</button>
      <button class="button" type="button" aria-disabled=${sending} @click=${() => send(composed, false, composer)}>Save draft</button>
      <button class="button primary" type="button" aria-disabled=${sending} @click=${() => send(composed, true, composer)}>Open ${kind}</button>
    </div>
  `;
}

/**
 * @param {Composed} composed
 * @param {boolean} open
 * @param {Composer} composer
 */
async function send(composed, open, composer) {
  await composer.send(composed, open);
  afterDrawing(() => {
    document.querySelector("#composer [role=alert]")?.scrollIntoView({ block: "nearest" });
    /** @type {HTMLElement | null} */ (document.querySelector("#composer [aria-invalid=true]"))?.focus();
  });
}

const REFUSAL = "composer-refusal";

/**
 * The server's refusal, under the field that it is about; under all fields if it is about no single field.
 * @param {string} field
 * @param {Composed} composed
 */
function refusalAt(field, { refusal, faultyFieldId }) {
  if (!refusal || faultyFieldId !== field) return nothing;
  return html`<p class="alert" role="alert" id=${REFUSAL}>${icon("circle-alert")}${refusal}</p>`;
}

/**
 * @param {string} field
 * @param {Composed} composed
 * @param {string} value
 */
const onlyIfFaulty = (field, { refusal, faultyFieldId }, value) => (refusal && faultyFieldId === field ? value : nothing);

/**
 * @param {Composed} composed
 * @param {Composer} composer
 */
function pollFields(composed, composer) {
  const [question] = composed.questions;
  const change = (/** @type {Event} */ event) => (question.several = /** @type {HTMLInputElement} */ (event.target).checked);
  return html`
    ${questionFields(composed, question, composer)}
    <label class="switch"><span>Several choices</span><input type="checkbox" role="switch" .checked=${live(question.several)} @change=${change} /></label>
  `;
}

/**
 * @param {Composed} composed
 * @param {Composer} composer
 */
function quizFields(composed, composer) {
  return html`
    ${titleField(composed)}
    ${repeat(composed.questions, ({ key }) => key, (question, number) => quizQuestion(composed, question, number, composer))}
    ${composed.questions.length < MOST_QUESTIONS ? addButton("Add question", () => addQuestion(composed, composer)) : nothing}
  `;
}

/**
 * @param {Composed} composed
 * @param {ComposedQuestion} question
 * @param {number} number
 * @param {Composer} composer
 */
function quizQuestion(composed, question, number, composer) {
  const title = `composed-${question.key}`;
  const remove = () => composer.removeQuestion(composed, question);
  return html`
    <div class="composed-question" role="group" aria-labelledby=${title}>
      <div class="composed-head">
        <h3 id=${title}>Question ${number + 1}</h3>
        ${composed.questions.length > 1 ? removeButton(`Remove question ${number + 1}`, remove) : nothing}
      </div>
      ${questionFields(composed, question, composer)}
    </div>
  `;
}

/**
 * @param {Composed} composed
 * @param {ComposedQuestion} question
 * @param {Composer} composer
 */
function questionFields(composed, question, composer) {
  const { kind } = composed;
  const id = textField(question);
  return html`
    <label for=${id}>Question</label>
    <textarea id=${id} dir="auto" rows="2" maxlength="300" aria-invalid=${onlyIfFaulty(id, composed, "true")}
      aria-describedby=${onlyIfFaulty(id, composed, REFUSAL)} .value=${live(question.text)} @input=${(/** @type {FieldEvent} */ event) => (question.text = event.target.value)}></textarea>
    ${refusalAt(id, composed)}
    <div class="composed-options" role="group" aria-label="Options">
      <p class="label" aria-hidden="true">Options</p>
      ${kind === "quiz" ? html`<p class="hint">Tick each option that is right.</p>` : nothing}
      ${repeat(question.options, ({ key }) => key, (option, index) => optionRow(composed, question, option, index, composer))}
    </div>
    ${question.options.length < MOST_OPTIONS ? addButton("Add option", (/** @type {ElementEvent} */ event) => addOption(event.currentTarget, question, composer)) : nothing}
  `;
}

/**
 * @param {Composed} composed
 * @param {ComposedQuestion} question
 * @param {ComposedOption} option
 * @param {number} index
 * @param {Composer} composer
 */
function optionRow(composed, question, option, index, composer) {
  const name = `Option ${index + 1}`;
  const id = optionField(option);
  return html`
    <div class="composed-option" @keydown=${(/** @type {OptionKeyEvent} */ event) => onEnter(event, question, index, composer)}>
      ${composed.kind === "quiz" ? rightBox(name, option) : nothing}
      <input id=${id} type="text" dir="auto" maxlength="120" autocomplete="off" aria-label=${name} placeholder=${name}
        aria-invalid=${onlyIfFaulty(id, composed, "true")} aria-describedby=${onlyIfFaulty(id, composed, REFUSAL)}
        .value=${live(option.text)} @input=${(/** @type {FieldEvent} */ event) => (option.text = event.target.value)} />
      ${question.options.length > FEWEST_OPTIONS ? removeButton(`Remove option ${index + 1}`, (/** @type {ElementEvent} */ event) => removeOption(event, question, option, composer)) : nothing}
    </div>
    ${refusalAt(id, composed)}
  `;
}

/**
 * @param {string} name
 * @param {ComposedOption} option
 */
function rightBox(name, option) {
  const change = (/** @type {Event} */ event) => (option.right = /** @type {HTMLInputElement} */ (event.target).checked);
  return html`<label class="right-box"><input type="checkbox" aria-label="${name} is right" .checked=${live(option.right)} @change=${change} /></label>`;
}

/** @param {Composed} composed */
function titleField(composed) {
  return html`
    <label for=${TITLE_FIELD}>Title</label>
    <input id=${TITLE_FIELD} type="text" dir="auto" maxlength="100" autocomplete="off" aria-invalid=${onlyIfFaulty(TITLE_FIELD, composed, "true")}
      aria-describedby=${onlyIfFaulty(TITLE_FIELD, composed, REFUSAL)} .value=${live(composed.title)} @input=${(/** @type {FieldEvent} */ event) => (composed.title = event.target.value)} />
    ${refusalAt(TITLE_FIELD, composed)}
  `;
}

/**
 * @param {string} label
 * @param {(event: ElementEvent) => void} action
 */
const addButton = (label, action) => html`<button class="button small add" type="button" @click=${action}>${icon("plus")}${label}</button>`;

/**
 * @param {string} label
 * @param {(event: ElementEvent) => void} action
 */
const removeButton = (label, action) => html`<button class="icon-button" type="button" aria-label=${label} @click=${action}>${icon("trash-2")}</button>`;

// The focus moves to the added element, or beside the removed one.

/**
 * Enter moves to the next option; after the last one it adds another.
 * @param {OptionKeyEvent} event
 * @param {ComposedQuestion} question
 * @param {number} index
 * @param {Composer} composer
 */
function onEnter(event, question, index, composer) {
  if (event.key !== "Enter" || event.target.type !== "text") return;
  event.preventDefault();
  const list = /** @type {HTMLElement} */ (event.currentTarget.parentElement);
  if (index === question.options.length - 1 && index + 1 < MOST_OPTIONS) composer.addOption(question);
  afterDrawing(() => optionFields(list)[index + 1]?.focus());
}

/**
 * @param {HTMLElement} button
 * @param {ComposedQuestion} question
 * @param {Composer} composer
 */
function addOption(button, question, composer) {
  const list = /** @type {Element} */ (button.previousElementSibling);
  composer.addOption(question);
  afterDrawing(() => optionFields(list).at(-1)?.focus());
}

/**
 * @param {ElementEvent} event
 * @param {ComposedQuestion} question
 * @param {ComposedOption} option
 * @param {Composer} composer
 */
function removeOption(event, question, option, composer) {
  const list = /** @type {Element} */ (event.currentTarget.closest(".composed-options"));
  const index = question.options.indexOf(option);
  composer.removeOption(question, option);
  afterDrawing(() => (optionFields(list)[index] ?? optionFields(list).at(-1))?.focus());
}

/**
 * @param {Composed} composed
 * @param {Composer} composer
 */
function addQuestion(composed, composer) {
  composer.addQuestion(composed);
  afterDrawing(() => document.getElementById(`composed-text-${/** @type {ComposedQuestion} */ (composed.questions.at(-1)).key}`)?.focus());
}

/**
 * @param {Element} list
 * @returns {HTMLInputElement[]}
 */
const optionFields = (list) => [.../** @type {NodeListOf<HTMLInputElement>} */ (list.querySelectorAll("input[type=text]"))];
