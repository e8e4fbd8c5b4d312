/**
 * Marks the tiles of people who speak, by the loudness of their sound.
 *
 * It reads the browser's measurements a few times a second, and updates the tiles directly: drawing the whole screen each
 * time would cost more than the peer connections.
 */

const MEASURE_EVERY_MS = 250;
/** A loudness between that of a quiet room and that of a voice, on a scale from 0 (silence) to 1. */
const VOICE_LEVEL = 0.02;
/** How long the mark stays, so that it does not flicker in the pauses between words. */
const MARK_MS = 1000;

export class Speaking {
  /** @type {Map<string, number>} when a person was heard last */
  #heard = new Map();

  /**
   * @param {HTMLElement} root
   * @param {(person: string) => number} levelOf  the loudness of a person on stage at this moment
   */
  constructor(root, levelOf) {
    setInterval(() => {
      if (document.visibilityState === "visible") root.querySelectorAll(".tile").forEach((tile) => this.#updateMark(/** @type {HTMLElement} */ (tile), levelOf));
    }, MEASURE_EVERY_MS);
  }

  /**
   * @param {HTMLElement} tile
   * @param {(person: string) => number} levelOf
   */
  #updateMark(tile, levelOf) {
    const person = /** @type {string} */ (tile.dataset.person);
    if (levelOf(person) > VOICE_LEVEL) this.#heard.set(person, performance.now());
    tile.toggleAttribute("data-speaking", performance.now() - (this.#heard.get(person) ?? -MARK_MS) < MARK_MS);
  }
}
