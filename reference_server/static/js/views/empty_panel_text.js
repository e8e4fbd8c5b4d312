import { html } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../icon.js";

/**
 * What an empty panel shows: an icon and a text.
 * @param {string} image
 * @param {string} text
 */
export function emptyPanelText(image, text) {
  return html`<div class="blank">${icon(image)}<p>${text}</p></div>`;
}
