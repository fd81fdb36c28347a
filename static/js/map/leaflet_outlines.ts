/** The parts of Leaflet that draw lines and areas in SVG. */

import type L from "leaflet";
import { polygon as makePolygon } from "leaflet/src/layer/vector/Polygon.js";
import { polyline as makePolyline } from "leaflet/src/layer/vector/Polyline.js";
import { svg as makeSvg } from "leaflet/src/layer/vector/SVG.js";
import { Map as MapClass } from "leaflet/src/map/Map.js";

// All that we draw names its renderer. Leaflet's own way of finding one would bring its canvas along, so it is
// left out, except on a page that has the whole of Leaflet.
if (!("getRenderer" in MapClass.prototype)) {
  (MapClass as typeof L.Map).include({
    getRenderer(this: L.Map, path: L.Path): L.Renderer {
      const renderer = path.options.renderer!;
      if (!this.hasLayer(renderer)) this.addLayer(renderer);
      return renderer;
    },
  });
}

export const polygon = makePolygon as typeof L.polygon;
export const polyline = makePolyline as typeof L.polyline;
export const svg = makeSvg as typeof L.svg;
