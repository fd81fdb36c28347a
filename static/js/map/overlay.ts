/**
 * A layer that we draw ourselves in pixels: it knows when to redraw, and moves along while Leaflet zooms.
 *
 * Symbols have sizes in pixels (circles, teeth, flows), so they are drawn anew at each zoom rather than scaled.
 */

import type L from "leaflet";
import type { Position } from "../core/payload.ts";
import type { Point } from "../core/shapes.ts";
import type { PaneName } from "../core/draw_order.ts";
import { toLatLng } from "./coordinates.ts";
import { DomUtil, latLng, Layer } from "./leaflet.ts";
import { svg } from "./svg.ts";

export type Project = (position: Position) => Point;

/** The rectangle that an overlay covers, in the pixels that `Project` gives. */
export interface Extent {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How much more is drawn than seen, in map sizes on every side, so that a short drag shows no edge. */
export const PADDING = 0.5;

abstract class Overlay extends Layer {
  protected abstract readonly element: HTMLElement | SVGElement;
  private readonly paneName: PaneName;
  private centre: L.LatLng = latLng(0, 0);
  private zoom = 0;

  constructor(paneName: PaneName) {
    super();
    this.paneName = paneName;
  }

  protected abstract paint(project: Project, extent: Extent): void;

  override onAdd(map: L.Map): this {
    this.element.classList.add("overlay", "leaflet-zoom-animated");
    map.getPane(this.paneName)?.append(this.element);
    this.redraw();
    return this;
  }

  override onRemove(): this {
    this.element.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      moveend: () => this.redraw(),
      viewreset: () => this.redraw(),
      resize: () => this.redraw(),
      zoomanim: (event) => this.follow(event as L.ZoomAnimEvent),
    };
  }

  /** Draw everything for the present view. */
  redraw(): void {
    const map = this._map;
    if (!map) return;
    const size = map.getSize();
    const corner = map.containerPointToLayerPoint(size.multiplyBy(-PADDING)).round();
    const extent = {
      left: corner.x,
      top: corner.y,
      width: size.x * (1 + 2 * PADDING),
      height: size.y * (1 + 2 * PADDING),
    };
    this.centre = map.getCenter();
    this.zoom = map.getZoom();
    DomUtil.setPosition(this.element as HTMLElement, corner);
    this.paint((position) => map.latLngToLayerPoint(toLatLng(position)), extent);
  }

  private follow(event: L.ZoomAnimEvent): void {
    const map = this._map;
    const scale = map.getZoomScale(event.zoom, this.zoom);
    const size = map.getSize();
    const panePosition = DomUtil.getPosition(map.getPane("mapPane")!);
    const newOrigin = map.project(event.center, event.zoom).subtract(size.divideBy(2)).add(panePosition).round();
    const corner = size
      .multiplyBy(-scale * (0.5 + PADDING))
      .add(map.project(this.centre, event.zoom))
      .subtract(newOrigin);
    DomUtil.setTransform(this.element as HTMLElement, corner, scale);
  }
}

/** An overlay of SVG elements; `draw` gives what stands in it. */
export class SvgOverlay extends Overlay {
  protected readonly element: SVGSVGElement;
  private readonly draw: (project: Project, extent: Extent) => readonly SVGElement[];

  constructor(
    paneName: PaneName,
    className: string,
    draw: (project: Project, extent: Extent) => readonly SVGElement[],
  ) {
    super(paneName);
    this.element = svg("svg", { class: className, focusable: "false" });
    this.draw = draw;
  }

  get node(): SVGSVGElement {
    return this.element;
  }

  protected paint(project: Project, extent: Extent): void {
    this.element.setAttribute("width", String(extent.width));
    this.element.setAttribute("height", String(extent.height));
    this.element.setAttribute("viewBox", `${extent.left} ${extent.top} ${extent.width} ${extent.height}`);
    this.element.replaceChildren(...this.draw(project, extent));
  }
}

/** An overlay of pixels, for grounds whose edges must not show. */
export class CanvasOverlay extends Overlay {
  protected readonly element = DomUtil.create("canvas");
  private readonly draw: (context: CanvasRenderingContext2D, project: Project) => void;

  constructor(paneName: PaneName, draw: (context: CanvasRenderingContext2D, project: Project) => void) {
    super(paneName);
    this.draw = draw;
  }

  get node(): HTMLCanvasElement {
    return this.element;
  }

  protected paint(project: Project, extent: Extent): void {
    const density = Math.min(2, window.devicePixelRatio || 1);
    this.element.width = extent.width * density;
    this.element.height = extent.height * density;
    this.element.style.width = `${extent.width}px`;
    this.element.style.height = `${extent.height}px`;
    const context = this.element.getContext("2d");
    if (!context) return;
    context.setTransform(density, 0, 0, density, -extent.left * density, -extent.top * density);
    this.draw(context, project);
  }
}
