import assert from "node:assert/strict";
import { test } from "node:test";
import { EXACT_FROM, tilesIn, zoomOfCells, zoomOfMarks } from "../../static/js/core/world_tiles.ts";

const ZOOMS = Array.from({ length: 77 }, (_, step) => step / 4);

test("cells keep their size on the screen within a factor of two, and are never finer than positions", () => {
  for (const zoom of ZOOMS) {
    const z = zoomOfCells(zoom, 17);
    const cellPx = (256 / 64) * 2 ** (zoom - z);
    if (zoom >= 2) assert.ok(cellPx >= 8 && cellPx <= 32, `${zoom}: ${cellPx}`);
    assert.ok(z >= 0 && zoomOfCells(zoom, 5) <= 5);
  }
});

test("exact marks are asked for where the server has them", () => {
  for (const zoom of ZOOMS.filter((one) => one >= EXACT_FROM)) {
    const z = zoomOfMarks(zoom);
    assert.ok(Number.isInteger(z) && z >= 15 && z <= 22);
  }
});

test("the tiles of a box cover it, each once, the middle first", () => {
  const box = { left: 0.51, right: 0.58, top: 0.26, bottom: 0.3 };
  const tiles = tilesIn(box, 7, 1000);
  assert.equal(new Set(tiles.map(({ x, y }) => `${x}/${y}`)).size, tiles.length);
  for (let x = Math.floor(box.left * 128); x <= Math.floor(box.right * 128); x += 1) {
    for (let y = Math.floor(box.top * 128); y <= Math.floor(box.bottom * 128); y += 1) {
      assert.ok(tiles.some((tile) => tile.x === x && tile.y === y), `${x}/${y}`);
    }
  }
  const [first] = tiles;
  assert.ok(Math.abs((first!.x + 0.5) / 128 - 0.545) < 1 / 128 && Math.abs((first!.y + 0.5) / 128 - 0.28) < 1 / 128);
});

test("no box, however large or outside, asks for more tiles than may be, or for one that is not in the world", () => {
  const boxes = [
    { left: -5, right: 6, top: -5, bottom: 6 },
    { left: 0, right: 1, top: 0, bottom: 1 },
    { left: 1.2, right: 1.4, top: 0.2, bottom: 0.3 },
  ];
  for (const box of boxes) {
    for (const z of [0, 3, 15, 22]) {
      const tiles = tilesIn(box, z, 48);
      assert.ok(tiles.length <= 48);
      for (const { x, y } of tiles) assert.ok(x >= 0 && y >= 0 && x < 2 ** z && y < 2 ** z);
    }
  }
});
