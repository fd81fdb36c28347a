/** Every layer on the planner's page: how it is drawn, what stands beside the map, and what is said about a feature. */

import type { Feature, LayerName, LayerPayload } from "../../core/payload.ts";
import { LAYER_NAMES } from "../../core/payload.ts";
import { drawingOf } from "../../map/symbols.ts";
import type { MapView } from "../../map/map_view.ts";
import { legendFor } from "../../ui/legend.ts";
import { sentencesAbout, type Speaker } from "../../ui/values.ts";

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
  readonly select: (id: string) => void;
}

/** Show a layer on the map, in the legend and beside it, in place of the last. */
export function renderLayer(payload: LayerPayload, host: LayerHost): void {
  const { speaker } = host;
  const drawing = drawingOf(payload, host.purposes ?? [], speaker.formats.whole, host.largest);
  host.map.show(drawing);
  host.side.replaceChildren();
  host.legend.replaceChildren(...(payload.features.length === 0 ? [] : legendFor(drawing, speaker)));
  host.map.rename();
}

/** The map's selection changed (null: nothing is selected); what stands beside the map follows. */
export function followSelection(_host: LayerHost, _id: string | null): void {}

/** The sentences about one feature of any layer, the most important first; for cards and screen readers. */
export function sentencesOf(feature: Feature, layer: LayerName, speaker: Speaker): string[] {
  const name = LAYER_NAMES.find((one) => one === layer);
  return name ? sentencesAbout(feature, name, speaker) : [];
}

/** The area that a feature of any layer is about, for its card; null where it is about none. */
export function areaOf(id: string): string | null {
  if (/^(age|gender):/.test(id)) return null;
  const [, named] = /^(?:area|image):(.*)$/s.exec(id) ?? [];
  return named ?? id.split(">").at(-1) ?? null;
}
