/** How each layer is drawn: one function per layer, from a feature to the elements of its symbol. */

import { centreOf } from "../core/places.ts";
import {
  isAreal,
  maxPeople,
  numberOf,
  partsOf,
  purposesOf,
  untoldPeople,
  wordOf,
  type Feature,
  type PublicLayerName,
  type LayerPayload,
} from "../core/payload.ts";
import type { PaneName } from "../core/draw_order.ts";
import { LARGEST_RADIUS_PX, barrierWidth, circleRadius, flowOpacity, flowWidth, starRadius } from "../core/scales.ts";
import { flowOutline, polyline, ringParts, star, teeth, wave, type Point } from "../core/shapes.ts";
import type { Project } from "./overlay.ts";
import { circlePlace } from "./circle_places.ts";
import { svg } from "./svg.ts";

export interface Drawing {
  readonly payload: LayerPayload;
  readonly most: number;
  readonly whole: (value: number) => string;
  /** Purposes in the project's order, which decides their colours. */
  readonly purposes: readonly string[];
  /** Whether any purpose is told; where none is, circles are plain. */
  readonly tellsPurposes: boolean;
  /** Radius in pixels of the largest circle; all others by area. */
  readonly largest: number;
  /** How a layer draws itself that is not among the public ones, or a public one where it says more. */
  readonly own?: OwnSymbols;
}

/** Symbols that a page brings along for a layer: where they lie, what they look like, which names are written. */
export interface OwnSymbols {
  readonly pane: PaneName;
  readonly draw: Draw;
  /** What is written beside a feature; empty for nothing. */
  readonly label: (feature: Feature) => string;
  /** Distance in pixels of the name from the feature's middle; 0 writes it on the feature. */
  readonly labelOffset: number;
}

/** The part of a ring for people whose purpose is not told: no code of a project is empty. */
const UNTOLD = "";
export const UNTOLD_CLASS = "purpose purpose-untold";

export type Draw = (feature: Feature, project: Project, drawing: Drawing) => readonly SVGElement[];

export const PANE_OF: Readonly<Record<PublicLayerName, PaneName>> = {
  destinations: "circles",
  routes: "flows",
  barriers: "barriers",
  landmarks: "points",
  districts: "area-fills",
  attitude: "area-fills",
  heat: "heat",
};

export const DRAW: Readonly<Record<Exclude<PublicLayerName, "heat">, Draw>> = {
  destinations: (feature, project, drawing) => {
    const people = feature.properties.people;
    if (people === null || feature.geometry === null) return [];
    const { x, y } = circlePlace(feature, project, drawing);
    const symbol = destinationSymbol(people, purposesOf(feature), drawing);
    symbol.setAttribute("transform", `translate(${x} ${y})`);
    return [symbol];
  },

  routes: (feature, project, drawing) => {
    const people = feature.properties.people;
    const line = partsOf(feature.geometry)[0] ?? [];
    const [from, to] = [line[0], line.at(-1)];
    if (people === null || !from || !to) return [];
    return [
      svg("path", {
        class: "flow",
        d: flowOutline(project(from), project(to), flowWidth(people, drawing.most)),
        "fill-opacity": flowOpacity(people, drawing.most).toFixed(2),
      }),
    ];
  },

  barriers: (feature, project, drawing) => {
    if (feature.properties.status !== "ok") return [];
    const width = barrierWidth(feature.properties.people ?? 0, drawing.most);
    const isEmotional = wordOf(feature, "nature") === "emotional";
    const parts = partsOf(feature.geometry).map((part) => part.map(project));
    const spot = spotOfBarrier(parts);
    return spot ? [barrierSpot(spot, isEmotional, width)] : barrierSymbol(parts, isAreal(feature.geometry), isEmotional, width);
  },

  landmarks: (feature, project) => {
    if (feature.properties.status !== "ok") return [];
    const { x, y } = project(centreOf(feature.geometry));
    return [
      svg("path", {
        class: "landmark-star",
        d: star(starRadius(numberOf(feature, "rank") ?? 10)),
        transform: `translate(${x} ${y})`,
      }),
    ];
  },

  districts: (feature, project) => {
    if (feature.properties.status !== "ok") return [];
    const outline = polyline(partsOf(feature.geometry).map((part) => part.map(project)), true);
    return [svg("path", { class: `district district-${levelOf(feature)}`, d: outline })];
  },

  attitude: (feature, project) => {
    const outline = polyline(partsOf(feature.geometry).map((part) => part.map(project)), true);
    const area = svg("path", { class: `attitude attitude-${feature.properties.status}`, d: outline });
    area.setAttribute("fill", fillOf(feature));
    if (feature.properties.status === "no_data") return [svg("path", { class: "attitude-ground", d: outline }), area];
    return [area, ...restOutline(feature, outline)];
  },
};

