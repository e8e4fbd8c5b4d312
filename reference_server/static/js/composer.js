/**
 * A poll or a quiz while a moderator writes it. The server checks it.
 *
 * @typedef {object} ComposedOption
 * @property {number} key  identifies the option while it is written
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
 * @property {string | null} id  the draft that is edited; null: a new one
 * @property {string} title
 * @property {ComposedQuestion[]} questions
 * @property {boolean} sending
 * @property {string} refusal    why the server refused it
 * @property {string} faulty     the id of the field that the refusal is about; empty: no single field
 * @property {boolean} resumed   it was closed before it was sent, and is open again
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
  /** @type {Partial<Record<"poll" | "quiz", Composed>>} what was closed by Escape, to be continued */
  #aside = {};

  /**
   * @param {import("./state.js").State} state
   * @param {import("./room_connection.js").Wire} wire
   */
  constructor(state, wire) {
    this.#state = state;
    this.#wire = wire;
  }

  /**
   * @param {"poll" | "quiz"} kind
   * @param {import("./types.js").Questionnaire} [draft]  the draft to edit
   */
  open(kind, draft) {
    const aside = this.#aside[kind];
    if (aside?.id === (draft?.id ?? null)) return this.#show({ ...aside, resumed: true });
    const questions = draft ? draft.questions.map(asComposed) : [newQuestion()];
    this.#show({ kind, id: draft?.id ?? null, title: draft?.title ?? "", questions, sending: false, refusal: "", faulty: "", resumed: false });
  }

  /** By Escape, which may be pressed by mistake: the text is there again when the window is opened the next time. */
  putAside(/** @type {Composed} */ composed) {
    if (isWritten(composed)) this.#aside[composed.kind] = { ...composed, sending: false, refusal: "" };
    this.#show(null);
  }

  /** Closes the window and discards the text. */
  close(/** @type {Composed} */ composed) {
    delete this.#aside[composed.kind];
    this.#show(null);
  }

  addOption(/** @type {ComposedQuestion} */ question) {
    question.options.push(newOption());
    this.#state.update();
  }

  removeOption(/** @type {ComposedQuestion} */ question, /** @type {ComposedOption} */ option) {
    question.options = question.options.filter((other) => other !== option);
    this.#state.update();
  }

  addQuestion(/** @type {Composed} */ composed) {
    composed.questions.push(newQuestion());
    this.#state.update();
  }

  removeQuestion(/** @type {Composed} */ composed, /** @type {ComposedQuestion} */ question) {
    composed.questions = composed.questions.filter((other) => other !== question);
    this.#state.update();
  }

  /** Saves it as a draft, and opens it if wanted. */
  async send(/** @type {Composed} */ composed, /** @type {boolean} */ open) {
    if (composed.sending) return;
    Object.assign(composed, { sending: true, refusal: "", faulty: "" });
    this.#state.update();
    try {
      composed.id = await this.#keep(composed);
      if (open) await this.#wire.send("open_questionnaire", { questionnaire: composed.id });
      this.close(composed);
    } catch (error) {
      const { message, code } = /** @type {import("./room_connection.js").Refused} */ (error);
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

/** The ids of the fields, by which a refusal is shown at its field. */
export const TITLE_FIELD = "quiz-title";
export const textField = (/** @type {ComposedQuestion} */ { key }) => `composed-text-${key}`;
export const optionField = (/** @type {ComposedOption} */ { key }) => `composed-option-${key}`;

/**
 * The field that the server's refusal is about: the first empty one of that kind.
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

/** The options that are not empty. */
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
