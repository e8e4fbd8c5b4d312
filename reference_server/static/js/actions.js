/**
 * What a person can do. Most actions send one message, whose effect arrives as a new state; the others change only this page.
 *
 * @typedef {import("./types.js").Access} Access
 * @typedef {ReturnType<typeof createActions>} Actions
 */

import { STEP } from "./participants.js";

/**
 * @param {object} parts
 * @param {import("./state.js").State} parts.state
 * @param {import("./room_connection.js").RoomConnection} parts.connection
 * @param {import("./getting_ready.js").GettingReady} parts.gettingReady
 * @param {import("./live_devices.js").LiveDevices} parts.liveDevices
 * @param {import("./questionnaire_editor.js").QuestionnaireEditor} parts.questionnaireEditor
 * @param {import("./chat.js").Chat} parts.chat
 */
export function createActions({ state, connection, gettingReady, liveDevices, questionnaireEditor, chat }) {
  const pending = new Set();

  /**
   * Sends a message once, even if the button is pressed again before the message is acknowledged.
   * @param {string} message
   * @param {object} [payload]
   */
  async function sendOnce(message, payload = {}) {
    const key = message + JSON.stringify(payload);
    if (pending.has(key)) return;
    pending.add(key);
    state.update({ problem: null });
    await connection.send(message, payload).catch((error) => showProblem(state, error.message, error.code === "not_connected"));
    pending.delete(key);
  }

  /**
   * Shows a switch of the settings in its new position at once, until the next state of the room or a refusal arrives.
   * @param {import("./state.js").Screen["pendingSwitches"]} pendingSwitches
   * @param {string} message
   * @param {object} payload
   */
  async function showSwitchAndSend(pendingSwitches, message, payload) {
    state.update({ pendingSwitches, problem: null });
    await connection.send(message, payload).catch((error) => {
      state.update({ pendingSwitches: {} });
      showProblem(state, error.message);
    });
  }

  return {
    gettingReady,
    liveDevices,
    questionnaireEditor,
    chat,
    ask: () => sendOnce("ask"),
    cancelRequest: () => sendOnce("cancel_request"),
    declineInvitation: () => sendOnce("decline_invitation"),
    approve: (/** @type {string} */ person) => sendOnce("approve", { person }),
    decline: (/** @type {string} */ person) => sendOnce("decline", { person }),
    invite: (/** @type {string} */ person) => sendOnce("invite", { person }),
    revoke: (/** @type {string} */ person) => sendOnce("revoke", { person }),
    remove: (/** @type {string} */ person) => sendOnce("remove", { person }),
    /** Opens the dialog that asks whether to remove this person from the session; null closes it. */
    askToRemove: (/** @type {string | null} */ idToRemove) => state.update({ idToRemove }),
    removeFromSession(/** @type {string} */ person) {
      state.update({ idToRemove: null });
      return sendOnce("remove_from_session", { person });
    },
    letIn: (/** @type {string} */ person) => sendOnce("let_in", { person }),
    keepOut: (/** @type {string} */ person) => sendOnce("keep_out", { person }),
    muteAll: () => sendOnce("mute_all"),
    camerasOff: () => sendOnce("cameras_off"),
    /** Shows a stage access that was selected with the keyboard, but is not confirmed yet; null: none. */
    previewAccess: (/** @type {Access | null} */ previewedAccess) => state.update({ previewedAccess }),
    setAccess(/** @type {Access} */ access) {
      state.update({ previewedAccess: null });
      if (access !== state.get().room?.session.access) return sendOnce("set_access", { access });
    },
    /** Sets the access that was selected with the keyboard; it is read from the state, since the screen may not show it yet. */
    applyPreviewedAccess() {
      const { previewedAccess } = state.get();
      if (previewedAccess) this.setAccess(previewedAccess);
    },
    setPolls: (/** @type {boolean} */ on) => showSwitchAndSend({ polls: on }, "set_polls", { on }),
    setQuizzes: (/** @type {boolean} */ on) => showSwitchAndSend({ quizzes: on }, "set_quizzes", { on }),
    setChat: (/** @type {boolean} */ on) => showSwitchAndSend({ chat: on }, "set_chat", { on }),
    deleteMessage: (/** @type {number} */ number) => sendOnce("delete_message", { number }),
    openQuestionnaire: (/** @type {string} */ questionnaire) => sendOnce("open_questionnaire", { questionnaire }),
    closeQuestionnaire: (/** @type {string} */ questionnaire) => sendOnce("close_questionnaire", { questionnaire }),
    discardQuestionnaire: (/** @type {string} */ questionnaire) => sendOnce("discard_questionnaire", { questionnaire }),
    /** Asks the moderator whether to delete this poll or quiz; null closes the question. */
    askToDiscard: (/** @type {string | null} */ idToDiscard) => state.update({ idToDiscard }),
    answer: (/** @type {string} */ questionnaire, /** @type {number[][]} */ choices) =>
      sendOnce("answer_questionnaire", { questionnaire, choices }),
    dismissQuestionnaireNotification: (/** @type {import("./questionnaire_notifications.js").QuestionnaireNotification} */ notification) =>
      state.update({ questionnaireNotifications: state.get().questionnaireNotifications.filter((other) => other !== notification) }),
    raiseHand: () => sendOnce("raise_hand"),
    lowerHand: () => sendOnce("lower_hand"),
    clearHands: () => sendOnce("clear_hands"),
    showEarlierMessages() {
      const request = chat.showEarlier();
      if (request) return sendOnce("read_chat", request);
    },
    react: (/** @type {string} */ reaction) => sendOnce("react", { reaction }),
    // The message of the wire protocol that dismisses a notification is named "dismiss_notice".
    dismissNotification: (/** @type {number} */ number) => sendOnce("dismiss_notice", { number }),
    dismissProblem: () => state.update({ problem: null }),
    closeInvitation: () => state.update({ invitationClosed: true }),
    showInvitation: () => state.update({ invitationClosed: false }),
    showSettings: (/** @type {boolean} */ settingsOpen) => state.update({ settingsOpen }),
    showRequests: (/** @type {boolean} */ requestsOpen) => state.update({ requestsOpen }),
    showPanel: (/** @type {import("./panels.js").PanelId | null} */ panel) =>
      state.update({ panel, questionnaireNotifications: state.get().questionnaireNotifications.filter((shown) => shown.panel !== panel) }),
    searchParticipants: (/** @type {string} */ query) => state.update({ participants: { query, drawn: {} } }),
    drawMoreParticipants(/** @type {import("./participants.js").SectionId} */ section) {
      const { query, drawn } = state.get().participants;
      state.update({ participants: { query, drawn: { ...drawn, [section]: (drawn[section] ?? STEP) + STEP } } });
    },
    setSoundBlocked: (/** @type {boolean} */ soundBlocked) => state.update({ soundBlocked }),
  };
}

let problemCount = 0;

/**
 * Shows the person that something failed.
 * @param {import("./state.js").State} state
 * @param {string} text
 * @param {boolean} [untilConnected]  remove it as soon as the connection is restored
 */
export function showProblem(state, text, untilConnected = false) {
  problemCount += 1;
  state.update({ problem: { number: problemCount, text, untilConnected } });
}
