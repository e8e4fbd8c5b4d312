/** What a person reads while the connection is lost. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../icon.js";

export const LOST = "Connection lost – trying again…";

/**
 * The same within an open window, which hides the news behind it from a screen reader.
 * @param {import("../state.js").Screen} screen
 */
export function lostLine({ connection }) {
  return connection === "lost" ? html`<p class="alert" role="alert">${icon("wifi-off")}${LOST}</p>` : nothing;
}
