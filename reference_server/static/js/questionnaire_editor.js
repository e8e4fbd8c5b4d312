/**
 * The editor in which moderators write polls and quizzes. The server checks them.
 *
 * @typedef {object} FormOption
 * @property {number} key  identifies the option while it is written
 * @property {string} text
 * @property {boolean} right
 *
 * @typedef {object} FormQuestion
 * @property {number} key
 * @property {string} text
 * @property {boolean} several
 * @property {FormOption[]} options
 *
 * @typedef {object} QuestionnaireForm  A poll or a quiz while it is written.
 * @property {"poll" | "quiz"} kind
 * @property {string | null} id  the draft that is edited; null for a new poll or quiz
 * @property {string} title
 * @property {FormQuestion[]} questions
 * @property {boolean} sending
 * @property {string} refusal  why the server refused it
 * @property {string} faultyFieldId  the id of the field that the refusal is about; empty if it is about no single field
 * @property {boolean} isResumed  the dialog was closed before the text was sent, and is open again
 */

export const FEWEST_OPTIONS = 2;
export const MOST_OPTIONS = 10;
export const MOST_QUESTIONS = 20;

let keys = 0;
const newKey = () => (keys += 1);
const newOption = (text = "", right = false) => ({ key: newKey(), text, right });
const newQuestion = () => ({ key: newKey(), text: "", several: false, options: [newOption(), newOption()] });

/** Opens and closes the dialog, and sends the text. The dialog itself is in views/questionnaire_editor_dialog.js. */
export class QuestionnaireEditor {
  #state;
  #connection;
  /** @type {Partial<Record<"poll" | "quiz", QuestionnaireForm>>} texts whose dialog was closed with Escape; the next time, they are shown again */
  #unsentForms = {};

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
    const unsentForm = this.#unsentForms[kind];
    if (unsentForm?.id === (draft?.id ?? null)) return this.#show({ ...unsentForm, isResumed: true });
    const questions = draft ? draft.questions.map(formQuestion) : [newQuestion()];
    this.#show({ kind, id: draft?.id ?? null, title: draft?.title ?? "", questions, sending: false, refusal: "", faultyFieldId: "", isResumed: false });
  }

  /** Closes the dialog, and keeps the text for the next time: Escape may have been pressed by mistake. */
  closeAndKeep(/** @type {QuestionnaireForm} */ form) {
    if (hasText(form)) this.#unsentForms[form.kind] = { ...form, sending: false, refusal: "" };
    this.#show(null);
  }

  /** Closes the dialog and discards the text. */
  close(/** @type {QuestionnaireForm} */ form) {
    delete this.#unsentForms[form.kind];
    this.#show(null);
  }

  addOption(/** @type {FormQuestion} */ question) {
    question.options.push(newOption());
    this.#state.update();
  }

  removeOption(/** @type {FormQuestion} */ question, /** @type {FormOption} */ option) {
    question.options = question.options.filter((other) => other !== option);
    this.#state.update();
  }

  addQuestion(/** @type {QuestionnaireForm} */ form) {
    form.questions.push(newQuestion());
    this.#state.update();
  }

  removeQuestion(/** @type {QuestionnaireForm} */ form, /** @type {FormQuestion} */ question) {
    form.questions = form.questions.filter((other) => other !== question);
    this.#state.update();
  }

  /** Saves the text as a draft; with `andOpen`, opens the poll or quiz as well. */
  async send(/** @type {QuestionnaireForm} */ form, /** @type {boolean} */ andOpen) {
    if (form.sending) return;
    Object.assign(form, { sending: true, refusal: "", faultyFieldId: "" });
    this.#state.update();
    try {
      form.id = await this.#save(form);
      if (andOpen) await this.#connection.send("open_questionnaire", { questionnaire: form.id });
      this.close(form);
    } catch (error) {
      const { message, code } = /** @type {import("./room_connection.js").SendError} */ (error);
      Object.assign(form, { sending: false, refusal: message, faultyFieldId: findFaultyFieldId(form, code) });
      this.#state.update();
    }
  }

  /** @param {QuestionnaireForm} form */
  async #save(form) {
    const message = form.kind === "poll" ? pollMessage(form) : quizMessage(form);
    const facts = await this.#connection.send(`draft_${form.kind}`, message);
    return form.id ?? /** @type {{questionnaire: string}} */ (facts[0]).questionnaire;
  }

  /** @param {QuestionnaireForm | null} form */
  #show(form) {
    this.#state.update({ questionnaireForm: form });
  }
}

const hasText = (/** @type {QuestionnaireForm} */ { title, questions }) =>
  Boolean(title.trim()) || questions.some(({ text, options }) => text.trim() || options.some((option) => option.text.trim()));

/** The ids of the fields, so that a refusal can be shown at its field. */
export const TITLE_FIELD_ID = "quiz-title";
export const questionFieldId = (/** @type {FormQuestion} */ { key }) => `editor-question-${key}`;
export const optionFieldId = (/** @type {FormOption} */ { key }) => `editor-option-${key}`;

/**
 * The id of the field that the server's refusal is about, which is the first empty field of its kind.
 * @param {QuestionnaireForm} form
 * @param {string} code
 */
function findFaultyFieldId({ questions }, code) {
  const withoutText = questions.find(({ text }) => !text.trim());
  const withFewOptions = questions.find((question) => filledOptions(question).length < FEWEST_OPTIONS);
  if (code === "bad_title") return TITLE_FIELD_ID;
  if (code === "bad_question" && withoutText) return questionFieldId(withoutText);
  if (code === "bad_number_of_options" && withFewOptions) return optionFieldId(/** @type {FormOption} */ (withFewOptions.options.find(({ text }) => !text.trim())));
  return "";
}

/** The options that are not empty. */
const filledOptions = (/** @type {FormQuestion} */ question) => question.options.filter(({ text }) => text.trim());

/** @param {QuestionnaireForm} form */
function pollMessage({ id, questions: [question] }) {
  const options = filledOptions(question).map(({ text }) => text);
  return { id, question: { text: question.text, options, several: question.several } };
}

/** @param {QuestionnaireForm} form */
function quizMessage({ id, title, questions }) {
  return { id, title, questions: questions.map(quizQuestionMessage) };
}

/** @param {FormQuestion} question */
function quizQuestionMessage(question) {
  const options = filledOptions(question);
  const right = [...options.keys()].filter((index) => options[index].right);
  return { text: question.text, options: options.map(({ text }) => text), right };
}

/** @param {import("./types.js").Question} question */
function formQuestion({ text, several, options, right = [] }) {
  return { key: newKey(), text, several, options: options.map((option, index) => newOption(option, right.includes(index))) };
}
