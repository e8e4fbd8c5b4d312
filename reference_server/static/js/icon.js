/** Icons of the sprite that is part of every page, so that they are there even when the connection is not. */

import { html } from "../vendor/lit-html/lit-html.js";

/**
 * An icon as decoration: the words beside it, or the button's name, say what it means.
 * @param {string} name  an id in the sprite
 */
export function icon(name) {
  return html`<svg class="icon" aria-hidden="true"><use href="#icon-${name}"></use></svg>`;
}
