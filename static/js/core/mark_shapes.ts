/** One shape per kind of mark, so that kinds are told apart without colour. */

import { star } from "./shapes.ts";

export const MARK_KINDS = [
  "destination",
  "route",
  "barrier",
  "landmark",
  "district",
  "pride",
  "problem",
  "wish",
  "memory",
  "attitude",
] as const;

/** The outline of a mark about (0, 0), as SVG path data; `radius` in pixels. */
export function shapeOfMark(kind: string, radius: number): string {
  const r = radius;
  switch (kind) {
    case "landmark":
      return star(r * 1.3);
    case "barrier":
      return polygon(4, r * 1.15, -90);
    case "district":
      return polygon(4, r * 1.2, -45);
    case "pride":
      return polygon(3, r * 1.25, -90);
    case "problem":
      return polygon(3, r * 1.25, 90);
    case "memory":
      return polygon(6, r, 0);
    case "wish":
      return cross(r * 1.1, r * 0.42);
    case "route":
      return `M${-r} ${-r}L${r} 0L${-r} ${r}L${-r * 0.4} 0Z`;
    case "attitude":
      return circle(r * 0.6);
    default:
      return circle(r);
  }
}

function polygon(corners: number, radius: number, first: number): string {
  const points = Array.from({ length: corners }, (_, index) => {
    const angle = ((first + (index * 360) / corners) * Math.PI) / 180;
    return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join("L")}Z`;
}

function cross(r: number, half: number): string {
  return `M${-half} ${-r}H${half}V${-half}H${r}V${half}H${half}V${r}H${-half}V${half}H${-r}V${-half}H${-half}Z`;
}

function circle(r: number): string {
  return `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`;
}
