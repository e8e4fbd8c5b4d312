/**
 * How loud the microphone is, for the meter in the getting-ready window (DEVICE-5).
 *
 * It looks ten times a second, and writes into the meter itself: drawing the whole screen anew for it would cost more
 * than the call.
 */

import { Loudness } from "./loudness.js";

const LOOK_EVERY_MS = 100;
/** The quietest sound that shows, in dB below the loudest there can be; speech into a microphone has about -30. */
const QUIETEST_DB = -60;
/** A voice pauses between words; the meter sinks by so much at a time instead of flickering. */
const SINK = 15;

export class Level {
  #meter;
  #track;
  #loudness = new Loudness();
  #value = 0;
  #timer;

  /**
   * @param {() => Element | null} meter           where to show it
   * @param {() => MediaStreamTrack | null} track  the microphone of the moment; null: none, or it is off
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
 * How much of the meter a loudness fills, from 0 to 100: ears count in decibels.
 * @param {number} loudness
 */
function shareOf(loudness) {
  return Math.min(100, Math.max(0, 100 * (1 - (20 * Math.log10(loudness)) / QUIETEST_DB)));
}
