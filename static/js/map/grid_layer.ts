/** The overview: small binary grids from the server, painted here as cells. A table of the same stands beside the map. */

import L from "leaflet";
import { paintOfCell } from "../core/grid_cells.ts";
import { decodeGridTile, type GridTile } from "../core/grid_tile.ts";

export interface GridLayerOptions extends L.GridLayerOptions {
  /** k of the project: cells about that many people are the faintest. */
  readonly threshold: number;
  /** Called with each tile that could not be had. */
  readonly failed?: (problem: unknown) => void;
}

const TILE_PX = 256;

/** Cells of 64 × 64 per tile, coloured by mean feeling, as opaque as people are many. */
export class GridLayer extends L.GridLayer {
  declare options: GridLayerOptions;
  private address: string;
  private readonly running = new Map<HTMLElement, AbortController>();

  /** `address` has {z}, {x} and {y} where the tile's numbers go. */
  constructor(address: string, options: GridLayerOptions) {
    super({ pane: "heat", tileSize: TILE_PX, updateWhenZooming: false, className: "grid-tiles", ...options });
    this.address = address;
    this.on("tileunload", (event) => this.stop((event as L.TileEvent).tile));
    this.on("remove", () => [...this.running.keys()].forEach((tile) => this.stop(tile)));
  }

  /** Ask for other answers: what is on its way is stopped, what is shown stays until the new is here. */
  setAddress(address: string): void {
    if (address === this.address) return;
    this.address = address;
    this.redraw();
  }

  protected override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const tile = L.DomUtil.create("canvas", "grid-tile");
    const controller = new AbortController();
    this.running.set(tile, controller);
    void this.fill(tile, coords, controller.signal)
      .then(() => done(undefined, tile))
      .catch((problem: unknown) => {
        if (controller.signal.aborted) return;
        this.options.failed?.(problem);
        done(problem instanceof Error ? problem : new Error(String(problem)), tile);
      })
      .finally(() => this.running.delete(tile));
    return tile;
  }

  private async fill(tile: HTMLCanvasElement, coords: L.Coords, signal: AbortSignal): Promise<void> {
    const url = L.Util.template(this.address, { z: coords.z, x: coords.x, y: coords.y });
    const response = await fetch(url, { signal });
    if (response.status === 204) return;
    if (!response.ok) throw new Error(`the server refused the tile (${response.status})`);
    const grid = decodeGridTile(await response.arrayBuffer());
    if (!signal.aborted) paintGrid(tile, grid, this.options.threshold);
  }

  private stop(tile: HTMLElement): void {
    this.running.get(tile)?.abort();
    this.running.delete(tile);
  }
}

/** Paint the cells of a tile; whole pixels per cell, so that edges are sharp however the tile is stretched. */
export function paintGrid(canvas: HTMLCanvasElement, grid: GridTile, threshold: number): void {
  const cell = Math.max(1, Math.ceil((TILE_PX * Math.min(2, window.devicePixelRatio || 1)) / grid.size));
  canvas.width = grid.size * cell;
  canvas.height = grid.size * cell;
  const context = canvas.getContext("2d");
  if (!context) return;
  const style = getComputedStyle(document.documentElement);
  const grey = style.getPropertyValue("--untold-mark").trim() || "grey";
  for (let index = 0; index < grid.people.length; index += 1) {
    const x = grid.column[index]! * cell;
    const y = grid.row[index]! * cell;
    if (grid.few[index]) {
      drawDot(context, x, y, cell, grey);
      continue;
    }
    const { color, alpha } = paintOfCell(grid.people[index]!, grid.valence[index]!, threshold);
    context.globalAlpha = alpha;
    context.fillStyle = color ?? grey;
    context.fillRect(x, y, cell, cell);
  }
}

/** A grey dot in the middle of the cell: somebody spoke here, too few to tell. */
function drawDot(context: CanvasRenderingContext2D, x: number, y: number, cell: number, grey: string): void {
  const size = Math.max(1, Math.round(cell / 3));
  const inset = Math.floor((cell - size) / 2);
  context.globalAlpha = 0.8;
  context.fillStyle = grey;
  context.fillRect(x + inset, y + inset, size, size);
}
