/** The heat layer: square cells on a canvas, coloured by attitude, as opaque as people are many. */

import { containsPosition } from "../core/places.ts";
import { numberOf, partsOf, wordOf, type Feature, type LayerPayload, type Position } from "../core/payload.ts";
import type { Point } from "../core/shapes.ts";
import type { Project } from "./overlay.ts";

export function drawHeat(context: CanvasRenderingContext2D, project: Project, payload: LayerPayload): void {
  for (const cell of payload.features) {
    if (cell.properties.status !== "ok") continue;
    context.globalAlpha = Math.max(0, Math.min(0.9, numberOf(cell, "alpha") ?? 0));
    context.fillStyle = wordOf(cell, "color");
    for (const ring of partsOf(cell.geometry)) fillCell(context, ring.map(project));
  }
  context.globalAlpha = 1;
}

/**
 * A square of the metric grid stands a little askew in the map's projection, and edges drawn askew leave seams.
 * So each side goes to the middle of its two corners, on a whole pixel: neighbours share corners, hence sides.
 */
function fillCell(context: CanvasRenderingContext2D, corners: readonly Point[]): void {
  const across = sides(corners.slice(0, 4).map(({ x }) => x));
  const down = sides(corners.slice(0, 4).map(({ y }) => y));
  // One pixel more, and never paint twice: where four cells meet askew there is neither a hole nor a dark spot.
  const cell = [across.first, down.first, across.second - across.first + 1, down.second - down.first + 1] as const;
  context.clearRect(...cell);
  context.fillRect(...cell);
}

function sides(values: number[]): { first: number; second: number } {
  const [a = 0, b = a, c = b, d = c] = values.sort((one, other) => one - other);
  return { first: Math.round((a + b) / 2), second: Math.round((c + d) / 2) };
}

/** The cell under a position, so that pointing at a canvas still tells something. */
export function cellAt(position: Position, payload: LayerPayload): Feature | null {
  return (
    payload.features.find(
      (cell) => cell.properties.status === "ok" && containsPosition(cell.geometry, position),
    ) ?? null
  );
}
