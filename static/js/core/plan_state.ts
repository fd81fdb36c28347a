/**
 * The planner's page in its address: one or two columns, each with a layer and its filters, and where one looks.
 *
 * The keys of the first column stand as the server takes them; those of the second begin with `b.`.
 */

import { formatView, parseView, type View } from "./state.ts";

/** Filters that take any number of values; of one filter any value fits, of different filters all must. */
export const LIST_KEYS = ["theme", "kind", "purpose", "group", "age", "gender", "channel", "home_area", "answer"] as const;
export type ListKey = (typeof LIST_KEYS)[number];

const SINGLE_KEYS = ["survey", "area_set", "valence_min", "valence_max", "from", "to", "before", "weights"] as const;
type SingleKey = (typeof SINGLE_KEYS)[number];

export const WEIGHTS = ["population"] as const;

export type Lists = Readonly<Record<ListKey, readonly string[]>>;

export interface ColumnState {
  readonly layer: string;
  readonly survey: string;
  readonly areaSet: string;
  readonly lists: Lists;
  /** Least and greatest valence, -2 … +2; null where open. */
  readonly valence: readonly [least: number | null, greatest: number | null];
  /** First and last day, ISO dates; empty where open. */
  readonly dates: readonly [from: string, to: string];
  /** What the change layer compares with. */
  readonly before: string;
  /** What answers are weighed by; empty for each person alike. */
  readonly weights: (typeof WEIGHTS)[number] | "";
  /** Whether it is shown where people marked. */
  readonly marks: boolean;
  /** The feature that is told about beside the map. */
  readonly selected: string;
}

export interface PlanState {
  /** One column, or two that are compared. */
  readonly columns: readonly [ColumnState] | readonly [ColumnState, ColumnState];
  readonly view: View | null;
  readonly lang: string;
}

/** What the project knows; whatever else stands in an address is left out, and said to be. */
export interface Known {
  readonly layers: readonly string[];
  readonly surveys: readonly string[];
  readonly areaSets: readonly string[];
  readonly values: Readonly<Record<ListKey, ReadonlySet<string>>>;
}

export interface Reading {
  readonly state: PlanState;
  /** Parts of the address that say nothing here, as they stood. */
  readonly ignored: readonly string[];
}

export const NO_LISTS: Lists = Object.fromEntries(LIST_KEYS.map((key) => [key, []])) as unknown as Lists;
const SECOND = "b.";
const PAGE_KEYS = ["layer", "selected", "marks"] as const;
const ISO_DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const MOST_IN_A_NOTICE = 60;

/** Read the page's state from a query string; whatever it does not say is taken from `fallback`. */
export function parsePlan(query: string, fallback: ColumnState, known: Known): Reading {
  const parameters = new URLSearchParams(query);
  const ignored: string[] = [];
  const view = parseView(parameters.get("view"));
  if (parameters.get("view") && !view) ignored.push(`view=${parameters.get("view")}`);
  const first = parseColumn(parameters, "", fallback, known, ignored);
  const isSplit = parameters.get("split") === "1";
  const second = isSplit ? parseColumn(parameters, SECOND, { ...first, selected: "" }, known, ignored) : null;
  for (const [key, value] of parameters) {
    if (!isOurs(key, isSplit)) ignored.push(`${key}=${value}`);
  }
  return {
    state: { columns: second ? [first, second] : [first], view, lang: parameters.get("lang") ?? "" },
    ignored: [...new Set(ignored)].map((part) => part.slice(0, MOST_IN_A_NOTICE)),
  };
}

/** Write the state as a query string without the question mark. */
export function formatPlan(state: PlanState): string {
  const [first, second] = state.columns;
  const query = new URLSearchParams(columnParameters(first));
  if (second) {
    query.set("split", "1");
    for (const [key, value] of columnParameters(second)) query.append(SECOND + key, value);
  }
  if (state.view) query.set("view", formatView(state.view));
  if (state.lang) query.set("lang", state.lang);
  return readable(query);
}

/** The query that the server is asked with: filters only, sorted so that equal questions are equal addresses. */
export function formatQuery(column: ColumnState): string {
  return readable(new URLSearchParams(filterParameters(column)));
}

/** The query of the marks: a filter alone decides which they are, whatever they are drawn over. */
export function formatMarksQuery(column: ColumnState): string {
  const isAboutHomes = column.lists.home_area.length > 0;
  return formatQuery({ ...column, layer: "", weights: "", areaSet: isAboutHomes ? column.areaSet : "" });
}

/** Whether two columns show the same numbers, whatever is selected in them. */
export function asksSame(one: ColumnState, other: ColumnState): boolean {
  return one.layer === other.layer && formatQuery(one) === formatQuery(other);
}

/** Take a value into a list, or out of it. */
export function toggled(column: ColumnState, key: ListKey, value: string): ColumnState {
  const values = column.lists[key];
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return withList(column, key, next);
}

export function withList(column: ColumnState, key: ListKey, values: readonly string[]): ColumnState {
  return { ...column, lists: { ...column.lists, [key]: [...new Set(values)].sort() } };
}

