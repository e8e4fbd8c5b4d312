/**
 * Getting ready to join the stage: from choosing devices to going live (DIRECT-2, 3, 4, 6; DEVICE-1 to 4).
 *
 * Until the server reports that the person is on stage, no picture or sound leaves this machine.
 *
 * @typedef {import("./types.js").Room} Room
 * @typedef {import("./types.js").Device} Device
 *
 * @typedef {object} Preparation  What the dialog shows.
 * @property {Capture} capture
 * @property {boolean} joining  "Join stage" was pressed, and the server has not answered yet
 * @property {string} refusal   why the person could not join
 * @property {MicrophoneMeter} meter
 */

import { Capture, DEVICES } from "./devices.js";
import { MicrophoneMeter } from "./microphone_meter.js";

export class GettingReady {
  #state;
  #connection;
  #liveDevices;

  /**
   * @param {import("./state.js").State} state
   * @param {import("./room_connection.js").RoomConnection} connection
   * @param {import("./live_devices.js").LiveDevices} liveDevices  takes over the devices once the person is on stage
   */
  constructor(state, connection, liveDevices) {
    this.#state = state;
    this.#connection = connection;
    this.#liveDevices = liveDevices;
  }

  open() {
    if (this.#preparation) return;
    const capture = new Capture(() => this.#state.update());
    const meter = new MicrophoneMeter(findMeter, () => (capture.isOn("microphone") ? capture.track("microphone") : null));
    this.#state.update({ preparation: { capture, joining: false, refusal: "", meter } });
    capture.open();
  }

  /** Closes the dialog, and releases microphone and camera. */
  cancel() {
    const preparation = this.#preparation;
    if (!preparation) return;
    preparation.meter.stop();
    preparation.capture.stop();
    this.#liveDevices.release();
    this.#state.update({ preparation: null });
  }

  async join() {
    const preparation = this.#preparation;
    if (!preparation || preparation.joining || preparation.capture.isOpening) return;
    this.#patch({ joining: true, refusal: "" });
    try {
      const acknowledgement = this.#connection.send("join", deviceStatesOf(preparation.capture));
      this.#liveDevices.prepare(preparation.capture);
      await acknowledgement;
    } catch (error) {
      // The dialog was closed in the meantime, or the person is on stage: the refusal does not matter any more.
      if (this.#preparation?.capture !== preparation.capture) return;
      this.#liveDevices.release();
      this.#patch({ joining: false, refusal: /** @type {Error} */ (error).message });
    }
  }

  /**
   * Closes the dialog if the person is on stage now, or may no longer join.
   * @param {Room} room
   */
  follow(room) {
    const preparation = this.#preparation;
    if (!preparation) return;
    if (room.you.standing === "on_stage") this.#handOver(preparation);
    else if (!room.you.may.includes("join")) this.cancel();
  }

  /** @param {Preparation} preparation */
  #handOver(preparation) {
    preparation.meter.stop();
    this.#liveDevices.goLive(preparation.capture);
    this.#state.update({ preparation: null });
  }

  /** @param {Partial<Preparation>} patch */
  #patch(patch) {
    if (this.#preparation) this.#state.update({ preparation: { ...this.#preparation, ...patch } });
  }

  get #preparation() {
    return this.#state.get().preparation;
  }
}

const findMeter = () => document.querySelector("#getting-ready [role=meter]");

/**
 * Whether each device is on, in the form of the messages `join` and `devices`.
 * @param {Capture} capture
 * @returns {Record<Device, boolean>}
 */
export function deviceStatesOf(capture) {
  return /** @type {Record<Device, boolean>} */ (Object.fromEntries(DEVICES.map((device) => [device, capture.isOn(device)])));
}
