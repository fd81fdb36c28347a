/** What a search or a list finds: a place or an area, and how it is told apart from its namesakes. */

import { fold } from "../../core/folding.ts";
import type { Form } from "../../core/form.ts";
import type { Position } from "../../core/payload.ts";

export interface Found {
  readonly kind: "place" | "area";
  readonly code: string;
  readonly name: string;
  /** The folk name by which it was found, if it was. */
  readonly alias: string | null;
  /** The name of the area that a place is in. */
  readonly area: string | null;
  readonly point: Position;
}

export type Search = (text: string, limit: number) => Found[];

/** The name of an area of the form. */
export function nameIn(form: Pick<Form, "areas">, code: string | null): string | null {
  return form.areas.find((area) => area.code === code)?.name ?? null;
}

/** A search that forgives nothing, for when the better one could not be loaded. */
export function searchPlainly(form: Pick<Form, "areas" | "places">): Search {
  return (text, limit) => {
    const asked = fold(text);
    if (asked === "") return [];
    const areas = form.areas.map((area): [Found, readonly string[]] => [
      { kind: "area", code: area.code, name: area.name, alias: null, area: null, point: area.point }, [],
    ]);
    const places = form.places.map((place): [Found, readonly string[]] => [
      { kind: "place", code: place.code, name: place.name, alias: null, area: nameIn(form, place.area), point: place.point }, place.aliases,
    ]);
    return [...areas, ...places]
      .filter(([found, aliases]) => [found.name, ...aliases].some((name) => fold(name).includes(asked)))
      .map(([found]) => found)
      .slice(0, limit);
  };
}
