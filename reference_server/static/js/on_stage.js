/**
 * One's own devices while on stage: live from the moment of joining to the moment of leaving (STAGE-4, LEAVE-3 to 5).
 *
 * @typedef {import("./types.js").Room} Room
 * @typedef {import("./types.js").You} You
 * @typedef {import("./types.js").Device} Device
 */

import { Capture, DEVICES, problemText } from "./devices.js";
import { devicesOf } from "./getting_ready.js";
import { Loudness } from "./loudness.js";

export class OnStage {
  /** @type {Capture | null} */
  #capture = null;
  #state;
  #wire;
  #media;
  #complain;
  #loudness = new Loudness();
  /** Changes that the room has not answered yet; until then its word on the devices is an old one. */
  #unanswered = 0;
  /** A word of the room came meanwhile, and is to be looked at when nothing is under way any more. */
  #unheeded = false;
  /** @type {Record<Device, boolean> | null} the room's word that was heeded last, and what was agreed with it since */
  #heeded = null;
  /** @type {Partial<Record<Device, boolean>>} how things are as far as the room was told or has said */
  #told = {};

  /**
   * @param {import("./state.js").State} state
   * @param {import("./wire.js").Wire} wire
   * @param {import("./types.js").MediaEngine} media
   * @param {(text: string) => void} complain  tell the person that something failed
   */
  constructor(state, wire, media, complain) {
    this.#state = state;
    this.#wire = wire;
    this.#media = media;
    this.#complain = complain;
  }

  /** @returns {MediaStream | null} what the person's own tile shows */
  get stream() {
    return this.#capture?.stream ?? null;
  }

  /**
   * Whether one's own device is on, as it is here and now.
   * @param {Device} device
   */
  isOn(device) {
    return this.#capture?.isOn(device) ?? false;
  }

  /** How loud one's own microphone is at this moment, from 0 to 1. */
  level() {
    return this.#loudness.of(this.isOn("microphone") ? (this.#capture?.track("microphone") ?? null) : null);
  }

  /**
   * Going live is a matter of moments: have everything ready that can be.
   * @param {Capture} capture
   */
  prepare(capture) {
    this.#media.publish(capture.stream);
  }

  /**
   * Go live with devices that are open already: what was seen in the preview is what others see.
   * @param {Capture} capture
   */
  goLive(capture) {
    this.#capture = capture;
    // What the room hears of first: if its first word is another one, a moderator has switched something off.
    this.#heeded = this.#told = devicesOf(capture);
    capture.onSettled(() => this.#settled(capture));
    this.#media.publish(capture.stream);
  }

  /** @param {Room} room */
  follow(room) {
    if (room.you.standing === "on_stage") this.#stay(room.you);
    else if (this.#capture) this.release();
  }

  /** @param {You} you */
  #stay(you) {
    if (this.#capture) this.#agree(this.#capture, you);
    else this.#resume(you);
  }

  /** Send nothing, and release the devices. */
  release() {
    this.#media.publish(null);
    this.#loudness.stop();
    this.#capture?.stop();
    this.#capture = null;
    this.#heeded = null;
  }

  /** @param {Device} device */
  async toggle(device) {
    const capture = this.#capture;
    if (!capture || capture.opening) return;
    this.#state.update({ problem: null });
    await capture.switch(device, !capture.isOn(device));
  }

  /**
   * After a reload the person is still on stage, and live again with the devices they had.
   * @param {You} you
   */
  async #resume(you) {
    const capture = new Capture(() => this.#state.update());
    for (const device of DEVICES) capture.on[device] = you[device];
    this.goLive(capture);
    this.#heeded = this.#told = switches(you);
    await capture.open();
  }

  /**
   * A device can be switched off from afar, but never on; in all else the room learns from here how things are.
   * @param {Capture} capture
   * @param {You} you
   */
  async #agree(capture, you) {
    this.#unheeded = capture.opening || this.#unanswered > 0;
    if (this.#unheeded) return;
    const before = this.#heeded;
    this.#heeded = this.#told = switches(you);
    for (const device of DEVICES) {
      if (before?.[device] && !you[device] && capture.isOn(device)) await capture.switch(device, false);
    }
    await this.#tell(capture);
  }

  /** @param {Capture} capture */
  #settled(capture) {
    this.#media.tracksChanged();
    for (const device of DEVICES) {
      const reason = capture.on[device] ? capture.problems[device] : null;
      if (reason) this.#complain(problemText(device, reason));
    }
    this.#tell(capture);
  }

  /**
   * Tell the room what it does not know yet, and nothing else: a word on the other device could undo a moderator's.
   * @param {Capture} capture
   */
  async #tell(capture) {
    const news = DEVICES.filter((device) => capture.isOn(device) !== this.#told[device]);
    if (news.length > 0) await this.#send(capture, Object.fromEntries(news.map((device) => [device, capture.isOn(device)])));
    else if (this.#unheeded) this.#follow(capture);
  }

  /**
   * @param {Capture} capture
   * @param {Partial<Record<Device, boolean>>} changed
   */
  async #send(capture, changed) {
    this.#told = { ...this.#told, ...changed };
    this.#unanswered += 1;
    const seen = this.#state.get().room?.revision ?? 0;
    const answer = await this.#wire.send("devices", { ...changed, seen }).then((facts) => ({ facts, refused: null }), (refused) => ({ facts: [], refused }));
    this.#unanswered -= 1;
    if (!answer.refused) this.#heeded = /** @type {Record<Device, boolean>} */ ({ ...this.#heeded, ...changed });
    else this.#takeBack(capture, changed, answer.refused);
    // What has changed something is followed by a new word of the room anyway.
    if (answer.facts.length === 0 && this.#unheeded) this.#follow(capture);
    this.#state.update();
  }

  /**
   * What was refused is not so; where a moderator's word came first, it holds here as well.
   * @param {Capture} capture
   * @param {Partial<Record<Device, boolean>>} changed
   * @param {import("./wire.js").Refused} refused
   */
  #takeBack(capture, changed, refused) {
    for (const device of DEVICES) {
      if (!(device in changed)) continue;
      this.#told[device] = !changed[device];
      if (refused.code === "switched_off" && changed[device] && capture.isOn(device)) void capture.switch(device, false);
    }
    if (refused.code === "switched_off") this.#complain(refused.message);
    this.#tellLater(capture, refused.wait);
  }

  /** @param {Capture} capture */
  #follow(capture) {
    const you = this.#state.get().room?.you;
    if (capture === this.#capture && you?.standing === "on_stage") void this.#agree(capture, you);
  }

  /**
   * Whoever switches faster than the room takes it in is understood a moment later.
   * @param {Capture} capture
   * @param {number | undefined} wait  in seconds
   */
  #tellLater(capture, wait) {
    if (!wait) return;
    setTimeout(() => capture === this.#capture && this.#tell(capture), wait * 1000);
  }
}

/**
 * @param {Record<Device, boolean>} devices
 * @returns {Record<Device, boolean>}
 */
const switches = ({ microphone, camera }) => ({ microphone, camera });
