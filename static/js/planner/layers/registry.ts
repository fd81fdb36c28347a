/** Every layer on the planner's page: drawn on the map, explained in the legend, told beside it. */

import { withoutEmptyGeometry, type LayerName, type LayerPayload } from "../../core/payload.ts";
import { drawingOf } from "../../map/symbols.ts";
import type { MapView } from "../../map/map_view.ts";
import { legendFor } from "../../ui/legend.ts";
import { attitude } from "./attitude.ts";
import { change } from "./changes.ts";
import { coverage } from "./coverage.ts";
import type { LayerHost, MakeLayer, ShownLayer } from "./layer.ts";
import { organisation } from "./organisation.ts";
import { relations } from "./relations.ts";

export type { LayerHost } from "./layer.ts";
export { sentencesOf } from "./sentences.ts";

/** Layers that say more to planners than to everybody; the others are drawn as everybody sees them. */
const MAKERS: Partial<Record<LayerName, MakeLayer>> = { attitude, relations, coverage, change, organisation };

const shownOn = new WeakMap<MapView, ShownLayer>();

/** Show a layer on the map, in the legend and beside it, in place of the last. */
export function renderLayer(payload: LayerPayload, host: LayerHost): void {
  const clean = withoutEmptyGeometry(payload);
  const { speaker } = host;
  const layer: ShownLayer = MAKERS[clean.mentalmap.layer]?.(clean, host) ?? {
    legend: (drawing) => legendFor(drawing, speaker),
    side: [],
  };
  shownOn.set(host.map, layer);
  const drawn = layer.drawn ? { ...clean, features: layer.drawn } : clean;
  const drawing = { ...drawingOf(drawn, host.purposes ?? [], speaker.formats.whole, host.largest), ...(layer.symbols ? { own: layer.symbols } : {}) };
  host.map.show(drawing);
  host.side.replaceChildren(...(clean.features.length === 0 ? [] : layer.side));
  host.legend.replaceChildren(...(clean.features.length === 0 ? [] : layer.legend(drawing)));
  host.map.rename();
}

/** The map's selection changed (null: nothing is selected any more); the layer beside it follows. */
export function followSelection(host: LayerHost, id: string | null): void {
  shownOn.get(host.map)?.follow?.(id);
}

/** The area that a feature of any layer is about, for its card; null where it is about none. */
export function areaOf(id: string): string | null {
  if (/^(age|gender):/.test(id)) return null;
  const [, named] = /^(?:area|image):(.*)$/s.exec(id) ?? [];
  return named ?? id.split(">").at(-1) ?? null;
}
