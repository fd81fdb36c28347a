/** The address bar is the state: what the page shows can be read from it, shared, and gone back to. */

import { LAYER_NAMES, type PublicLayerName } from "./payload.ts";

export interface View {
  readonly zoom: number;
  readonly lat: number;
  readonly lon: number;
}

export interface MapState {
  readonly layer: PublicLayerName;
  readonly survey: string;
  /** One theme and one kind at most, empty for all: sums of several would tell about single people. */
  readonly theme: string;
  readonly kind: string;
  readonly areaSet: string;
  readonly view: View | null;
}

/** Layers about one kind alone: a filter by kind would only empty them. */
const LAYERS_OF_ONE_KIND: readonly string[] = ["destinations", "routes", "barriers", "landmarks", "districts"];

/** Whether choosing kinds means something for a layer. */
export function hasKinds(layer: PublicLayerName): boolean {
  return !LAYERS_OF_ONE_KIND.includes(layer);
}

const VIEW_PATTERN = /^(\d{1,2}(?:\.\d{1,2})?)\/(-?\d{1,2}(?:\.\d{1,6})?)\/(-?\d{1,3}(?:\.\d{1,6})?)$/;

/** Read a state from a query string; whatever it does not say is taken from `fallback`. */
export function parseState(query: string, fallback: MapState): MapState {
  const parameters = new URLSearchParams(query);
  const layer = LAYER_NAMES.find((name) => name === parameters.get("layer")) ?? fallback.layer;
  return {
    layer,
    survey: parameters.get("survey") ?? fallback.survey,
    theme: first(parameters, "theme"),
    kind: hasKinds(layer) ? first(parameters, "kind") : "",
    areaSet: parameters.get("area_set") ?? fallback.areaSet,
    view: parseView(parameters.get("view")),
  };
}

/** Write a state as a query string without the question mark; empty parts are left out. */
export function formatState(state: MapState): string {
  const parameters = filterParameters(state);
  const query = new URLSearchParams([["layer", state.layer], ...parameters]);
  if (state.view) query.set("view", formatView(state.view));
  return query.toString().replaceAll("%2F", "/");
}

/** The query of the layer's own address: the filters, without layer and view. */
export function formatFilters(state: MapState): string {
  return new URLSearchParams(filterParameters(state)).toString();
}

/** Whether two states show the same numbers, wherever one is looking. */
export function showsSame(one: MapState, other: MapState): boolean {
  return formatState({ ...one, view: null }) === formatState({ ...other, view: null });
}

/** Zoom, latitude and longitude with just as many digits as a pixel needs. */
export function formatView(view: View): string {
  return `${trim(view.zoom, 2)}/${trim(view.lat, 4)}/${trim(view.lon, 4)}`;
}

function filterParameters(state: MapState): [string, string][] {
  const parameters: [string, string][] = [];
  if (state.survey) parameters.push(["survey", state.survey]);
  if (state.theme) parameters.push(["theme", state.theme]);
  if (state.kind) parameters.push(["kind", state.kind]);
  if (state.areaSet) parameters.push(["area_set", state.areaSet]);
  return parameters;
}

export function parseView(text: string | null): View | null {
  const match = VIEW_PATTERN.exec(text ?? "");
  if (!match) return null;
  const [zoom, lat, lon] = match.slice(1).map(Number) as [number, number, number];
  return zoom <= 22 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? { zoom, lat, lon } : null;
}

/** The first value that says something; an address of old may have several. */
function first(parameters: URLSearchParams, key: string): string {
  return parameters.getAll(key).find((value) => value !== "") ?? "";
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
