/** How a cell of an overview is painted: its colour by feeling, its strength by people, on every zoom alike. */

import { classOf, PALETTE } from "./certainty.ts";

/** How many people make a cell as strong as it gets. Source: science.md 3.4. */
export const PEOPLE_FOR_FULL = 15;
const FAINTEST = 0.25;
const DENSEST = 0.9;

export interface CellPaint {
  /** Null where the people here said nothing of how they feel: the page's own neutral grey. */
  readonly color: string | null;
  readonly alpha: number;
}

/** Opacity of a cell about so many people: `threshold` is faintest, 15 and more are densest. */
export function alphaOfPeople(people: number, threshold: number): number {
  const full = Math.max(PEOPLE_FOR_FULL, threshold + 1);
  const grown = Math.max(0, Math.min(1, (people - threshold) / (full - threshold)));
  return FAINTEST + (DENSEST - FAINTEST) * grown;
}

export function paintOfCell(people: number, valence: number, threshold: number): CellPaint {
  const color = Number.isNaN(valence) ? null : (PALETTE[classOf(valence) + 3] ?? null);
  return { color, alpha: alphaOfPeople(people, threshold) };
}
