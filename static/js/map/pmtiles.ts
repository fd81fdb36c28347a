/** A basemap from one PMTiles file on our own server; loaded only when a project uses one. */

import L from "leaflet";

declare global {
  interface Window {
    L: typeof L;
  }
}

export function addPmtiles(map: L.Map, url: string, options: { pane: string; maxZoom: number }): Promise<L.GridLayer> {
  // The package expects Leaflet as a global.
  window.L = L;
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  return import("protomaps-leaflet").then(({ leafletLayer }) => {
    const layer = leafletLayer({ url, flavor: dark ? "dark" : "light", attribution: "", ...options });
    return (layer as unknown as L.GridLayer).addTo(map);
  });
}
