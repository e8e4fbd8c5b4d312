/**
 * What a person can do, as the screen calls it. Each sends one intention; what comes of it arrives as a new state.
 *
 * @typedef {import("./types.js").Access} Access
 * @typedef {ReturnType<typeof createActions>} Actions
 */

/**
 * @param {object} parts
 * @param {import("./state.js").State} parts.state
 * @param {import("./wire.js").Wire} parts.wire
 * @param {import("./getting_ready.js").GettingReady} parts.gettingReady
 * @param {import("./on_stage.js").OnStage} parts.onStage
 */
export function createActions({ state, wire, gettingReady, onStage }) {
  const underWay = new Set();

  /** Sends an intention once, however often the button is pressed before the answer comes. */
  async function intend(message, payload = {}) {
    const key = message + JSON.stringify(payload);
    if (underWay.has(key)) return;
    underWay.add(key);
    state.update({ problem: null });
    await wire.send(message, payload).catch((error) => complain(state, error.message));
    underWay.delete(key);
  }

  return {
    gettingReady,
    onStage,
    ask: () => intend("ask"),
    cancelRequest: () => intend("cancel_request"),
    declineInvitation: () => intend("decline_invitation"),
    approve: (/** @type {string} */ person) => intend("approve", { person }),
    decline: (/** @type {string} */ person) => intend("decline", { person }),
    invite: (/** @type {string} */ person) => intend("invite", { person }),
    revoke: (/** @type {string} */ person) => intend("revoke", { person }),
    remove: (/** @type {string} */ person) => intend("remove", { person }),
    muteAll: () => intend("mute_all"),
    camerasOff: () => intend("cameras_off"),
    setAccess: (/** @type {Access} */ access) => intend("set_access", { access }),
    dismissNotice: (/** @type {number} */ number) => intend("dismiss_notice", { number }),
    dismissProblem: () => state.update({ problem: null }),
    putInvitationAside: () => state.update({ invitationAside: true }),
    showInvitation: () => state.update({ invitationAside: false }),
    showSettings: (/** @type {boolean} */ settingsOpen) => state.update({ settingsOpen }),
    showPanel: (/** @type {import("./panels.js").PanelId | null} */ panel) => state.update({ panel }),
    soundBlocked: (/** @type {boolean} */ soundBlocked) => state.update({ soundBlocked }),
  };
}

let problems = 0;

/**
 * Tell the person that something failed.
 * @param {import("./state.js").State} state
 * @param {string} text
 */
export function complain(state, text) {
  problems += 1;
  state.update({ problem: { number: problems, text } });
}
