/** The map: panes in draw order, one layer's symbols at a time, and what points at them. */

import type L from "leaflet";
import "leaflet/src/map/handler/Map.BoxZoom.js";
import { DRAW_ORDER } from "../core/draw_order.ts";
import type { Box } from "../core/labels.ts";
import { centreOf } from "../core/places.ts";
import type { Feature, OutlinePayload } from "../core/payload.ts";
import type { View } from "../core/state.ts";
import { addOutline, addTiles, type BasemapSettings } from "./basemap.ts";
import { toLatLng, toLatLngBounds, toPosition, type Bounds } from "./coordinates.ts";
import { coveredBy, movedTo } from "./covered.ts";
import { drawHeat, groundAt } from "./heat.ts";
import { DomUtil, map } from "./leaflet.ts";
import { drawNames } from "./names.ts";
import { MarksOverlay, type MarksSource } from "./marks_overlay.ts";
import { CanvasOverlay, SvgOverlay, type Project } from "./overlay.ts";
import { Roving } from "./roving.ts";
import { drawSelection } from "./selection.ts";
import { circleLeaders, PANE_OF, patterns, symbolsFor, type Drawing } from "./symbols.ts";
import { svg } from "./svg.ts";

export interface MapOptions {
  readonly bounds: Bounds;
  readonly view: View | null;
  /** What a feature is called for those who cannot see it. */
  readonly describe: (feature: Feature) => string;
  /** What lies over the map, such as tools and the legend. */
  readonly covers: () => readonly Element[];
  /** Where marks come from, for a map that can show where people marked. */
  readonly marks?: MarksSource;
}

/** Where a feature was pointed at, in pixels of the map's box. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface MapListeners {
  readonly point: (feature: Feature | null, spot: Spot | null) => void;
  readonly select: (feature: Feature | null, spot: Spot | null) => void;
  /** The view that the reader chose; null while all of the project is shown, whatever the screen. */
  readonly move: (view: View | null) => void;
  /** The map is being dragged, and has this view by now. */
  readonly moving?: (view: View) => void;
}

/** To the last digit: Leaflet pans by whole pixels otherwise, and an address that is read and written would drift. */
const EXACTLY = { animate: false, reset: true } as L.ZoomPanOptions;

export class MapView {
  private readonly map: L.Map;
  private readonly options: MapOptions;
  private readonly listeners: MapListeners;
  private readonly names: SvgOverlay;
  private readonly selection: SvgOverlay;
  private readonly marks: MarksOverlay | null;
  private symbols: SvgOverlay | CanvasOverlay | null = null;
  private symbolNode: SVGSVGElement | null = null;
  private drawing: Drawing | null = null;
  private outline: OutlinePayload | null = null;
  private featuresById = new Map<string, Feature>();
  private selected: string | null = null;
  private pointed: string | null = null;
  private viewChosen: boolean;
  private fitting = false;
  private dragging = false;
  private resizing = false;
  /** Measured once and kept while the map moves: to measure while symbols are drawn anew costs a layout of all. */
  private covered: readonly Box[] | null = null;

  constructor(container: HTMLElement, options: MapOptions, listeners: MapListeners) {
    this.options = options;
    this.listeners = listeners;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = map(container, {
      zoomControl: false,
      attributionControl: false,
      zoomSnap: 0.25,
      zoomDelta: 1,
      wheelPxPerZoomLevel: 90,
      minZoom: 4,
      maxZoom: 19,
      zoomAnimation: !still,
      fadeAnimation: !still,
      inertia: !still,
    });
    DRAW_ORDER.forEach((name, index) => {
      this.map.createPane(name).style.zIndex = String(200 + index * 10);
    });
    this.viewChosen = options.view !== null;
    if (options.view) this.look(options.view);
    else this.fit();
    this.names = new SvgOverlay("labels", "names", (project, extent) =>
      drawNames(project, extent, this.map.getZoom(), this.drawing, this.outline, this.coveredNow()),
    ).addTo(this.map);
    this.selection = new SvgOverlay("selection", "selection", () =>
      drawSelection(this.symbolNode, this.pointed, this.selected),
    ).addTo(this.map);
    this.names.node.setAttribute("aria-hidden", "true");
    this.selection.node.setAttribute("aria-hidden", "true");
    this.map.on("dragstart zoomstart keydown", () => {
      if (!this.fitting) this.viewChosen = true;
    });
    this.map.on("moveend", () => {
      if (!this.resizing) this.listeners.move(this.viewChosen ? this.view() : null);
    });
    this.map.on("dragstart dragend", ({ type }) => {
      this.dragging = type === "dragstart";
    });
    this.map.on("drag", () => this.listeners.moving?.(this.view()));
    this.map.on("mousemove", (event) => this.pointAtGround(event));
    this.map.on("click", (event) => this.selectAt(event));
    this.marks = options.marks ? new MarksOverlay(this.map, options.marks) : null;
    void document.fonts?.ready.then(() => this.rename());
  }

