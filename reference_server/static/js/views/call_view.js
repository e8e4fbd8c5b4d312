/** Notifies attendees that a poll or a quiz has opened or closed, with a button that leads there. */

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
export function callView(screen, actions) {
  const call = screen.calls.at(-1);
  // In an open panel, the poll is visible anyway; a screen reader still announces it.
  const inSight = call?.panel === shownPanel(screen);
  return html`
    <div class=${inSight ? "sr-only" : "toast call"} ?data-empty=${!call}>
      <div role="status">${call ? keyed(call.id + call.phase, html`<p>${icon("chart-column")}<span>${call.text}: “<bdi>${call.name}</bdi>”</span></p>`) : nothing}</div>
      ${call && !inSight ? buttons(call, actions) : nothing}
    </div>
  `;
}

/**
 * @param {import("../calls.js").Call} call
 * @param {import("../actions.js").Actions} actions
 */
function buttons(call, actions) {
  return html`
    <button class="button small primary" type="button" @click=${() => follow(call, actions)}>${call.button}</button>
    <button class="icon-button" type="button" aria-label="Dismiss" @click=${() => actions.dismissCall(call)}>${icon("x")}</button>
  `;
}

/**
 * @param {import("../calls.js").Call} call
 * @param {import("../actions.js").Actions} actions
 */
function follow(call, actions) {
  actions.showPanel(call.panel);
  // People who use the keyboard continue there.
  afterDrawing(() => document.getElementById(cardOf(call.id))?.focus());
}
