/** Names on the map: the layer's own first, then the basemap's, never two on one spot. */

import { centreOf } from "../core/places.ts";
import { boxAround, type Box } from "../core/labels.ts";
import { numberOf, type Feature, type LayerName, type OutlinePayload } from "../core/payload.ts";
import { circleRadius, flowWidth, starRadius } from "../core/scales.ts";
import { flowCurve, type Point } from "../core/shapes.ts";
import { partsOf } from "../core/payload.ts";
import { circlePlace } from "./circle_places.ts";
import { nameAt, outlineNames, textScale, writeNames, type Name, type Role } from "./ground_names.ts";
import { PADDING, type Extent, type Project } from "./overlay.ts";
import { levelOf, SPOT_RADIUS_PX, spotOfBarrier, type Drawing } from "./symbols.ts";

const STRONGEST_LABELLED = 10;
/** The sign of a cell is written after the names of places, and only in a cell that stays seen behind it. */
const SIGN_PRIORITY = 50;
const ROOM_FOR_SIGN_PX = 26;

let scale = 1;

function name(id: string, text: string, role: Role, at: { x: number; y: number }, priority: number, offset: number): Name {
  return nameAt(id, text, role, at, priority, offset, scale);
}

/** Names and the places they must not cover, for a layer's features. */
function featureNames(
  features: readonly Feature[],
  layer: LayerName,
  project: Project,
  drawing: Drawing,
): { names: Name[]; obstacles: Box[] } {
  const names: Name[] = [];
  const obstacles: Box[] = [];
  const drawn = features.filter((feature) => feature.geometry !== null);
  const told = drawn.filter((feature) => feature.properties.status === "ok");
  const strongest = [...told]
    .sort((one, other) => (other.properties.people ?? 0) - (one.properties.people ?? 0))
    .slice(0, STRONGEST_LABELLED);
  for (const feature of layer === "attitude" || drawing.own ? drawn : told) {
    const people = feature.properties.people ?? 0;
    const text = drawing.own ? drawing.own.label(feature) : feature.properties.name;
    const at = layer === "destinations" ? circlePlace(feature, project, drawing) : project(centreOf(feature.geometry));
    const priority = 1000 + people;
    if (drawing.own) {
      const { labelOffset } = drawing.own;
      if (isNamedAfterPlaces(drawing)) {
        const sign = signOf(text, feature);
        if (sign && widthIn(feature, project) >= ROOM_FOR_SIGN_PX * scale) names.push(name(feature.id, sign, "feature", at, SIGN_PRIORITY, 0));
        continue;
      }
      if (text && labelOffset > 0) obstacles.push(boxAround(at.x, at.y, labelOffset * 1.7, labelOffset * 1.7));
      // A name that says more than the name, such as that something changed, is written first.
      const saysMore = text !== feature.properties.name;
      if (text) names.push(name(feature.id, text, "feature", at, priority + (saysMore ? 10_000 : 0), drawing.own.labelOffset));
    } else if (layer === "destinations" || layer === "landmarks") {
      const isAtPlace = numberOf(feature, "distance_m") === null;
      const rank = numberOf(feature, "rank") ?? 10;
      const radius = layer === "destinations" ? circleRadius(people, drawing.most, drawing.largest) : starRadius(rank);
      obstacles.push(boxAround(at.x, at.y, radius * 1.7, radius * 1.7));
      if (text && isAtPlace) names.push(name(feature.id, text, "feature", at, priority, radius + 2));
    } else if (layer === "routes") {
      if (!strongest.includes(feature)) continue;
      const line = partsOf(feature.geometry)[0] ?? [];
      const [from, to] = [line[0], line.at(-1)];
      if (!from || !to) continue;
      const curve = flowCurve(project(from), project(to), 10);
      const width = flowWidth(people, drawing.most);
      names.push(name(feature.id, drawing.whole(people), "number", curve[5]!, priority + 1000, width > 14 ? 0 : width / 2 + 2));
    } else if (layer === "barriers") {
      const label = text ? `${text} · ${drawing.whole(people)}` : drawing.whole(people);
      const parts = partsOf(feature.geometry).map((part) => part.map(project));
      const spot = spotOfBarrier(parts);
      obstacles.push(...(spot ? [boxAround(spot.x, spot.y, 2 * SPOT_RADIUS_PX, 2 * SPOT_RADIUS_PX)] : alongLines(parts)));
      names.push(name(feature.id, label, "feature", spot ?? at, priority, SPOT_RADIUS_PX + 2));
    } else if (layer === "districts") {
      if (text && levelOf(feature) === largestLevel(told, text)) {
        names.push(name(feature.id, text, "feature", at, priority, 0));
      }
    } else if (layer === "attitude" && text) {
      names.push(name(feature.id, text, "feature", at, priority, 0));
    }
  }
  return { names, obstacles };
}

/** Cells are called after the nearest place, which lies elsewhere: its name is written where it lies, by the basemap. */
function isNamedAfterPlaces(drawing: Drawing): boolean {
  return drawing.payload.mentalmap.parameters["named_after_places"] === true;
}

/** What a label says besides the name, such as that a feeling is sure. */
function signOf(label: string, feature: Feature): string {
  const { name } = feature.properties;
  return label.startsWith(name) ? label.slice(name.length).trim() : "";
}

/** How wide a feature is drawn, in pixels. */
function widthIn(feature: Feature, project: Project): number {
  const xs = partsOf(feature.geometry).flatMap((part) => part.map((position) => project(position).x));
  return xs.length > 0 ? Math.max(...xs) - Math.min(...xs) : 0;
}

/** Small boxes along a line, so that no name lies on it. */
function alongLines(parts: readonly (readonly Point[])[]): Box[] {
  return parts.flatMap((part) =>
    part.slice(1).flatMap((to, index) => {
      const from = part[index]!;
      const steps = Math.min(60, Math.max(1, Math.round(Math.hypot(to.x - from.x, to.y - from.y) / 10)));
      return Array.from({ length: steps }, (_, step) => {
        const share = (step + 0.5) / steps;
        return boxAround(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share, 10, 10);
      });
    }),
  );
}

/** A district is named once, in its innermost contour. */
function largestLevel(features: readonly Feature[], text: string): number {
  return Math.max(...features.filter((one) => one.properties.name === text).map(levelOf));
}

/** Draw every name that finds room; `covered` is what tools and legend hide. */
export function drawNames(
  project: Project,
  extent: Extent,
  zoom: number,
  drawing: Drawing | null,
  outline: OutlinePayload | null,
  covered: readonly Box[] = [],
): SVGElement[] {
  scale = textScale();
  const own = drawing
    ? featureNames(drawing.payload.features, drawing.payload.mentalmap.layer, project, drawing)
    : { names: [], obstacles: [] };
  const said = new Set(own.names.map((one) => one.candidate.text));
  for (const feature of drawing?.own && !isNamedAfterPlaces(drawing) ? drawing.payload.features : []) {
    if (drawing?.own?.label(feature)) said.add(feature.properties.name);
  }
  const ground = outline
    ? outlineNames(outline, project, zoom, scale).filter((one) => !said.has(one.candidate.text))
    : [];
  // What is seen is the middle of what is drawn.
  const middle = { x: extent.left + extent.width / 2, y: extent.top + extent.height / 2 };
  const frame = boxAround(middle.x, middle.y, extent.width / (1 + 2 * PADDING) - 8, extent.height / (1 + 2 * PADDING) - 8);
  return writeNames([...own.names, ...ground], own.obstacles, frame, covered);
}
