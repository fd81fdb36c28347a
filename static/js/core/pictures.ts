/** Sizes and positions of small pictures. */

import { partsOf, type Geometry, type Position } from "./payload.ts";

/** A size with the same proportions whose longer side is at most so long. */
export function fitWithin(width: number, height: number, longest: number): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export type Bounds = readonly [west: number, south: number, east: number, north: number];
export type ToPicture = (at: Position) => { readonly x: number; readonly y: number };

/** The projection of a picture (Mercator) in which these bounds stand in the middle, as large as they can. */
export function projectInto(bounds: Bounds, width: number, height: number, padding: number): ToPicture {
  const [west, south, east, north] = bounds;
  const [left, right, bottom, top] = [radians(west), radians(east), mercator(south), mercator(north)];
  const across = Math.max(right - left, 1e-9);
  const down = Math.max(top - bottom, 1e-9);
  const scale = Math.min((width - 2 * padding) / across, (height - 2 * padding) / down);
  return ([longitude, latitude]) => ({
    x: width / 2 + (radians(longitude) - (left + right) / 2) * scale,
    y: height / 2 - (mercator(latitude) - (bottom + top) / 2) * scale,
  });
}

/** Bounds round all these positions, never smaller than a village. */
export function boundsAround(positions: readonly Position[], whole: Bounds): Bounds {
  if (positions.length === 0) return whole;
  const least = 0.12; // of the project's width and height
  const pad = (low: number, high: number, all: number): [number, number] => {
    const missing = Math.max(0, all * least - (high - low)) / 2;
    return [low - missing, high + missing];
  };
  const [west, east] = pad(lowest(positions, 0), highest(positions, 0), whole[2] - whole[0]);
  const [south, north] = pad(lowest(positions, 1), highest(positions, 1), whole[3] - whole[1]);
  return [west, south, east, north];
}

/** A geometry as SVG path data. */
export function pathIn(geometry: Geometry, project: ToPicture, closed: boolean): string {
  return partsOf(geometry).map((part) => {
    const points = part.map((at) => {
      const { x, y } = project(at);
      return `${x.toFixed(1)} ${y.toFixed(1)}`;
    });
    return `M${points.join("L")}${closed ? "Z" : ""}`;
  }).join("");
}

function lowest(positions: readonly Position[], axis: 0 | 1): number {
  return positions.reduce((least, one) => Math.min(least, one[axis]), Infinity);
}

function highest(positions: readonly Position[], axis: 0 | 1): number {
  return positions.reduce((most, one) => Math.max(most, one[axis]), -Infinity);
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

function mercator(latitude: number): number {
  return Math.log(Math.tan(Math.PI / 4 + radians(latitude) / 2));
}
