/** The map on which people mark: a crosshair stands still in its middle, and the map moves under it. */

import type L from "leaflet";
import { DRAW_ORDER } from "../core/draw_order.ts";
import { boxAround } from "../core/labels.ts";
import type { Geometry, OutlinePayload, Position } from "../core/payload.ts";
import { centreOf } from "../core/places.ts";
import { isWithin } from "../core/where.ts";
import { addOutline, type BasemapSettings } from "./basemap.ts";
import { makeCrosshair } from "./crosshair.ts";
import { toLatLng, toLatLngBounds, toPosition, type Bounds } from "./coordinates.ts";
import { EVERY_PLACE_ZOOM, outlineNames, placeNames, textScale, writeNames, type GazetteerPlace } from "./ground_names.ts";
import { drawMarks, drawPreview, MARK_SIZE_PX, type ShownMark } from "./marking_symbols.ts";
import { PADDING, SvgOverlay } from "./overlay.ts";
import { DomEvent, map } from "./leaflet.ts";
import { layTilesOver } from "./tiles_over.ts";

export type { ShownMark } from "./marking_symbols.ts";

export interface MarkingOptions {
  readonly bounds: Bounds;
  /** The places that people may name; they are written more and more as one comes closer. */
  readonly places?: readonly GazetteerPlace[];
  /** What the project chose to lie under its maps. */
  readonly basemap?: BasemapSettings | null;
  /** The map has come to rest somewhere else. */
  readonly onMove?: () => void;
}

/** The built-in outline says nothing more when one comes closer than this; tiles do. */
const FINEST_ZOOM = { outline: 15, tiles: 18 };
const FURTHEST_ZOOM = 4;

export class MarkingMap {
  /** The element that the map fills; whoever reads from right to left has a map from left to right all the same. */
  readonly container: HTMLElement;
  /** Where buttons may stand over the map. */
  readonly tools: HTMLElement;
  private readonly map: L.Map;
  private readonly bounds: Bounds;
  private readonly places: readonly GazetteerPlace[];
  private readonly names: SvgOverlay;
  private readonly marks: SvgOverlay;
  private readonly drawn: SvgOverlay;
  private readonly watcher: ResizeObserver;
  private readonly crosshair: SVGSVGElement;
  private readonly moveListeners = new Set<() => void>();
  private ground: OutlinePayload | null = null;
  private shown: readonly ShownMark[] = [];
  private preview_: { geometry: Geometry; open: boolean } | null = null;
  private tapListener: ((at: Position) => void) | null = null;
  private enterListener: (() => void) | null = null;
  private viewChosen = false;
  private tilesShown = false;
  private drawSignposts: typeof import("./signposts.ts").drawSignposts | null = null;

