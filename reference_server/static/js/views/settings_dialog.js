/** The session's settings, for moderators; each is applied as soon as it is chosen. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { dialogAlerts } from "./alerts_view.js";

/**
 * @typedef {import("../types.js").Access} Access
 * @typedef {import("../actions.js").Actions} Actions
 */

/** A change of the closed list this soon after a key press, in milliseconds, is a preview instead of a choice. */
const KEY_PRESS_MS = 100;
let lastKeyAt = -KEY_PRESS_MS;

/** @type {{value: import("../types.js").Access, name: string, meaning: string}[]} */
const ACCESS = [
  { value: "everyone", name: "Everyone on stage", meaning: "Attendees join the stage whenever they like." },
  { value: "request", name: "Join by request", meaning: "Attendees ask to join, and moderators answer." },
  { value: "invite", name: "Invite only", meaning: "Attendees join when a moderator invites them." },
  { value: "nobody", name: "No stage access", meaning: "Attendees watch. Only moderators join the stage." },
];

/**
 * @param {import("../state.js").Screen} screen
 * @param {import("../actions.js").Actions} actions
 */
export function settingsDialog(screen, actions) {
  const { room, settingsOpen, pendingSwitches } = screen;
  // Selecting the current access changes nothing.
  const previewedAccess = screen.previewedAccess === room?.session.access ? null : screen.previewedAccess;
  return html`
    <dialog id="settings" class="dialog small" aria-labelledby="settings-title" @cancel=${() => close(actions)}>
      ${settingsOpen && room ? content({ ...room.session, ...pendingSwitches }, previewedAccess, actions, dialogAlerts(screen)) : nothing}
    </dialog>
  `;
}

/**
 * @param {import("../types.js").Session} session
 * @param {Access | null} previewedAccess
 * @param {Actions} actions
 * @param {unknown} alerts
 */
function content({ access, polls, quizzes, chat }, previewedAccess, actions, alerts) {
  const shown = previewedAccess ?? access;
  return html`
    <h2 id="settings-title">Settings</h2>
    <p id="settings-lead" class="lead hint" aria-live="polite">${previewedAccess ? notAppliedYet(previewedAccess, access) : APPLIED_AT_ONCE}</p>
    <div class="dialog-body">
      <label for="stage-access">Stage access</label>
      <select id="stage-access" aria-describedby="stage-access-meaning settings-lead"
        @change=${(/** @type {Event & {target: HTMLSelectElement}} */ event) => onChange(event, actions)} @keydown=${(/** @type {KeyboardEvent} */ event) => onKeydown(event, previewedAccess, actions)} @keypress=${noteKeyPress}
        @blur=${() => actions.applyPreviewedAccess()}>
        ${ACCESS.map(({ value, name }) => html`<option value=${value} .selected=${live(value === shown)}>${name}</option>`)}
      </select>
      <p id="stage-access-meaning" class="hint">${accessNamed(shown).meaning} People on stage stay there.</p>
      ${settingSwitch("Polls", polls, actions.setPolls)} ${settingSwitch("Quizzes", quizzes, actions.setQuizzes)}
      ${settingSwitch("Chat", chat, actions.setChat)}
    </div>
    ${alerts}
    <div class="dialog-foot">
      <button class="button" type="button" @click=${() => close(actions)}>Close</button>
    </div>
  `;
}

const APPLIED_AT_ONCE = "Changes apply at once, for everybody in the session.";

/**
 * @param {Access} previewedAccess
 * @param {Access} access
 */
const notAppliedYet = (previewedAccess, access) => `Not applied yet: Enter changes to “${accessNamed(previewedAccess).name}”, Escape keeps “${accessNamed(access).name}”.`;

/** @param {import("../types.js").Access} access */
export const accessNamed = (access) => ACCESS.find(({ value }) => value === access) ?? { value: access, name: access, meaning: "" };

/**
 * Arrow keys select every option that they pass. That alone must not change the access, which would close requests.
 * @param {Event & {target: HTMLSelectElement}} event
 * @param {Actions} actions
 */
function onChange({ target }, actions) {
  if (performance.now() - lastKeyAt < KEY_PRESS_MS) actions.previewAccess(/** @type {Access} */ (target.value));
  else actions.setAccess(/** @type {Access} */ (target.value));
}

function noteKeyPress() {
  lastKeyAt = performance.now();
}

/**
 * @param {KeyboardEvent} event
 * @param {Access | null} previewedAccess
 * @param {Actions} actions
 */
function onKeydown(event, previewedAccess, actions) {
  // Escape closes the dialog; a choice with the mouse right after it is not a preview.
  if (event.key === "Escape") lastKeyAt = -KEY_PRESS_MS;
  else noteKeyPress();
  if (!previewedAccess || !["Enter", "Escape"].includes(event.key)) return;
  // The key that confirms or cancels must neither close the dialog nor open the list.
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Enter") actions.setAccess(previewedAccess);
  else actions.previewAccess(null);
}

/** @param {Actions} actions */
function close(actions) {
  actions.previewAccess(null);
  actions.showSettings(false);
}

/**
 * @param {string} label
 * @param {boolean} on
 * @param {(on: boolean) => void} set
 */
function settingSwitch(label, on, set) {
  return html`
    <label class="switch">
      <span>${label}</span>
      <input type="checkbox" role="switch" .checked=${live(on)} @change=${(/** @type {Event & {target: HTMLInputElement}} */ event) => set(event.target.checked)} />
    </label>
  `;
}
