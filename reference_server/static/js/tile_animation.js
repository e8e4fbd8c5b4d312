/**
 * Animates tiles to their new places, so that people can follow a tile with their eyes; not with
 * `prefers-reduced-motion`.
 */

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const TIMING = { duration: 240, easing: "ease-out" };

/**
 * @typedef {{x: number, y: number, width: number, height: number}} Place
 * @type {WeakMap<HTMLElement, Place>} where each tile was last
 */
const places = new WeakMap();

/**
 * @param {HTMLElement} tiles
 * @param {boolean} gliding  false: without animation, as while the window is being resized
 */
export function animateTiles(tiles, gliding) {
  const { left, top } = tiles.getBoundingClientRect();
  for (const tile of /** @type {NodeListOf<HTMLElement>} */ (tiles.querySelectorAll(".tile"))) {
    const now = { x: left + tile.offsetLeft, y: top + tile.offsetTop, width: tile.offsetWidth, height: tile.offsetHeight };
    const before = places.get(tile);
    places.set(tile, now);
    if (gliding && before && !CALM.matches && differ(before, now)) tile.animate(wayFrom(before, now), TIMING);
  }
}

/**
 * @param {Place} before
 * @param {Place} now
 */
const differ = (before, now) => /** @type {const} */ (["x", "y", "width", "height"]).some((side) => before[side] !== now[side]);

/**
 * @param {Place} before
 * @param {Place} now
 */
function wayFrom(before, now) {
  const from = `translate(${before.x - now.x}px, ${before.y - now.y}px) scale(${before.width / now.width}, ${before.height / now.height})`;
  return { transform: [from, "none"], transformOrigin: ["0 0", "0 0"] };
}
