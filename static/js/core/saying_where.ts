/** Saying where something is, in words: near what, how far, which way. */

import { nearestNamed, rounded, type Named } from "./where.ts";
import type { Position } from "./payload.ts";
import type { Words } from "./words.ts";

const AT_WITHIN_M = 75;

/** "350 m", "1.2 km" or "14 km", as the language writes it. */
export function sayDistance(distance_m: number, locale: string): string {
  const metres = rounded(distance_m);
  const [value, unit] = metres < 1_000 ? [metres, "meter"] : [metres / 1_000, "kilometer"];
  return new Intl.NumberFormat(locale === "sv-easy" ? "sv" : locale, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}

/** "At Nyland", or "400 m north-west of Nyland"; empty where nothing has a name. */
export function sayNear(at: Position, named: readonly Named[], locale: string, words: Words): string {
  const near = nearestNamed(at, named);
  if (!near) return "";
  if (near.distance_m < AT_WITHIN_M) return words("where_at", { place: near.name });
  return words(`where_near_${near.direction}`, { place: near.name, distance: sayDistance(near.distance_m, locale) });
}
