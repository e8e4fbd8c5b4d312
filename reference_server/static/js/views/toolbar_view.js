/** The toolbar "Controls": what this person can do now. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../icon.js";
import { walk } from "./walk.js";

/**
 * @param {import("../state.js").RoomScreen} screen
 * @param {import("../actions.js").Actions} actions
 */
export function toolbarView({ room, panelOpen }, actions) {
  const { you } = room;
  return html`
    <div class="toolbar" role="toolbar" aria-label="Controls" @keydown=${arrows}>
      <div class="controls">
        ${you.standing === "on_stage" ? ownDevices(actions.onStage) : nothing} ${stageButton(you, actions)}
      </div>
      <div class="places">
        <button class="control" type="button" aria-expanded=${panelOpen} aria-controls="participants"
          @click=${() => actions.showPanel(!panelOpen)}>
          ${icon("users")}<span class="label">Participants</span>
          <span class="count" aria-hidden="true">${room.people.length}</span>
        </button>
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
