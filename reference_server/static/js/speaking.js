/**
 * Who is speaking: a mark on their tile, by the loudness that comes with their sound.
 *
 * It looks a few times a second, at figures that the browser has anyway, and writes into the tiles itself: drawing the
 * whole screen anew for it would cost more than the call.
 */

const LOOK_EVERY_MS = 250;
/** From 0, silence, to 1; a quiet room stays below, a voice does not. */
const A_VOICE = 0.02;
/** A voice pauses between words; the mark stays through that instead of flickering. */
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
