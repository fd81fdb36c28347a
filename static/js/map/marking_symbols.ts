/** What people have marked, and what they are drawing now, as SVG. */

import { centreOf } from "../core/places.ts";
import { shapeOfMark } from "../core/mark_shapes.ts";
import { isAreal, partsOf, type Geometry, type Position } from "../core/payload.ts";
import type { Project } from "./overlay.ts";
import { svg } from "./svg.ts";

export interface ShownMark {
  readonly id: string;
  readonly geometry: Geometry;
  readonly kind: string;
  /** The number that the mark has in the list. */
  readonly label: string;
  /** What it is called by those who hear the map. */
  readonly name?: string;
}

const MARK_RADIUS_PX = 13;
/** The room that a mark takes, on which no name is written. */
export const MARK_SIZE_PX = 2 * MARK_RADIUS_PX + 6;
/** Shapes whose middle has room for a number; beside the others it is written on a tag. */
const ROOMY = new Set(["destination", "district", "memory", "barrier"]);

/** Every mark with the shape and hue of its kind and the number that it has in the list. */
export function drawMarks(marks: readonly ShownMark[], project: Project): SVGElement[] {
  return marks.map((mark) => {
    const { x, y } = project(centreOf(mark.geometry));
    const tag = ROOMY.has(mark.kind) ? { x: 0, y: 0 } : { x: MARK_RADIUS_PX + 4, y: -MARK_RADIUS_PX + 1 };
    const wide = Math.max(9, 4 + mark.label.length * 4.5);
    return svg(
      "g",
      { class: `marked marked-${mark.kind}`, ...(mark.name ? { role: "img", "aria-label": mark.name } : {}) },
      ...(mark.geometry.type === "Point" ? [] : outlines(mark.geometry, project, "marked-line")),
      svg(
        "g",
        { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` },
        svg("path", { class: "marked-shape", d: shapeOfMark(mark.kind, MARK_RADIUS_PX) }),
        svg("rect", { class: "marked-tag", x: tag.x - wide, y: tag.y - 9, width: 2 * wide, height: 18, rx: 9 }),
        svg("text", { class: "marked-number", x: tag.x, y: tag.y, dy: "0.36em" }, mark.label),
      ),
    );
  });
}

/** The line or area being drawn, with its corners; while it is open, a thread runs to where the crosshair is. */
export function drawPreview(geometry: Geometry, open: boolean, crosshair: Position, project: Project): SVGElement[] {
  const corners = partsOf(geometry).flatMap((part) => (isAreal(geometry) ? part.slice(0, -1) : part));
  const last = corners.at(-1);
  const thread = open && last ? [svg("path", { class: "drawn-thread", d: pathOf([[last, crosshair]], project, false) })] : [];
  return [
    ...(geometry.type === "Point" ? [] : outlines(geometry, project, "drawn-line")),
    ...thread,
    ...corners.map((corner, index) => {
      const { x, y } = project(corner);
      return svg("circle", { class: index === 0 ? "drawn-corner drawn-first" : "drawn-corner", cx: x, cy: y, r: index === 0 ? 8 : 6 });
    }),
  ];
}

function outlines(geometry: Geometry, project: Project, name: string): SVGElement[] {
  const d = pathOf(partsOf(geometry), project, isAreal(geometry));
  const filled = isAreal(geometry) ? " is-area" : "";
  return [svg("path", { class: `${name}-halo`, d }), svg("path", { class: `${name}${filled}`, d })];
}

function pathOf(parts: readonly (readonly Position[])[], project: Project, closed: boolean): string {
  return parts
    .map((part) => {
      const points = part.map(project).map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`);
      return `M${points.join("L")}${closed ? "Z" : ""}`;
    })
    .join("");
}
