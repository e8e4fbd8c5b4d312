import assert from "node:assert/strict";
import { test } from "node:test";

import { bestGrid } from "../../../../reference_server/static/js/grid.js";

const GAP = 8;
const STAGES = [[1280, 600], [412, 700], [700, 412], [300, 300], [2560, 1300]];

for (const [width, height] of STAGES) {
  test(`up to 25 tiles fit a stage of ${width} × ${height}`, () => {
    for (let count = 1; count <= 25; count += 1) {
      const grid = bestGrid(count, width, height, GAP);
      assert.ok(grid.columns * grid.rows >= count, `${count} tiles have places`);
      assert.ok(grid.columns * grid.tileWidth + GAP * (grid.columns - 1) <= width, `${count} tiles are not too wide`);
      assert.ok(grid.rows * grid.tileHeight + GAP * (grid.rows - 1) <= height, `${count} tiles are not too high`);
    }
  });

  test(`no tile on a stage of ${width} × ${height} is wider than 16:9`, () => {
    for (let count = 1; count <= 25; count += 1) {
      const { tileWidth, tileHeight } = bestGrid(count, width, height, GAP);
      assert.ok(tileWidth <= (tileHeight * 16) / 9, `${count} tiles: ${tileWidth} × ${tileHeight}`);
    }
  });
}

test("a single tile takes the whole height of a wide stage", () => {
  assert.deepEqual(bestGrid(1, 1600, 900, GAP), { columns: 1, rows: 1, tileWidth: 1600, tileHeight: 900 });
});

test("two tiles are side by side on a wide stage, and one below the other on a tall stage", () => {
  assert.equal(bestGrid(2, 1280, 600, GAP).columns, 2);
  assert.equal(bestGrid(2, 412, 700, GAP).columns, 1);
});

test("on a stage without room, tiles have no size", () => {
  assert.deepEqual(bestGrid(3, 0, 0, GAP), { columns: 1, rows: 3, tileWidth: 0, tileHeight: 0 });
});
