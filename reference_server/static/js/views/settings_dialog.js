/** The session's settings, for moderators; each is applied as soon as it is changed. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { lostLine } from "./lost_view.js";

/** @type {{value: import("../types.js").Access, name: string, meaning: string}[]} */
export const ACCESS = [
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
  return html`
    <dialog id="settings" class="dialog small" aria-labelledby="settings-title" @cancel=${() => actions.showSettings(false)}>
      ${settingsOpen && room ? content({ ...room.session, ...wished }, actions, lostLine(screen)) : nothing}
    </dialog>
  `;
}

function content({ access, polls, quizzes }, actions, lost) {
  return html`
    <h2 id="settings-title">Settings</h2>
    <div class="dialog-body">
      <label for="stage-access">Stage access</label>
      <select id="stage-access" aria-describedby="stage-access-meaning" @change=${(event) => actions.setAccess(event.target.value)}>
        ${ACCESS.map(({ value, name }) => html`<option value=${value} .selected=${live(value === access)}>${name}</option>`)}
      </select>
      <p id="stage-access-meaning" class="hint">${ACCESS.find(({ value }) => value === access)?.meaning} Whoever is on stage stays there.</p>
      ${offerSwitch("Polls", polls, actions.setPolls)} ${offerSwitch("Quizzes", quizzes, actions.setQuizzes)}
    </div>
    ${lost}
    <div class="dialog-foot">
      <button class="button primary" type="button" @click=${() => actions.showSettings(false)}>Close</button>
    </div>
  `;
}

function offerSwitch(label, on, set) {
  return html`
    <label class="switch">
      <span>${label}</span>
      <input type="checkbox" role="switch" .checked=${live(on)} @change=${(event) => set(event.target.checked)} />
    </label>
  `;
}