  /** Lay the basemap; resolves when it stands. */
  async layBasemap(settings: BasemapSettings, outline: OutlinePayload | null): Promise<void> {
    if (outline) {
      this.outline = outline;
      addOutline(this.map, outline);
      this.names.redraw();
    } else {
      await addTiles(this.map, settings);
    }
  }

  /** Show one layer in place of the last. */
  show(drawing: Drawing): void {
    this.drawing = drawing;
    this.featuresById = new Map(drawing.payload.features.map((feature) => [feature.id, feature]));
    this.symbols?.remove();
    this.symbolNode = null;
    this.selected = null;
    this.pointed = null;
    const layer = drawing.payload.mentalmap.layer;
    if (layer === "heat") {
      this.symbols = new CanvasOverlay(PANE_OF.heat, (context, project) =>
        drawHeat(context, project, drawing.payload),
      ).addTo(this.map);
    } else {
      let roving: Roving | null = null;
      const pane = symbolsFor(drawing)?.pane ?? "points";
      const overlay = new SvgOverlay(pane, `symbols symbols-${layer}`, (project) => {
        queueMicrotask(() => roving?.refresh());
        return this.symbolsOf(drawing, project);
      }).addTo(this.map);
      roving = this.rove(overlay.node);
      roving.refresh();
      this.symbols = overlay;
      this.symbolNode = overlay.node;
      this.listen(overlay.node);
    }
    this.names.redraw();
    this.selection.redraw();
  }

  /** Take away the layer, for instance when it could not be loaded. */
  clear(): void {
    this.symbols?.remove();
    this.symbols = null;
    this.symbolNode = null;
    this.drawing = null;
    this.featuresById.clear();
    this.names.redraw();
    this.selection.redraw();
  }

  /** Show where people marked, under any layer's names: the marks of a filter, or null for none. */
  showMarks(query: string | null): void {
    this.marks?.show(query);
  }

  /** Mark one feature and, if it is out of sight, bring it in. */
  select(id: string | null, pan: boolean): void {
    this.selected = id;
    const feature = id === null ? undefined : this.featuresById.get(id);
    if (feature && pan) {
      const at = toLatLng(centreOf(feature.geometry));
      const size = this.map.getSize();
      if (!this.map.getBounds().pad(-0.2).contains(at) && size.x > 0) this.map.panTo(at);
    }
    this.selection.redraw();
  }

  /** Mark a feature for as long as it is pointed at. */
  point(id: string | null): void {
    if (this.pointed === id) return;
    this.pointed = id;
    this.selection.redraw();
  }

  /** The spot of a feature in the map's box, for a card beside it. */
  spotOf(feature: Feature): Spot {
    const { x, y } = this.map.latLngToContainerPoint(toLatLng(centreOf(feature.geometry)));
    return { x, y };
  }

  zoomBy(steps: number): void {
    this.map.setZoom(this.map.getZoom() + steps);
  }

  /** Show all of the project. */
  fit(): void {
    this.viewChosen = false;
    this.fitting = true;
    this.map.fitBounds(toLatLngBounds(this.options.bounds), { padding: [12, 12], animate: false });
    this.fitting = false;
  }

  look(view: View): void {
    this.viewChosen = true;
    this.map.setView(toLatLng([view.lon, view.lat]), view.zoom, EXACTLY);
  }

  /** Rest where another map rests, to the pixel, which is cheaper than to the last digit. */
  restWith(view: View): void {
    this.viewChosen = true;
    this.map.setView(toLatLng([view.lon, view.lat]), view.zoom, { animate: false });
  }

  /** Draw the layer anew, after it was told to look different. */
  redraw(): void {
    this.symbols?.redraw();
    this.names.redraw();
    this.selection.redraw();
  }

  /** Go along while another map is dragged; nothing is drawn anew before it rests. */
  follow(view: View): void {
    if (view.zoom !== this.map.getZoom()) return;
    const pane = this.map.getPane("mapPane");
    if (!pane) return;
    const there = this.map.project(toLatLng([view.lon, view.lat]));
    const offset = there.subtract(this.map.project(this.map.getCenter())).round();
    DomUtil.setPosition(pane, DomUtil.getPosition(pane).subtract(offset));
  }

