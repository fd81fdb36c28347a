/** The one place where longitude and latitude swap: we write (longitude, latitude), Leaflet the reverse. */

import type L from "leaflet";
import type { Position } from "../core/payload.ts";
import { latLng, latLngBounds } from "./leaflet.ts";

export type Bounds = readonly [west: number, south: number, east: number, north: number];

export function toLatLng([longitude, latitude]: Position): L.LatLng {
  return latLng(latitude, longitude);
}

export function toPosition({ lng, lat }: L.LatLng): Position {
  return [lng, lat];
}

export function toLatLngBounds([west, south, east, north]: Bounds): L.LatLngBounds {
  return latLngBounds(toLatLng([west, south]), toLatLng([east, north]));
}
