/** Grid tiles: a map tile as 64 × 64 cells of people and mean valence. Encoder: mentalmap/domain/grid_tiles.py. */

export interface GridTile {
  /** Cells along one side. */
  readonly size: number;
  readonly column: Uint8Array;
  readonly row: Uint8Array;
  /** People of each cell; 15 means 15 or more, 0 where they are too few to tell. */
  readonly people: Uint8Array;
  /** Mean valence −2 … 2, NaN where none is told. */
  readonly valence: Float32Array;
  /** 1 where somebody speaks but too few to tell. */
  readonly few: Uint8Array;
}

const HEADER_BYTES = 6;
const VERSION = 1;
const TWENTIETHS = 20;
const NO_VALENCE = -128;

/** Read a tile; a body of no bytes is a tile without cells. */
export function decodeGridTile(buffer: ArrayBuffer): GridTile {
  if (buffer.byteLength === 0) return withCells(64, 0);
  const view = new DataView(buffer);
  if (buffer.byteLength < HEADER_BYTES || view.getUint16(0) !== 0x4d47 || view.getUint8(2) !== VERSION) {
    throw new Error("This is no grid tile that this page can read.");
  }
  const size = view.getUint8(3);
  const count = view.getUint16(4, true);
  if (buffer.byteLength !== HEADER_BYTES + 4 * count) throw new Error("The grid tile was cut off.");
  const tile = withCells(size, count);
  const people = HEADER_BYTES + 2 * count;
  let cell = 0;
  for (let i = 0; i < count; i += 1) {
    cell += view.getUint16(HEADER_BYTES + 2 * i, true);
    tile.column[i] = cell % size;
    tile.row[i] = Math.floor(cell / size);
    tile.people[i] = view.getUint8(people + i);
    tile.few[i] = tile.people[i] === 0 ? 1 : 0;
    const twentieths = view.getInt8(people + count + i);
    tile.valence[i] = twentieths === NO_VALENCE ? NaN : twentieths / TWENTIETHS;
  }
  return tile;
}

function withCells(size: number, count: number): GridTile {
  return {
    size,
    column: new Uint8Array(count),
    row: new Uint8Array(count),
    people: new Uint8Array(count),
    valence: new Float32Array(count),
    few: new Uint8Array(count),
  };
}