/** How a layer that is drawn in SVG is drawn, and where; null for one that nobody taught to draw itself. */
export function symbolsFor(drawing: Drawing): Pick<OwnSymbols, "pane" | "draw"> | null {
  if (drawing.own) return drawing.own;
  const name = drawing.payload.mentalmap.layer as Exclude<PublicLayerName, "heat">;
  return name in DRAW ? { pane: PANE_OF[name], draw: DRAW[name] } : null;
}

/** An area that differs from the rest for sure has a line inside its edge: whole where more positive, broken where less. */
function restOutline(feature: Feature, outline: string): SVGElement[] {
  const differs = numberOf(feature, "diff_from_rest") ?? 0;
  if (differs === 0 || feature.properties.status !== "ok") return [];
  // Clipped by itself, so that no neighbour paints over the line.
  const id = `inside-${outlines++}`;
  const line = svg("path", { class: `rest-outline rest-${differs > 0 ? "above" : "below"}`, d: outline, "clip-path": `url(#${id})` });
  return [svg("clipPath", { id }, svg("path", { class: "rest-clip", d: outline })), line];
}

let outlines = 0;

/** Under the circles: a line home from each that had to step aside. */
export function circleLeaders(project: Project, drawing: Drawing): SVGElement[] {
  if (drawing.payload.mentalmap.layer !== "destinations") return [];
  return drawing.payload.features.flatMap((feature) => {
    if (feature.geometry === null || feature.properties.people === null) return [];
    const home = project(centreOf(feature.geometry));
    const { x, y } = circlePlace(feature, project, drawing);
    if (Math.hypot(x - home.x, y - home.y) < 4) return [];
    return [
      svg("path", { class: "circle-leader", d: `M${home.x} ${home.y}L${x} ${y}` }),
      svg("circle", { class: "circle-home", cx: home.x, cy: home.y, r: 2 }),
    ];
  });
}

/** A circle with its purpose ring and, when it fits, the number of people. */
export function destinationSymbol(
  people: number,
  purposes: readonly (readonly [string, number])[],
  drawing: Pick<Drawing, "most" | "whole" | "purposes" | "largest" | "tellsPurposes">,
): SVGGElement {
  const radius = circleRadius(people, drawing.most, drawing.largest);
  const ring = Math.max(3, Math.min(7, radius * 0.28));
  const ordered = [...purposes].sort(
    ([one], [other]) => drawing.purposes.indexOf(one) - drawing.purposes.indexOf(other),
  );
  const untold = untoldPeople(people, purposes);
  const symbol = svg("g", {}, svg("circle", { class: "destination", r: radius }));
  if (!drawing.tellsPurposes) {
    symbol.append(svg("circle", { class: "destination-core", r: radius }));
  } else if (radius < 7) {
    const [main] = [...ordered].sort(([, a], [, b]) => b - a);
    const isMain = main !== undefined && main[1] >= untold;
    symbol.append(svg("circle", { class: isMain ? purposeClass(main[0], drawing.purposes) : UNTOLD_CLASS, r: radius }));
  } else {
    const parts = untold > 0 ? [...ordered, [UNTOLD, untold] as const] : ordered;
    for (const part of ringParts(parts, radius, radius - ring, 2, people)) {
      const className = part.code === UNTOLD ? UNTOLD_CLASS : purposeClass(part.code, drawing.purposes);
      symbol.append(svg("path", { class: className, d: part.path }));
    }
  }
  // Two digits need a hole of some 20 px.
  if (radius - ring >= 3.6 * drawing.whole(people).length + 2) {
    symbol.append(svg("text", { class: "circle-number", dy: "0.35em" }, drawing.whole(people)));
  }
  return symbol;
}

