/** Icons of the sprite in every page; they need no request, so they also show while the connection is lost. */

import { html } from "../vendor/lit-html/lit-html.js";

/**
 * An icon as decoration: the words beside it, or the button's name, have the meaning.
 * @param {string} name  an id in the sprite
 */
export function icon(name) {
  return html`<svg class="icon" aria-hidden="true"><use href="#icon-${name}"></use></svg>`;
}
