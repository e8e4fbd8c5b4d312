/** What a person reads in an open window of what goes wrong: that the connection is lost, that an action failed. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { keyed } from "../../vendor/lit-html/directives/keyed.js";
import { icon } from "../icon.js";

export const LOST = "Connection lost – trying again…";
export const MEDIA_AWAY = "Picture and sound are interrupted – trying again…";

/**
 * The same within an open window, which hides the news behind it from a screen reader.
 * @param {import("../state.js").Screen} screen
 */
export function lostLine({ connection }) {
  return connection === "lost" ? html`<p class="alert" role="alert">${icon("wifi-off")}${LOST}</p>` : nothing;
}

/**
 * That, and what the last action failed of, in a window that has no place of its own for it.
 * @param {import("../state.js").Screen} screen
 */
export function troubleLines(screen) {
  const { problem } = screen;
  return html`
    ${lostLine(screen)}
    ${problem ? keyed(problem.number, html`<p class="alert" role="alert">${icon("circle-alert")}${problem.text}</p>`) : nothing}
  `;
}
