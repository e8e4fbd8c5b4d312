/** The toolbar "Controls". */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../icon.js";
import { panelsOf, shownPanel } from "../panels.js";
import { reactButton } from "./reactions_view.js";
import { moveFocus } from "./arrow_keys.js";

/**
 * @typedef {import("../types.js").You} You
 * @typedef {import("../actions.js").Actions} Actions
 * @typedef {import("../live_devices.js").LiveDevices} LiveDevices
 */

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
        ${you.standing === "on_stage" ? ownDevices(actions.liveDevices) : nothing} ${handButton(you, actions)} ${reactButton()}
        ${stageButton(you, actions)} ${cancelButton(you, actions)}
      </div>
      <div class="places">
        ${panelsOf(screen).map((panel) => panelButton(panel, panel.id === shown, actions))}
        ${you.may.includes("set_access") ? settingsButton(actions) : nothing}
      </div>
    </div>
  `;
}

/**
 * The main button, which leads to the stage; it depends on the available commands.
 * @param {You} you
 * @param {Actions} actions
 */
function stageButton(you, actions) {
  if (you.may.includes("decline_invitation")) return mainButton("mail", "Answer invitation", actions.showInvitation);
  if (you.may.includes("join")) return mainButton("log-in", "Join stage", () => actions.gettingReady.open());
  if (you.may.includes("ask")) return mainButton("bell", "Ask to join stage", actions.ask);
  if (you.may.includes("cancel_request")) return mainButton("clock", "Waiting for an answer", nothing, "waiting");
  return nothing;
}

/**
 * The same element for all its meanings, so that it keeps the focus.
 * @param {string} image
 * @param {string} label
 * @param {(() => unknown) | typeof nothing} action
 * @param {string} [variant]
 */
function mainButton(image, label, action, variant = "primary") {
  const disabled = action === nothing ? "true" : nothing;
  return html`
    <button class="button ${variant}" type="button" aria-disabled=${disabled} @click=${action}>${icon(image)}${label}</button>
  `;
}

/**
 * Not in the same place as “Ask to join stage”: an accidental second tap must not cancel the request.
 * @param {You} you
 * @param {Actions} actions
 */
function cancelButton({ may }, actions) {
  if (!may.includes("cancel_request")) return nothing;
  return html`<button class="button cancel" type="button" @click=${actions.cancelRequest}>${icon("undo-2")}<span>Cancel<span class="more"> request</span></span></button>`;
}

/**
 * The button that raises or lowers the hand, for people who may do either.
 * @param {You} you
 * @param {Actions} actions
 */
function handButton({ may }, actions) {
  const up = may.includes("lower_hand");
  if (!up && !may.includes("raise_hand")) return nothing;
  return html`
    <button class="control hand" type="button" aria-pressed=${up} @click=${up ? actions.lowerHand : actions.raiseHand}>
      ${icon("hand")}<span class="label">Raise hand</span>
    </button>
  `;
}

/** @param {LiveDevices} liveDevices */
function ownDevices(liveDevices) {
  return html`
    ${deviceButton(liveDevices, "microphone", "Microphone", "mic")} ${deviceButton(liveDevices, "camera", "Camera", "video")}
  `;
}

/**
 * @param {LiveDevices} liveDevices
 * @param {import("../types.js").Device} device
 * @param {string} label
 * @param {string} image
 */
function deviceButton(liveDevices, device, label, image) {
  const on = liveDevices.isOn(device);
  return html`
    <button class="control device" type="button" aria-pressed=${on} @click=${() => liveDevices.toggle(device)}>
      ${icon(on ? image : `${image}-off`)}<span class="label">${label}</span>
    </button>
  `;
}

/**
 * @param {import("../panels.js").Panel} panel
 * @param {boolean} shown
 * @param {import("../actions.js").Actions} actions
 */
function panelButton({ id, name, image, count, description = "", mark }, shown, actions) {
  return html`
    <button class="control" type="button" aria-expanded=${shown} aria-controls=${id} aria-description=${description || nothing}
      @click=${() => actions.showPanel(shown ? null : id)}>
      ${icon(image)}<span class="label">${name}</span>
      ${count > 0 ? html`<span class="count ${description ? "fresh" : ""}" aria-hidden="true">${mark ? icon(mark) : nothing}${count}</span>` : nothing}
    </button>
  `;
}

/** @param {Actions} actions */
function settingsButton(actions) {
  return html`
    <button class="control" type="button" aria-haspopup="dialog" @click=${() => actions.showSettings(true)}>
      ${icon("settings")}<span class="label">Settings</span>
    </button>
  `;
}

/** @param {KeyboardEvent & {currentTarget: HTMLElement}} event */
function arrows(event) {
  moveFocus(event, event.currentTarget.querySelectorAll("button"), { ArrowLeft: -1, ArrowRight: 1 });
}