  /** Write the names anew, after something was laid over the map or taken away. */
  rename(): void {
    this.covered = null;
    this.names.redraw();
  }

  private view(): View {
    const [lon, lat] = toPosition(this.map.getCenter());
    return { lon, lat, zoom: this.map.getZoom() };
  }

  /** The box of the map has changed its size. */
  resize(): void {
    this.covered = null;
    const centre = this.map.getCenter();
    // Who reads has not moved: nothing is announced while the centre is put back.
    this.resizing = this.viewChosen;
    this.map.invalidateSize({ pan: false });
    if (this.viewChosen) this.map.setView(centre, this.map.getZoom(), EXACTLY);
    else this.fit();
    this.resizing = false;
  }

  private coveredNow(): Box[] {
    this.covered ??= coveredBy(this.options.covers(), this.map.getContainer());
    return movedTo(this.map.containerPointToLayerPoint([0, 0]), this.covered);
  }

  private symbolsOf(drawing: Drawing, project: Project): SVGElement[] {
    const symbols = symbolsFor(drawing);
    const groups = inDrawingOrder(drawing).flatMap((feature) => {
      const parts = feature.geometry === null || !symbols ? [] : symbols.draw(feature, project, drawing);
      return parts.length > 0 ? [this.group(feature, parts)] : [];
    });
    return [patterns(), ...circleLeaders(project, drawing), ...groups];
  }

  private rove(node: SVGSVGElement): Roving {
    return new Roving(node, {
      focus: (id) => {
        const feature = this.featuresById.get(id ?? "") ?? null;
        this.point(feature?.id ?? null);
        this.listeners.point(feature, feature && this.spotOf(feature));
      },
      choose: (id) => {
        const feature = this.featuresById.get(id) ?? null;
        this.select(id, true);
        this.listeners.select(feature, feature && this.spotOf(feature));
      },
    });
  }

  private group(feature: Feature, parts: readonly SVGElement[]): SVGGElement {
    return svg(
      "g",
      {
        class: `feature feature-${feature.properties.status}`,
        "data-id": feature.id,
        role: "img",
        "aria-label": this.options.describe(feature),
      },
      ...parts,
    );
  }

  private listen(node: SVGSVGElement): void {
    node.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "touch") this.announcePoint(this.featureUnder(event), event);
    });
    node.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "touch") this.announcePoint(this.featureUnder(event), event);
    });
    node.addEventListener("pointerleave", () => this.announcePoint(null, null));
    node.addEventListener("pointerout", (event) => {
      if (!(event.relatedTarget instanceof Element) || !event.relatedTarget.closest("[data-id]")) {
        this.announcePoint(null, null);
      }
    });
  }

  private announcePoint(feature: Feature | null, event: MouseEvent | null): void {
    // Whoever drags points at nothing, and what is under the pointer would be told anew for every step.
    if (this.dragging) return;
    this.point(feature?.id ?? null);
    this.listeners.point(feature, event && this.spotOfEvent(event));
  }

  private featureUnder(event: Event): Feature | null {
    const group = event.target instanceof Element ? event.target.closest("[data-id]") : null;
    return this.featuresById.get(group?.getAttribute("data-id") ?? "") ?? null;
  }

  private pointAtGround(event: L.LeafletMouseEvent): void {
    if (this.drawing?.payload.mentalmap.layer !== "heat") return;
    const ground = groundAt(toPosition(event.latlng), this.drawing.payload);
    this.listeners.point(ground, ground && this.spotOfEvent(event.originalEvent));
  }

  private selectAt(event: L.LeafletMouseEvent): void {
    const heat = this.drawing?.payload.mentalmap.layer === "heat" ? this.drawing.payload : null;
    const feature = heat ? groundAt(toPosition(event.latlng), heat) : this.featureUnder(event.originalEvent);
    this.select(feature?.id ?? null, false);
    this.listeners.select(feature, feature && this.spotOfEvent(event.originalEvent));
  }

  private spotOfEvent(event: MouseEvent): Spot {
    const box = this.map.getContainer().getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
}

/** The strongest last, as the server sent them; but small circles on top of large ones, which would hide them. */
function inDrawingOrder({ payload }: Drawing): readonly Feature[] {
  if (payload.mentalmap.layer !== "destinations") return payload.features;
  return [...payload.features].sort((one, other) => (other.properties.people ?? 0) - (one.properties.people ?? 0));
}
