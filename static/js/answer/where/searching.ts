/** Searching places and areas by name: as written, as folk say, and as fingers slip. Works without network. */

import MiniSearch from "minisearch";
import { fold, forgivenSlips } from "../../core/folding.ts";
import { nameIn, type Found } from "./finding.ts";
import type { Form } from "../../core/form.ts";

interface Entry {
  readonly id: number;
  readonly name: string;
  readonly aliases: string;
}

const LONGEST_TERM = 40;
const RANK: Readonly<Record<string, number>> = { city: 1.4, town: 1.4, locality: 1.4, tätort: 1.4, village: 1.2, småort: 1.2 };

/** Make the search over a form's places and areas; the best come first, never more than `limit`. */
export function searchPlaces(form: Pick<Form, "areas" | "places">): (text: string, limit: number) => Found[] {
  const all: { found: Found; aliases: readonly string[]; weight: number }[] = [
    ...form.areas.map((area) => ({
      found: { kind: "area" as const, code: area.code, name: area.name, alias: null, area: null, point: area.point },
      aliases: [],
      weight: 1.3,
    })),
    ...form.places.map((place) => ({
      found: { kind: "place" as const, code: place.code, name: place.name, alias: null, area: nameIn(form, place.area), point: place.point },
      aliases: place.aliases,
      weight: RANK[place.type.toLowerCase()] ?? 1,
    })),
  ];
  const index = new MiniSearch<Entry>({
    fields: ["name", "aliases"],
    tokenize: (text) => fold(text).split(" ").filter(Boolean),
    processTerm: (term) => term,
  });
  index.addAll(all.map(({ found, aliases }, id) => ({ id, name: found.name, aliases: aliases.join(" \n ") })));
  const folded = all.map(({ found, aliases }) => [found.name, ...aliases].map(fold));

  return (text, limit) => {
    const asked = fold(text);
    if (asked === "" || limit < 1) return [];
    const options = {
      prefix: true,
      fuzzy: (term: string) => forgivenSlips(term.length),
      weights: { fuzzy: 0.3, prefix: 0.7 },
      boost: { name: 1.2 },
      boostDocument: (id: unknown) => all[id as number]!.weight * (folded[id as number]!.includes(asked) ? 8 : 1),
    };
    let ids = index.search(asked, { ...options, combineWith: "AND" }).map(({ id }) => id as number);
    // Swedish joins words: "berget" is meant to find Skuleberget.
    if (asked.length > 2) {
      const known = new Set(ids);
      ids = [...ids, ...all.keys()].filter((id, at) => at < known.size || (!known.has(id) && folded[id]!.some((name) => name.includes(asked))));
    }
    // Half a name with a slip in it, which the index takes for neither.
    if (ids.length === 0) ids = [...all.keys()].filter((id) => folded[id]!.some((name) => startsLike(name, asked)));
    if (ids.length === 0) ids = index.search(asked, { ...options, combineWith: "OR" }).map(({ id }) => id as number);
    return ids.slice(0, limit).map((id) => {
      const { found, aliases } = all[id]!;
      return { ...found, alias: aliasSaid(found.name, aliases, asked) };
    });
  };
}

/** Whether every word that is asked for begins some word of a name, give or take the slips that are forgiven. */
function startsLike(name: string, asked: string): boolean {
  const words = name.split(" ");
  return asked.split(" ").every((term) => words.some((word) => slipsAtStart(word, term) <= forgivenSlips(term.length)));
}

/** The fewest slips that turn a term into the beginning of a word (edit distance to its nearest beginning). */
function slipsAtStart(word: string, term: string): number {
  const short = term.slice(0, LONGEST_TERM);
  let before = Array.from({ length: word.length + 1 }, (_, at) => at);
  for (let row = 1; row <= short.length; row += 1) {
    const now = [row];
    for (let at = 1; at <= word.length; at += 1) {
      const replaced = before[at - 1]! + (word[at - 1] === short[row - 1] ? 0 : 1);
      now.push(Math.min(replaced, before[at]! + 1, now[at - 1]! + 1));
    }
    before = now;
  }
  return Math.min(...before);
}

/** The folk name by which something was found, where its own name does not say so. */
function aliasSaid(name: string, aliases: readonly string[], asked: string): string | null {
  const like = (one: string): number => {
    const words = fold(one).split(" ");
    return Math.max(...asked.split(" ").map((term) => Math.max(...words.map((word) => likeness(word, term)))));
  };
  const own = like(name);
  const best = aliases.reduce<string | null>((best, one) => (like(one) > Math.max(own, best === null ? 0 : like(best)) ? one : best), null);
  return best;
}

/** How much of a term a word shares, 0 … 1: by its pairs of letters, so that a slip costs a little. */
function likeness(word: string, term: string): number {
  if (word.startsWith(term)) return 1;
  const pairs = (text: string): string[] => Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
  const known = new Set(pairs(word));
  const asked = pairs(term);
  return asked.length === 0 ? 0 : (0.9 * asked.filter((pair) => known.has(pair)).length) / Math.max(asked.length, known.size);
}
