/** Notifies attendees that a poll or a quiz has opened or closed, with a button that shows it. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { keyed } from "../../vendor/lit-html/directives/keyed.js";
import { afterDrawing } from "../focus.js";
import { icon } from "../icon.js";
import { shownPanel } from "../panels.js";
import { cardOf } from "./questionnaires_view.js";

/**
 * @param {import("../state.js").RoomScreen} screen
 * @param {import("../actions.js").Actions} actions
 */
export function questionnaireNotificationView(screen, actions) {
  const notification = screen.questionnaireNotifications.at(-1);
  // If the panel is open, the poll or quiz is visible anyway, and the notification is only for screen readers.
  const isPanelOpen = notification?.panel === shownPanel(screen);
  return html`
    <div class=${isPanelOpen ? "sr-only" : "toast questionnaire-toast"} ?data-empty=${!notification}>
      <div role="status">${notification ? keyed(notification.id + notification.phase, html`<p>${icon("chart-column")}<span>${notification.text}: “<bdi>${notification.name}</bdi>”</span></p>`) : nothing}</div>
      ${notification && !isPanelOpen ? buttons(notification, actions) : nothing}
    </div>
  `;
}

/**
 * @param {import("../questionnaire_notifications.js").QuestionnaireNotification} notification
 * @param {import("../actions.js").Actions} actions
 */
function buttons(notification, actions) {
  return html`
    <button class="button small primary" type="button" @click=${() => follow(notification, actions)}>${notification.button}</button>
    <button class="icon-button" type="button" aria-label="Dismiss" @click=${() => actions.dismissQuestionnaireNotification(notification)}>${icon("x")}</button>
  `;
}

/**
 * @param {import("../questionnaire_notifications.js").QuestionnaireNotification} notification
 * @param {import("../actions.js").Actions} actions
 */
function follow(notification, actions) {
  actions.showPanel(notification.panel);
  // So that people who use the keyboard continue there.
  afterDrawing(() => document.getElementById(cardOf(notification.id))?.focus());
}
