/**
 * The layout of tiles that fill a stage.
 *
 * A tile may be as wide as 16:9. On a stage that is taller than wide (a phone held upright) it may be as tall as 4:5,
 * and one that is alone there as tall as 3:5; elsewhere not taller than 4:3, so that faces are not cropped.
 */

const WIDEST = 16 / 9;
const TALLEST_UPRIGHT = 4 / 5;
const TALLEST_ALONE = 3 / 5;
const TALLEST = 4 / 3;

/**
 * @typedef {object} Grid
 * @property {number} columns
 * @property {number} rows
 * @property {number} tileWidth   whole pixels
 * @property {number} tileHeight  whole pixels
 */

/**
 * The grid whose tiles are largest.
 * @param {number} count  how many tiles
 * @param {number} width  of the stage, in pixels
 * @param {number} height of the stage, in pixels
 * @param {number} gap    between tiles, in pixels
 * @returns {Grid}
 */
export function bestGrid(count, width, height, gap) {
  let best = gridOf(1, count, width, height, gap);
  for (let columns = 2; columns <= count; columns += 1) {
    const grid = gridOf(columns, count, width, height, gap);
    if (area(grid) > area(best)) best = grid;
  }
  return best;
}

/**
 * @param {number} columns
 * @param {number} count
 * @param {number} width
 * @param {number} height
 * @param {number} gap
 * @returns {Grid}
 */
function gridOf(columns, count, width, height, gap) {
  const rows = Math.max(1, Math.ceil(count / columns));
  const cellWidth = Math.max(0, (width - gap * (columns - 1)) / columns);
  const cellHeight = Math.max(0, (height - gap * (rows - 1)) / rows);
  const tallest = height <= width ? TALLEST : count === 1 ? TALLEST_ALONE : TALLEST_UPRIGHT;
  // Whole pixels first, so that no small tile becomes wider than the widest by the rounding of its height.
  const tileHeight = Math.floor(Math.min(cellHeight, cellWidth / tallest));
  return { columns, rows, tileWidth: Math.floor(Math.min(cellWidth, tileHeight * WIDEST)), tileHeight };
}

const area = (/** @type {Grid} */ grid) => grid.tileWidth * grid.tileHeight;
