/**
 * The page that folium writes: one file, no server, no network. Map, symbols and names are those of the map page;
 * all words arrive finished. folium's own script makes the map, calls `mentalmap.layer` for each layer,
 * adds its layer control, and last calls `mentalmap.start`.
 */

import type L from "leaflet";
import * as whole from "leaflet/src/Leaflet.js";
import { centreOf } from "./core/places.ts";
import type { Feature, OutlinePayload } from "./core/payload.ts";
import { addOutline } from "./map/basemap.ts";
import { toLatLng, toLatLngBounds, toPosition, type Bounds } from "./map/coordinates.ts";
import { groundAt } from "./map/heat.ts";
import { drawSwatches } from "./map/legend_swatches.ts";
import { drawNames } from "./map/names.ts";
import { SvgOverlay } from "./map/overlay.ts";
import { isLocated, PageLayer, preparePanes, type LayerData } from "./map/page_layer.ts";
import { svg } from "./map/svg.ts";

interface PageSettings {
  readonly bounds: Bounds;
  readonly outline: OutlinePayload | null;
  readonly zoomIn: string;
  readonly zoomOut: string;
}

// folium and its plugins write to it, so it is no module.
const leaflet = { ...(whole as typeof L) };
const CARD_OFFSET_PX = 14;

/** Everything on the page that follows the layer shown: card, names, panel. */
class Page {
  private readonly map: L.Map;
  private readonly bounds: Bounds;
  private readonly outline: OutlinePayload | null;
  private readonly names: SvgOverlay;
  private readonly selection: SvgOverlay;
  private readonly card: HTMLElement;
  private shown: PageLayer | null = null;
  private pointed: string | null = null;

  constructor(map: L.Map, settings: PageSettings) {
    this.map = map;
    this.bounds = settings.bounds;
    this.outline = settings.outline;
    preparePanes(map);
    if (settings.outline) addOutline(map, settings.outline);
    leaflet.control
      .zoom({ position: "topright", zoomInTitle: settings.zoomIn, zoomOutTitle: settings.zoomOut })
      .addTo(map);
    leaflet.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    this.names = new SvgOverlay("labels", "names", (project, extent) =>
      drawNames(project, extent, map.getZoom(), this.shown?.drawing ?? null, this.outline),
    ).addTo(map);
    this.names.node.setAttribute("aria-hidden", "true");
    this.selection = new SvgOverlay("selection", "selection", () => this.outlineOfPointed()).addTo(map);
    this.selection.node.setAttribute("aria-hidden", "true");
    map.getContainer().classList.add("on-paper");
    this.card = leaflet.DomUtil.create("div", "card", map.getContainer());
    this.card.hidden = true;
    this.moveSwitch();
    this.listen();
    map.eachLayer((layer) => {
      if (layer instanceof PageLayer) this.show(layer);
    });
    this.fit();
  }

  private fit(): void {
    this.map.invalidateSize({ animate: false });
    this.map.fitBounds(toLatLngBounds(this.bounds), { padding: [16, 16], animate: false });
  }

  /** The layer control stands with the words it changes, not on the map. */
  private moveSwitch(): void {
    const control = document.querySelector(".leaflet-control-layers");
    const place = document.querySelector("#layer-switch");
    if (!control || !place) return;
    control.removeAttribute("aria-haspopup");
    place.append(control);
  }

  private show(layer: PageLayer): void {
    this.shown = layer;
    this.point(null);
    for (const section of document.querySelectorAll<HTMLElement>("[data-layer]")) {
      section.hidden = section.dataset["layer"] !== layer.name;
    }
    this.names.redraw();
  }

