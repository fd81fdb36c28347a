/** Which values of each layer are told as numbers: the same list makes the table and the card. */

import { numberOf, purposesOf, wordOf, type Feature, type LayerName } from "./payload.ts";

export type ColumnType = "name" | "whole" | "share" | "signed" | "decimal" | "purposes" | "nature" | "level" | "interval" | "word" | "text";

export interface Column {
  readonly key: string;
  readonly type: ColumnType;
  /** The two ends of an interval. */
  readonly ends?: readonly [low: string, high: string];
}

const NAME: Column = { key: "name", type: "name" };
const PEOPLE: Column = { key: "people", type: "whole" };
const SHARE: Column = { key: "share", type: "share" };
const INTERVAL: Column = { key: "interval", type: "interval", ends: ["lo90", "hi90"] };
const DIRECTION: Column = { key: "direction", type: "word" };

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
  relations: [
    { key: "home_name", type: "text" },
    { key: "about_name", type: "text" },
    { key: "estimate", type: "signed" },
    INTERVAL,
    PEOPLE,
  ],
  heat: [NAME, { key: "ground", type: "share" }],
  organisation: [
    { key: "wording", type: "text" },
    { key: "group_label", type: "text" },
    { key: "mean", type: "decimal" },
    INTERVAL,
    PEOPLE,
  ],
  coverage: [
    NAME,
    { key: "ratio", type: "share" },
    { key: "share_heard", type: "share" },
    { key: "share_population", type: "share" },
    { key: "heard", type: "whole" },
    { key: "population", type: "whole" },
  ],
  change: [
    NAME,
    { key: "difference", type: "signed" },
    INTERVAL,
    { key: "change", type: "word" },
    { key: "before", type: "signed" },
    { key: "people_before", type: "whole" },
    { key: "after", type: "signed" },
    { key: "people_after", type: "whole" },
  ],
};

/** What planners read of each layer: the same, with the uncertainty of every estimate. */
export const PLAN_COLUMNS: Readonly<Record<LayerName, readonly Column[]>> = {
  ...COLUMNS,
  attitude: [
    NAME,
    { key: "estimate", type: "signed" },
    INTERVAL,
    DIRECTION,
    PEOPLE,
    { key: "share_positive", type: "share" },
    { key: "share_negative", type: "share" },
  ],
};

/** What a table is sorted by before anybody asks. */
export function firstSort(layer: LayerName): Sort {
  const columns = COLUMNS[layer];
  // Who has not been heard comes first; a matrix and a list of questions are read from their beginning.
  if (layer === "coverage") return { key: "ratio", descending: false };
  const isListed = layer === "districts" || columns[0]?.type === "text";
  const column = (isListed ? columns[0] : columns.find((one) => one.type !== "name")) ?? NAME;
  return { key: column.key, descending: !isListed };
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
  columns: readonly Column[] = COLUMNS[layer],
): Feature[] {
  const column = columns.find((one) => one.key === sort.key) ?? NAME;
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
  if (column.type === "interval") return widthOf(feature, column);
  if (column.type === "nature" || column.type === "word" || column.type === "text") return wordOf(feature, column.key);
  if (column.type === "purposes") return purposesOf(feature)[0]?.[0] ?? "";
  return numberOf(feature, column.key);
}

/** How unsure: the width of an interval. */
function widthOf(feature: Feature, { ends }: Column): number | null {
  const [low, high] = [numberOf(feature, ends?.[0] ?? ""), numberOf(feature, ends?.[1] ?? "")];
  return low === null || high === null ? null : high - low;
}
