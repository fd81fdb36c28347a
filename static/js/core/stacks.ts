/** Bars of answers on a scale, laid so that the middle of the scale is the middle of the picture. */

export interface StackPart {
  readonly value: string;
  /** Where the part begins and ends: 0 is the middle, -1 and +1 are all answers on one side. */
  readonly from: number;
  readonly to: number;
  readonly share: number;
  /** Place on the scale, -1 (lowest) … 0 (middle) … +1 (highest). */
  readonly lean: number;
}

/**
 * Lay the shares of a scale side by side. Half of a middle answer counts to either side.
 * A scale of one value, or shares that are missing, give parts without width.
 */
export function divergingStack(scale: readonly string[], shares: Readonly<Record<string, number>>): StackPart[] {
  const told = scale.map((value) => Math.max(0, shares[value] ?? 0));
  const middle = (scale.length - 1) / 2;
  const below = told.reduce((sum, share, index) => sum + (index < middle ? share : index === middle ? share / 2 : 0), 0);
  let at = -below;
  return scale.map((value, index) => {
    const share = told[index] ?? 0;
    const from = at;
    at += share;
    return { value, share, from, to: at, lean: middle === 0 ? 0 : (index - middle) / middle };
  });
}
