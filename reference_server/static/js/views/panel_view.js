/** One panel: beside the stage on a laptop, or a sheet over the stage on a small screen. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../icon.js";

/**
 * @param {object} panel
 * @param {import("../panels.js").PanelId} panel.id
 * @param {string} panel.name
 * @param {boolean} panel.shown
 * @param {unknown} panel.body
 * @param {(event: Event & {currentTarget: HTMLElement}) => void} [panel.onScroll]
 * @param {import("../actions.js").Actions} actions
 */
export function panelView({ id, name, shown, body, onScroll }, actions) {
  const close = () => actions.showPanel(null);
  return html`
    <section id=${id} class="panel" aria-labelledby="${id}-title" ?hidden=${!shown} data-focus-home
      @keydown=${(/** @type {KeyboardEvent} */ event) => event.key === "Escape" && close()}>
      <div class="panel-head">
        <h2 id="${id}-title">${name}</h2>
        <button class="icon-button" type="button" aria-label="Close ${name.toLowerCase()}" @click=${close}>${icon("x")}</button>
      </div>
      <div class="panel-body" tabindex="0" role="group" aria-labelledby="${id}-title" @scroll=${onScroll}>${body}</div>
    </section>
  `;
}
