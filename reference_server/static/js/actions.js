/**
 * What a person can do. Each action sends one message; its effect arrives as a new state.
 *
 * @typedef {import("./types.js").Access} Access
 * @typedef {ReturnType<typeof createActions>} Actions
 */

import { STEP } from "./participants.js";

/**
 * @param {object} parts
 * @param {import("./state.js").State} parts.state
 * @param {import("./room_connection.js").Wire} parts.wire
 * @param {import("./getting_ready.js").GettingReady} parts.gettingReady
 * @param {import("./on_stage.js").OnStage} parts.onStage
 * @param {import("./composer.js").Composer} parts.composer
 * @param {import("./chat.js").Chat} parts.chat
 */
export function createActions({ state, wire, gettingReady, onStage, composer, chat }) {
  const underWay = new Set();

  /**
   * Sends a message once, however often the button is pressed before it is acknowledged.
   * @param {string} message
   * @param {object} [payload]
   */
  async function intend(message, payload = {}) {
    const key = message + JSON.stringify(payload);
    if (underWay.has(key)) return;
    underWay.add(key);
    state.update({ problem: null });
    await wire.send(message, payload).catch((error) => complain(state, error.message, error.code === "not_connected"));
    underWay.delete(key);
  }

  /**
   * Shows the wanted state at once, until the next state of the room or a refusal replaces it.
   * @param {import("./state.js").Screen["wished"]} wished
   * @param {string} message
   * @param {object} payload
   */
  async function wish(wished, message, payload) {
    state.update({ wished, problem: null });
    await wire.send(message, payload).catch((error) => {
      state.update({ wished: {} });
      complain(state, error.message);
    });
  }

  return {
    gettingReady,
    onStage,
    composer,
    chat,
    ask: () => intend("ask"),
    cancelRequest: () => intend("cancel_request"),
    declineInvitation: () => intend("decline_invitation"),
    approve: (/** @type {string} */ person) => intend("approve", { person }),
    decline: (/** @type {string} */ person) => intend("decline", { person }),
    invite: (/** @type {string} */ person) => intend("invite", { person }),
    revoke: (/** @type {string} */ person) => intend("revoke", { person }),
    remove: (/** @type {string} */ person) => intend("remove", { person }),
    /** Asks whether to remove a person from the session; null: closes the question. */
    askToRemove: (/** @type {string | null} */ removing) => state.update({ removing }),
    removeFromSession(/** @type {string} */ person) {
      state.update({ removing: null });
      return intend("remove_from_session", { person });
    },
    letIn: (/** @type {string} */ person) => intend("let_in", { person }),
    keepOut: (/** @type {string} */ person) => intend("keep_out", { person }),
    muteAll: () => intend("mute_all"),
    camerasOff: () => intend("cameras_off"),
    /** Shows an access that was selected by key, and is not chosen yet; null: none. */
    passAccess: (/** @type {Access | null} */ passing) => state.update({ passing }),
    setAccess(/** @type {Access} */ access) {
      state.update({ passing: null });
      if (access !== state.get().room?.session.access) return intend("set_access", { access });
    },
    /** Chooses the access that was selected by key; read from the state, since the screen may not show it yet. */
    applyPassedAccess() {
      const { passing } = state.get();
      if (passing) this.setAccess(passing);
    },
    setPolls: (/** @type {boolean} */ on) => wish({ polls: on }, "set_polls", { on }),
    setQuizzes: (/** @type {boolean} */ on) => wish({ quizzes: on }, "set_quizzes", { on }),
    setChat: (/** @type {boolean} */ on) => wish({ chat: on }, "set_chat", { on }),
    deleteMessage: (/** @type {number} */ number) => intend("delete_message", { number }),
    openQuestionnaire: (/** @type {string} */ questionnaire) => intend("open_questionnaire", { questionnaire }),
    closeQuestionnaire: (/** @type {string} */ questionnaire) => intend("close_questionnaire", { questionnaire }),
    discardQuestionnaire: (/** @type {string} */ questionnaire) => intend("discard_questionnaire", { questionnaire }),
    askToDiscard: (/** @type {string | null} */ discarding) => state.update({ discarding }),
    answer: (/** @type {string} */ questionnaire, /** @type {number[][]} */ choices) =>
      intend("answer_questionnaire", { questionnaire, choices }),
    dismissQuestionnaireNotification: (/** @type {import("./questionnaire_notifications.js").QuestionnaireNotification} */ notification) =>
      state.update({ questionnaireNotifications: state.get().questionnaireNotifications.filter((other) => other !== notification) }),
    raiseHand: () => intend("raise_hand"),
    lowerHand: () => intend("lower_hand"),
    clearHands: () => intend("clear_hands"),
    showEarlierMessages() {
      const request = chat.showEarlier();
      if (request) return intend("read_chat", request);
    },
    react: (/** @type {string} */ reaction) => intend("react", { reaction }),
    dismissNotice: (/** @type {number} */ number) => intend("dismiss_notice", { number }),
    dismissProblem: () => state.update({ problem: null }),
    putInvitationAside: () => state.update({ invitationAside: true }),
    showInvitation: () => state.update({ invitationAside: false }),
    showSettings: (/** @type {boolean} */ settingsOpen) => state.update({ settingsOpen }),
    showRequests: (/** @type {boolean} */ requestsOpen) => state.update({ requestsOpen }),
    showPanel: (/** @type {import("./panels.js").PanelId | null} */ panel) =>
      state.update({ panel, questionnaireNotifications: state.get().questionnaireNotifications.filter((shown) => shown.panel !== panel) }),
    searchParticipants: (/** @type {string} */ query) => state.update({ participants: { query, drawn: {} } }),
    drawMoreParticipants(/** @type {import("./participants.js").SectionId} */ section) {
      const { query, drawn } = state.get().participants;
      state.update({ participants: { query, drawn: { ...drawn, [section]: (drawn[section] ?? STEP) + STEP } } });
    },
    soundBlocked: (/** @type {boolean} */ soundBlocked) => state.update({ soundBlocked }),
  };
}

let problems = 0;

/**
 * Shows the person that something failed.
 * @param {import("./state.js").State} state
 * @param {string} text
 * @param {boolean} [untilBack]  remove it as soon as the connection is restored
 */
export function complain(state, text, untilBack = false) {
  problems += 1;
  state.update({ problem: { number: problems, text, untilBack } });
}