/** All answers again; the survey, the layer and the areas stay. */
export function withoutFilters(column: ColumnState): ColumnState {
  return { ...column, lists: NO_LISTS, valence: [null, null], dates: ["", ""] };
}

export function hasFilters(column: ColumnState): boolean {
  return (
    LIST_KEYS.some((key) => column.lists[key].length > 0) ||
    column.valence.some((end) => end !== null) ||
    column.dates.some((end) => end !== "")
  );
}

/** Stretch or shrink a range of valences by one of its steps: an end of it goes, a step outside comes in. */
export function steppedValence(
  [least, greatest]: ColumnState["valence"],
  step: number,
): ColumnState["valence"] {
  if (least === null && greatest === null) return [step, step];
  const [low, high] = [least ?? -2, greatest ?? 2];
  if (low === high && step === low) return [null, null];
  if (step < low) return [step, high];
  if (step > high) return [low, step];
  if (step === low) return [low + 1, high];
  if (step === high) return [low, high - 1];
  return [step, step];
}

function parseColumn(
  parameters: URLSearchParams,
  prefix: string,
  fallback: ColumnState,
  known: Known,
  ignored: string[],
): ColumnState {
  const one = (key: SingleKey | (typeof PAGE_KEYS)[number]): string | null => parameters.get(prefix + key);
  const among = (key: SingleKey | (typeof PAGE_KEYS)[number], allowed: readonly string[], otherwise: string): string => {
    const value = one(key);
    if (value === null || value === "") return otherwise;
    if (allowed.includes(value)) return value;
    ignored.push(`${prefix}${key}=${value}`);
    return otherwise;
  };
  const lists = Object.fromEntries(
    LIST_KEYS.map((key) => {
      const values = parameters.getAll(prefix + key).filter((value) => value !== "");
      for (const value of values) if (!known.values[key].has(value)) ignored.push(`${prefix}${key}=${value}`);
      return [key, [...new Set(values.filter((value) => known.values[key].has(value)))].sort()];
    }),
  ) as unknown as Lists;
  const valence = (["valence_min", "valence_max"] as const).map((key) => {
    const value = one(key);
    if (value === null || value === "") return null;
    if (/^[+-]?[0-2]$/.test(value)) return Number(value);
    ignored.push(`${prefix}${key}=${value}`);
    return null;
  });
  const dates = (["from", "to"] as const).map((key) => {
    const value = one(key) ?? "";
    if (value === "" || isDate(value)) return value;
    ignored.push(`${prefix}${key}=${value}`);
    return "";
  });
  return {
    layer: among("layer", known.layers, fallback.layer),
    survey: among("survey", known.surveys, fallback.survey),
    areaSet: among("area_set", known.areaSets, fallback.areaSet),
    lists,
    valence: inOrder(valence[0] ?? null, valence[1] ?? null),
    dates: dates[0] && dates[1] && dates[0] > dates[1] ? [dates[1], dates[0]] : [dates[0] ?? "", dates[1] ?? ""],
    before: among("before", known.surveys, ""),
    weights: WEIGHTS.find((value) => value === among("weights", WEIGHTS, "")) ?? "",
    marks: among("marks", ["1"], "") === "1",
    selected: one("selected") ?? fallback.selected,
  };
}

function inOrder(least: number | null, greatest: number | null): ColumnState["valence"] {
  return least !== null && greatest !== null && least > greatest ? [greatest, least] : [least, greatest];
}

export function isDate(text: string): boolean {
  return ISO_DATE.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

function isOurs(key: string, isSplit: boolean): boolean {
  const bare = isSplit && key.startsWith(SECOND) ? key.slice(SECOND.length) : key;
  if (bare === key && ["view", "split", "lang"].includes(key)) return true;
  return [...LIST_KEYS, ...SINGLE_KEYS, ...PAGE_KEYS].some((ours) => ours === bare);
}

function columnParameters(column: ColumnState): [string, string][] {
  const parameters: [string, string][] = [["layer", column.layer], ...filterParameters(column)];
  if (column.marks) parameters.push(["marks", "1"]);
  if (column.selected) parameters.push(["selected", column.selected]);
  return parameters;
}

function filterParameters(column: ColumnState): [string, string][] {
  const { survey, areaSet, lists, valence, dates, before, weights, layer } = column;
  const parameters: [string, string][] = [];
  const put = (key: SingleKey, value: string): void => {
    if (value !== "") parameters.push([key, value]);
  };
  put("survey", survey);
  for (const key of LIST_KEYS) for (const value of lists[key]) parameters.push([key, value]);
  put("valence_min", valence[0] === null ? "" : String(valence[0]));
  put("valence_max", valence[1] === null ? "" : String(valence[1]));
  put("from", dates[0]);
  put("to", dates[1]);
  put("area_set", areaSet);
  if (layer === "change") put("before", before);
  put("weights", weights);
  return parameters;
}

/** An address that people send to each other keeps its slashes and colons. */
function readable(query: URLSearchParams): string {
  return query.toString().replaceAll("%2F", "/").replaceAll("%3A", ":");
}