  constructor(container: HTMLElement, options: MarkingOptions) {
    this.container = container;
    this.bounds = options.bounds;
    this.places = options.places ?? [];
    const basemap = options.basemap ?? null;
    const tiled = basemap !== null && basemap.kind !== "outline";
    if (options.onMove) this.moveListeners.add(options.onMove);
    container.dir = "ltr";
    container.classList.add("marking-map", "on-paper", "at-night");
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    // Whatever zooms does so about the crosshair, so that it stays on the place that it was put on.
    this.map = map(container, {
      zoomControl: false,
      attributionControl: false,
      zoomSnap: 0.25,
      zoomDelta: 1,
      wheelPxPerZoomLevel: 90,
      minZoom: FURTHEST_ZOOM,
      maxZoom: tiled ? FINEST_ZOOM.tiles : FINEST_ZOOM.outline,
      keyboardPanDelta: 60,
      touchZoom: "center",
      scrollWheelZoom: "center",
      doubleClickZoom: "center",
      zoomAnimation: !still,
      fadeAnimation: !still,
      inertia: !still,
    });
    DRAW_ORDER.forEach((name, index) => {
      this.map.createPane(name).style.zIndex = String(200 + index * 10);
    });
    // The outline lies under the tiles, for as long as there is no network.
    this.map.getPane("tiles")!.style.zIndex = String(200 + DRAW_ORDER.indexOf("area-fills") * 10 - 5);
    this.fit();
    this.names = new SvgOverlay("labels", "names", (project, extent) => {
      // Tiles write names of their own.
      if (!this.ground || this.tilesShown) return [];
      const zoom = this.map.getZoom();
      const scale = textScale();
      const shrink = 1 / (1 + 2 * PADDING);
      const frame = boxAround(
        extent.left + extent.width / 2,
        extent.top + extent.height / 2,
        extent.width * shrink - 8,
        extent.height * shrink - 8,
      );
      const marked = this.shown.map(({ geometry }) => {
        const { x, y } = project(centreOf(geometry));
        return boxAround(x, y, MARK_SIZE_PX, MARK_SIZE_PX);
      });
      const names = outlineNames(this.ground, project, zoom, scale);
      const more = placeNames(this.places, names, project, zoom, scale);
      const written = writeNames([...names, ...more], [], frame, marked);
      if (zoom < EVERY_PLACE_ZOOM) return written;
      const places = [...names, ...more].flatMap(({ candidate: { text, x, y, dot } }) => (dot ? [{ name: text, x, y }] : []));
      const posts = this.drawSignposts?.(places, frame);
      if (!posts) void this.fetchSignposts();
      return [...written, ...(posts ?? [])];
    }).addTo(this.map);
    this.marks = new SvgOverlay("points", "marked-marks", (project) => drawMarks(this.shown, project)).addTo(this.map);
    this.drawn = new SvgOverlay("selection", "drawn", (project) => {
      const now = this.preview_;
      return now ? drawPreview(now.geometry, now.open, this.centre(), project) : [];
    }).addTo(this.map);
    for (const overlay of [this.names, this.drawn]) overlay.node.setAttribute("aria-hidden", "true");
    // The marks have names, for the map and the list are two views of the same.
    this.marks.node.setAttribute("role", "group");

    this.crosshair = makeCrosshair();
    this.tools = document.createElement("div");
    this.tools.className = "marking-tools";
    container.append(this.crosshair, this.tools);
    if (basemap?.attribution) {
      const source = document.createElement("p");
      source.className = "marking-source";
      source.dir = "auto";
      source.textContent = basemap.attribution;
      container.append(source);
    }
    DomEvent.disableClickPropagation(this.tools);
    DomEvent.disableScrollPropagation(this.tools);

    this.map.on("dragstart zoomstart keydown", () => {
      this.viewChosen = true;
    });
    this.map.on("move", () => {
      if (this.preview_?.open) this.drawn.redraw();
    });
    this.map.on("moveend", () => {
      if (this.comeBack()) return;
      for (const listener of this.moveListeners) listener();
    });
    this.map.on("click", (event) => this.tapListener?.(toPosition(event.latlng)));
    container.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== container || !this.enterListener) return;
      event.preventDefault();
      this.enterListener();
    });
    // A map takes the arrow keys only while it is what one works with.
    container.setAttribute("role", "group");
    container.addEventListener("focus", () => container.setAttribute("role", "application"));
    container.addEventListener("blur", () => container.setAttribute("role", "group"));
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(container);
    void document.fonts?.ready.then(() => this.names.redraw());
    if (!tiled) return;
    layTilesOver(this.map, basemap, (shown) => {
      if (this.tilesShown === shown) return;
      this.tilesShown = shown;
      this.names.redraw();
    });
  }

  /** Only who comes close needs them. */
  private async fetchSignposts(): Promise<void> {
    const late = await import("./signposts.ts").catch(() => null);
    if (!late || this.drawSignposts) return;
    this.drawSignposts = late.drawSignposts;
    this.names.redraw();
  }

  /** Whether the ground shows houses and roads, so that one can point at something exactly. */
  get isDetailed(): boolean {
    return this.tilesShown;
  }

  /** Whether somebody has moved the map, or brought it somewhere, since it showed all of the project. */
  get isMoved(): boolean {
    return this.viewChosen;
  }

  /** Lay the built-in outline, and write its names. */
  layGround(ground: OutlinePayload): void {
    this.ground = ground;
    addOutline(this.map, ground);
    this.names.redraw();
  }

  /** Show these marks and no others. */
  setMarks(marks: readonly ShownMark[]): void {
    this.shown = marks;
    this.marks.redraw();
    this.names.redraw();
  }

  /** Where the crosshair is. */
  centre(): Position {
    return toPosition(this.map.getCenter());
  }

  zoom(): number {
    return Math.round(this.map.getZoom() * 100) / 100;
  }

  /** Bring a position under the crosshair. */
  look(at: Position, zoom?: number): void {
    this.viewChosen = true;
    this.map.setView(toLatLng(at), zoom ?? this.map.getZoom());
  }

  /** Show all of the project. */
  fit(): void {
    const bounds = toLatLngBounds(this.bounds);
    // Once further away than all of the project there is nothing to place, and the ground comes to its end.
    this.map.setMinZoom(Math.max(FURTHEST_ZOOM, this.map.getBoundsZoom(bounds) - 1));
    this.map.fitBounds(bounds, { padding: [8, 8], animate: false });
    this.viewChosen = false;
  }

  /** Move the map under the crosshair, in pixels. */
  pan(dx: number, dy: number): void {
    this.viewChosen = true;
    this.map.panBy([dx, dy]);
  }

  zoomBy(step: number): void {
    this.viewChosen = true;
    this.map.setZoom(this.map.getZoom() + step);
  }

  /** Show what is being drawn; while it is `open`, a thread follows the crosshair. */
  preview(geometry: Geometry | null, open: boolean): void {
    this.preview_ = geometry && { geometry, open };
    this.drawn.redraw();
  }

  /** Who wants to know where the map is tapped or clicked; one at a time. */
  onTap(listener: ((at: Position) => void) | null): void {
    this.tapListener = listener;
  }

  /** Who wants to know that Enter was pressed while the map has the focus; one at a time. */
  onEnter(listener: (() => void) | null): void {
    this.enterListener = listener;
  }

  /** Who else wants to know that the map has come to rest; gives what ends it. */
  onMove(listener: () => void): () => void {
    this.moveListeners.add(listener);
    return () => this.moveListeners.delete(listener);
  }

  /** Whether the crosshair is seen: not where nothing is asked of the map. */
  aim(on: boolean): void {
    this.crosshair.toggleAttribute("hidden", !on);
  }

  /** What the map is called, and how it is worked, for those who hear it. */
  call(name: string, instructions: string): void {
    this.container.setAttribute("aria-label", name);
    this.container.setAttribute("aria-description", instructions);
  }

  /** Two positions closer than this many pixels look like one. */
  pixelsBetween(one: Position, other: Position): number {
    return this.map.latLngToContainerPoint(toLatLng(one)).distanceTo(this.map.latLngToContainerPoint(toLatLng(other)));
  }

  /** The box of the map has changed its size; what was under the crosshair stays there. */
  resize(): void {
    const centre = this.map.getCenter();
    this.map.invalidateSize({ pan: false, animate: false });
    if (this.viewChosen) this.map.setView(centre, this.map.getZoom(), { animate: false });
    else this.fit();
  }

  /** The crosshair does not leave the project; what lies further out is refused anyway. */
  private comeBack(): boolean {
    const here = this.centre();
    if (isWithin(here, this.bounds)) return false;
    const [west, south, east, north] = this.bounds;
    const at: Position = [Math.min(Math.max(here[0], west), east), Math.min(Math.max(here[1], south), north)];
    this.map.setView(toLatLng(at), this.map.getZoom(), { animate: false });
    return true;
  }

  destroy(): void {
    this.watcher.disconnect();
    this.map.remove();
    this.crosshair.remove();
    this.tools.remove();
  }
}
