/** What lies under the layers: the built-in outline, tiles, or a PMTiles file. */

import type L from "leaflet";
import { groundOf } from "../core/land.ts";
import type { Geometry, OutlinePayload, Position } from "../core/payload.ts";
import type { PaneName } from "../core/draw_order.ts";
import { toLatLng } from "./coordinates.ts";
import { polygon, polyline, svg } from "./leaflet_outlines.ts";

export interface BasemapSettings {
  readonly kind: "outline" | "pmtiles" | "xyz" | "wms";
  readonly url: string;
  readonly attribution?: string | null;
  readonly max_zoom?: number | null;
  readonly layers?: string | null;
}

type Part = "land" | "water" | "rivers" | "areas";

const OUTLINE_PARTS: readonly (readonly [part: Part, pane: PaneName])[] = [
  ["land", "ground"],
  ["water", "water"],
  ["rivers", "water"],
  ["areas", "area-lines"],
];

/** Draw the outline in SVG, so that it is sharp on paper and takes its colours from the style sheet. */
export function addOutline(map: L.Map, outline: OutlinePayload): void {
  const renderers = new Map<PaneName, L.SVG>();
  const { seaAround, land } = groundOf(outline);
  map.getContainer().classList.toggle("has-sea-around", seaAround);
  for (const [part, pane] of OUTLINE_PARTS) {
    const renderer = renderers.get(pane) ?? svg({ pane, padding: 0.5 });
    renderers.set(pane, renderer);
    const options = { pane, renderer, interactive: false, className: `outline outline-${part}`, smoothFactor: 0.6 };
    for (const { geometry } of (part === "land" ? land : outline[part]).features) {
      for (const shape of shapesOf(geometry, options)) shape.addTo(map);
    }
  }
  // A picture without a name would only be in the way of those who hear the map.
  for (const pane of renderers.keys()) map.getPane(pane)?.querySelector(":scope > svg")?.setAttribute("aria-hidden", "true");
}

/** Add tiles of somebody else's server or of our own; gives what was added, null where there are none. */
export async function addTiles(map: L.Map, settings: BasemapSettings): Promise<L.GridLayer | null> {
  const options = { pane: "tiles" satisfies PaneName, maxZoom: settings.max_zoom ?? 19 };
  const { tileLayer } = await import("./leaflet_tiles.ts");
  if (settings.kind === "xyz") return tileLayer(settings.url, options).addTo(map);
  if (settings.kind === "wms") {
    return tileLayer.wms(settings.url, { ...options, layers: settings.layers ?? "", format: "image/png" }).addTo(map);
  }
  if (settings.kind !== "pmtiles") return null;
  const { addPmtiles } = await import("./pmtiles.ts");
  return addPmtiles(map, settings.url, options);
}

/** Lines and areas of the ground, as Leaflet draws them. */
function shapesOf(geometry: Geometry, options: L.PolylineOptions): L.Path[] {
  const along = (line: readonly Position[]): L.LatLng[] => line.map(toLatLng);
  switch (geometry.type) {
    case "LineString":
      return [polyline(along(geometry.coordinates), options)];
    case "MultiLineString":
      return [polyline(geometry.coordinates.map(along), options)];
    case "Polygon":
      return [polygon(geometry.coordinates.map(along), options)];
    case "MultiPolygon":
      return [polygon(geometry.coordinates.map((part) => part.map(along)), options)];
    case "GeometryCollection":
      return geometry.geometries.flatMap((part) => shapesOf(part, options));
    default:
      return [];
  }
}