export function barrierSymbol(
  parts: readonly (readonly Point[])[],
  areal: boolean,
  emotional: boolean,
  width: number,
): SVGElement[] {
  const outline = polyline(parts, areal);
  const closed = parts.map((part) => (areal && part[0] ? [...part, part[0]] : part));
  const symbol: SVGElement[] = areal ? [svg("path", { class: "barrier-inside", d: outline })] : [];
  symbol.push(svg("path", { class: "barrier-halo", d: outline, "stroke-width": width + 14 }));
  if (emotional) {
    const path = closed.map((part) => wave(part, 14, 3.5)).join("");
    symbol.push(svg("path", { class: "barrier barrier-emotional", d: path, "stroke-width": width }));
  } else {
    symbol.push(svg("path", { class: "barrier barrier-physical", d: outline, "stroke-width": width }));
    symbol.push(svg("path", { class: "barrier-teeth", d: closed.map((part) => teeth(part, 16, width + 4)).join("") }));
  }
  return symbol;
}

export const SPOT_RADIUS_PX = 10;

/** Where a barrier is too small for its outline to be read: the middle of it, in pixels; else null. */
export function spotOfBarrier(parts: readonly (readonly Point[])[]): Point | null {
  const points = parts.flat();
  if (points.length === 0) return null;
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  if (Math.max(right - left, bottom - top) >= 2 * SPOT_RADIUS_PX) return null;
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

/** A barrier in one spot: a post across the way; filled where it stands in the terrain, open where it is felt. */
export function barrierSpot(at: Point, emotional: boolean, width: number): SVGElement {
  const r = SPOT_RADIUS_PX - 3 + Math.min(3, width / 2);
  return svg("path", {
    class: `barrier-spot barrier-spot-${emotional ? "emotional" : "physical"}`,
    d: `M${at.x} ${at.y - r}L${at.x + r} ${at.y}L${at.x} ${at.y + r}L${at.x - r} ${at.y}Z`,
  });
}

/** The class that carries a purpose's colour, by its place in the project's list. */
export function purposeClass(code: string, purposes: readonly string[]): string {
  const index = purposes.indexOf(code);
  return `purpose purpose-${index < 0 || index > 11 ? "other" : index}`;
}

/** The contour of a district: 75, 50 or 25 per cent of the people. */
export function levelOf(feature: Feature): 25 | 50 | 75 {
  const level = numberOf(feature, "level") ?? 0.25;
  return level >= 0.7 ? 75 : level >= 0.45 ? 50 : 25;
}

/** Grey hatch or dots where there is no value, else the colour that the server gave. */
export function fillOf(feature: Feature): string {
  if (feature.properties.status === "too_few") return "url(#too-few)";
  if (feature.properties.status === "no_data") return "url(#no-data)";
  return wordOf(feature, "color");
}

/** Grey hatch = no data, grey dots = too few people. */
export function patterns(): SVGDefsElement {
  return svg(
    "defs",
    {},
    svg(
      "pattern",
      { id: "no-data", width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      svg("path", { class: "pattern-hatch", d: "M0 0V8" }),
    ),
    svg(
      "pattern",
      { id: "too-few", width: 8, height: 8, patternUnits: "userSpaceOnUse" },
      svg("rect", { class: "pattern-ground", width: 8, height: 8 }),
      svg("circle", { class: "pattern-dot", cx: 2, cy: 2, r: 1.3 }),
      svg("circle", { class: "pattern-dot", cx: 6, cy: 6, r: 1.3 }),
    ),
  );
}

export function drawingOf(
  payload: LayerPayload,
  purposes: readonly string[],
  whole: (value: number) => string,
  largest = LARGEST_RADIUS_PX,
): Drawing {
  const tellsPurposes = payload.features.some((feature) => purposesOf(feature).length > 0);
  return { payload, purposes, whole, largest, tellsPurposes, most: maxPeople(payload) };
}
