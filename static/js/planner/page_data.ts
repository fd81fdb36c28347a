/** What the planner's page knows from the server: one block of JSON, which the content policy lets stand. */

import { LIST_KEYS, NO_LISTS, type ColumnState, type Known, type ListKey } from "../core/plan_state.ts";
import type { Strings } from "../core/words.ts";
import type { BasemapSettings } from "../map/basemap.ts";
import type { Bounds } from "../map/coordinates.ts";

interface Option {
  readonly code: string;
  readonly label: string;
}

/** One thing that answers can be chosen by, and its values. */
export interface Facet {
  readonly key: ListKey;
  readonly question?: string;
  readonly title: string;
  readonly options: readonly Option[];
}

export interface SavedView {
  readonly id: string | number;
  readonly name: string;
  readonly note: string;
  /** The page's query string. */
  readonly query: string;
  readonly by: string;
  readonly made_on: string;
}

export interface PlanData {
  readonly project: {
    readonly slug: string;
    readonly name: string;
    readonly bounds: Bounds;
    readonly threshold: number;
    /** Whether the answers are invented. */
    readonly is_synthetic: boolean;
    /** The finest zoom of cells that say where people marked. */
    readonly deepest_grid_zoom: number;
  };
  readonly locale: string;
  readonly surveys: readonly { readonly slug: string; readonly name: string; readonly people: number }[];
  readonly area_sets: readonly { readonly slug: string; readonly label: string }[];
  readonly layers: readonly { readonly name: string; readonly title: string; readonly question: string }[];
  readonly catalogue: readonly Facet[];
  /** Every kind of mark there is. */
  readonly kinds: readonly Option[];
  readonly basemap: BasemapSettings;
  readonly purposes: readonly (Option & { readonly color: string })[];
  readonly formats: readonly { readonly format: string; readonly label: string }[];
  readonly views: readonly SavedView[];
  readonly strings: Strings;
  readonly csrf_token: string;
  readonly urls: {
    readonly layers: string;
    readonly charts: string;
    readonly areas: string;
    readonly quotes: string;
    readonly views: string;
    readonly download: string;
    readonly basemap: string;
    readonly grid: string;
    readonly marks: string;
    readonly sign_in: string;
  };
}

export function readPlanData(): PlanData {
  const block = document.getElementById("page-data");
  return JSON.parse(block?.textContent ?? "null") as PlanData;
}

/** What the project knows, for reading an address. */
export function knownTo(page: PlanData): Known {
  const values = Object.fromEntries(
    LIST_KEYS.map((key) => [
      key,
      new Set(page.catalogue.filter((facet) => facet.key === key).flatMap(({ options }) => options.map(({ code }) => code))),
    ]),
  ) as unknown as Known["values"];
  return {
    layers: page.layers.map(({ name }) => name),
    surveys: page.surveys.map(({ slug }) => slug),
    areaSets: page.area_sets.map(({ slug }) => slug),
    values,
  };
}

/** What is shown when the address says nothing: how people feel, in the latest survey. */
export function startOf(page: PlanData): ColumnState {
  const layer = page.layers.find(({ name }) => name === "attitude") ?? page.layers[0];
  return {
    layer: layer?.name ?? "attitude",
    survey: page.surveys[0]?.slug ?? "",
    areaSet: page.area_sets[0]?.slug ?? "",
    lists: NO_LISTS,
    valence: [null, null],
    dates: ["", ""],
    before: "",
    weights: "",
    marks: false,
    selected: "",
  };
}
