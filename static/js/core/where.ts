/** Where something is: how exactly, near what, and whether it belongs to the project. Distances in metres. */

import type { Precision, Where } from "./draft.ts";
import { fold } from "./folding.ts";
import type { Form } from "./form.ts";
import type { Geometry, Position } from "./payload.ts";

const EARTH_RADIUS_M = 6_371_009;
const RADIANS = Math.PI / 180;
/** What a fingertip covers, in pixels, and what a pixel is at the equator at zoom 0, in metres. */
const FINGER_PX = 20;
const PIXEL_AT_EQUATOR_M = 156_543;
const EXACT_WITHIN_M = 30;
const STREET_WITHIN_M = 250;
/** From a named place one can still point at something beside it. */
const IN_SIGHT_M = 400;
/** What lies just outside may be told too: borders are drawn coarsely, and people cross them. */
export const MARGIN_M = 10_000;

export const COMPASS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;
export type Direction = (typeof COMPASS)[number];

export interface Named {
  readonly name: string;
  readonly point: Position;
}

export interface Nearby {
  readonly name: string;
  readonly distance_m: number;
  /** From the named place, which way one goes. */
  readonly direction: Direction;
}

/** The distance of two positions along the ground, on a sphere. */
export function distanceBetween([lon0, lat0]: Position, [lon1, lat1]: Position): number {
  const x = (lon1 - lon0) * RADIANS * Math.cos(((lat0 + lat1) / 2) * RADIANS);
  const y = (lat1 - lat0) * RADIANS;
  return EARTH_RADIUS_M * Math.hypot(x, y);
}

/** Which of eight ways one goes from one position to another. */
export function directionTo([lon0, lat0]: Position, [lon1, lat1]: Position): Direction {
  const east = (lon1 - lon0) * Math.cos(((lat0 + lat1) / 2) * RADIANS);
  const turn = Math.atan2(east, lat1 - lat0) / (2 * Math.PI);
  return COMPASS[((Math.round(turn * 8) % 8) + 8) % 8]!;
}

/** The nearest of some named positions, and how one gets from there to `at`. */
export function nearestNamed(at: Position, named: readonly Named[]): Nearby | null {
  let best: Named | null = null;
  let shortest = Infinity;
  for (const one of named) {
    const distance = distanceBetween(one.point, at);
    if (distance < shortest) [best, shortest] = [one, distance];
  }
  return best && { name: best.name, distance_m: shortest, direction: directionTo(best.point, at) };
}

/** A distance as one says it: to 10 m below 100 m, to 50 m below 1 km, to 100 m below 10 km, else to 1 km. */
export function rounded(distance_m: number): number {
  const step = distance_m < 95 ? 10 : distance_m < 975 ? 50 : distance_m < 9_950 ? 100 : 1_000;
  return Math.round(distance_m / step) * step;
}

/** How exactly something was shown on the map: what a fingertip covers at this zoom decides. */
export function precisionAtZoom(zoom: number, latitude: number): Precision {
  const finger_m = (FINGER_PX * PIXEL_AT_EQUATOR_M * Math.cos(latitude * RADIANS)) / 2 ** zoom;
  return finger_m <= 2 * EXACT_WITHIN_M ? "exact" : finger_m <= 2 * STREET_WITHIN_M ? "street" : "village";
}

/** How exactly one may say that something is on the map: a named place in sight, or a ground with houses, tells. */
export function finestOn(at: Position, named: readonly Named[], isDetailed: boolean): Precision {
  const near = isDetailed ? null : nearestNamed(at, named);
  return isDetailed || (near !== null && near.distance_m <= IN_SIGHT_M) ? "exact" : "street";
}

/** How exactly a device knows where it is, from the radius that it gives itself. */
export function precisionOfAccuracy(accuracy_m: number): Precision {
  return accuracy_m <= EXACT_WITHIN_M ? "exact" : accuracy_m <= STREET_WITHIN_M ? "street" : "village";
}

/** Whether a position belongs to the project, with a margin around its bounds. */
export function isWithin(at: Position, [west, south, east, north]: Form["project"]["bounds"], margin_m = MARGIN_M): boolean {
  const high = margin_m / (EARTH_RADIUS_M * RADIANS);
  const wide = high / Math.max(0.01, Math.cos(((south + north) / 2) * RADIANS));
  return at[0] >= west - wide && at[0] <= east + wide && at[1] >= south - high && at[1] <= north + high;
}

/** A position to the sixth decimal, 11 cm: more would only look exact. */
export function shortened([lon, lat]: Position): Position {
  return [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];
}

/** What is drawn for a `Where`: its geometry, or the point of the place or area that it names; null where unknown. */
export function geometryOfWhere(where: Where, form: Pick<Form, "areas" | "places">): Geometry | null {
  if (where.geometry) return where.geometry;
  const named = where.place !== undefined
    ? form.places.find(({ code }) => code === where.place)
    : form.areas.find(({ code }) => code === where.area);
  return named ? { type: "Point", coordinates: named.point } : null;
}

/** What a person wrote, without the controls that nobody types: the server refuses them. */
export function cleaned(text: string): string {
  // Tab and newline stay, and so do the marks of direction (200e, 200f, 061c) that keyboards write.
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "").trim();
}

/** The area that a description seems to be in: the longest name of an area or a place that it says; null where none. */
export function guessArea(text: string, { areas, places }: Pick<Form, "areas" | "places">): string | null {
  const said = ` ${fold(text)} `;
  let longest = "";
  let guess: string | null = null;
  const weigh = (name: string, area: string | null): void => {
    const folded = fold(name);
    if (area === null || folded.length <= longest.length || folded.length < 3) return;
    // Swedish says whose something is with an s.
    if (said.includes(` ${folded} `) || said.includes(` ${folded}s `)) [longest, guess] = [folded, area];
  };
  for (const { name, code } of areas) weigh(name, code);
  for (const { name, aliases, area } of places) for (const one of [name, ...aliases]) weigh(one, area);
  return guess;
}
