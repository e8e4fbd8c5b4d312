/** The person's notification, and alerts about problems: screen readers announce them, and a button dismisses them. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { keyed } from "../../vendor/lit-html/directives/keyed.js";
import { icon } from "../icon.js";
import { LOST, MEDIA_LOST } from "./alerts_view.js";

/**
 * @param {import("../state.js").RoomScreen} screen
 * @param {import("../actions.js").Actions} actions
 */
export function notificationsView({ room, problem, connection, isMediaLost, requestAnnouncement, reactionAnnouncement, soundBlocked }, actions) {
  const notice = room.you.notice;
  return html`
    <div class="notifications">
      ${connection === "lost" ? html`<p class="toast lost" role="alert">${icon("wifi-off")}${LOST}</p>` : nothing}
      ${isMediaLost && connection !== "lost" ? html`<p class="toast lost" role="alert">${icon("wifi-off")}${MEDIA_LOST}</p>` : nothing}
      ${soundBlocked ? soundButton(actions) : nothing}
      ${problem ? keyed(problem.number, problemView(problem, actions)) : nothing}
      <div class="toast notice" ?data-empty=${!notice}>
        <div role="status">${notice ? keyed(notice.number, html`<p>${icon("info")}${notice.text}</p>`) : nothing}</div>
        ${notice ? dismissButton(() => actions.dismissNotification(notice.number)) : nothing}
      </div>
      <p class="sr-only" aria-live="polite">${requestAnnouncement}</p>
      <p class="sr-only" aria-live="polite">${reactionAnnouncement}</p>
    </div>
  `;
}

/** @param {import("../actions.js").Actions} actions */
function soundButton(actions) {
  return html`
    <button class="button primary sound" type="button" @click=${() => actions.setSoundBlocked(false)}>${icon("volume-x")}Turn sound on</button>
  `;
}

/**
 * @param {import("../state.js").Problem} problem
 * @param {import("../actions.js").Actions} actions
 */
function problemView(problem, actions) {
  return html`
    <div class="toast problem">
      <p role="alert">${icon("circle-alert")}${problem.text}</p>
      ${dismissButton(actions.dismissProblem)}
    </div>
  `;
}

/** @param {() => void} action */
function dismissButton(action) {
  return html`<button class="icon-button" type="button" aria-label="Dismiss" @click=${action}>${icon("x")}</button>`;
}
