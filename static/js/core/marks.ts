/** Marks in words: what the map shows, said as a list. */

import type { Mark } from "./draft.ts";
import { textIn, type Coded, type Form, type Question } from "./form.ts";
import { partsOf, type Position } from "./payload.ts";
import { sayNear } from "./saying_where.ts";
import type { Named } from "./where.ts";
import type { Words } from "./words.ts";

export const VALENCES = [-2, -1, 0, 1, 2] as const;
export type Valence = (typeof VALENCES)[number];

export interface MarkInWords {
  /** Where it is. */
  readonly place: string;
  /** What else was told, a few words each. */
  readonly told: readonly string[];
  /** What was written, in the person's own words. */
  readonly text: string;
}

/** The key of the sentence for a valence. */
export function feelingKey(valence: Valence): string {
  return `flow_feels_${valence < 0 ? "m" : valence > 0 ? "p" : ""}${Math.abs(valence)}`;
}

/** A mark as a list tells it. */
export function markInWords(mark: Mark, form: Form, words: Words, locale: string): MarkInWords {
  const told: string[] = [];
  if (mark.where.words && (mark.where.place || mark.where.area)) told.push(mark.where.words);
  if (mark.nature) told.push(words(`flow_nature_${mark.nature}`));
  if (mark.valence !== undefined) told.push(words(feelingKey(mark.valence)));
  told.push(...labelsOf(mark.purposes, form.purposes, locale), ...labelsOf(mark.themes, form.themes, locale));
  if (mark.has_photo) told.push(words("flow_has_photo"));
  return { place: placeInWords(mark, form, words, locale), told, text: mark.text ?? "" };
}

/** Where a mark is: the name of its place or area, or what the map said when it was put there. */
export function placeInWords(mark: Mark, form: Form, words: Words, locale: string): string {
  const { place, area, geometry } = mark.where;
  if (place) return form.places.find((one) => one.code === place)?.name ?? place;
  if (area) return form.areas.find((one) => one.code === area)?.name ?? area;
  const positions = partsOf(geometry ?? null).flat();
  const [first] = positions;
  if (!first) return mark.where.words ?? words("flow_on_the_map");
  if (geometry?.type === "Point") return sayNear(first, namedIn(form), locale, words) || words("flow_on_the_map");
  const from = nameNear(first, form);
  const last = geometry?.type === "LineString" ? positions.at(-1) : undefined;
  const to = last && nameNear(last, form);
  if (from && to && to !== from) return words("flow_from_to", { from, to });
  return from ? words("flow_near", { place: from }) : words("flow_on_the_map");
}

/** A mark's name and its number in the list, so that two at one place are told apart. */
export function numbered(number: number, name: string, words: Words): string {
  return words("flow_numbered", { number: String(number), place: name });
}

/** What the map says where it is by: the places, or the areas where no place is known. */
export function namedIn(form: Pick<Form, "places" | "areas">): readonly Named[] {
  return form.places.length > 0 ? form.places : form.areas;
}

/** Name the place or the area whose point is nearest. */
export function nameNear(at: Position, form: Form): string | null {
  let name: string | null = null;
  let least = Infinity;
  const narrowing = Math.cos((at[1] * Math.PI) / 180);
  for (const one of [...form.places, ...form.areas]) {
    const distance = Math.hypot((one.point[0] - at[0]) * narrowing, one.point[1] - at[1]);
    if (distance < least) [least, name] = [distance, one.name];
  }
  return name;
}

/** The point of a mark that a small picture shows; null where only words say where. */
export function pointOf(mark: Mark, form: Form): Position | null {
  const { place, area, geometry } = mark.where;
  if (geometry) return middleOf(partsOf(geometry).flat());
  return form.places.find((one) => one.code === place)?.point ?? form.areas.find((one) => one.code === area)?.point ?? null;
}

function middleOf(positions: readonly Position[]): Position | null {
  if (positions.length === 0) return null;
  const sum = positions.reduce<Position>((all, one) => [all[0] + one[0], all[1] + one[1]], [0, 0]);
  return [sum[0] / positions.length, sum[1] / positions.length];
}

/** An answer to a question without a place, in words. */
export function answerInWords(question: Question, value: string | readonly string[], locale: string): string {
  const values = typeof value === "string" ? [value] : value;
  const labels = values.map((one) => {
    const choice = question.settings.choices?.find((known) => known.value === one);
    return choice ? textIn(choice.label, locale) : one;
  });
  return labels.join(", ");
}

function labelsOf(codes: readonly string[] | undefined, known: readonly Coded[], locale: string): string[] {
  return (codes ?? []).map((code) => {
    const one = known.find((other) => other.code === code);
    return one ? textIn(one.label, locale) : code;
  });
}
