/** What the server sends: the envelope of a layer, and the built-in outline. Positions are (longitude, latitude). */

export type Position = readonly [number, number];

export type Geometry =
  | { readonly type: "Point"; readonly coordinates: Position }
  | { readonly type: "MultiPoint" | "LineString"; readonly coordinates: readonly Position[] }
  | { readonly type: "MultiLineString" | "Polygon"; readonly coordinates: readonly (readonly Position[])[] }
  | { readonly type: "MultiPolygon"; readonly coordinates: readonly (readonly (readonly Position[])[])[] }
  | { readonly type: "GeometryCollection"; readonly geometries: readonly Geometry[] };

export type Status = "ok" | "too_few" | "no_data";

export const LAYER_NAMES = [
  "destinations",
  "routes",
  "barriers",
  "landmarks",
  "districts",
  "attitude",
  "heat",
] as const;
/** The layers that everybody may see. */
export type PublicLayerName = (typeof LAYER_NAMES)[number];

/** Every layer there is, in the order of the planner's layer switch. */
export const ALL_LAYER_NAMES = [
  "destinations",
  "routes",
  "barriers",
  "landmarks",
  "districts",
  "attitude",
  "relations",
  "heat",
  "organisation",
  "coverage",
  "change",
] as const;
export type LayerName = (typeof ALL_LAYER_NAMES)[number];

export interface Properties {
  readonly name: string;
  readonly people: number | null;
  readonly marks: number | null;
  readonly status: Status;
  readonly [key: string]: unknown;
}

export interface Feature {
  readonly type: "Feature";
  readonly id: string;
  /** Null where a thing is known to exist but not where. */
  readonly geometry: Geometry | null;
  readonly properties: Properties;
}

export interface LayerPayload {
  readonly type: "FeatureCollection";
  readonly features: readonly Feature[];
  readonly mentalmap: {
    readonly layer: LayerName;
    readonly title: string;
    readonly people: number;
    readonly marks: number;
    readonly denominator: number;
    readonly threshold: number;
    readonly data_version: string;
    readonly captions: readonly string[];
    readonly parameters: Readonly<Record<string, unknown>>;
  };
}

interface OutlineCollection {
  readonly features: readonly { readonly geometry: Geometry; readonly properties: Readonly<Record<string, unknown>> }[];
}

export interface OutlinePayload {
  readonly bounds: readonly [number, number, number, number];
  readonly land: OutlineCollection;
  readonly water: OutlineCollection;
  readonly rivers: OutlineCollection;
  readonly areas: OutlineCollection;
  readonly labels: OutlineCollection;
}

/** A payload in which what has no place has no geometry at all, not an empty one. */
export function withoutEmptyGeometry(payload: LayerPayload): LayerPayload {
  const features = payload.features.map((feature) =>
    partsOf(feature.geometry).some((part) => part.some((position) => position.length > 1)) ? feature : { ...feature, geometry: null },
  );
  return { ...payload, features };
}

/** A number among a feature's values, or null where it has none (too few people, or not told). */
export function numberOf(feature: Feature, key: string): number | null {
  const value = feature.properties[key];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A word among a feature's values, or an empty one. */
export function wordOf(feature: Feature, key: string): string {
  const value = feature.properties[key];
  return typeof value === "string" ? value : "";
}

/** People by purpose, largest first; empty where not told. */
export function purposesOf(feature: Feature): [code: string, people: number][] {
  const value = feature.properties["purposes"];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .filter((entry): entry is [string, number] => typeof entry[1] === "number" && entry[1] > 0)
    .sort((one, other) => other[1] - one[1]);
}

/** The people of a place who are in none of the purposes told; none where purposes were named more than once. */
export function untoldPeople(people: number, purposes: readonly (readonly [code: string, people: number])[]): number {
  return Math.max(0, people - purposes.reduce((sum, [, told]) => sum + told, 0));
}

/** The most people that any feature of the layer is about; 1 where none is told, so that one may divide by it. */
export function maxPeople(payload: LayerPayload): number {
  const told = payload.mentalmap.parameters["max_people"];
  if (typeof told === "number" && told > 0) return told;
  return Math.max(1, ...payload.features.map((feature) => feature.properties.people ?? 0));
}

/** Every part of a geometry as lists of positions: points, lines and rings alike. */
export function partsOf(geometry: Geometry | null): readonly (readonly Position[])[] {
  if (geometry === null) return [];
  switch (geometry.type) {
    case "Point":
      return [[geometry.coordinates]];
    case "MultiPoint":
    case "LineString":
      return [geometry.coordinates];
    case "MultiLineString":
    case "Polygon":
      return geometry.coordinates;
    case "MultiPolygon":
      return geometry.coordinates.flat();
    case "GeometryCollection":
      return geometry.geometries.flatMap(partsOf);
  }
}

/** Whether a geometry has an inside. */
export function isAreal(geometry: Geometry | null): boolean {
  return geometry?.type === "Polygon" || geometry?.type === "MultiPolygon";
}
