/** Outlines in pixels, as SVG path data: rings, stars, flows, teeth and waves. Pure geometry. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface RingPart {
  readonly code: string;
  readonly path: string;
}

/**
 * Divide a ring by shares of `whole`, starting at twelve o'clock and going clockwise, with `gap` pixels between parts.
 * What the shares leave of the whole stays open; shares that sum to more than the whole fill the ring.
 * A part too thin for its gap is still drawn as a sliver, so no purpose disappears.
 */
export function ringParts(
  shares: readonly (readonly [code: string, amount: number])[],
  outer: number,
  inner: number,
  gap: number,
  whole = 0,
): RingPart[] {
  const sum = shares.reduce((before, [, amount]) => before + Math.max(0, amount), 0);
  const total = Math.max(sum, whole);
  const told = shares.filter(([, amount]) => amount > 0);
  if (sum <= 0) return [];
  if (told.length === 1 && sum === total) return [{ code: told[0]![0], path: fullRing(outer, inner) }];
  const middle = (outer + inner) / 2;
  const gapAngle = gap / middle;
  let start = -Math.PI / 2;
  return told.map(([code, amount]) => {
    const sweep = (amount / total) * 2 * Math.PI;
    const from = start + gapAngle / 2;
    const to = Math.max(from + 0.02, start + sweep - gapAngle / 2);
    start += sweep;
    return { code, path: annulusPart(outer, inner, from, to) };
  });
}

function fullRing(outer: number, inner: number): string {
  const circle = (r: number, sweep: 0 | 1): string =>
    `M${n(r)} 0A${n(r)} ${n(r)} 0 1 ${sweep} ${n(-r)} 0A${n(r)} ${n(r)} 0 1 ${sweep} ${n(r)} 0Z`;
  return circle(outer, 1) + circle(inner, 0);
}

/** The part of a ring between two angles, in radians from three o’clock. */
export function annulusPart(outer: number, inner: number, from: number, to: number): string {
  const large = to - from > Math.PI ? 1 : 0;
  const at = (r: number, angle: number): string => `${n(r * Math.cos(angle))} ${n(r * Math.sin(angle))}`;
  return (
    `M${at(outer, from)}A${n(outer)} ${n(outer)} 0 ${large} 1 ${at(outer, to)}` +
    `L${at(inner, to)}A${n(inner)} ${n(inner)} 0 ${large} 0 ${at(inner, from)}Z`
  );
}

/** A five-pointed star round the origin, one point up. */
export function star(radius: number): string {
  const points = Array.from({ length: 10 }, (_, index) => {
    const angle = -Math.PI / 2 + (index * Math.PI) / 5;
    const r = index % 2 === 0 ? radius : radius * 0.45;
    return `${n(r * Math.cos(angle))} ${n(r * Math.sin(angle))}`;
  });
  return `M${points.join("L")}Z`;
}

/** The middle line of a flow: bent to the right of its direction, so that there and back do not cover each other. */
export function flowCurve(from: Point, to: Point, steps = 24): Point[] {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const bend = { x: (from.x + to.x) / 2 - dy * 0.18, y: (from.y + to.y) / 2 + dx * 0.18 };
  return Array.from({ length: steps + 1 }, (_, index) => {
    const t = index / steps;
    const u = 1 - t;
    return {
      x: u * u * from.x + 2 * u * t * bend.x + t * t * to.x,
      y: u * u * from.y + 2 * u * t * bend.y + t * t * to.y,
    };
  });
}

/**
 * The outline of a flow: a quarter of its width where people come from, all of it before the arrowhead
 * where they go. Flows within one area are a ring.
 */
export function flowOutline(from: Point, to: Point, width: number): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length < 2) return selfFlow(from, width);
  const curve = flowCurve(from, to);
  const headHalf = Math.max(3.5, width * 0.75);
  const neck = 1 - Math.min(0.5, (headHalf * 1.6) / length);
  const left: string[] = [];
  const right: string[] = [];
  const put = (point: Point, normal: Point, half: number): void => {
    left.push(`${n(point.x + normal.x * half)} ${n(point.y + normal.y * half)}`);
    right.push(`${n(point.x - normal.x * half)} ${n(point.y - normal.y * half)}`);
  };
  curve.forEach((point, index) => {
    const t = index / (curve.length - 1);
    if (t < neck) put(point, normalAt(curve, index), (width / 2) * (0.25 + 0.75 * (t / neck)));
  });
  const at = between(curve, neck);
  put(at.point, at.normal, width / 2);
  put(at.point, at.normal, headHalf);
  return `M${[...left, `${n(to.x)} ${n(to.y)}`, ...right.reverse()].join("L")}Z`;
}

