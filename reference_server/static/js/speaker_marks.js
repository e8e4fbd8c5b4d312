/**
 * Marks the tiles of people who speak, by the loudness of their sound.
 *
 * The browser's measurements are read a few times a second, and the tiles are updated directly: drawing the whole screen
 * each time would take more CPU time than the peer connections.
 */

const MEASURE_EVERY_MS = 250;
/** A loudness between that of a quiet room and that of a voice, on a scale from 0 (silence) to 1. */
const VOICE_LOUDNESS = 0.02;
/** How long the mark stays, so that it does not flicker in the pauses between words. */
const MARK_MS = 1000;

export class SpeakerMarks {
  /** @type {Map<string, number>} the time at which each person was last heard */
  #heardAt = new Map();

  /**
   * @param {HTMLElement} root
   * @param {(person: string) => number} loudnessOf  the loudness of a person on stage at this moment
   */
  constructor(root, loudnessOf) {
    setInterval(() => {
      if (document.visibilityState === "visible") root.querySelectorAll(".tile").forEach((tile) => this.#updateMark(/** @type {HTMLElement} */ (tile), loudnessOf));
    }, MEASURE_EVERY_MS);
  }

  /**
   * @param {HTMLElement} tile
   * @param {(person: string) => number} loudnessOf
   */
  #updateMark(tile, loudnessOf) {
    const person = /** @type {string} */ (tile.dataset.person);
    if (loudnessOf(person) > VOICE_LOUDNESS) this.#heardAt.set(person, performance.now());
    tile.toggleAttribute("data-speaking", performance.now() - (this.#heardAt.get(person) ?? -MARK_MS) < MARK_MS);
  }
}
