/** Cells and marks in pixels of a canvas. Edges fall on whole pixels of the screen, so that neighbours neither gape nor overlap. */

import { classOf, PALETTE } from "../core/certainty.ts";
import { paintOfCell } from "../core/grid_cells.ts";
import type { GridTile } from "../core/grid_tile.ts";
import { shapeOfMark } from "../core/mark_shapes.ts";
import type { Point } from "../core/shapes.ts";
import type { TileAddress } from "../core/world_tiles.ts";
import type { Mark } from "./mark_tile.ts";

export type ShownTile = { readonly at: TileAddress } & (
  | { readonly cells: GridTile; readonly marks?: never }
  | { readonly marks: readonly Mark[]; readonly cells?: never }
);

/** Where a position of the world lies on the canvas, in pixels. */
export type Place = (position: Point) => Point;

export interface Inks {
  /** Where nobody said how it feels. */
  readonly neutral: string;
  readonly few: string;
  readonly edge: string;
  /** What lies under cells and round dots, so that no area's colour shines through them and tells another feeling. */
  readonly paper: string;
}

export const MARK_RADIUS_PX = 6;
const MOST_MARKS = 20_000;

export function paintTile(context: CanvasRenderingContext2D, tile: ShownTile, place: Place, threshold: number, inks: Inks): void {
  if (tile.cells) paintCells(context, tile.at, tile.cells, place, threshold, inks);
  else paintDrawn(context, tile.at, tile.marks, place, inks);
}

function paintCells(context: CanvasRenderingContext2D, at: TileAddress, grid: GridTile, place: Place, threshold: number, inks: Inks): void {
  const size = grid.size * 2 ** at.z;
  const density = context.getTransform().a || 1;
  const sharp = (pixel: number): number => Math.round(pixel * density) / density;
  for (let index = 0; index < grid.people.length; index += 1) {
    const column = at.x * grid.size + grid.column[index]!;
    const row = at.y * grid.size + grid.row[index]!;
    const from = place({ x: column / size, y: row / size });
    const to = place({ x: (column + 1) / size, y: (row + 1) / size });
    const [left, top, right, bottom] = [sharp(from.x), sharp(from.y), sharp(to.x), sharp(to.y)];
    if (grid.few[index]) {
      dot(context, { x: (left + right) / 2, y: (top + bottom) / 2 }, inks);
      continue;
    }
    context.globalAlpha = 1;
    context.fillStyle = inks.paper;
    context.fillRect(left, top, right - left, bottom - top);
    const { color, alpha } = paintOfCell(grid.people[index]!, grid.valence[index]!, threshold);
    context.globalAlpha = alpha;
    context.fillStyle = color ?? inks.neutral;
    context.fillRect(left, top, right - left, bottom - top);
    context.globalAlpha = 0.85;
    context.strokeStyle = inks.edge;
    context.lineWidth = 1 / density;
    const inset = 0.5 / density;
    context.strokeRect(left + inset, top + inset, right - left - 2 * inset, bottom - top - 2 * inset);
  }
  context.globalAlpha = 1;
}

/** Somebody marked something here, but too few to tell. */
function dot(context: CanvasRenderingContext2D, { x, y }: Point, inks: Inks): void {
  context.globalAlpha = 1;
  for (const [color, radius] of [[inks.paper, 3], [inks.few, 1.75]] as const) {
    context.fillStyle = color;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Lines and outlines of a tile; cut at its edge, where the next tile goes on. */
function paintDrawn(context: CanvasRenderingContext2D, at: TileAddress, marks: readonly Mark[], place: Place, inks: Inks): void {
  const drawn = marks.filter(({ form }) => form !== "point");
  if (drawn.length === 0) return;
  const onCanvas = placedIn(at, place);
  const from = onCanvas({ x: 0, y: 0 });
  const to = onCanvas({ x: 1, y: 1 });
  context.save();
  context.beginPath();
  context.rect(from.x, from.y, to.x - from.x, to.y - from.y);
  context.clip();
  context.lineJoin = "round";
  context.lineCap = "round";
  for (const { form, parts, valence } of drawn) {
    const path = new Path2D();
    for (const part of parts) {
      part.forEach((position, index) => {
        const { x, y } = onCanvas(position);
        if (index === 0) path.moveTo(x, y);
        else path.lineTo(x, y);
      });
      if (form === "polygon") path.closePath();
    }
    // Areas have no fill: a hundred of them over each other would hide the ground and look like a feeling.
    context.setLineDash(form === "polygon" ? [6, 4] : []);
    const isFelt = valence !== null;
    if (isFelt) {
      context.globalAlpha = 0.5;
      context.strokeStyle = inks.edge;
      context.lineWidth = 3.5;
      context.stroke(path);
    }
    context.globalAlpha = isFelt ? 0.9 : 0.6;
    context.strokeStyle = colorOf(valence, inks);
    context.lineWidth = isFelt ? 2 : 1.25;
    context.stroke(path);
  }
  context.restore();
}

/** The marks that are points, above all lines; each in the one tile that it lies in. Gives how many were drawn. */
export function paintPoints(context: CanvasRenderingContext2D, tiles: readonly ShownTile[], place: Place, inks: Inks): number {
  const shapes = new Map<string, Path2D>();
  let drawn = 0;
  context.globalAlpha = 0.9;
  context.lineWidth = 1;
  context.strokeStyle = inks.edge;
  for (const tile of tiles) {
    const onCanvas = placedIn(tile.at, place);
    for (const { kind, valence, form, parts } of tile.marks ?? []) {
      if (form !== "point") continue;
      const shape = shapes.get(kind) ?? new Path2D(shapeOfMark(kind, MARK_RADIUS_PX));
      shapes.set(kind, shape);
      context.fillStyle = colorOf(valence, inks);
      for (const position of parts.flat()) {
        if (position.x < 0 || position.x >= 1 || position.y < 0 || position.y >= 1 || drawn >= MOST_MARKS) continue;
        const { x, y } = onCanvas(position);
        context.translate(x, y);
        context.fill(shape);
        context.stroke(shape);
        context.translate(-x, -y);
        drawn += 1;
      }
    }
  }
  context.globalAlpha = 1;
  return drawn;
}

function placedIn({ x, y, z }: TileAddress, place: Place): Place {
  const size = 2 ** z;
  return (position) => place({ x: (x + position.x) / size, y: (y + position.y) / size });
}

function colorOf(valence: number | null, inks: Inks): string {
  return valence === null ? inks.neutral : (PALETTE[classOf(valence) + 3] ?? inks.neutral);
}