  private listen(): void {
    this.map.on("baselayerchange", (event) => {
      if (event.layer instanceof PageLayer) this.show(event.layer);
    });
    const box = this.map.getContainer();
    box.addEventListener("pointermove", (event) => this.pointAt(event));
    box.addEventListener("pointerdown", (event) => this.pointAt(event));
    box.addEventListener("pointerleave", () => this.point(null));
    box.addEventListener("focusin", (event) => this.pointFrom(event.target));
    box.addEventListener("focusout", () => this.point(null));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.point(null);
    });
    for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-id]")) {
      const id = button.dataset["id"] ?? null;
      button.addEventListener("pointerenter", () => this.point(id));
      button.addEventListener("focus", () => this.point(id));
      button.addEventListener("pointerleave", () => this.point(null));
      button.addEventListener("blur", () => this.point(null));
      button.addEventListener("click", () => this.bringIn(id));
    }
    window.addEventListener("beforeprint", () => this.fit());
    window.addEventListener("afterprint", () => this.fit());
    void document.fonts.ready.then(() => this.names.redraw());
  }

  private bringIn(id: string | null): void {
    const feature = this.shown?.feature(id) ?? null;
    if (!feature || !isLocated(feature)) return;
    const at = toLatLng(centreOf(feature.geometry));
    if (!this.map.getBounds().pad(-0.2).contains(at)) this.map.panTo(at);
    this.map.getContainer().scrollIntoView({ block: "nearest" });
    this.point(id);
  }

  private pointAt(event: PointerEvent): void {
    const target = event.target;
    if (!(target instanceof Element) || target.closest(".leaflet-control")) return;
    const box = this.map.getContainer().getBoundingClientRect();
    const spot = leaflet.point(event.clientX - box.left, event.clientY - box.top);
    const shown = this.shown;
    const feature =
      shown?.name === "heat"
        ? groundAt(toPosition(this.map.containerPointToLatLng(spot)), shown.data.payload)
        : (shown?.feature(target.closest("[data-id]")?.getAttribute("data-id") ?? null) ?? null);
    this.point(feature?.id ?? null, spot);
  }

  private pointFrom(target: EventTarget | null): void {
    const group = target instanceof Element ? target.closest("[data-id]") : null;
    this.point(group?.getAttribute("data-id") ?? null);
  }

  /** Mark a feature and say what it is, at `spot` or at the feature itself. */
  private point(id: string | null, spot: L.Point | null = null): void {
    const feature = this.shown?.feature(id) ?? null;
    if (id !== this.pointed) {
      this.pointed = feature ? id : null;
      this.selection.redraw();
      this.fillCard(feature && isLocated(feature) ? feature : null);
    }
    if (feature && isLocated(feature)) this.placeCard(spot ?? this.map.latLngToContainerPoint(toLatLng(centreOf(feature.geometry))));
  }

  /** Text goes in as text: names and answers were written by anybody. */
  private fillCard(feature: Feature | null): void {
    this.card.hidden = feature === null;
    if (!feature) return;
    const lines = (this.shown?.data.cards[feature.id] ?? []).map((text) => paragraph("card-line", text));
    const name = feature.properties.name;
    this.card.replaceChildren(...(name ? [paragraph("card-name", name)] : []), ...lines);
  }

  private placeCard(spot: L.Point): void {
    const size = this.map.getSize();
    const { offsetWidth: width, offsetHeight: height } = this.card;
    const right = spot.x + CARD_OFFSET_PX + width < size.x;
    const below = spot.y + CARD_OFFSET_PX + height < size.y;
    const x = right ? spot.x + CARD_OFFSET_PX : Math.max(4, spot.x - CARD_OFFSET_PX - width);
    const y = below ? spot.y + CARD_OFFSET_PX : Math.max(4, spot.y - CARD_OFFSET_PX - height);
    this.card.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  private outlineOfPointed(): SVGElement[] {
    const original = this.pointed === null ? null : this.shown?.symbol(this.pointed);
    if (!original) return [];
    const copy = svg("g", { class: "pointed" });
    for (const part of original.querySelectorAll("path, circle")) {
      const outline = part.cloneNode() as SVGElement;
      const transform = part.parentElement?.getAttribute("transform");
      if (transform && part.parentNode !== original) outline.setAttribute("transform", transform);
      copy.append(outline);
    }
    return [copy];
  }
}

function paragraph(className: string, text: string): HTMLElement {
  const element = leaflet.DomUtil.create("p", className);
  element.dir = "auto";
  element.textContent = text;
  return element;
}

const layers: PageLayer[] = [];

declare global {
  interface Window {
    mentalmap: {
      readonly layer: (data: LayerData) => PageLayer;
      readonly start: (map: L.Map, settings: PageSettings) => void;
    };
  }
}

window.L = leaflet;
window.mentalmap = {
  layer: (data) => {
    const layer = new PageLayer(data);
    layers.push(layer);
    return layer;
  },
  start: (map, settings) => {
    drawSwatches(new Map(layers.map((layer) => [layer.name, layer.drawing])));
    new Page(map, settings);
  },
};
