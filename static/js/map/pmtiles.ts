/** A basemap from one PMTiles file on our own server; loaded only when a project uses one. */

import type L from "leaflet";
import { DomUtil } from "./leaflet.ts";
import { GridLayer } from "./leaflet_tiles.ts";

export function addPmtiles(map: L.Map, url: string, options: { pane: string; maxZoom: number }): Promise<L.GridLayer> {
  // The package expects Leaflet as a global, of which it uses no more.
  window.L = { GridLayer, DomUtil } as unknown as typeof L;
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  return import("protomaps-leaflet").then(({ leafletLayer }) => {
    const layer = leafletLayer({ url, flavor: dark ? "dark" : "light", attribution: "", ...options });
    return (layer as unknown as L.GridLayer).addTo(map);
  });
}
