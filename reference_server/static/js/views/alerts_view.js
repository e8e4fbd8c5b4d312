/** Alerts about a lost connection or a failed action, also within open dialogs. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { keyed } from "../../vendor/lit-html/directives/keyed.js";
import { icon } from "../icon.js";

export const LOST = "Connection lost – trying again…";
export const MEDIA_LOST = "Picture and sound are interrupted – trying again…";

/**
 * The alert about a lost connection within an open dialog, which hides other alerts from screen readers.
 * @param {import("../state.js").Screen} screen
 */
export function connectionAlert({ connection }) {
  return connection === "lost" ? html`<p class="alert" role="alert">${icon("wifi-off")}${LOST}</p>` : nothing;
}

/**
 * The alerts about a lost connection and about the last failed action, for dialogs that show no other alerts.
 * @param {import("../state.js").Screen} screen
 */
export function dialogAlerts(screen) {
  const { problem } = screen;
  return html`
    ${connectionAlert(screen)}
    ${problem ? keyed(problem.number, html`<p class="alert" role="alert">${icon("circle-alert")}${problem.text}</p>`) : nothing}
  `;
}
