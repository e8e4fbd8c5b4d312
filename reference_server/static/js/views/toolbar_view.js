/** The toolbar "Controls": what this person can do now. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../icon.js";
import { panelsOf, shownPanel } from "../panels.js";
import { walk } from "./walk.js";

/**
 * @param {import("../state.js").RoomScreen} screen
 * @param {import("../actions.js").Actions} actions
 */
export function toolbarView(screen, actions) {
  const { you } = screen.room;
  const shown = shownPanel(screen);
  return html`
    <div class="toolbar" role="toolbar" aria-label="Controls" @keydown=${arrows}>
      <div class="controls">
        ${you.standing === "on_stage" ? ownDevices(actions.onStage) : nothing} ${stageButton(you, actions)}
      </div>
      <div class="places">
        ${panelsOf(screen.room).map((panel) => panelButton(panel, panel.id === shown, actions))}
        ${you.may.includes("set_access") ? settingsButton(actions) : nothing}
      </div>
    </div>
  `;
}

/** The one button that leads towards the stage, as the rules offer it. */
function stageButton(you, actions) {
  if (you.may.includes("decline_invitation")) return mainButton("mail", "Answer invitation", actions.showInvitation);
  if (you.may.includes("join")) return mainButton("log-in", "Join stage", () => actions.gettingReady.open());
  if (you.may.includes("ask")) return mainButton("hand", "Ask to join stage", actions.ask);
  if (you.may.includes("cancel_request")) return mainButton("undo-2", "Cancel request", actions.cancelRequest, "quiet");
  return nothing;
}

function mainButton(image, label, action, manner = "primary") {
  return html`<button class="button ${manner}" type="button" @click=${action}>${icon(image)}${label}</button>`;
}

function ownDevices(onStage) {
  return html`
    ${deviceButton(onStage, "microphone", "Microphone", "mic")} ${deviceButton(onStage, "camera", "Camera", "video")}
  `;
}

function deviceButton(onStage, device, label, image) {
  const on = onStage.isOn(device);
  return html`
    <button class="control device" type="button" aria-pressed=${on} @click=${() => onStage.toggle(device)}>
      ${icon(on ? image : `${image}-off`)}<span class="label">${label}</span>
    </button>
  `;
}

function panelButton({ id, name, image, count }, shown, actions) {
  return html`
    <button class="control" type="button" aria-expanded=${shown} aria-controls=${id} @click=${() => actions.showPanel(shown ? null : id)}>
      ${icon(image)}<span class="label">${name}</span>
      ${count > 0 ? html`<span class="count" aria-hidden="true">${count}</span>` : nothing}
    </button>
  `;
}

function settingsButton(actions) {
  return html`
    <button class="control" type="button" aria-haspopup="dialog" @click=${() => actions.showSettings(true)}>
      ${icon("settings")}<span class="label">Settings</span>
    </button>
  `;
}

function arrows(event) {
  walk(event, event.currentTarget.querySelectorAll("button"), { ArrowLeft: -1, ArrowRight: 1 });
}
