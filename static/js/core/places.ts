/** Where things are, without a projection: centres, containment and the nearest name. */

import { isAreal, partsOf, type Geometry, type Position } from "./payload.ts";

export interface NamedPlace {
  readonly name: string;
  readonly at: Position;
}

/** A point that stands for a geometry: the centroid of its largest ring, or the middle of its longest line. */
export function centreOf(geometry: Geometry | null): Position {
  const parts = partsOf(geometry);
  if (!isAreal(geometry)) {
    const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), parts[0] ?? []);
    return longest[Math.floor((longest.length - 1) / 2)] ?? [0, 0];
  }
  let best: Position = parts[0]?.[0] ?? [0, 0];
  let largest = 0;
  for (const ring of parts) {
    let area = 0;
    let x = 0;
    let y = 0;
    for (let index = 0; index < ring.length; index += 1) {
      const [x0, y0] = ring[index]!;
      const [x1, y1] = ring[(index + 1) % ring.length]!;
      const cross = x0 * y1 - x1 * y0;
      area += cross;
      x += (x0 + x1) * cross;
      y += (y0 + y1) * cross;
    }
    if (Math.abs(area) > largest) {
      largest = Math.abs(area);
      best = [x / (3 * area), y / (3 * area)];
    }
  }
  return best;
}

/** Whether a position lies inside a polygon or one of several (even-odd rule, holes respected). */
export function containsPosition(geometry: Geometry | null, [x, y]: Position): boolean {
  let inside = false;
  for (const ring of partsOf(geometry)) {
    for (let index = 0, before = ring.length - 1; index < ring.length; before = index, index += 1) {
      const [x0, y0] = ring[index]!;
      const [x1, y1] = ring[before]!;
      if (y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) inside = !inside;
    }
  }
  return inside;
}

/** The nearest of some named places; longitudes are shortened by the latitude, so that "near" means near. */
export function nearestPlace([lon, lat]: Position, places: readonly NamedPlace[]): string | null {
  const shortening = Math.cos((lat * Math.PI) / 180);
  let nearest: string | null = null;
  let shortest = Infinity;
  for (const place of places) {
    const distance = Math.hypot((place.at[0] - lon) * shortening, place.at[1] - lat);
    if (distance < shortest) {
      shortest = distance;
      nearest = place.name;
    }
  }
  return nearest;
}
