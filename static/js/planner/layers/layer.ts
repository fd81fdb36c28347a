/** What one layer of the planner's page is: its symbols, its legend, what stands beside the map, and its sentences. */

import type { Feature, LayerPayload } from "../../core/payload.ts";
import type { Drawing, OwnSymbols } from "../../map/symbols.ts";
import type { MapView } from "../../map/map_view.ts";
import type { Speaker } from "../../ui/values.ts";

export interface LayerHost {
  readonly map: MapView;
  /** Beside the map: matrix, bars and lists of the layer; empty for layers that the map tells whole. */
  readonly side: HTMLElement;
  readonly legend: HTMLElement;
  readonly speaker: Speaker;
  /** Purposes in the project's order, which decides their colours. */
  readonly purposes?: readonly string[];
  /** Radius in pixels of the largest circle on a map of this size. */
  readonly largest?: number;
  /** Something beside the map was chosen: select its feature. */
  readonly select: (id: string) => void;
}

/** A layer that is shown. */
export interface ShownLayer {
  readonly symbols?: OwnSymbols;
  /** The features that the map draws, where they are others than those that the table lists. */
  readonly drawn?: readonly Feature[];
  readonly legend: (drawing: Drawing) => readonly HTMLElement[];
  readonly side: readonly HTMLElement[];
  /** The map's selection changed. */
  readonly follow?: (id: string | null) => void;
}

/** Prepare a layer for a host. */
export type MakeLayer = (payload: LayerPayload, host: LayerHost) => ShownLayer;
