/** Drawing a line or an area corner by corner: every step gives a new drawing, so that each can be undone. */

import type { Geometry, Position } from "./payload.ts";
import { distanceBetween, shortened } from "./where.ts";

export interface Drawing {
  readonly shape: "line" | "area";
  readonly corners: readonly Position[];
}

/** Why a corner was not taken. */
export type Refusal = "same" | "crosses" | "many";

export const MOST_CORNERS = 500;
/** Two corners closer than this are one that was tapped twice. */
const SAME_WITHIN_M = 1;
const METRES_OF_DEGREE = 111_195;

export function begin(shape: Drawing["shape"]): Drawing {
  return { shape, corners: [] };
}

/** The drawing that a geometry was made by; null where it was none. */
export function drawingOf(geometry: Geometry | null): Drawing | null {
  if (geometry?.type === "LineString") return { shape: "line", corners: geometry.coordinates };
  if (geometry?.type === "Polygon") return { shape: "area", corners: geometry.coordinates[0]?.slice(0, -1) ?? [] };
  return null;
}

/** The drawing with one more corner, or why it cannot be added. A line may cross itself, as ways do; an outline may not. */
export function withCorner(drawing: Drawing, at: Position): Drawing | Refusal {
  const { shape, corners } = drawing;
  const corner = shortened(at);
  const last = corners.at(-1);
  if (last && distanceBetween(last, corner) < SAME_WITHIN_M) return "same";
  if (corners.length >= MOST_CORNERS) return "many";
  if (shape === "area" && corners.some((one) => distanceBetween(one, corner) < SAME_WITHIN_M)) return "crosses";
  if (shape === "area" && last && corners.slice(0, -2).some((from, index) => cross(from, corners[index + 1]!, last, corner))) {
    return "crosses";
  }
  const before = corners.at(-2);
  // Straight back along the way one came: an outline with a thorn has no inside there.
  if (shape === "area" && before && side(before, last!, corner) === 0 && between(before, last!, corner)) return "crosses";
  return { shape, corners: [...corners, corner] };
}

export function withoutLast({ shape, corners }: Drawing): Drawing {
  return { shape, corners: corners.slice(0, -1) };
}

/** Corners that are still missing: a line needs two, an area three. */
export function cornersMissing({ shape, corners }: Drawing): number {
  return Math.max(0, (shape === "area" ? 3 : 2) - corners.length);
}

/** What keeps a drawing from being done: too few corners, or an outline that would cross itself on being closed, or is flat. */
export function whyNotDone(drawing: Drawing): "few" | "crosses" | "flat" | null {
  if (cornersMissing(drawing) > 0) return "few";
  if (drawing.shape === "line") return null;
  const { corners } = drawing;
  const [first, last] = [corners[0]!, corners.at(-1)!];
  const inner = corners.slice(1, -2);
  if (inner.some((from, index) => cross(from, corners[index + 2]!, last, first))) return "crosses";
  return areaOf(drawing) < 1 ? "flat" : null;
}

/** What has been drawn; an area of one or two corners is still a point or a line. */
export function geometryOf({ shape, corners }: Drawing): Geometry | null {
  const [first] = corners;
  if (!first) return null;
  if (corners.length === 1) return { type: "Point", coordinates: first };
  if (shape === "area" && corners.length > 2) return { type: "Polygon", coordinates: [[...corners, first]] };
  return { type: "LineString", coordinates: corners };
}

/** The length of a line, or the way round an area, in metres. */
export function lengthOf({ shape, corners }: Drawing): number {
  const way = shape === "area" && corners.length > 2 ? [...corners, corners[0]!] : corners;
  return way.slice(1).reduce((sum, to, index) => sum + distanceBetween(way[index]!, to), 0);
}

/** The area inside an outline in square metres, on a plane about its first corner. */
export function areaOf({ corners }: Drawing): number {
  const [origin] = corners;
  if (!origin) return 0;
  const shortening = Math.cos((origin[1] * Math.PI) / 180);
  const flat = corners.map(([lon, lat]) => [(lon - origin[0]) * shortening * METRES_OF_DEGREE, (lat - origin[1]) * METRES_OF_DEGREE] as const);
  const doubled = flat.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = flat[(index + 1) % flat.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(doubled) / 2;
}

/** Whether two stretches touch or cross; a stretch that ends on the other counts. */
function cross(a: Position, b: Position, c: Position, d: Position): boolean {
  const [abc, abd, cda, cdb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (abc !== abd && cda !== cdb) return true;
  return (abc === 0 && between(a, b, c)) || (abd === 0 && between(a, b, d)) || (cda === 0 && between(c, d, a)) || (cdb === 0 && between(c, d, b));
}

function side([ax, ay]: Position, [bx, by]: Position, [cx, cy]: Position): number {
  return Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
}

function between([ax, ay]: Position, [bx, by]: Position, [x, y]: Position): boolean {
  return x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by);
}
