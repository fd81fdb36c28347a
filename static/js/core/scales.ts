/**
 * How large a number is drawn. Circle area and flow width are proportional to people, so sizes can be compared.
 * The sizes are those of mentalmap/domain/symbols.py; a test holds them together.
 */

export const LARGEST_RADIUS_PX = 28;
const LARGEST_RADIUS_ON_PHONES_PX = 16;
const ROOMY_MAP_PX = 620;
const SMALLEST_RADIUS_PX = 3;
const WIDEST_FLOW_PX = 14;
const NARROWEST_FLOW_PX = 1.5;

/** Radius in pixels of a circle whose area is proportional to people. */
export function circleRadius(people: number, most: number, largest = LARGEST_RADIUS_PX): number {
  return Math.max(SMALLEST_RADIUS_PX, largest * Math.sqrt(people / most));
}

/** The radius of the largest circle on a map of this size: on a small map circles would hide the places they stand for. */
export function largestRadius(width: number, height: number): number {
  const fitting = (LARGEST_RADIUS_PX * Math.min(width, height)) / ROOMY_MAP_PX;
  return Math.min(LARGEST_RADIUS_PX, Math.max(LARGEST_RADIUS_ON_PHONES_PX, fitting));
}

/** Width in pixels of a flow, proportional to people. */
export function flowWidth(people: number, most: number): number {
  return Math.max(NARROWEST_FLOW_PX, WIDEST_FLOW_PX * (people / most));
}

/** Opacity of a flow by its share of the strongest: weak flows step back, none vanishes. */
export function flowOpacity(people: number, most: number): number {
  return 0.35 + 0.5 * Math.min(1, people / most);
}

/** Width in pixels of a barrier's line. */
export function barrierWidth(people: number, most: number): number {
  return 2 + 3 * Math.min(1, people / most);
}

/** Outer radius in pixels of a landmark's star: the first is the largest, from the tenth on all are alike. */
export function starRadius(rank: number): number {
  return Math.max(8, 16 - 0.9 * (Math.max(1, rank) - 1));
}

/** Up to three round numbers for a size legend, largest first: at most `most`, and none that is never shown. */
export function legendSteps(most: number, least = 1): number[] {
  const largest = roundDown(most);
  const steps = [largest, roundDown(largest / 3), roundDown(largest / 10)];
  return [...new Set(steps.filter((step) => step >= least))];
}

/** The largest of 1, 2, 5, 10, 20, 50 … that is not above `value`. */
function roundDown(value: number): number {
  if (value < 1) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = value / power;
  return (lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * power;
}
