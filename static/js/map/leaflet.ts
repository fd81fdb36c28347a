/**
 * The parts of Leaflet that every map of ours uses, from its own modules.
 *
 * Whole, it would be a third of what a phone fetches before the first place can be marked. What only some maps
 * need stands beside: `leaflet_outlines.ts`, `leaflet_tiles.ts`.
 */

import type L from "leaflet";
import * as events from "leaflet/src/dom/DomEvent.js";
import * as nodes from "leaflet/src/dom/DomUtil.js";
import { toLatLng } from "leaflet/src/geo/LatLng.js";
import { toLatLngBounds } from "leaflet/src/geo/LatLngBounds.js";
import { Layer as LayerClass } from "leaflet/src/layer/Layer.js";
import { createMap } from "leaflet/src/map/Map.js";
import "leaflet/src/map/handler/Map.DoubleClickZoom.js";
import "leaflet/src/map/handler/Map.Drag.js";
import "leaflet/src/map/handler/Map.Keyboard.js";
import "leaflet/src/map/handler/Map.ScrollWheelZoom.js";
import "leaflet/src/map/handler/Map.TouchZoom.js";

export const map = createMap as typeof L.map;
export const Layer = LayerClass as typeof L.Layer;
export const latLng = toLatLng as typeof L.latLng;
export const latLngBounds = toLatLngBounds as typeof L.latLngBounds;
export const DomEvent = events as typeof L.DomEvent;
export const DomUtil = nodes as typeof L.DomUtil;
