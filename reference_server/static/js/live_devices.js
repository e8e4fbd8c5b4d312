/**
 * The person's own devices while they are on stage, from joining to leaving (STAGE-4, LEAVE-3 to 5).
 *
 * @typedef {import("./types.js").Room} Room
 * @typedef {import("./types.js").You} You
 * @typedef {import("./types.js").Device} Device
 */

import { Capture, DEVICES, problemText } from "./devices.js";
import { deviceStatesOf } from "./getting_ready.js";
import { Loudness } from "./track_loudness.js";

export class LiveDevices {
  /** @type {Capture | null} */
  #capture = null;
  #state;
  #connection;
  #media;
  #showProblem;
  #loudness = new Loudness();
  /** The number of reports that are not acknowledged; while there are any, the room's state may be older than they are. */
  #pendingReports = 0;
  /** Whether a state of the room arrived meanwhile, to be followed once no report is pending. */
  #hasNewState = false;
  /** @type {Record<Device, boolean> | null} the devices' states in the room, as far as this page has followed them */
  #knownStates = null;
  /** @type {Partial<Record<Device, boolean>>} the devices' states that were last reported to the room */
  #reportedStates = {};

  /**
   * @param {import("./state.js").State} state
   * @param {import("./room_connection.js").RoomConnection} connection
   * @param {import("./types.js").MediaEngine} media
   * @param {(text: string) => void} showProblem  shows the person that something failed
   */
  constructor(state, connection, media, showProblem) {
    this.#state = state;
    this.#connection = connection;
    this.#media = media;
    this.#showProblem = showProblem;
  }

  /** @returns {MediaStream | null} what the person's own tile shows */
  get stream() {
    return this.#capture?.stream ?? null;
  }

  /**
   * Whether the person's own device is on at this moment.
   * @param {Device} device
   */
  isOn(device) {
    return this.#capture?.isOn(device) ?? false;
  }

  /** The current loudness of the person's own microphone, from 0 to 1. */
  loudness() {
    return this.#loudness.of(this.isOn("microphone") ? (this.#capture?.track("microphone") ?? null) : null);
  }

  /**
   * Prepares the peer connections, so that going live takes less time.
   * @param {Capture} capture
   */
  prepare(capture) {
    this.#media.publish(capture.stream);
  }

  /**
   * Goes live with devices that are already open: others receive what the preview showed.
   * @param {Capture} capture
   */
  goLive(capture) {
    this.#capture = capture;
    // The room starts with these states, so others mean that a moderator has switched a device off.
    this.#knownStates = this.#reportedStates = deviceStatesOf(capture);
    capture.onSettled(() => this.#followCapture(capture));
    this.#media.publish(capture.stream);
  }

  /** @param {Room} room */
  follow(room) {
    if (room.you.standing === "on_stage") this.#continue(room.you);
    else if (this.#capture) this.release();
  }

  /** @param {You} you */
  #continue(you) {
    if (this.#capture) this.#synchronise(this.#capture, you);
    else this.#resume(you);
  }

  /** Stops sending, and releases the devices. */
  release() {
    this.#media.publish(null);
    this.#loudness.stop();
    this.#capture?.stop();
    this.#capture = null;
    this.#knownStates = null;
  }

  /** @param {Device} device */
  async toggle(device) {
    const capture = this.#capture;
    if (!capture || capture.isOpening) return;
    this.#state.update({ problem: null });
    await capture.switch(device, !capture.isOn(device));
  }

  /**
   * Goes live again with the same devices after a reload, since the person is still on stage.
   * @param {You} you
   */
  async #resume(you) {
    const capture = new Capture(() => this.#state.update());
    for (const device of DEVICES) capture.switches[device] = you[device];
    this.goLive(capture);
    this.#knownStates = this.#reportedStates = storedStatesOf(you);
    await capture.open();
  }

  /**
   * Switches off the devices that a moderator has switched off; reports all other differences to the room.
   * @param {Capture} capture
   * @param {You} you
   */
  async #synchronise(capture, you) {
    this.#hasNewState = capture.isOpening || this.#pendingReports > 0;
    if (this.#hasNewState) return;
    const before = this.#knownStates;
    this.#knownStates = this.#reportedStates = storedStatesOf(you);
    for (const device of DEVICES) {
      if (before?.[device] && !you[device] && capture.isOn(device)) await capture.switch(device, false);
    }
    await this.#report(capture);
  }

  /** @param {Capture} capture */
  #followCapture(capture) {
    this.#media.tracksChanged();
    for (const device of DEVICES) {
      const reason = capture.switches[device] ? capture.problems[device] : null;
      if (reason) this.#showProblem(problemText(device, reason));
    }
    this.#report(capture);
  }

  /**
   * Reports only the devices that have changed: reporting an unchanged device could undo what a moderator has done.
   * @param {Capture} capture
   */
  async #report(capture) {
    const unreported = DEVICES.filter((device) => capture.isOn(device) !== this.#reportedStates[device]);
    if (unreported.length > 0) await this.#send(capture, Object.fromEntries(unreported.map((device) => [device, capture.isOn(device)])));
    else if (this.#hasNewState) this.#applyState(capture);
  }

  /**
   * @param {Capture} capture
   * @param {Partial<Record<Device, boolean>>} changed
   */
  async #send(capture, changed) {
    this.#reportedStates = { ...this.#reportedStates, ...changed };
    this.#pendingReports += 1;
    const seen = this.#state.get().room?.revision ?? 0;
    const result = await this.#connection.send("devices", { ...changed, seen }).then((facts) => ({ facts, error: null }), (error) => ({ facts: [], error }));
    this.#pendingReports -= 1;
    if (!result.error) this.#knownStates = /** @type {Record<Device, boolean>} */ ({ ...this.#knownStates, ...changed });
    else this.#undo(capture, changed, result.error);
    // A change with facts is followed by a new state of the room.
    if (result.facts.length === 0 && this.#hasNewState) this.#applyState(capture);
    this.#state.update();
  }

  /**
   * Forgets a report that failed; if a moderator has switched the device off, switches it off here, too.
   * @param {Capture} capture
   * @param {Partial<Record<Device, boolean>>} changed
   * @param {import("./room_connection.js").SendError} error
   */
  #undo(capture, changed, error) {
    for (const device of DEVICES) {
      if (!(device in changed)) continue;
      this.#reportedStates[device] = !changed[device];
      if (error.code === "switched_off" && changed[device] && capture.isOn(device)) void capture.switch(device, false);
    }
    if (error.code === "switched_off") this.#showProblem(error.message);
    this.#reportLater(capture, error.wait);
  }

  /** @param {Capture} capture */
  #applyState(capture) {
    const you = this.#state.get().room?.you;
    if (capture === this.#capture && you?.standing === "on_stage") void this.#synchronise(capture, you);
  }

  /**
   * Reports the state again once the wait after a rate limit is over.
   * @param {Capture} capture
   * @param {number | undefined} wait  in seconds
   */
  #reportLater(capture, wait) {
    if (!wait) return;
    setTimeout(() => capture === this.#capture && this.#report(capture), wait * 1000);
  }
}

/**
 * @param {Record<Device, boolean>} devices
 * @returns {Record<Device, boolean>}
 */
const storedStatesOf = ({ microphone, camera }) => ({ microphone, camera });
