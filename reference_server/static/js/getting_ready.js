/**
 * Getting ready to join the stage: from choosing devices to going live (DIRECT-2, 3, 4, 6; DEVICE-1 to 4).
 *
 * Until the server reports that the person is on stage, no picture or sound leaves this machine.
 *
 * @typedef {import("./types.js").Room} Room
 * @typedef {import("./types.js").Device} Device
 *
 * @typedef {object} Ready
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
  #onStage;

  /**
   * @param {import("./state.js").State} state
   * @param {import("./room_connection.js").RoomConnection} connection
   * @param {import("./on_stage.js").OnStage} onStage  takes over the devices once the person is on stage
   */
  constructor(state, connection, onStage) {
    this.#state = state;
    this.#connection = connection;
    this.#onStage = onStage;
  }

  open() {
    if (this.#ready) return;
    const capture = new Capture(() => this.#state.update());
    const meter = new MicrophoneMeter(findMeter, () => (capture.isOn("microphone") ? capture.track("microphone") : null));
    this.#state.update({ ready: { capture, joining: false, refusal: "", meter } });
    capture.open();
  }

  /** Closes the dialog, and releases microphone and camera. */
  cancel() {
    const ready = this.#ready;
    if (!ready) return;
    ready.meter.stop();
    ready.capture.stop();
    this.#onStage.release();
    this.#state.update({ ready: null });
  }

  async join() {
    const ready = this.#ready;
    if (!ready || ready.joining || ready.capture.opening) return;
    this.#patch({ joining: true, refusal: "" });
    try {
      const acknowledgement = this.#connection.send("join", devicesOf(ready.capture));
      this.#onStage.prepare(ready.capture);
      await acknowledgement;
    } catch (error) {
      // The dialog was closed in the meantime, or the person is on stage: the refusal does not matter any more.
      if (this.#ready?.capture !== ready.capture) return;
      this.#onStage.release();
      this.#patch({ joining: false, refusal: /** @type {Error} */ (error).message });
    }
  }

  /**
   * Applies a change of the room: the person may be on stage now, or may no longer be allowed to join.
   * @param {Room} room
   */
  follow(room) {
    const ready = this.#ready;
    if (!ready) return;
    if (room.you.standing === "on_stage") this.#handOver(ready);
    else if (!room.you.may.includes("join")) this.cancel();
  }

  /** @param {Ready} ready */
  #handOver(ready) {
    ready.meter.stop();
    this.#onStage.goLive(ready.capture);
    this.#state.update({ ready: null });
  }

  /** @param {Partial<Ready>} patch */
  #patch(patch) {
    if (this.#ready) this.#state.update({ ready: { ...this.#ready, ...patch } });
  }

  get #ready() {
    return this.#state.get().ready;
  }
}

const findMeter = () => document.querySelector("#getting-ready [role=meter]");

/**
 * Whether each device is on, as the messages `join` and `devices` contain it.
 * @param {Capture} capture
 * @returns {Record<Device, boolean>}
 */
export function devicesOf(capture) {
  return /** @type {Record<Device, boolean>} */ (Object.fromEntries(DEVICES.map((device) => [device, capture.isOn(device)])));
}
