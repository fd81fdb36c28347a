/** Who is still needed: the quotas of a round, less whom this tablet has heard and not yet sent. */

import type { Background } from "./draft.ts";

export interface Group {
  readonly area: string | null;
  readonly age_band: string | null;
  readonly gender: string | null;
}

export interface Quota extends Group {
  readonly wanted: number;
  readonly heard: number;
}

export interface Quotas {
  readonly survey: string;
  readonly wanted: number | null;
  readonly heard: number;
  /** People of one area, age band and gender each; a part is null where it is not told apart. */
  readonly groups: readonly Quota[];
  /** Each area, age band and gender by itself. */
  readonly margins: readonly Quota[];
}

export interface Needed {
  readonly group: Group;
  readonly needed: number;
}

/** The groups of whom most are still needed, at most so many; `waiting` are those heard here and not yet counted. */
export function stillNeeded(quotas: Quotas, waiting: readonly Background[], most: number): readonly Needed[] {
  const short = quotas.margins.map((margin) => ({ margin, needed: missing(margin, quotas, waiting) }));
  return quotas.groups
    .map((group) => ({
      group,
      wanted: group.wanted,
      // Who told only an age fills no cell, yet shows in the margin: nobody is looked for whom a margin has.
      needed: Math.min(
        missing(group, quotas, waiting),
        ...short.filter(({ margin }) => isWithin(group, margin)).map(({ needed }) => needed),
      ),
    }))
    .filter((one) => one.needed > 0)
    .sort((one, other) => other.needed - one.needed || one.needed / one.wanted - other.needed / other.wanted)
    .slice(0, most)
    .map(({ group: { area, age_band, gender }, needed }) => ({ group: { area, age_band, gender }, needed }));
}

function missing(quota: Quota, quotas: Quotas, waiting: readonly Background[]): number {
  return quota.wanted - quota.heard - waiting.filter((one) => belongs(one, quota, quotas)).length;
}

function belongs(person: Background, group: Group, quotas: Quotas): boolean {
  if (!quotas.groups.length) return false;
  return (
    (group.area === null || person.home_area === group.area) &&
    (group.age_band === null || person.age_band === group.age_band) &&
    (group.gender === null || person.gender === group.gender)
  );
}

function isWithin(group: Group, margin: Group): boolean {
  return (
    (margin.area === null || margin.area === group.area) &&
    (margin.age_band === null || margin.age_band === group.age_band) &&
    (margin.gender === null || margin.gender === group.gender)
  );
}
