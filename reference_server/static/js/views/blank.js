import { html } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../icon.js";

/**
 * The text in a panel that is empty.
 * @param {string} image
 * @param {string} words
 */
export function blank(image, words) {
  return html`<div class="blank">${icon(image)}<p>${words}</p></div>`;
}
