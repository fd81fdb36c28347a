/** Tiles of the world in Web Mercator: which of them a map needs. Positions are parts of the world, 0 … 1, from its north-west corner. */

/** From this zoom on the exact marks are shown, before it cells. */
export const EXACT_FROM = 15;
const DEEPEST = 22;

export interface TileAddress {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

export interface WorldBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * The zoom of cells for a map's zoom: some sixteen pixels wide each, since finer ones would hold too few people
 * to tell anything of two hundred interviews; never finer than positions are held.
 */
export function zoomOfCells(zoom: number, deepest: number): number {
  return Math.max(0, Math.min(Math.round(zoom) - 2, deepest, DEEPEST));
}

/** The zoom of tiles of exact marks for a map's zoom. */
export function zoomOfMarks(zoom: number): number {
  return Math.max(EXACT_FROM, Math.min(Math.floor(zoom) - 1, DEEPEST));
}

/** The tiles that a box touches, those in its middle first, and no more than `most`. */
export function tilesIn(box: WorldBox, z: number, most: number): TileAddress[] {
  const count = 2 ** z;
  const clamp = (part: number): number => Math.max(0, Math.min(count - 1, Math.floor(part * count)));
  const [left, right, top, bottom] = [clamp(box.left), clamp(box.right), clamp(box.top), clamp(box.bottom)];
  const middle = { x: ((box.left + box.right) / 2) * count - 0.5, y: ((box.top + box.bottom) / 2) * count - 0.5 };
  const reach = Math.ceil(Math.sqrt(most)) + 1;
  const from = { x: Math.max(left, Math.floor(middle.x) - reach), y: Math.max(top, Math.floor(middle.y) - reach) };
  const to = { x: Math.min(right, Math.ceil(middle.x) + reach), y: Math.min(bottom, Math.ceil(middle.y) + reach) };
  const tiles: TileAddress[] = [];
  for (let y = from.y; y <= to.y; y += 1) for (let x = from.x; x <= to.x; x += 1) tiles.push({ z, x, y });
  const distance = (tile: TileAddress): number => Math.hypot(tile.x - middle.x, tile.y - middle.y);
  return tiles.sort((one, other) => distance(one) - distance(other)).slice(0, most);
}
