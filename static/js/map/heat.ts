/** The heat layer: grounds on a canvas, coloured by attitude, as opaque as people are many. */

import { containsPosition } from "../core/places.ts";
import { numberOf, partsOf, wordOf, type Feature, type LayerPayload, type Position } from "../core/payload.ts";
import type { Project } from "./overlay.ts";

export function drawHeat(context: CanvasRenderingContext2D, project: Project, payload: LayerPayload): void {
  context.save();
  // Grounds share their edges and nothing else, so what both paint of one pixel adds up to a whole: no seams.
  context.globalCompositeOperation = "lighter";
  for (const ground of payload.features) {
    if (ground.properties.status !== "ok") continue;
    context.globalAlpha = Math.max(0, Math.min(0.9, numberOf(ground, "alpha") ?? 0));
    context.fillStyle = wordOf(ground, "color");
    context.beginPath();
    for (const ring of partsOf(ground.geometry)) {
      ring.map(project).forEach(({ x, y }, index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
      context.closePath();
    }
    context.fill("evenodd");
  }
  context.restore();
}

/** The ground under a position, so that pointing at a canvas still tells something. */
export function groundAt(position: Position, payload: LayerPayload): Feature | null {
  return (
    payload.features.find(
      (ground) => ground.properties.status === "ok" && containsPosition(ground.geometry, position),
    ) ?? null
  );
}
