/** Asks a moderator to confirm the removal of a person, who cannot come back without a moderator's consent. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { dialogAlerts } from "./alerts_view.js";

/**
 * @param {import("../state.js").Screen} screen
 * @param {import("../actions.js").Actions} actions
 */
export function removalDialog(screen, actions) {
  const person = personToRemove(screen);
  return html`
    <dialog id="removal" class="dialog small" aria-labelledby="removal-title" aria-describedby="removal-text" @cancel=${() => actions.askToRemove(null)}>
      <h2 id="removal-title">Remove <bdi>${person?.name}</bdi> from the session?</h2>
      <p id="removal-text" class="dialog-body">
        The session closes for this person at once. They can ask to come back, and a moderator decides.
      </p>
      ${dialogAlerts(screen)}
      <div class="dialog-foot">
        <button class="button" type="button" autofocus @click=${() => actions.askToRemove(null)}>Cancel</button>
        <button class="button danger" type="button" @click=${() => person && actions.removeFromSession(person.id)}>Remove</button>
      </div>
    </dialog>
  `;
}

/**
 * The person whom the dialog is about; undefined if it is closed, or once they have left.
 * @param {import("../state.js").Screen} screen
 */
export const personToRemove = ({ room, idToRemove }) => room?.people.find(({ id, may }) => id === idToRemove && may?.includes("remove_from_session"));
