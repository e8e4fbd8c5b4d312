import { html } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../icon.js";

/**
 * What a panel shows while there is nothing in it.
 * @param {string} image
 * @param {string} words
 */
export function blank(image, words) {
  return html`<div class="blank">${icon(image)}<p>${words}</p></div>`;
}
