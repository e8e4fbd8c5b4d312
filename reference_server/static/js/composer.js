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
 * @property {string} faultyFieldId     the id of the field that the refusal is about; empty: no single field
 * @property {boolean} resumed   the dialog was closed before the text was sent, and is open again
 */

export const FEWEST_OPTIONS = 2;
export const MOST_OPTIONS = 10;
export const MOST_QUESTIONS = 20;

let keys = 0;
const newKey = () => (keys += 1);
const newOption = (text = "", right = false) => ({ key: newKey(), text, right });
const newQuestion = () => ({ key: newKey(), text: "", several: false, options: [newOption(), newOption()] });

/** The dialog in which polls and quizzes are written. */
export class Composer {
  #state;
  #connection;
  /** @type {Partial<Record<"poll" | "quiz", Composed>>} texts whose dialog was closed with Escape, to be continued */
  #interrupted = {};

  /**
   * @param {import("./state.js").State} state
   * @param {import("./room_connection.js").RoomConnection} connection
   */
  constructor(state, connection) {
    this.#state = state;
    this.#connection = connection;
  }

  /**
   * @param {"poll" | "quiz"} kind
   * @param {import("./types.js").Questionnaire} [draft]  the draft to edit
   */
  open(kind, draft) {
    const interrupted = this.#interrupted[kind];
    if (interrupted?.id === (draft?.id ?? null)) return this.#show({ ...interrupted, resumed: true });
    const questions = draft ? draft.questions.map(asComposed) : [newQuestion()];
    this.#show({ kind, id: draft?.id ?? null, title: draft?.title ?? "", questions, sending: false, refusal: "", faultyFieldId: "", resumed: false });
  }

  /** Closes the dialog, and keeps the text for the next time: Escape may have been pressed by mistake. */
  closeAndKeep(/** @type {Composed} */ composed) {
    if (hasText(composed)) this.#interrupted[composed.kind] = { ...composed, sending: false, refusal: "" };
    this.#show(null);
  }

  /** Closes the dialog and discards the text. */
  close(/** @type {Composed} */ composed) {
    delete this.#interrupted[composed.kind];
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

  /** Saves the text as a draft; with `open`, opens the poll or quiz as well. */
  async send(/** @type {Composed} */ composed, /** @type {boolean} */ open) {
    if (composed.sending) return;
    Object.assign(composed, { sending: true, refusal: "", faultyFieldId: "" });
    this.#state.update();
    try {
      composed.id = await this.#save(composed);
      if (open) await this.#connection.send("open_questionnaire", { questionnaire: composed.id });
      this.close(composed);
    } catch (error) {
      const { message, code } = /** @type {import("./room_connection.js").Refused} */ (error);
      Object.assign(composed, { sending: false, refusal: message, faultyFieldId: faultyField(composed, code) });
      this.#state.update();
    }
  }

  /** @param {Composed} composed */
  async #save(composed) {
    const message = composed.kind === "poll" ? pollMessage(composed) : quizMessage(composed);
    const facts = await this.#connection.send(`draft_${composed.kind}`, message);
    return composed.id ?? /** @type {{questionnaire: string}} */ (facts[0]).questionnaire;
  }

  /** @param {Composed | null} composed */
  #show(composed) {
    this.#state.update({ composed });
  }
}

const hasText = (/** @type {Composed} */ { title, questions }) =>
  Boolean(title.trim()) || questions.some(({ text, options }) => text.trim() || options.some((option) => option.text.trim()));

/** The ids of the fields, so that a refusal can be shown at its field. */
export const TITLE_FIELD = "quiz-title";
export const textField = (/** @type {ComposedQuestion} */ { key }) => `composed-text-${key}`;
export const optionField = (/** @type {ComposedOption} */ { key }) => `composed-option-${key}`;

/**
 * The id of the field that the server's refusal is about: the first empty field of that kind.
 * @param {Composed} composed
 * @param {string} code
 */
function faultyField({ questions }, code) {
  const withoutText = questions.find(({ text }) => !text.trim());
  const withFewOptions = questions.find((question) => filledOptions(question).length < FEWEST_OPTIONS);
  if (code === "bad_title") return TITLE_FIELD;
  if (code === "bad_question" && withoutText) return textField(withoutText);
  if (code === "bad_number_of_options" && withFewOptions) return optionField(/** @type {ComposedOption} */ (withFewOptions.options.find(({ text }) => !text.trim())));
  return "";
}

/** The options that are not empty. */
const filledOptions = (/** @type {ComposedQuestion} */ question) => question.options.filter(({ text }) => text.trim());

/** @param {Composed} composed */
function pollMessage({ id, questions: [question] }) {
  const options = filledOptions(question).map(({ text }) => text);
  return { id, question: { text: question.text, options, several: question.several } };
}

/** @param {Composed} composed */
function quizMessage({ id, title, questions }) {
  return { id, title, questions: questions.map(quizQuestion) };
}

/** @param {ComposedQuestion} question */
function quizQuestion(question) {
  const options = filledOptions(question);
  const right = [...options.keys()].filter((index) => options[index].right);
  return { text: question.text, options: options.map(({ text }) => text), right };
}

/** @param {import("./types.js").Question} question */
function asComposed({ text, several, options, right = [] }) {
  return { key: newKey(), text, several, options: options.map((option, index) => newOption(option, right.includes(index))) };
}
