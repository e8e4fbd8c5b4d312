/** The dialog in which a moderator writes a poll or a quiz. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { FEWEST_OPTIONS, MOST_OPTIONS, MOST_QUESTIONS, optionFieldId, questionFieldId, TITLE_FIELD_ID } from "../questionnaire_editor.js";
import { afterDrawing } from "../focus.js";
import { icon } from "../icon.js";
import { connectionAlert } from "./alerts_view.js";

/**
 * @typedef {import("../questionnaire_editor.js").QuestionnaireForm} QuestionnaireForm
 * @typedef {import("../questionnaire_editor.js").FormQuestion} FormQuestion
 * @typedef {import("../questionnaire_editor.js").FormOption} FormOption
 * @typedef {import("../questionnaire_editor.js").QuestionnaireEditor} QuestionnaireEditor
 *
 * @typedef {Event & {currentTarget: HTMLElement}} ElementEvent
 * @typedef {Event & {target: HTMLInputElement | HTMLTextAreaElement}} FieldEvent
 * @typedef {KeyboardEvent & {target: HTMLInputElement, currentTarget: HTMLElement}} OptionKeyEvent
 */

/**
 * @param {import("../state.js").Screen} screen
 * @param {QuestionnaireEditor} editor
 */
export function questionnaireEditorDialog(screen, editor) {
  const { questionnaireForm: form, room } = screen;
  return html`
    <dialog id="questionnaire-editor" class="dialog" aria-labelledby="questionnaire-editor-title" @cancel=${() => form && editor.closeAndKeep(form)}>
      ${form && room ? content(form, editor, connectionAlert(screen)) : nothing}
    </dialog>
  `;
}

/**
 * @param {QuestionnaireForm} form
 * @param {QuestionnaireEditor} editor
 * @param {unknown} lostAlert  the alert while the connection is lost
 */
function content(form, editor, lostAlert) {
  const { kind, id, sending, isResumed } = form;
  return html`
    <h2 id="questionnaire-editor-title">${id ? "Edit" : "New"} ${kind}</h2>
    <div class="dialog-body editor">
      ${isResumed ? html`<p class="hint" role="status">This is what you wrote before. Cancel discards it.</p>` : nothing}
      ${kind === "poll" ? pollFields(form, editor) : quizFields(form, editor)}
      ${refusalAt("", form)}
    </div>
    ${lostAlert}
    <div class="dialog-foot">
      <button class="button" type="button" @click=${() => editor.close(form)}>Cancel</button>
      <button class="button" type="button" aria-disabled=${sending} @click=${() => send(form, false, editor)}>Save draft</button>
      <button class="button primary" type="button" aria-disabled=${sending} @click=${() => send(form, true, editor)}>Open ${kind}</button>
    </div>
  `;
}

/**
 * @param {QuestionnaireForm} form
 * @param {boolean} andOpen
 * @param {QuestionnaireEditor} editor
 */
async function send(form, andOpen, editor) {
  await editor.send(form, andOpen);
  afterDrawing(() => {
    document.querySelector("#questionnaire-editor [role=alert]")?.scrollIntoView({ block: "nearest" });
    /** @type {HTMLElement | null} */ (document.querySelector("#questionnaire-editor [aria-invalid=true]"))?.focus();
  });
}

const REFUSAL_ID = "editor-refusal";

/**
 * The server's refusal, below the field that it is about, or below all fields if it is about no single field.
 * @param {string} fieldId
 * @param {QuestionnaireForm} form
 */
function refusalAt(fieldId, { refusal, faultyFieldId }) {
  if (!refusal || faultyFieldId !== fieldId) return nothing;
  return html`<p class="alert" role="alert" id=${REFUSAL_ID}>${icon("circle-alert")}${refusal}</p>`;
}

/**
 * @param {string} fieldId
 * @param {QuestionnaireForm} form
 * @param {string} value
 */
const onlyIfFaulty = (fieldId, { refusal, faultyFieldId }, value) => (refusal && faultyFieldId === fieldId ? value : nothing);

/**
 * @param {QuestionnaireForm} form
 * @param {QuestionnaireEditor} editor
 */
function pollFields(form, editor) {
  const [question] = form.questions;
  const change = (/** @type {Event} */ event) => (question.several = /** @type {HTMLInputElement} */ (event.target).checked);
  return html`
    ${questionFields(form, question, editor)}
    <label class="switch"><span>Several choices</span><input type="checkbox" role="switch" .checked=${live(question.several)} @change=${change} /></label>
  `;
}

/**
 * @param {QuestionnaireForm} form
 * @param {QuestionnaireEditor} editor
 */
function quizFields(form, editor) {
  return html`
    ${titleField(form)}
    ${repeat(form.questions, ({ key }) => key, (question, number) => quizQuestion(form, question, number, editor))}
    ${form.questions.length < MOST_QUESTIONS ? addButton("Add question", () => addQuestion(form, editor)) : nothing}
  `;
}

/**
 * @param {QuestionnaireForm} form
 * @param {FormQuestion} question
 * @param {number} number
 * @param {QuestionnaireEditor} editor
 */
function quizQuestion(form, question, number, editor) {
  const title = `editor-heading-${question.key}`;
  const remove = () => editor.removeQuestion(form, question);
  return html`
    <div class="editor-question" role="group" aria-labelledby=${title}>
      <div class="editor-question-head">
        <h3 id=${title}>Question ${number + 1}</h3>
        ${form.questions.length > 1 ? removeButton(`Remove question ${number + 1}`, remove) : nothing}
      </div>
      ${questionFields(form, question, editor)}
    </div>
  `;
}

