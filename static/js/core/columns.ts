/** Which values of each layer are told as numbers: the same list makes the table and the card. */

import { numberOf, purposesOf, wordOf, type Feature, type LayerName } from "./payload.ts";

export type ColumnType = "name" | "whole" | "share" | "signed" | "purposes" | "nature" | "level";

export interface Column {
  readonly key: string;
  readonly type: ColumnType;
}

const NAME: Column = { key: "name", type: "name" };
const PEOPLE: Column = { key: "people", type: "whole" };
const SHARE: Column = { key: "share", type: "share" };

/** The first number of each list is the one that a layer is sorted by, largest first. */
export const COLUMNS: Readonly<Record<LayerName, readonly Column[]>> = {
  destinations: [NAME, PEOPLE, SHARE, { key: "purposes", type: "purposes" }],
  routes: [NAME, PEOPLE, SHARE],
  barriers: [NAME, PEOPLE, SHARE, { key: "nature", type: "nature" }],
  landmarks: [NAME, PEOPLE, SHARE],
  districts: [NAME, { key: "level", type: "level" }, PEOPLE],
  attitude: [
    NAME,
    { key: "estimate", type: "signed" },
    PEOPLE,
    { key: "share_positive", type: "share" },
    { key: "share_negative", type: "share" },
  ],
  heat: [NAME, { key: "ground", type: "share" }],
};

/** What a table is sorted by before anybody asks. */
export function firstSort(layer: LayerName): Sort {
  const column = COLUMNS[layer].find((one) => one.type !== "name") ?? NAME;
  return { key: layer === "districts" ? "name" : column.key, descending: layer !== "districts" };
}

export interface Sort {
  readonly key: string;
  readonly descending: boolean;
}

/** Sort features by a column; those without a value (too few, no data) always come last. */
export function sortFeatures(
  features: readonly Feature[],
  layer: LayerName,
  sort: Sort,
  nameOf: (feature: Feature) => string,
  locale: string,
): Feature[] {
  const column = COLUMNS[layer].find((one) => one.key === sort.key) ?? NAME;
  const collator = new Intl.Collator(locale, { numeric: true });
  const sign = sort.descending ? -1 : 1;
  const byName = (one: Feature, other: Feature): number => collator.compare(nameOf(one), nameOf(other));
  return [...features].sort((one, other) => {
    const told = Number(other.properties.status === "ok") - Number(one.properties.status === "ok");
    if (told !== 0) return told;
    if (column.type === "name") return sign * byName(one, other);
    const [a, b] = [sortValue(one, column), sortValue(other, column)];
    if (typeof a === "string" || typeof b === "string") return sign * collator.compare(String(a), String(b)) || byName(one, other);
    if (a === null || b === null) return Number(a === null) - Number(b === null) || byName(one, other);
    return sign * (a - b) || byName(one, other);
  });
}

function sortValue(feature: Feature, column: Column): number | string | null {
  if (column.type === "nature") return wordOf(feature, column.key);
  if (column.type === "purposes") return purposesOf(feature)[0]?.[0] ?? "";
  return numberOf(feature, column.key);
}
