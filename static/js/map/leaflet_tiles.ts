/** The parts of Leaflet that lay pictures side by side; fetched only where a project shows such tiles. */

import type L from "leaflet";
import { GridLayer as GridLayerClass, tileLayer as makeTileLayer } from "leaflet/src/layer/tile/index.js";

export const GridLayer = GridLayerClass as typeof L.GridLayer;
export const tileLayer = makeTileLayer as typeof L.tileLayer;
