/** How much a conversation took: taps and key presses, and the seconds since its first one. */

export interface Effort {
  readonly taps: number;
  readonly keys: number;
  /** When the first tap came, in milliseconds of any clock; null before it. */
  readonly begun: number | null;
}

export const NO_EFFORT: Effort = { taps: 0, keys: 0, begun: null };

/** One more tap, or one more key, at this moment. */
export function withTap(effort: Effort, now: number, what: "tap" | "key" = "tap"): Effort {
  return {
    taps: effort.taps + (what === "tap" ? 1 : 0),
    keys: effort.keys + (what === "key" ? 1 : 0),
    begun: effort.begun ?? now,
  };
}

/** Whole seconds since the first tap; a clock that was set back gives none, not fewer than none. */
export function secondsOf(effort: Effort, now: number): number {
  return effort.begun === null ? 0 : Math.max(0, Math.floor((now - effort.begun) / 1000));
}

/** A duration as a clock shows it: 4:07. */
export function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
