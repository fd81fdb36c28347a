/** Names of the basemap: places and waters, each in its size, and what writes any name on a map. */

import { placeLabels, type Box, type LabelCandidate } from "../core/labels.ts";
import { centreOf } from "../core/places.ts";
import type { OutlinePayload, Position } from "../core/payload.ts";
import type { Project } from "./overlay.ts";
import { svg } from "./svg.ts";

export type Role = "feature" | "number" | "place-1" | "place-2" | "place-3" | "place-4" | "water";

export interface Name {
  readonly candidate: LabelCandidate;
  readonly role: Role;
}

const FONT_PX: Readonly<Record<Role, number>> = {
  feature: 15,
  number: 15,
  "place-1": 15,
  "place-2": 14,
  "place-3": 13,
  "place-4": 13,
  water: 13,
};
const DOT_RADIUS_PX = 2.2;

let measuring: CanvasRenderingContext2D | null = null;

/** How much larger names are written on this screen: a token of the style sheet, larger for a projector. */
export function textScale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--map-text-scale")) || 1;
}

function widthOf(text: string, role: Role): number {
  measuring ??= document.createElement("canvas").getContext("2d");
  if (!measuring) return text.length * 8;
  const weight = role === "feature" || role === "number" || role === "place-1" ? 600 : 450;
  measuring.font = `${weight} ${FONT_PX[role]}px "Source Sans 3 Variable", sans-serif`;
  return measuring.measureText(text).width + (role === "water" ? text.length : 0);
}

/** A name that wants to stand at a point, `offset` pixels beside it; `scale` is that of the screen's text. */
export function nameAt(
  id: string,
  text: string,
  role: Role,
  at: { x: number; y: number },
  priority: number,
  offset: number,
  scale: number,
): Name {
  const size = { width: widthOf(text, role) * scale, height: FONT_PX[role] * 1.2 * scale };
  return { role, candidate: { id, text, x: at.x, y: at.y, ...size, priority, offset, covers: offset === 0 && role !== "water" } };
}

/** The names of the basemap that may be written at a zoom: the further in, the smaller the place. */
export function outlineNames(outline: OutlinePayload, project: Project, zoom: number, scale: number): Name[] {
  return outline.labels.features.flatMap((label, index) => {
    const text = label.properties["name"];
    const rank = Math.min(4, Math.max(1, Number(label.properties["rank"]) || 4)) as 1 | 2 | 3 | 4;
    if (typeof text !== "string" || text === "" || zoom < [0, 7, 8.5, 9.5, 10.5][rank]!) return [];
    const water = label.properties["role"] === "water";
    const role: Role = water ? "water" : `place-${rank}`;
    const { candidate } = nameAt(`outline-${index}`, text, role, project(centreOf(label.geometry)), 100 - rank * 10, water ? 0 : 5, scale);
    return [{ role, candidate: water ? candidate : { ...candidate, dot: DOT_RADIUS_PX } }];
  });
}

export interface GazetteerPlace {
  readonly name: string;
  readonly point: Position;
}

/** From here on every place that people may name is written, since nothing else tells them where they are. */
export const EVERY_PLACE_ZOOM = 11;

/** The places of the gazetteer that the outline does not name already. */
export function placeNames(places: readonly GazetteerPlace[], written: readonly Name[], project: Project, zoom: number, scale: number): Name[] {
  if (zoom < EVERY_PLACE_ZOOM) return [];
  const known = new Set(written.map(({ candidate }) => candidate.text));
  return places.flatMap(({ name, point }, index) => {
    if (known.has(name)) return [];
    const { candidate } = nameAt(`gazetteer-${index}`, name, "place-4", project(point), 50, 5, scale);
    return [{ role: "place-4" as const, candidate: { ...candidate, dot: DOT_RADIUS_PX } }];
  });
}

/** Write every name that finds room, with the dot of the place that it names. */
export function writeNames(names: readonly Name[], obstacles: readonly Box[], frame: Box, covered: readonly Box[]): SVGElement[] {
  const byId = new Map(names.map((one) => [one.candidate.id, one]));
  const placed = placeLabels([...byId.values()].map((one) => one.candidate), obstacles, frame, covered);
  return placed.flatMap(({ candidate, x, y }) => {
    const { role } = byId.get(candidate.id)!;
    const text = svg("text", { class: `name name-${role}`, x, y, dy: "0.35em" }, candidate.text);
    const dotted = role.startsWith("place-");
    return dotted ? [svg("circle", { class: "place-dot", cx: candidate.x, cy: candidate.y, r: DOT_RADIUS_PX }), text] : [text];
  });
}
