/** Which names are written, and where: the important first, none on top of another. */

export interface LabelCandidate {
  readonly id: string;
  readonly text: string;
  /** The point that the name belongs to, in pixels. */
  readonly x: number;
  readonly y: number;
  /** Width and height of the written text in pixels. */
  readonly width: number;
  readonly height: number;
  /** Higher is placed first. */
  readonly priority: number;
  /** Distance from the point to the text; 0 writes the text centred on the point. */
  readonly offset: number;
  /** Whether it may stand on an obstacle, as the name of an area may. */
  readonly covers: boolean;
  /** Radius of the dot that is drawn with the name; where another name lies over it, both are left out. */
  readonly dot?: number;
}

export interface PlacedLabel {
  readonly candidate: LabelCandidate;
  /** The middle of the written text. */
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const MARGIN_PX = 2;

/**
 * Place labels one by one, each at the first of its positions that is free.
 *
 * `obstacles` (circles, stars) are not covered, except by a label that may.
 * Under `hidden`, what tools and legend cover, no name is written at all.
 * A name whose point lies inside `frame`, what the reader sees, is not cut off by its edge.
 * Names that fit nowhere are left out; the table still names everything.
 */
export function placeLabels(
  candidates: readonly LabelCandidate[],
  obstacles: readonly Box[] = [],
  frame: Box | null = null,
  hidden: readonly Box[] = [],
): PlacedLabel[] {
  const written: Box[] = [];
  const placed: PlacedLabel[] = [];
  const ordered = [...candidates].sort((one, other) => other.priority - one.priority || compare(one.id, other.id));
  for (const candidate of ordered) {
    const blockers = candidate.covers ? [...written, ...hidden] : [...written, ...hidden, ...obstacles];
    const dot = boxAround(candidate.x, candidate.y, 2 * (candidate.dot ?? 0), 2 * (candidate.dot ?? 0));
    if (candidate.dot && written.some((other) => overlap(dot, other))) continue;
    const seen = frame !== null && contains(frame, boxAround(candidate.x, candidate.y, 0, 0));
    for (const spot of positionsOf(candidate)) {
      const box = boxAround(spot.x, spot.y, candidate.width, candidate.height);
      if (seen && !contains(frame, box)) continue;
      if (blockers.some((other) => overlap(box, other))) continue;
      written.push(box);
      placed.push({ candidate, x: spot.x, y: spot.y });
      break;
    }
  }
  return placed;
}

function positionsOf(candidate: LabelCandidate): { x: number; y: number }[] {
  const { x, y, width, height, offset } = candidate;
  if (offset === 0) return [{ x, y }];
  const beside = offset + width / 2 + MARGIN_PX;
  const above = offset + height / 2;
  return [
    { x: x + beside, y },
    { x: x - beside, y },
    { x, y: y - above },
    { x, y: y + above },
    { x: x + beside * 0.85, y: y - above * 0.75 },
    { x: x + beside * 0.85, y: y + above * 0.75 },
    { x: x - beside * 0.85, y: y - above * 0.75 },
    { x: x - beside * 0.85, y: y + above * 0.75 },
  ];
}

export function boxAround(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.left < other.right + MARGIN_PX &&
    one.right > other.left - MARGIN_PX &&
    one.top < other.bottom + MARGIN_PX &&
    one.bottom > other.top - MARGIN_PX
  );
}

function contains(frame: Box, box: Box): boolean {
  return box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
