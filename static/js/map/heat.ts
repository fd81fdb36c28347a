/** The heat layer: square cells on a canvas, coloured by attitude, as opaque as people are many. */

import { containsPosition } from "../core/places.ts";
import { numberOf, partsOf, wordOf, type Feature, type LayerPayload, type Position } from "../core/payload.ts";
import type { Project } from "./overlay.ts";

export function drawHeat(context: CanvasRenderingContext2D, project: Project, payload: LayerPayload): void {
  for (const cell of payload.features) {
    if (cell.properties.status !== "ok") continue;
    context.globalAlpha = Math.max(0, Math.min(0.9, numberOf(cell, "alpha") ?? 0));
    context.fillStyle = wordOf(cell, "color");
    context.beginPath();
    for (const ring of partsOf(cell.geometry)) {
      ring.forEach((position, index) => {
        // Whole pixels, so that neighbours meet without a seam.
        const { x, y } = project(position);
        if (index === 0) context.moveTo(Math.round(x), Math.round(y));
        else context.lineTo(Math.round(x), Math.round(y));
      });
      context.closePath();
    }
    context.fill();
  }
  context.globalAlpha = 1;
}

/** The cell under a position, so that pointing at a canvas still tells something. */
export function cellAt(position: Position, payload: LayerPayload): Feature | null {
  return (
    payload.features.find(
      (cell) => cell.properties.status === "ok" && containsPosition(cell.geometry, position),
    ) ?? null
  );
}
