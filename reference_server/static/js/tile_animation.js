/**
 * Animates the movement of tiles to their new places, so that people can follow it with their eyes. With
 * `prefers-reduced-motion`, tiles move without an animation.
 */

const REDUCED_MOTION = matchMedia("(prefers-reduced-motion: reduce)");
const TIMING = { duration: 240, easing: "ease-out" };

/**
 * @typedef {{x: number, y: number, width: number, height: number}} Place
 * @type {WeakMap<HTMLElement, Place>} where each tile was last
 */
const places = new WeakMap();

/**
 * @param {HTMLElement} tiles
 * @param {boolean} isAnimated  false while the window is being resized
 */
export function animateTiles(tiles, isAnimated) {
  const { left, top } = tiles.getBoundingClientRect();
  for (const tile of /** @type {NodeListOf<HTMLElement>} */ (tiles.querySelectorAll(".tile"))) {
    const now = { x: left + tile.offsetLeft, y: top + tile.offsetTop, width: tile.offsetWidth, height: tile.offsetHeight };
    const before = places.get(tile);
    places.set(tile, now);
    if (isAnimated && before && !REDUCED_MOTION.matches && hasMoved(before, now)) tile.animate(keyframesFrom(before, now), TIMING);
  }
}

/**
 * @param {Place} before
 * @param {Place} now
 */
const hasMoved = (before, now) => /** @type {const} */ (["x", "y", "width", "height"]).some((side) => before[side] !== now[side]);

/**
 * @param {Place} before
 * @param {Place} now
 */
function keyframesFrom(before, now) {
  const from = `translate(${before.x - now.x}px, ${before.y - now.y}px) scale(${before.width / now.width}, ${before.height / now.height})`;
  return { transform: [from, "none"], transformOrigin: ["0 0", "0 0"] };
}
