import { html } from "../../vendor/lit-html/lit-html.js";
import { hueOf, initials } from "../names.js";

/**
 * A person's initials on the colour that belongs to the name; decoration beside the name.
 * @param {{name: string}} person
 */
export function avatar({ name }) {
  return html`<span class="avatar hue-${hueOf(name)}" aria-hidden="true">${initials(name)}</span>`;
}
