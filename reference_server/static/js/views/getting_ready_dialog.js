/** The dialog "Get ready to join the stage": preview, choice of devices, and the button to go live. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { DEVICES, problemText } from "../devices.js";
import { icon } from "../icon.js";
import { avatar } from "./avatar.js";
import { connectionAlert } from "./alerts_view.js";

/**
 * @typedef {import("../types.js").Device} Device
 * @typedef {import("../devices.js").Capture} Capture
 * @typedef {import("../devices.js").Reason} Reason
 * @typedef {import("../getting_ready.js").Preparation} Preparation
 */

const NAMES = { microphone: "Microphone", camera: "Camera" };
const ICONS = { microphone: "mic", camera: "video" };

/**
 * @param {import("../state.js").Screen} screen
 * @param {import("../getting_ready.js").GettingReady} gettingReady
 */
export function gettingReadyDialog(screen, gettingReady) {
  const { preparation, room } = screen;
  return html`
    <dialog id="getting-ready" class="dialog" aria-labelledby="getting-ready-title" @cancel=${() => gettingReady.cancel()}>
      ${preparation && room ? content(preparation, room.you, gettingReady, connectionAlert(screen)) : nothing}
    </dialog>
  `;
}

/**
 * @param {Preparation} preparation
 * @param {import("../types.js").You} you
 * @param {import("../getting_ready.js").GettingReady} gettingReady
 * @param {unknown} lostAlert  the alert while the connection is lost
 */
function content(preparation, you, gettingReady, lostAlert) {
  return html`
    <h2 id="getting-ready-title">Get ready to join the stage</h2>
    <div class="dialog-body getting-ready">
      ${preview(preparation.capture, you)}
      <div class="choices">${lostAlert} ${alerts(preparation)} ${DEVICES.map((device) => deviceChoice(device, preparation.capture))}</div>
    </div>
    <div class="dialog-foot">
      <button class="button" type="button" @click=${() => gettingReady.cancel()}>Cancel</button>
      <button class="button primary" type="button" autofocus aria-disabled=${preparation.capture.isOpening || preparation.joining}
        @click=${() => gettingReady.join()}>Join stage</button>
    </div>
  `;
}

/**
 * @param {Capture} capture
 * @param {import("../types.js").You} you
 */
function preview(capture, you) {
  const isCameraOn = capture.isOn("camera");
  return html`
    <div class="preview ${isCameraOn ? "" : "without-picture"}">
      ${avatar(you)}
      <video autoplay playsinline aria-label="Preview of your camera" .muted=${true} .srcObject=${live(capture.stream)}></video>
      <p class="plate">${capture.isOpening ? "Waiting for your microphone and camera…" : "Nobody sees or hears you yet"}</p>
    </div>
  `;
}

/**
 * @param {Device} device
 * @param {Capture} capture
 */
function deviceChoice(device, capture) {
  const choices = capture.choices[device];
  const isOpen = capture.track(device) !== null;
  const choose = (/** @type {Event} */ event) => capture.choose(device, /** @type {HTMLSelectElement} */ (event.target).value);
  return html`
    <div class="choice">
      <label for="ready-${device}">${icon(ICONS[device])}${NAMES[device]}</label>
      ${deviceSwitch(device, capture)}
      ${device === "microphone" ? meter : nothing}
      <select id="ready-${device}" ?disabled=${choices.length === 0} @change=${choose}>
        ${choices.length === 0 ? html`<option>${capture.isOpening ? "Looking for devices…" : `No ${device} available`}</option>` : nothing}
        ${!isOpen && choices.length > 0 ? html`<option value="" ?selected=${true}>Choose a ${device}</option>` : nothing}
        ${choices.map(({ id, label }) => html`<option value=${id} .selected=${live(id === capture.idInUse(device))}>${label}</option>`)}
      </select>
    </div>
  `;
}

/** The meter, which `MicrophoneMeter` updates directly. */
const meter = html`
  <div class="meter" role="meter" aria-label="Microphone level" aria-valuemin="0" aria-valuemax="100" aria-valuenow="0"><span></span></div>
`;

/**
 * @param {Device} device
 * @param {Capture} capture
 */
function deviceSwitch(device, capture) {
  const change = (/** @type {Event} */ event) => capture.switch(device, /** @type {HTMLInputElement} */ (event.target).checked);
  return html`
    <label class="switch">
      <span>${NAMES[device]} on</span>
      <input type="checkbox" role="switch" .checked=${live(capture.isOn(device))} ?disabled=${!capture.track(device)} @change=${change} />
    </label>
  `;
}

/** @param {Preparation} preparation */
function alerts({ capture, refusal }) {
  const problems = capture.isOpening ? [] : DEVICES.filter((device) => capture.problems[device]);
  if (problems.length === 0 && !refusal) return nothing;
  return html`
    <div class="alert" role="alert">
      ${refusal ? html`<p>${icon("circle-alert")}${refusal}</p>` : nothing}
      ${problems.map((device) => html`<p>${icon(`${ICONS[device]}-off`)}${problemText(device, /** @type {Reason} */ (capture.problems[device]))}</p>`)}
    </div>
    ${problems.length > 0 ? html`<button class="button small" type="button" @click=${() => capture.retry()}>${icon("refresh-cw")}Try again</button>` : nothing}
  `;
}
