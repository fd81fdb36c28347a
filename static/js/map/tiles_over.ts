/** Tiles of the project over the outline, for as long as the network gives them. */

import type L from "leaflet";
import { addTiles, type BasemapSettings } from "./basemap.ts";

/** Nobody waits for pictures of the ground before a mark can be placed. */
const AFTER_MS = 300;

/** Lay the tiles once the first paint is done and there is network; tells whether the last tile came. */
export function layTilesOver(map: L.Map, basemap: BasemapSettings, onSeen: (shown: boolean) => void): void {
  const lay = async (): Promise<void> => {
    if (!navigator.onLine) return addEventListener("online", () => void lay(), { once: true });
    // A map that was taken down meanwhile has no panes any more.
    if (!map.getPane("tiles")?.isConnected) return;
    const layer = await addTiles(map, basemap).catch(() => null);
    layer?.on("tileload", () => onSeen(true));
    layer?.on("tileerror", () => onSeen(false));
  };
  requestAnimationFrame(() => setTimeout(() => void lay(), AFTER_MS));
}
