/**
 * The layout of tiles that fill a stage.
 *
 * The widest tile is 16:9, and the tallest is 4:3, so that faces are not cropped. On a stage that is taller than wide (a
 * phone held upright), the tallest tile is 4:5, or 3:5 if it is the only one.
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
  // Rounded to whole pixels first: otherwise rounding the height could make a small tile wider than 16:9.
  const tileHeight = Math.floor(Math.min(cellHeight, cellWidth / tallest));
  return { columns, rows, tileWidth: Math.floor(Math.min(cellWidth, tileHeight * WIDEST)), tileHeight };
}

const area = (/** @type {Grid} */ grid) => grid.tileWidth * grid.tileHeight;
