/** Turning what was said into what is kept. */

import type { PlacedBy, Precision, Where } from "../../core/draft.ts";
import type { Shape } from "../../core/form.ts";
import { namedIn } from "../../core/marks.ts";
import type { Geometry } from "../../core/payload.ts";
import { sayNear } from "../../core/saying_where.ts";
import type { AskedWhere } from "./asked.ts";
import type { Found } from "./finding.ts";
import type { Spot } from "./ways.ts";

/** A place or an area that was chosen by its name. */
export function spotOf(found: Found, by: PlacedBy): Spot {
  const { kind, code, name, point } = found;
  return kind === "place"
    ? { by, at: point, name, place: code, precision: "exact" }
    : { by, at: point, name, area: code, precision: "village" };
}

/** What the map or the device showed has no name but what is said of it; every language says it otherwise. */
export function renamed(spot: Spot, { form, locale, words }: Pick<AskedWhere, "form" | "locale" | "words">): Spot {
  if (spot.by !== "map" && spot.by !== "position") return spot;
  return { ...spot, name: sayNear(spot.at, namedIn(form), locale, words) };
}

/** Whether only the area is known, so that there is nothing to choose about how exactly it is shown. */
export function isCoarse(spot: Spot): boolean {
  return spot.area !== undefined || spot.words !== undefined;
}

/** What is kept of one spot. */
export function whereOfSpot(spot: Spot, precision: Precision, zoom: number): Where {
  const { by, at, place, area, words } = spot;
  if (words !== undefined && area !== undefined) return { by, area, words, zoom, precision: "village" };
  if (place !== undefined) return { by, place, zoom, precision };
  if (area !== undefined) return { by, area, zoom, precision: "village" };
  return { by, geometry: { type: "Point", coordinates: at }, zoom, precision };
}

/** What is kept of a way that was told as its two ends. */
export function whereOfEnds(from: Spot, to: Spot, precision: Precision, zoom: number): Where {
  const words = [from.words, to.words].filter((one) => one !== undefined).join(" → ");
  return {
    by: to.by,
    geometry: { type: "LineString", coordinates: [from.at, to.at] },
    zoom,
    precision: isCoarse(from) || isCoarse(to) ? "village" : precision,
    ...(words ? { words } : {}),
  };
}

const COARSENESS: readonly Precision[] = ["exact", "street", "village"];

/** The coarser of two precisions: a way is known no better than its worse end. */
export function coarser(one: Precision, other: Precision): Precision {
  return COARSENESS[Math.max(COARSENESS.indexOf(one), COARSENESS.indexOf(other))]!;
}

/** The shape to begin with: the one that was used before, if it is still allowed, else the usual one. */
export function shapeOf(before: Geometry | null, allowed: readonly Shape[]): Shape {
  const fits = (shape: Shape): boolean =>
    (shape === "point" && before?.type === "Point") ||
    (shape === "area" && before?.type === "Polygon") ||
    (shape === "ends" && before?.type === "LineString" && before.coordinates.length === 2) ||
    (shape === "line" && before?.type === "LineString");
  return (before && allowed.find(fits)) || allowed[0]!;
}
