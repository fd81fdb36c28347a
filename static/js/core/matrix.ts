/** Who sees whom: the cells of relations by row (where people live) and column (what they speak about). */

import { wordOf, type Feature, type LayerPayload } from "./payload.ts";

export interface MatrixPlace {
  readonly id: string;
  readonly name: string;
}

export interface Matrix {
  readonly places: readonly MatrixPlace[];
  /** How many areas there are besides those in the matrix. */
  readonly left: number;
  readonly cell: (home: string, about: string) => Feature | null;
}

/** More rows than this nobody reads; the table still has every pair. */
export const MOST_PLACES = 30;

/**
 * Arrange relations as a matrix, in the server's order.
 *
 * A pair of which too few spoke has no values, so it is found by its id, "<home>><about>".
 * Where there are more areas than `most`, those that most people live in or speak about stay.
 */
export function matrixOf(payload: LayerPayload, most = MOST_PLACES): Matrix {
  const features = new Map(payload.features.map((feature) => [feature.id, feature]));
  const told = payload.mentalmap.parameters["matrix_order"];
  const order = Array.isArray(told) ? told.map(String) : [];
  const chosen = order.length > most ? mostSpokenOf(order, payload.features, most) : order;
  const names = namesIn(payload.features);
  return {
    places: chosen.map((id) => ({ id, name: names.get(id) ?? id })),
    left: order.length - chosen.length,
    cell: (home, about) => features.get(`${home}>${about}`) ?? null,
  };
}

function namesIn(features: readonly Feature[]): Map<string, string> {
  const names = new Map<string, string>();
  const put = (id: string, name: string): void => {
    if (id && name) names.set(id, name);
  };
  for (const feature of features) {
    if (feature.id.startsWith("image:")) put(feature.id.slice("image:".length), feature.properties.name);
    put(wordOf(feature, "home"), wordOf(feature, "home_name"));
    put(wordOf(feature, "about"), wordOf(feature, "about_name"));
  }
  return names;
}

function mostSpokenOf(order: readonly string[], features: readonly Feature[], most: number): string[] {
  const people = new Map<string, number>();
  for (const feature of features) {
    for (const key of ["home", "about"]) {
      const id = wordOf(feature, key);
      if (id) people.set(id, (people.get(id) ?? 0) + (feature.properties.people ?? 0));
    }
  }
  const ranked = [...order].sort((one, other) => (people.get(other) ?? 0) - (people.get(one) ?? 0));
  const kept = new Set(ranked.slice(0, most));
  return order.filter((id) => kept.has(id));
}

/** Where an arrow key leads from a cell of a grid with headers: row 0 and column 0 are the headers. */
export function stepInGrid(key: string, row: number, column: number, rows: number, columns: number): [number, number] | null {
  const clamp = (value: number, last: number): number => Math.max(0, Math.min(last, value));
  const to = (down: number, right: number): [number, number] => {
    const next: [number, number] = [clamp(row + down, rows), clamp(column + right, columns)];
    // The corner is empty.
    return next[0] === 0 && next[1] === 0 ? [row, column] : next;
  };
  switch (key) {
    case "ArrowDown":
      return to(1, 0);
    case "ArrowUp":
      return to(-1, 0);
    case "ArrowRight":
      return to(0, 1);
    case "ArrowLeft":
      return to(0, -1);
    case "Home":
      return row === 0 ? [0, 1] : [row, 0];
    case "End":
      return [row, columns];
    default:
      return null;
  }
}

/** What the matrix or the map is asked about: whom the people of a place see, who sees a place, or one pair. */
export type Focus =
  | { readonly kind: "home"; readonly home: string }
  | { readonly kind: "about"; readonly about: string }
  | { readonly kind: "pair"; readonly home: string; readonly about: string };

/** The row asked about, if it is one. */
export function homeOf(focus: Focus): string | null {
  return focus.kind === "about" ? null : focus.home;
}

/** The column asked about, if it is one. */
export function aboutOf(focus: Focus): string | null {
  return focus.kind === "home" ? null : focus.about;
}

/** Whether a pair belongs to what is asked about. */
export function isIn(focus: Focus | null, home: string, about: string): boolean {
  if (!focus) return false;
  return (homeOf(focus) ?? home) === home && (aboutOf(focus) ?? about) === about;
}
