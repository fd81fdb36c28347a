/** How a change between two rounds is classed: only what is sure has a colour. Breaks: science.md 3.1. */

import { classOf, PALETTE } from "./certainty.ts";
import { numberOf, type Feature } from "./payload.ts";

export const CHANGE_BREAKS: readonly number[] = [-1, -0.5, -0.25, 0.25, 0.5, 1];

/** What can be said of an area: a sure change, none that could be seen, or too few people to see any. */
export type ChangeFinding = "up" | "down" | "none" | "untestable";

export function findingOf(feature: Feature): ChangeFinding {
  if (feature.properties["testable"] === false) return "untestable";
  const difference = numberOf(feature, "difference");
  if (feature.properties["flagged"] !== true || difference === null || difference === 0) return "none";
  return difference > 0 ? "up" : "down";
}

/** The colour of a difference of mean valences, -4 … +4. A sure one is never neutral, however small. */
export function colorOfChange(difference: number, palette: readonly string[] = PALETTE): string {
  const step = classOf(difference, CHANGE_BREAKS) || Math.sign(difference);
  return palette[(palette.length - 1) / 2 + step] ?? "";
}
