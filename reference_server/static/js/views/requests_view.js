/** For moderators: who asks to join the stage, in order, over the stage so that nobody is overlooked. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { icon } from "../icon.js";
import { avatar } from "./avatar.js";

/**
 * @param {import("../types.js").Room} room
 * @param {import("../actions.js").Actions} actions
 */
export function requestsView({ requests = [], people }, actions) {
  const asking = requests.map((id) => people.find((person) => person.id === id)).filter(Boolean);
  if (asking.length === 0) return nothing;
  return html`
    <section class="requests" aria-labelledby="requests-title" data-focus-home>
      <h2 id="requests-title">${icon("bell")}<span>Requests</span></h2>
      <span class="count" aria-hidden="true">${asking.length}</span>
      <ul role="list" aria-labelledby="requests-title">
        ${repeat(asking, ({ id }) => id, (person) => requestView(person, actions))}
      </ul>
    </section>
  `;
}

function requestView(person, actions) {
  return html`
    <li class="request">
      ${avatar(person)}
      <p><bdi class="name">${person.name}</bdi> <span class="hint">asks to join the stage</span></p>
      <div class="answers">
        <button class="button small" type="button" @click=${() => actions.decline(person.id)}>Decline</button>
        <button class="button small primary" type="button" @click=${() => actions.approve(person.id)}>Bring to stage</button>
      </div>
    </li>
  `;
}
