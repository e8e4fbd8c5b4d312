import { html } from "../../vendor/lit-html/lit-html.js";
import { hueOf, initials } from "../names.js";

/**
 * A person's initials on a colour of their own; decoration beside the name.
 * @param {{id: string, name: string}} person
 */
export function avatar({ id, name }) {
  return html`<span class="avatar hue-${hueOf(id)}" aria-hidden="true">${initials(name)}</span>`;
}
