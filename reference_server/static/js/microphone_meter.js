/**
 * The loudness of the microphone, for the meter in the getting-ready window (DEVICE-5).
 *
 * It measures ten times a second, and updates the meter directly: drawing the whole screen each time would cost more than
 * the peer connections.
 */

import { Loudness } from "./track_loudness.js";

const LOOK_EVERY_MS = 100;
/** The quietest sound that shows, in dB relative to the loudest possible one; speech into a microphone has about -30. */
const QUIETEST_DB = -60;
/** The meter falls by at most this much at a time, so that it does not flicker in the pauses between words. */
const SINK = 15;

export class MicrophoneMeter {
  #meter;
  #track;
  #loudness = new Loudness();
  #value = 0;
  #timer;

  /**
   * @param {() => Element | null} meter           the element that shows it
   * @param {() => MediaStreamTrack | null} track  the present microphone; null: none, or it is off
   */
  constructor(meter, track) {
    this.#meter = meter;
    this.#track = track;
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  stop() {
    clearInterval(this.#timer);
    this.#loudness.stop();
  }

  #look() {
    const track = this.#track();
    this.#value = track ? Math.max(shareOf(this.#loudness.of(track)), this.#value - SINK, 0) : 0;
    this.#show(Math.round(this.#value));
  }

  /** @param {number} value */
  #show(value) {
    const meter = /** @type {HTMLElement | null} */ (this.#meter());
    if (!meter || meter.getAttribute("aria-valuenow") === String(value)) return;
    meter.setAttribute("aria-valuenow", String(value));
    meter.style.setProperty("--level", `${value}%`);
  }
}

/**
 * The share of the meter that a loudness fills, from 0 to 100, by decibels as ears perceive it.
 * @param {number} loudness
 */
function shareOf(loudness) {
  return Math.min(100, Math.max(0, 100 * (1 - (20 * Math.log10(loudness)) / QUIETEST_DB)));
}
