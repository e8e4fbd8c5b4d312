/** Icons from the sprite that every page contains. They need no request, so they also appear without a connection. */

import { html } from "../vendor/lit-html/lit-html.js";

/**
 * An icon as decoration: the words beside it, or the button's name, have the meaning.
 * @param {string} name  an id in the sprite
 */
export function icon(name) {
  return html`<svg class="icon" aria-hidden="true"><use href="#icon-${name}"></use></svg>`;
}