/**
 * @param {QuestionnaireForm} form
 * @param {FormQuestion} question
 * @param {QuestionnaireEditor} editor
 */
function questionFields(form, question, editor) {
  const { kind } = form;
  const id = questionFieldId(question);
  return html`
    <label for=${id}>Question</label>
    <textarea id=${id} dir="auto" rows="2" maxlength="300" aria-invalid=${onlyIfFaulty(id, form, "true")}
      aria-describedby=${onlyIfFaulty(id, form, REFUSAL_ID)} .value=${live(question.text)} @input=${(/** @type {FieldEvent} */ event) => (question.text = event.target.value)}></textarea>
    ${refusalAt(id, form)}
    <div class="editor-options" role="group" aria-label="Options">
      <p class="label" aria-hidden="true">Options</p>
      ${kind === "quiz" ? html`<p class="hint">Tick each option that is right.</p>` : nothing}
      ${repeat(question.options, ({ key }) => key, (option, index) => optionFields(form, question, option, index, editor))}
    </div>
    ${question.options.length < MOST_OPTIONS ? addButton("Add option", (/** @type {ElementEvent} */ event) => addOption(event.currentTarget, question, editor)) : nothing}
  `;
}

/**
 * @param {QuestionnaireForm} form
 * @param {FormQuestion} question
 * @param {FormOption} option
 * @param {number} index
 * @param {QuestionnaireEditor} editor
 */
function optionFields(form, question, option, index, editor) {
  const name = `Option ${index + 1}`;
  const id = optionFieldId(option);
  return html`
    <div class="editor-option" @keydown=${(/** @type {OptionKeyEvent} */ event) => onEnter(event, question, index, editor)}>
      ${form.kind === "quiz" ? rightCheckbox(name, option) : nothing}
      <input id=${id} type="text" dir="auto" maxlength="120" autocomplete="off" aria-label=${name} placeholder=${name}
        aria-invalid=${onlyIfFaulty(id, form, "true")} aria-describedby=${onlyIfFaulty(id, form, REFUSAL_ID)}
        .value=${live(option.text)} @input=${(/** @type {FieldEvent} */ event) => (option.text = event.target.value)} />
      ${question.options.length > FEWEST_OPTIONS ? removeButton(`Remove option ${index + 1}`, (/** @type {ElementEvent} */ event) => removeOption(event, question, option, editor)) : nothing}
    </div>
    ${refusalAt(id, form)}
  `;
}

/**
 * @param {string} name
 * @param {FormOption} option
 */
function rightCheckbox(name, option) {
  const change = (/** @type {Event} */ event) => (option.right = /** @type {HTMLInputElement} */ (event.target).checked);
  return html`<label class="right-box"><input type="checkbox" aria-label="${name} is right" .checked=${live(option.right)} @change=${change} /></label>`;
}

/** @param {QuestionnaireForm} form */
function titleField(form) {
  return html`
    <label for=${TITLE_FIELD_ID}>Title</label>
    <input id=${TITLE_FIELD_ID} type="text" dir="auto" maxlength="100" autocomplete="off" aria-invalid=${onlyIfFaulty(TITLE_FIELD_ID, form, "true")}
      aria-describedby=${onlyIfFaulty(TITLE_FIELD_ID, form, REFUSAL_ID)} .value=${live(form.title)} @input=${(/** @type {FieldEvent} */ event) => (form.title = event.target.value)} />
    ${refusalAt(TITLE_FIELD_ID, form)}
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
 * @param {FormQuestion} question
 * @param {number} index
 * @param {QuestionnaireEditor} editor
 */
function onEnter(event, question, index, editor) {
  if (event.key !== "Enter" || event.target.type !== "text") return;
  event.preventDefault();
  const list = /** @type {HTMLElement} */ (event.currentTarget.parentElement);
  if (index === question.options.length - 1 && index + 1 < MOST_OPTIONS) editor.addOption(question);
  afterDrawing(() => optionInputs(list)[index + 1]?.focus());
}

/**
 * @param {HTMLElement} button
 * @param {FormQuestion} question
 * @param {QuestionnaireEditor} editor
 */
function addOption(button, question, editor) {
  const list = /** @type {Element} */ (button.previousElementSibling);
  editor.addOption(question);
  afterDrawing(() => optionInputs(list).at(-1)?.focus());
}

/**
 * @param {ElementEvent} event
 * @param {FormQuestion} question
 * @param {FormOption} option
 * @param {QuestionnaireEditor} editor
 */
function removeOption(event, question, option, editor) {
  const list = /** @type {Element} */ (event.currentTarget.closest(".editor-options"));
  const index = question.options.indexOf(option);
  editor.removeOption(question, option);
  afterDrawing(() => (optionInputs(list)[index] ?? optionInputs(list).at(-1))?.focus());
}

/**
 * @param {QuestionnaireForm} form
 * @param {QuestionnaireEditor} editor
 */
function addQuestion(form, editor) {
  editor.addQuestion(form);
  afterDrawing(() => document.getElementById(questionFieldId(/** @type {FormQuestion} */ (form.questions.at(-1))))?.focus());
}

/**
 * @param {Element} list
 * @returns {HTMLInputElement[]}
 */
const optionInputs = (list) => [.../** @type {NodeListOf<HTMLInputElement>} */ (list.querySelectorAll("input[type=text]"))];
