/** Icons of the one sprite that the page loads. */

import { html } from "../vendor/lit-html/lit-html.js";

const SPRITE = new URL("../vendor/lucide/icons.svg", import.meta.url).pathname;

/**
 * An icon as decoration: the words beside it, or the button's name, say what it means.
 * @param {string} name  an id in the sprite
 */
export function icon(name) {
  return html`<svg class="icon" aria-hidden="true"><use href="${SPRITE}#${name}"></use></svg>`;
}
