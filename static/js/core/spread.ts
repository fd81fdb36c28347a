/** Circles that would cover each other step aside, a little and only as far as needed. */

import type { Point } from "./shapes.ts";

export interface Circle extends Point {
  readonly id: string;
  readonly radius: number;
}

const ROUNDS = 80;

/**
 * Move overlapping circles apart until `gap` pixels lie between them, large ones hardly, small ones more.
 *
 * The result depends on the circles alone, not on their order. No circle goes farther from its place than
 * `reach` times the largest radius, so in a dense cluster some overlap stays.
 */
export function spread(circles: readonly Circle[], gap = 1, reach = 2): Map<string, Point> {
  const ordered = [...circles].sort((one, other) => (one.id < other.id ? -1 : 1));
  const largest = Math.max(0, ...ordered.map((circle) => circle.radius));
  const places = ordered.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = false;
    for (let i = 0; i < ordered.length; i += 1) {
      for (let j = i + 1; j < ordered.length; j += 1) {
        moved = pushApart(places[i]!, places[j]!, ordered[i]!, ordered[j]!, gap) || moved;
      }
    }
    ordered.forEach((circle, index) => keepNear(places[index]!, circle, reach * largest));
    if (!moved) break;
  }
  return new Map(ordered.map((circle, index) => [circle.id, places[index]!]));
}

interface Moving {
  x: number;
  y: number;
}

function pushApart(a: Moving, b: Moving, one: Circle, other: Circle, gap: number): boolean {
  let dx = b.x - a.x;
  let dy = b.y - a.y;
  let distance = Math.hypot(dx, dy);
  const missing = one.radius + other.radius + gap - distance;
  if (missing <= 0.1) return false;
  if (distance < 0.01) {
    // On one spot: the identifiers decide who goes where, so that it is the same each time.
    dx = 1;
    dy = 0.5;
    distance = Math.hypot(dx, dy);
  }
  const weights = one.radius ** 4 + other.radius ** 4;
  const share = (other.radius ** 4 / weights) * (missing / distance) * 0.7;
  const rest = (one.radius ** 4 / weights) * (missing / distance) * 0.7;
  a.x -= dx * share;
  a.y -= dy * share;
  b.x += dx * rest;
  b.y += dy * rest;
  return true;
}

function keepNear(place: Moving, home: Circle, farthest: number): void {
  const distance = Math.hypot(place.x - home.x, place.y - home.y);
  if (distance <= farthest) return;
  place.x = home.x + ((place.x - home.x) * farthest) / distance;
  place.y = home.y + ((place.y - home.y) * farthest) / distance;
}
