/** The one place where longitude and latitude swap: we write (longitude, latitude), Leaflet the reverse. */

import L from "leaflet";
import type { Position } from "../core/payload.ts";

export type Bounds = readonly [west: number, south: number, east: number, north: number];

export function toLatLng([longitude, latitude]: Position): L.LatLng {
  return L.latLng(latitude, longitude);
}

export function toPosition(latLng: L.LatLng): Position {
  return [latLng.lng, latLng.lat];
}

export function toLatLngBounds([west, south, east, north]: Bounds): L.LatLngBounds {
  return L.latLngBounds(toLatLng([west, south]), toLatLng([east, north]));
}
