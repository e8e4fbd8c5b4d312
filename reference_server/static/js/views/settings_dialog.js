/** The session's settings, for moderators; each is applied as soon as it is chosen. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { troubleLines } from "./alerts_view.js";

/**
 * @typedef {import("../types.js").Access} Access
 * @typedef {import("../actions.js").Actions} Actions
 */

/** Milliseconds after a key press in which a change of the closed list counts as made by that key, not as a choice. */
const BY_KEY = 100;
let lastKey = -BY_KEY;

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
  const { room, settingsOpen, wished } = screen;
  // A selection of the present access changes nothing.
  const passing = screen.passing === room?.session.access ? null : screen.passing;
  return html`
    <dialog id="settings" class="dialog small" aria-labelledby="settings-title" @cancel=${() => close(actions)}>
      ${settingsOpen && room ? content({ ...room.session, ...wished }, passing, actions, troubleLines(screen)) : nothing}
    </dialog>
  `;
}

/**
 * @param {import("../types.js").Session} session
 * @param {Access | null} passing
 * @param {Actions} actions
 * @param {unknown} trouble
 */
function content({ access, polls, quizzes, chat }, passing, actions, trouble) {
  const shown = passing ?? access;
  return html`
    <h2 id="settings-title">Settings</h2>
    <p id="settings-lead" class="lead hint ${passing ? "passing" : ""}" aria-live="polite">${passing ? notYet(passing, access) : AT_ONCE}</p>
    <div class="dialog-body">
      <label for="stage-access">Stage access</label>
      <select id="stage-access" aria-describedby="stage-access-meaning settings-lead"
        @change=${(/** @type {Event & {target: HTMLSelectElement}} */ event) => chosen(event, actions)} @keydown=${(/** @type {KeyboardEvent} */ event) => onKey(event, passing, actions)} @keypress=${noteKey}
        @blur=${() => actions.applyPassedAccess()}>
        ${ACCESS.map(({ value, name }) => html`<option value=${value} .selected=${live(value === shown)}>${name}</option>`)}
      </select>
      <p id="stage-access-meaning" class="hint">${accessNamed(shown).meaning} People on stage stay there.</p>
      ${offerSwitch("Polls", polls, actions.setPolls)} ${offerSwitch("Quizzes", quizzes, actions.setQuizzes)}
      ${offerSwitch("Chat", chat, actions.setChat)}
    </div>
    ${trouble}
    <div class="dialog-foot">
      <button class="button" type="button" @click=${() => close(actions)}>Close</button>
    </div>
  `;
}

const AT_ONCE = "Changes apply at once, for everybody in the session.";

/**
 * @param {Access} passing
 * @param {Access} access
 */
const notYet = (passing, access) => `Not applied yet: Enter changes to “${accessNamed(passing).name}”, Escape keeps “${accessNamed(access).name}”.`;

/** @param {import("../types.js").Access} access */
export const accessNamed = (access) => ACCESS.find(({ value }) => value === access) ?? { value: access, name: access, meaning: "" };

/**
 * Arrow keys select each option on the way, and that alone must not close requests.
 * @param {Event & {target: HTMLSelectElement}} event
 * @param {Actions} actions
 */
function chosen({ target }, actions) {
  if (performance.now() - lastKey < BY_KEY) actions.passAccess(/** @type {Access} */ (target.value));
  else actions.setAccess(/** @type {Access} */ (target.value));
}

function noteKey() {
  lastKey = performance.now();
}

/**
 * @param {KeyboardEvent} event
 * @param {Access | null} passing
 * @param {Actions} actions
 */
function onKey(event, passing, actions) {
  // Escape closes the dialog; a choice with the mouse right after it is not made by key.
  if (event.key === "Escape") lastKey = -BY_KEY;
  else noteKey();
  if (!passing || !["Enter", "Escape"].includes(event.key)) return;
  // The key that confirms or cancels must neither close the dialog nor open the list.
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Enter") actions.setAccess(passing);
  else actions.passAccess(null);
}

/** @param {Actions} actions */
function close(actions) {
  actions.passAccess(null);
  actions.showSettings(false);
}

/**
 * @param {string} label
 * @param {boolean} on
 * @param {(on: boolean) => void} set
 */
function offerSwitch(label, on, set) {
  return html`
    <label class="switch">
      <span>${label}</span>
      <input type="checkbox" role="switch" .checked=${live(on)} @change=${(/** @type {Event & {target: HTMLInputElement}} */ event) => set(event.target.checked)} />
    </label>
  `;
}
