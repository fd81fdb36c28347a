/** Where people marked: cells from afar, every mark close by, painted on one canvas so that no seam shows at any zoom. */

import type L from "leaflet";
import { decodeGridTile } from "../core/grid_tile.ts";
import { EXACT_FROM, tilesIn, zoomOfCells, zoomOfMarks, type TileAddress } from "../core/world_tiles.ts";
import { paintPoints, paintTile, type Inks, type Place, type ShownTile } from "./mark_painting.ts";
import type { Mark } from "./mark_tile.ts";
import { CanvasOverlay } from "./overlay.ts";

export interface MarksSource {
  /** Addresses that the numbers of a tile are put behind. */
  readonly grid: string;
  readonly marks: string;
  /** k of the project: cells about that many people are the faintest. */
  readonly threshold: number;
  /** The finest zoom of cells. */
  readonly deepest: number;
  /** Something else is shown now. */
  readonly shown: (what: ShownMarks) => void;
  readonly failed: () => void;
}

export interface ShownMarks {
  readonly isExact: boolean;
  /** Which kinds are drawn as points, lines and areas, close by. */
  readonly kinds: Readonly<Record<Mark["form"], readonly string[]>>;
  /** Whether nobody marked anything in what is seen. */
  readonly isEmpty: boolean;
}

const MOST_TILES = 48;
const KEPT = 160;
/** How much more is asked for than seen, in map sizes on every side, so that a short drag shows no edge. */
const AROUND = { cells: 0.25, marks: 0.1 } as const;

interface Asked {
  readonly controller: AbortController;
  readonly answer: Promise<ShownTile>;
}

export class MarksOverlay {
  private readonly map: L.Map;
  private readonly source: MarksSource;
  private readonly canvas: CanvasOverlay;
  private readonly asked = new Map<string, Asked>();
  private readonly kept = new Map<string, ShownTile>();
  private shown: readonly ShownTile[] = [];
  private query: string | null = null;
  private latest = 0;
  private hasFailed = false;

  constructor(map: L.Map, source: MarksSource) {
    this.map = map;
    this.source = source;
    this.canvas = new CanvasOverlay("marks", (context) => this.paint(context));
    this.canvas.node.classList.add("marks-canvas");
    map.on("moveend resize", () => void this.ask());
  }

  /** Show the marks of a filter, or none at all; what stands stays until the new is here. */
  show(query: string | null): void {
    if (query === this.query) {
      if (this.hasFailed) void this.ask();
      return;
    }
    this.query = query;
    this.hasFailed = false;
    if (query === null) {
      this.latest += 1;
      this.stopAllBut(new Set());
      this.kept.clear();
      this.shown = [];
      this.canvas.remove();
    } else {
      this.canvas.addTo(this.map);
      void this.ask();
    }
  }

  private async ask(): Promise<void> {
    if (this.query === null) return;
    const round = (this.latest += 1);
    const zoom = this.map.getZoom();
    const isExact = zoom >= EXACT_FROM;
    const tiles = this.tilesSeen(isExact ? zoomOfMarks(zoom) : zoomOfCells(zoom, this.source.deepest), isExact ? AROUND.marks : AROUND.cells);
    const wanted = tiles.map((at) => ({ at, url: this.urlOf(at, isExact) }));
    this.stopAllBut(new Set(wanted.map(({ url }) => url)));
    const answers = await Promise.allSettled(wanted.map(({ at, url }) => this.tile(at, url, isExact)));
    // Whoever moved on meanwhile has asked for something else by now.
    if (round !== this.latest) return;
    this.hasFailed = answers.some(({ status }) => status === "rejected");
    if (this.hasFailed) this.source.failed();
    if (answers.every(({ status }) => status === "rejected")) return;
    this.shown = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    this.canvas.redraw();
    this.source.shown(told(this.shown, isExact));
  }

  private tilesSeen(z: number, around: number): TileAddress[] {
    const bounds = this.map.getBounds().pad(around);
    const [from, to] = [bounds.getNorthWest(), bounds.getSouthEast()].map((corner) => this.map.project(corner, 0).divideBy(256));
    return tilesIn({ left: from!.x, top: from!.y, right: to!.x, bottom: to!.y }, z, MOST_TILES);
  }

  private urlOf({ z, x, y }: TileAddress, isExact: boolean): string {
    const path = isExact ? `${this.source.marks}${z}/${x}/${y}.mvt` : `${this.source.grid}${z}/${x}/${y}.bin`;
    return this.query ? `${path}?${this.query}` : path;
  }

  private tile(at: TileAddress, url: string, isExact: boolean): Promise<ShownTile> {
    const known = this.kept.get(url);
    if (known) return Promise.resolve(known);
    const running = this.asked.get(url);
    if (running) return running.answer;
    const controller = new AbortController();
    const answer = fetchTile(at, url, isExact, controller.signal).then((tile) => {
      this.keep(url, tile);
      return tile;
    });
    const asked = { controller, answer };
    this.asked.set(url, asked);
    const over = (): void => {
      if (this.asked.get(url) === asked) this.asked.delete(url);
    };
    answer.then(over, over);
    return answer;
  }

  private keep(url: string, tile: ShownTile): void {
    this.kept.set(url, tile);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(oldest);
    }
  }

  private stopAllBut(wanted: ReadonlySet<string>): void {
    for (const [url, { controller }] of this.asked) {
      if (wanted.has(url)) continue;
      this.asked.delete(url);
      controller.abort();
    }
  }

  private paint(context: CanvasRenderingContext2D): void {
    const scale = 256 * 2 ** this.map.getZoom();
    const origin = this.map.getPixelOrigin();
    const place: Place = ({ x, y }) => ({ x: x * scale - origin.x, y: y * scale - origin.y });
    const inks = inksOf(this.map.getContainer());
    for (const tile of this.shown) paintTile(context, tile, place, this.source.threshold, inks);
    paintPoints(context, this.shown, place, inks);
  }
}

async function fetchTile(at: TileAddress, url: string, isExact: boolean, signal: AbortSignal): Promise<ShownTile> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`the server refused the tile (${response.status})`);
  const body = response.status === 204 ? new ArrayBuffer(0) : await response.arrayBuffer();
  if (!isExact) return { at, cells: decodeGridTile(body) };
  const { readMarks } = await import("./mark_tile.ts");
  return { at, marks: readMarks(body) };
}

function told(tiles: readonly ShownTile[], isExact: boolean): ShownMarks {
  const marks = tiles.flatMap((tile) => tile.marks ?? []);
  const kindsOf = (wanted: Mark["form"]): string[] => [...new Set(marks.filter(({ form }) => form === wanted).map(({ kind }) => kind))];
  const kinds = { point: kindsOf("point"), line: kindsOf("line"), polygon: kindsOf("polygon") };
  const isEmpty = tiles.every(({ cells, marks }) => (cells ? cells.people.length === 0 : marks.length === 0));
  return { isExact, kinds, isEmpty };
}

function inksOf(container: HTMLElement): Inks {
  const style = getComputedStyle(container);
  const read = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  return { neutral: read("--untold-mark", "grey"), few: read("--ink-soft", "dimgrey"), edge: read("--ink", "black"), paper: read("--surface", "white") };
}
