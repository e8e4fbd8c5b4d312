/**
 * The loudness of the microphone, for the meter in the dialog for getting ready (DEVICE-5).
 *
 * The loudness is measured ten times a second, and the meter is updated directly: drawing the whole screen each time would
 * take more CPU time than the peer connections.
 */

import { Loudness } from "./track_loudness.js";

const MEASURE_EVERY_MS = 100;
/** The quietest sound that the meter shows, in dB relative to the loudest possible sound; speech is at about -30 dB. */
const QUIETEST_DB = -60;
/** The meter, from 0 to 100, falls by at most this much at a time, so that it does not flicker in the pauses between words. */
const LARGEST_FALL = 15;

export class MicrophoneMeter {
  #findMeter;
  #findTrack;
  #loudness = new Loudness();
  #value = 0;
  #timer;

  /**
   * @param {() => Element | null} findMeter           returns the element that shows the loudness
   * @param {() => MediaStreamTrack | null} findTrack  returns the microphone's current track; null if there is none or it is off
   */
  constructor(findMeter, findTrack) {
    this.#findMeter = findMeter;
    this.#findTrack = findTrack;
    this.#timer = setInterval(() => this.#measure(), MEASURE_EVERY_MS);
  }

  stop() {
    clearInterval(this.#timer);
    this.#loudness.stop();
  }

  #measure() {
    const track = this.#findTrack();
    this.#value = track ? Math.max(shareOf(this.#loudness.of(track)), this.#value - LARGEST_FALL, 0) : 0;
    this.#show(Math.round(this.#value));
  }

  /** @param {number} value */
  #show(value) {
    const meter = /** @type {HTMLElement | null} */ (this.#findMeter());
    if (!meter || meter.getAttribute("aria-valuenow") === String(value)) return;
    meter.setAttribute("aria-valuenow", String(value));
    meter.style.setProperty("--level", `${value}%`);
  }
}

/**
 * The share of the meter that a loudness fills, from 0 to 100, on a scale in decibels, which matches hearing.
 * @param {number} loudness
 */
function shareOf(loudness) {
  return Math.min(100, Math.max(0, 100 * (1 - (20 * Math.log10(loudness)) / QUIETEST_DB)));
}
