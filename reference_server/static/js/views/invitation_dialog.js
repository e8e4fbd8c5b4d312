/** The invitation to the stage. Closing it is not an answer: a button in the toolbar opens it again. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../icon.js";
import { dialogAlerts } from "./alerts_view.js";

/**
 * @param {import("../state.js").Screen} screen
 * @param {import("../actions.js").Actions} actions
 */
export function invitationDialog(screen, actions) {
  return html`
    <dialog id="invitation" class="dialog small" aria-labelledby="invitation-title" aria-describedby="invitation-text"
      @cancel=${actions.closeInvitation}>
      <button class="icon-button aside" type="button" aria-label="Answer later" @click=${actions.closeInvitation}>${icon("x")}</button>
      <span class="emblem">${icon("mail")}</span>
      <h2 id="invitation-title">You are invited to join the stage</h2>
      <p id="invitation-text" class="dialog-body">
        A moderator would like to bring you on stage. You choose microphone and camera first; nobody sees or hears you before you join.
      </p>
      ${dialogAlerts(screen)}
      <div class="dialog-foot">
        <button class="button" type="button" @click=${actions.declineInvitation}>Decline invitation</button>
        <button class="button primary" type="button" autofocus @click=${() => actions.gettingReady.open()}>Join stage</button>
      </div>
    </dialog>
  `;
}
