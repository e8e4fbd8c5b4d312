/** Alerts about a lost connection or a failed action, for open dialogs as well. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { keyed } from "../../vendor/lit-html/directives/keyed.js";
import { icon } from "../icon.js";

export const LOST = "Connection lost – trying again…";
export const MEDIA_AWAY = "Picture and sound are interrupted – trying again…";

/**
 * The alert about a lost connection within an open dialog, which hides other alerts from screen readers.
 * @param {import("../state.js").Screen} screen
 */
export function lostLine({ connection }) {
  return connection === "lost" ? html`<p class="alert" role="alert">${icon("wifi-off")}${LOST}</p>` : nothing;
}

/**
 * That alert, and the one about the last failed action, for dialogs without another place for it.
 * @param {import("../state.js").Screen} screen
 */
export function troubleLines(screen) {
  const { problem } = screen;
  return html`
    ${lostLine(screen)}
    ${problem ? keyed(problem.number, html`<p class="alert" role="alert">${icon("circle-alert")}${problem.text}</p>`) : nothing}
  `;
}
