/** A mental-map layer as Leaflet knows layers, so that a layer control can switch it; its words arrive finished. */

import type L from "leaflet";
import { DRAW_ORDER } from "../core/draw_order.ts";
import { partsOf, type Feature, type LayerPayload } from "../core/payload.ts";
import { drawHeat } from "./heat.ts";
import { Layer } from "./leaflet.ts";
import { CanvasOverlay, SvgOverlay } from "./overlay.ts";
import { drawingOf, PANE_OF, patterns, symbolsFor, type Drawing } from "./symbols.ts";
import { svg } from "./svg.ts";

export interface LayerData {
  readonly payload: LayerPayload;
  readonly cards: Readonly<Record<string, readonly string[]>>;
  readonly purposes: readonly string[];
}

// More symbols than this are reached through the table instead of by tabbing through the map.
const MOST_TAB_STOPS = 60;

const whole = (value: number): string => value.toLocaleString(document.documentElement.lang || undefined);

export class PageLayer extends Layer {
  readonly data: LayerData;
  readonly drawing: Drawing;
  private readonly features: ReadonlyMap<string, Feature>;
  private overlay: SvgOverlay | CanvasOverlay | null = null;

  constructor(data: LayerData) {
    super();
    this.data = data;
    this.drawing = drawingOf(data.payload, data.purposes, whole);
    this.features = new Map(data.payload.features.map((feature) => [feature.id, feature]));
  }

  get name(): string {
    return this.data.payload.mentalmap.layer;
  }

  override onAdd(map: L.Map): this {
    preparePanes(map);
    this.overlay = this.makeOverlay().addTo(map);
    return this;
  }

  override onRemove(): this {
    this.overlay?.remove();
    this.overlay = null;
    return this;
  }

  feature(id: string | null): Feature | null {
    return (id === null ? undefined : this.features.get(id)) ?? null;
  }

  /** The symbol of a feature, while the layer is shown. */
  symbol(id: string): SVGGElement | null {
    const overlay = this.overlay;
    return overlay instanceof SvgOverlay ? overlay.node.querySelector(`[data-id="${CSS.escape(id)}"]`) : null;
  }

  private makeOverlay(): SvgOverlay | CanvasOverlay {
    const { payload } = this.data;
    const name = payload.mentalmap.layer;
    if (name === "heat") {
      return new CanvasOverlay(PANE_OF.heat, (context, project) => drawHeat(context, project, payload));
    }
    const symbols = symbolsFor(this.drawing);
    if (!symbols) throw new Error(`the page cannot draw the layer "${name}"`);
    const { pane, draw } = symbols;
    const stops = payload.features.length <= MOST_TAB_STOPS;
    return new SvgOverlay(pane, `symbols symbols-${name}`, (project) => [
      patterns(),
      ...payload.features.flatMap((feature) => {
        const parts = draw(feature, project, this.drawing);
        return parts.length > 0 ? [this.group(feature, parts, stops)] : [];
      }),
    ]);
  }

  private group(feature: Feature, parts: readonly SVGElement[], stop: boolean): SVGGElement {
    const lines = [feature.properties.name, ...(this.data.cards[feature.id] ?? [])];
    const group = svg(
      "g",
      {
        class: `feature feature-${feature.properties.status}`,
        "data-id": feature.id,
        role: "img",
        "aria-label": lines.filter(Boolean).join(". "),
      },
      ...parts,
    );
    if (stop) group.setAttribute("tabindex", "0");
    return group;
  }
}

/** What is told by name only (too few people) may have no place on the map. */
export function isLocated(feature: Feature): boolean {
  return partsOf(feature.geometry).some((part) => part.length > 0);
}

/** Make the panes of the map, from the ground up. */
export function preparePanes(map: L.Map): void {
  DRAW_ORDER.forEach((name, index) => {
    const pane = map.getPane(name) ?? map.createPane(name);
    pane.style.zIndex = String(200 + index * 10);
  });
}
