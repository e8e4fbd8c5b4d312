/**
 * Marks the tiles of people who speak, by the loudness of their sound.
 *
 * It reads the browser's own figures a few times a second, and updates the tiles directly: drawing the whole screen each
 * time would cost more than the peer connections.
 */

const LOOK_EVERY_MS = 250;
/** From 0, silence, to 1: the loudness between that of a quiet room and that of a voice. */
const A_VOICE = 0.02;
/** The mark stays this long, so that it does not flicker in the pauses between words. */
const STAYS_MS = 1000;

export class Speaking {
  /** @type {Map<string, number>} when a person was heard last */
  #heard = new Map();

  /**
   * @param {HTMLElement} root
   * @param {(person: string) => number} levelOf  the loudness of a person on stage at this moment
   */
  constructor(root, levelOf) {
    setInterval(() => {
      if (document.visibilityState === "visible") root.querySelectorAll(".tile").forEach((tile) => this.#look(/** @type {HTMLElement} */ (tile), levelOf));
    }, LOOK_EVERY_MS);
  }

  /**
   * @param {HTMLElement} tile
   * @param {(person: string) => number} levelOf
   */
  #look(tile, levelOf) {
    const person = /** @type {string} */ (tile.dataset.person);
    if (levelOf(person) > A_VOICE) this.#heard.set(person, performance.now());
    tile.toggleAttribute("data-speaking", performance.now() - (this.#heard.get(person) ?? -STAYS_MS) < STAYS_MS);
  }
}
