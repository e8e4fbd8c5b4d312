/**
 * A poll or a quiz as a moderator writes it, before it is sent. Whether it makes sense, the server says.
 *
 * @typedef {object} ComposedOption
 * @property {number} key  tells two options apart while they are written
 * @property {string} text
 * @property {boolean} right
 *
 * @typedef {object} ComposedQuestion
 * @property {number} key
 * @property {string} text
 * @property {boolean} several
 * @property {ComposedOption[]} options
 *
 * @typedef {object} Composed
 * @property {"poll" | "quiz"} kind
 * @property {string | null} id  the draft that is written anew
 * @property {string} title
 * @property {ComposedQuestion[]} questions
 * @property {boolean} sending
 * @property {string} refusal    what the server did not like
 * @property {string} faulty     the id of the field that this is about; empty: none in particular
 * @property {boolean} resumed   it was put aside before, and is here again
 */

export const FEWEST_OPTIONS = 2;
export const MOST_OPTIONS = 10;
export const MOST_QUESTIONS = 20;

let keys = 0;
const newKey = () => (keys += 1);
const newOption = (text = "", right = false) => ({ key: newKey(), text, right });
const newQuestion = () => ({ key: newKey(), text: "", several: false, options: [newOption(), newOption()] });

/** The window in which polls and quizzes are written. */
export class Composer {
  #state;
  #wire;
  /** @type {Partial<Record<"poll" | "quiz", Composed>>} what was put aside by Escape, to be gone on with */
  #aside = {};

  /**
   * @param {import("./state.js").State} state
   * @param {import("./wire.js").Wire} wire
   */
  constructor(state, wire) {
    this.#state = state;
    this.#wire = wire;
  }

  /**
   * @param {"poll" | "quiz"} kind
   * @param {import("./types.js").Questionnaire} [draft]  to be written anew
   */
  open(kind, draft) {
    const aside = this.#aside[kind];
    if (aside?.id === (draft?.id ?? null)) return this.#show({ ...aside, resumed: true });
    const questions = draft ? draft.questions.map(asComposed) : [newQuestion()];
    this.#show({ kind, id: draft?.id ?? null, title: draft?.title ?? "", questions, sending: false, refusal: "", faulty: "", resumed: false });
  }

  /** By Escape, which is pressed in haste: what was written is here again when the window is opened the next time. */
  putAside(/** @type {Composed} */ composed) {
    if (isWritten(composed)) this.#aside[composed.kind] = { ...composed, sending: false, refusal: "" };
    this.#show(null);
  }

  /** For good: what was written is gone. */
  close(/** @type {Composed} */ composed) {
    delete this.#aside[composed.kind];
    this.#show(null);
  }

  addOption(/** @type {ComposedQuestion} */ question) {
    question.options.push(newOption());
    this.#state.update();
  }

  removeOption(/** @type {ComposedQuestion} */ question, /** @type {ComposedOption} */ option) {
    question.options = question.options.filter((one) => one !== option);
    this.#state.update();
  }

  addQuestion(/** @type {Composed} */ composed) {
    composed.questions.push(newQuestion());
    this.#state.update();
  }

  removeQuestion(/** @type {Composed} */ composed, /** @type {ComposedQuestion} */ question) {
    composed.questions = composed.questions.filter((one) => one !== question);
    this.#state.update();
  }

  /** Keep it as a draft; if it shall be asked at once, open it. */
  async send(/** @type {Composed} */ composed, /** @type {boolean} */ open) {
    if (composed.sending) return;
    Object.assign(composed, { sending: true, refusal: "", faulty: "" });
    this.#state.update();
    try {
      composed.id = await this.#keep(composed);
      if (open) await this.#wire.send("open_questionnaire", { questionnaire: composed.id });
      this.close(composed);
    } catch (error) {
      const { message, code } = /** @type {import("./wire.js").Refused} */ (error);
      Object.assign(composed, { sending: false, refusal: message, faulty: faultyField(composed, code) });
      this.#state.update();
    }
  }

  /** @param {Composed} composed */
  async #keep(composed) {
    const message = composed.kind === "poll" ? pollMessage(composed) : quizMessage(composed);
    const facts = await this.#wire.send(`draft_${composed.kind}`, message);
    return composed.id ?? /** @type {{questionnaire: string}} */ (facts[0]).questionnaire;
  }

  /** @param {Composed | null} composed */
  #show(composed) {
    this.#state.update({ composed });
  }
}

const isWritten = (/** @type {Composed} */ { title, questions }) =>
  Boolean(title.trim()) || questions.some(({ text, options }) => text.trim() || options.some((option) => option.text.trim()));

/** The ids of the fields, by which a refusal finds its way to the one that it is about. */
export const TITLE_FIELD = "quiz-title";
export const textField = (/** @type {ComposedQuestion} */ { key }) => `composed-text-${key}`;
export const optionField = (/** @type {ComposedOption} */ { key }) => `composed-option-${key}`;

/**
 * The server refuses the first that is wrong; here it is found among what was left empty.
 * @param {Composed} composed
 * @param {string} code
 */
function faultyField({ questions }, code) {
  const unasked = questions.find(({ text }) => !text.trim());
  const short = questions.find((question) => written(question).length < FEWEST_OPTIONS);
  if (code === "bad_title") return TITLE_FIELD;
  if (code === "bad_question" && unasked) return textField(unasked);
  if (code === "bad_number_of_options" && short) return optionField(/** @type {ComposedOption} */ (short.options.find(({ text }) => !text.trim())));
  return "";
}

/** Lines that were left empty are no options. */
const written = (/** @type {ComposedQuestion} */ question) => question.options.filter(({ text }) => text.trim());

/** @param {Composed} composed */
function pollMessage({ id, questions: [question] }) {
  const options = written(question).map(({ text }) => text);
  return { id, question: { text: question.text, options, several: question.several } };
}

/** @param {Composed} composed */
function quizMessage({ id, title, questions }) {
  return { id, title, questions: questions.map(quizQuestion) };
}

/** @param {ComposedQuestion} question */
function quizQuestion(question) {
  const options = written(question);
  const right = [...options.keys()].filter((place) => options[place].right);
  return { text: question.text, options: options.map(({ text }) => text), right };
}

/** @param {import("./types.js").Question} question */
function asComposed({ text, several, options, right = [] }) {
  return { key: newKey(), text, several, options: options.map((option, place) => newOption(option, right.includes(place))) };
}