/** The point of a curve at a share of its steps, and the normal there. */
function between(curve: readonly Point[], share: number): { point: Point; normal: Point } {
  const place = share * (curve.length - 1);
  const index = Math.min(curve.length - 2, Math.floor(place));
  const [a, b] = [curve[index]!, curve[index + 1]!];
  const t = place - index;
  return { point: { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t }, normal: normalAt(curve, index + 1) };
}

function selfFlow(at: Point, width: number): string {
  const outer = 10 + width / 2;
  const inner = 10 - Math.min(9, width / 2);
  const circle = (r: number, sweep: 0 | 1): string =>
    `M${n(at.x + r)} ${n(at.y)}A${n(r)} ${n(r)} 0 1 ${sweep} ${n(at.x - r)} ${n(at.y)}` +
    `A${n(r)} ${n(r)} 0 1 ${sweep} ${n(at.x + r)} ${n(at.y)}Z`;
  return circle(outer, 1) + circle(inner, 0);
}

/** Triangular teeth on the left of a line, `spacing` pixels apart: a wall seen from above. */
export function teeth(line: readonly Point[], spacing: number, size: number): string {
  let path = "";
  walk(line, spacing, spacing / 2, (point, along) => {
    const side = { x: along.y, y: -along.x };
    const half = size * 0.6;
    path +=
      `M${n(point.x - along.x * half)} ${n(point.y - along.y * half)}` +
      `L${n(point.x + side.x * size)} ${n(point.y + side.y * size)}` +
      `L${n(point.x + along.x * half)} ${n(point.y + along.y * half)}Z`;
  });
  return path;
}

/** A wave along a line: a limit that is felt rather than built. */
export function wave(line: readonly Point[], length: number, height: number): string {
  const points: string[] = [];
  let travelled = 0;
  const step = length / 8;
  walk(line, step, 0, (point, along) => {
    const offset = Math.sin((travelled / length) * 2 * Math.PI) * height;
    points.push(`${n(point.x + along.y * offset)} ${n(point.y - along.x * offset)}`);
    travelled += step;
  });
  const last = line.at(-1);
  if (last) points.push(`${n(last.x)} ${n(last.y)}`);
  return points.length > 1 ? `M${points.join("L")}` : "";
}

/** A line or rings as path data. */
export function polyline(parts: readonly (readonly Point[])[], closed: boolean): string {
  return parts
    .filter((part) => part.length > 1)
    .map((part) => `M${part.map((point) => `${n(point.x)} ${n(point.y)}`).join("L")}${closed ? "Z" : ""}`)
    .join("");
}

/** Visit a point every `spacing` pixels along a line, with the direction of the line there. */
function walk(
  line: readonly Point[],
  spacing: number,
  first: number,
  visit: (point: Point, along: Point) => void,
): void {
  let next = first;
  let behind = 0;
  for (let index = 1; index < line.length; index += 1) {
    const from = line[index - 1]!;
    const to = line[index]!;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length === 0) continue;
    const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
    for (; next <= behind + length; next += spacing) {
      const t = next - behind;
      visit({ x: from.x + along.x * t, y: from.y + along.y * t }, along);
    }
    behind += length;
  }
}

function normalAt(curve: readonly Point[], index: number): Point {
  const before = curve[Math.max(0, index - 1)]!;
  const after = curve[Math.min(curve.length - 1, index + 1)]!;
  const length = Math.hypot(after.x - before.x, after.y - before.y) || 1;
  return { x: -(after.y - before.y) / length, y: (after.x - before.x) / length };
}

/** Tenths of a pixel are enough, and keep the page light. */
function n(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return String(Object.is(rounded, -0) ? 0 : rounded);
}
