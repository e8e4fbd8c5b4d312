/** One question of a poll or a quiz, with its options to choose from or with its results. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../icon.js";

/**
 * @typedef {import("../types.js").Question} Question
 */

/**
 * The options to choose from; `chosenIn` reads the choice when the form is sent.
 * @param {Question} question
 * @param {string} name     the name of the inputs, which differs for each question of a form
 * @param {number[]} chosen
 */
export function optionsToChoose({ options, several }, name, chosen) {
  return html`
    <p class="hint">${several ? "Choose one or more." : "Choose one."}</p>
    ${options.map((option, index) => html`
      <label class="choosable">
        <input type=${several ? "checkbox" : "radio"} name=${name} value=${index} .checked=${chosen.includes(index)} />
        <bdi>${option}</bdi>
      </label>
    `)}
  `;
}

/**
 * The indexes of the options chosen in a form.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function chosenIn(form, name) {
  return new FormData(form).getAll(name).map(Number);
}

/**
 * The options with their counts, the right answers and the person's own choice, if the person may see these.
 * @param {Question} question
 * @param {number} answered        the number of people who answered: 100 % of the shares shown
 * @param {number[] | null} own
 * @param {"vote" | "answer"} word  the word for a choice
 */
export function optionsWithResults(question, answered, own, word) {
  return html`<ul role="list" class="results">${question.options.map((_, index) => resultView(question, index, answered, own, word))}</ul>`;
}

/**
 * @param {Question} question
 * @param {number} index
 * @param {number} answered
 * @param {number[] | null} own
 * @param {"vote" | "answer"} word
 */
function resultView({ options, counts, right }, index, answered, own, word) {
  const isOwn = own?.includes(index) ?? false;
  const isRight = right?.includes(index) ?? false;
  return html`
    <li class="result ${isOwn ? "own" : ""} ${resultClass(isOwn, isRight, right)}">
      <span class="option-line">
        <bdi class="option">${options[index]}</bdi>
        ${counts ? html` <span class="figures">${figures(counts[index], answered, word)}</span>` : nothing}
      </span>
      ${counts ? bar(counts[index], answered) : nothing}
      ${marks(isOwn, isRight, right, word)}
    </li>
  `;
}

/**
 * @param {boolean} isOwn
 * @param {boolean} isRight
 * @param {number[] | undefined} right
 */
const resultClass = (isOwn, isRight, right) => (!right ? "" : isRight ? "right" : isOwn ? "wrong" : "");

/**
 * @param {boolean} isOwn
 * @param {boolean} isRight
 * @param {number[] | undefined} right
 * @param {"vote" | "answer"} word
 */
function marks(isOwn, isRight, right, word) {
  if (!isOwn && !isRight) return nothing;
  const words = [isRight ? "Right answer" : "", isOwn ? `Your ${word}` : ""].filter(Boolean).join(" · ");
  return html` <span class="result-marks">${icon(right && !isRight ? "x" : "check")}${words}</span>`;
}

/**
 * @param {number} count
 * @param {number} answered
 * @param {"vote" | "answer"} word
 */
const figures = (count, answered, word) => `${count} ${count === 1 ? word : `${word}s`} · ${share(count, answered)} %`;

/**
 * @param {number} count
 * @param {number} answered
 */
const share = (count, answered) => (answered > 0 ? Math.round((100 * count) / answered) : 0);

/**
 * A bar beside the figures, which give screen readers the same information.
 * @param {number} count
 * @param {number} answered
 */
function bar(count, answered) {
  return html`<svg class="share" aria-hidden="true"><rect width="${share(count, answered)}%" height="100%" rx="4"></rect></svg>`;
}
