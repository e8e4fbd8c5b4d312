/** The panel "Polls": attendees vote, and see the results once the poll is closed; moderators see the votes at once. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { chosenIn, optionsToChoose, optionsWithResults } from "./question_view.js";
import { answerForm, questionnairesView } from "./questionnaires_view.js";

/** @type {import("./questionnaires_view.js").QuestionnairePanel} */
const POLLS = {
  kind: "poll",
  id: "polls",
  name: "Polls",
  image: "chart-column",
  textIfEmpty: "No poll yet. As soon as one opens, you can vote here.",
  textIfEmptyForModerators: "No poll yet. Write one, and open it when you are ready.",
  titleOf: ({ questions }) => questions[0].text,
  content: (poll, _screen, actions) => (poll.may.includes("answer") ? voteForm(poll, actions) : results(poll)),
};

/**
 * @param {import("../state.js").RoomScreen} screen
 * @param {import("../actions.js").Actions} actions
 */
export function pollsView(screen, actions) {
  return questionnairesView(POLLS, screen, actions);
}

/**
 * @param {import("../types.js").Questionnaire} poll
 * @param {import("../actions.js").Actions} actions
 */
function voteForm({ id, questions: [question], choices }, actions) {
  const name = `poll-${id}`;
  const form = {
    questions: optionsToChoose(question, name, choices?.[0] ?? []),
    label: "Vote",
    thanks: "Your vote is in. You can change it until the poll is closed.",
    answered: Boolean(choices),
  };
  return answerForm(form, (element) => actions.answer(id, [chosenIn(element, name)]));
}

/** @param {import("../types.js").Questionnaire} poll */
function results({ phase, questions: [question], answered = 0, choices }) {
  if (phase === "draft") return html`<ul class="drafted">${question.options.map((option) => html`<li><bdi>${option}</bdi></li>`)}</ul>`;
  return html`
    ${optionsWithResults(question, answered, choices?.[0] ?? null, "vote")}
    <p class="hint">${answered === 1 ? "1 person voted." : `${answered} people voted.`}</p>
  `;
}
