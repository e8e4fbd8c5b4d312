/** The panel "Quizzes": attendees answer, and see their result once the quiz is closed; moderators see all results. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../icon.js";
import { chosenIn, optionsToChoose, optionsWithResults } from "./question_view.js";
import { answerForm, questionnairesView } from "./questionnaires_view.js";

/** @type {import("./questionnaires_view.js").QuestionnairePanel} */
const QUIZZES = {
  kind: "quiz",
  id: "quizzes",
  name: "Quizzes",
  image: "list-checks",
  textIfEmpty: "No quiz yet. As soon as one opens, you can answer here.",
  textIfEmptyForModerators: "No quiz yet. Write one, and open it when you are ready.",
  titleOf: ({ title }) => title,
  content: (quiz, { room }, actions) => {
    if (quiz.may.includes("answer")) return quizForm(quiz, actions);
    return room.you.role === "moderator" ? moderatorsResults(quiz) : ownResult(quiz);
  },
};

/**
 * @param {import("../state.js").RoomScreen} screen
 * @param {import("../actions.js").Actions} actions
 */
export function quizzesView(screen, actions) {
  return questionnairesView(QUIZZES, screen, actions);
}

/**
 * @param {import("../types.js").Questionnaire} quiz
 * @param {import("../actions.js").Actions} actions
 */
function quizForm({ id, questions, choices }, actions) {
  const name = (/** @type {number} */ number) => `quiz-${id}-${number}`;
  const form = {
    questions: questions.map((question, number) =>
      questionGroup(id, number, question, optionsToChoose(question, name(number), choices?.[number] ?? [])),
    ),
    label: "Answer",
    thanks: "Your answers are in. You can change them until the quiz is closed.",
    answered: Boolean(choices),
  };
  return answerForm(form, (element) => actions.answer(id, questions.map((_, number) => chosenIn(element, name(number)))));
}

/** @param {import("../types.js").Questionnaire} quiz */
function ownResult({ id, questions, choices, score }) {
  const summary = choices ? `You have ${score} of ${questions.length} right.` : "You did not take part.";
  return html`
    <p class="score">${summary}</p>
    ${questions.map((question, number) =>
      questionGroup(id, number, question, optionsWithResults(question, 0, choices?.[number] ?? null, "answer")),
    )}
  `;
}

/** @param {import("../types.js").Questionnaire} quiz */
function moderatorsResults({ id, phase, questions, answered = 0, results = [] }) {
  const shownQuestions = phase === "draft" ? questions.map((question) => ({ ...question, counts: undefined })) : questions;
  return html`
    ${shownQuestions.map((question, number) => questionGroup(id, number, question, optionsWithResults(question, answered, null, "answer")))}
    ${phase === "draft" ? nothing : everyonesResults(id, questions, answered, results)}
  `;
}

/**
 * @param {string} id
 * @param {import("../types.js").Question[]} questions
 * @param {number} answered
 * @param {import("../types.js").Result[]} results
 */
function everyonesResults(id, questions, answered, results) {
  const byScore = [...results].sort((first, second) => second.score - first.score);
  return html`
    <h4 id="results-${id}">Results <span class="count">${answered}</span></h4>
    <ul role="list" class="everyone" aria-labelledby="results-${id}">
      ${byScore.map((result) => html`<li>${resultOfPerson(questions, result)}</li>`)}
    </ul>
    ${results.length === 0 ? html`<p class="hint">No answers yet.</p>` : nothing}
  `;
}

/**
 * @param {import("../types.js").Question[]} questions
 * @param {import("../types.js").Result} result
 */
function resultOfPerson(questions, { name, score, choices }) {
  return html`
    <details>
      <summary><bdi class="name">${name}</bdi> <span class="figures">${score} of ${questions.length} right</span></summary>
      <ol>${questions.map((question, number) => html`<li>${chosenLine(question, choices[number])}</li>`)}</ol>
    </details>
  `;
}

/**
 * @param {import("../types.js").Question} question
 * @param {number[]} chosen
 */
function chosenLine({ options, right = [] }, chosen) {
  const isRight = chosen.length === right.length && chosen.every((index) => right.includes(index));
  const words = chosen.length > 0 ? chosen.map((index, number) => html`${number > 0 ? ", " : ""}<bdi>${options[index]}</bdi>`) : "No answer";
  return html`<span class=${isRight ? "good" : "bad"}>${icon(isRight ? "check" : "x")}<span class="sr-only">${isRight ? "Right:" : "Wrong:"}</span> ${words}</span>`;
}

/**
 * @param {string} id
 * @param {number} number
 * @param {import("../types.js").Question} question
 * @param {unknown} content
 */
function questionGroup(id, number, question, content) {
  const title = `question-${id}-${number}`;
  return html`
    <div class="question" role="group" aria-labelledby=${title}>
      <h4 id=${title} dir="auto">${question.text}</h4>
      ${content}
    </div>
  `;
}
