/**
 * Colours of a mean valence that hide what cannot be known: the less sure, the fewer and the greyer.
 * Breaks, palette and rule are those of mentalmap/domain/symbols.py; tests hold the two together. Source: science.md 3.1–3.3.
 */

import { channelsOf } from "./ink.ts";

/** Half-widths of the 90 % interval up to which an estimate is sure, and fairly sure. */
export const SURE_UP_TO = 0.35;
export const FAIR_UP_TO = 0.7;
export const BREAKS: readonly number[] = [-1.25, -0.75, -0.25, 0.25, 0.75, 1.25];
export const PALETTE: readonly string[] = ["#b35806", "#f1a340", "#fee0b6", "#f7f7f7", "#d8daeb", "#998ec3", "#542788"];
const GREY = "#e6e6e6";

/** 0 sure, 1 fairly sure, 2 unsure. */
export type Certainty = 0 | 1 | 2;
export const CERTAINTIES: readonly Certainty[] = [0, 1, 2];

/** How much of each colour is given up for grey. */
const GREY_SHARE: Readonly<Record<Certainty, number>> = { 0: 0, 1: 0.35, 2: 0.6 };
/** How far classes reach from neutral: 7, 5 and 3 of them. */
const FARTHEST: Readonly<Record<Certainty, number>> = { 0: 3, 1: 2, 2: 1 };

/** How sure an estimate is, from its 90 % interval; unsure where there is none. */
export function certaintyOf(low: number | null, high: number | null): Certainty {
  if (low === null || high === null) return 2;
  const half = round9((high - low) / 2);
  return half <= SURE_UP_TO ? 0 : half <= FAIR_UP_TO ? 1 : 2;
}

/** The class -3 … +3 of a mean valence; one on a break belongs to the class nearer to neutral. */
export function classOf(valence: number, breaks: readonly number[] = BREAKS): number {
  const size = breaks.filter((edge) => edge > 0 && round9(Math.abs(valence)) > edge).length;
  return size === 0 ? 0 : Math.sign(valence) * size;
}

/** The colour of a class at a certainty: outer classes merge, and all go towards grey. */
export function suppressedColor(step: number, certainty: Certainty, palette: readonly string[] = PALETTE): string {
  const reach = FARTHEST[certainty];
  const kept = Math.max(-reach, Math.min(reach, step));
  const middle = (palette.length - 1) / 2;
  return mix(palette[middle + kept] ?? GREY, GREY, GREY_SHARE[certainty]);
}

/** The colour of an estimate with its 90 % interval. */
export function colorOf(estimate: number, low: number | null, high: number | null, palette = PALETTE): string {
  return suppressedColor(classOf(estimate), certaintyOf(low, high), palette);
}

/** The cells of a fan legend at one certainty, most negative first. */
export function fanCells(certainty: Certainty, palette: readonly string[] = PALETTE): { step: number; color: string }[] {
  const reach = FARTHEST[certainty];
  return Array.from({ length: 2 * reach + 1 }, (_, index) => {
    const step = index - reach;
    return { step, color: suppressedColor(step, certainty, palette) };
  });
}

/** A colour, a share of the way to another. */
export function mix(color: string, other: string, share: number): string {
  const [from, to] = [channelsOf(color), channelsOf(other)];
  if (!from || !to) return color;
  const channels = from.map((value, index) => Math.round(value + (to[index]! - value) * share));
  return `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Nine decimals: the order in which floats were added must not move a value over a break. */
function round9(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}
