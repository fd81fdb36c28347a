/** A conversation: what is asked in which order, what is likely to be answered, and what this tablet heard today. */

import { questionsAsked, type Background, type Draft, type Mark, type Where } from "./draft.ts";
import { isAnswered, otherAreas, unsaid } from "./flow.ts";
import type { Area, Aspect, Form, Place, Question } from "./form.ts";
import type { Position } from "./payload.ts";

export type StepState = "done" | "skipped" | "open";

/** One dot of the conversation: the background, or a question; questions about feelings stand together. */
export interface Step {
  /** The key of its first question, or "background". */
  readonly key: string;
  readonly questions: readonly Question[];
  readonly state: StepState;
}

export const BACKGROUND_STEP = "background";
/** Where one is after the last question. */
export const END = "check";

/** What this tablet's conversations named today, so that the next one is quicker; it never leaves the tablet. */
export interface Heard {
  /** How often a place or an area was named, by question and code: `question place:code`. */
  readonly named: Readonly<Record<string, number>>;
  /** Of how many people each short saying was written down; the latest last. */
  readonly sayings: Readonly<Record<string, number>>;
  /** Sayings that the interviewer chose to offer to everybody. */
  readonly standing: readonly string[];
}

export const NOTHING_HEARD: Heard = { named: {}, sayings: {}, standing: [] };
const MOST_SAYINGS = 40;
/** What one person said may name a neighbour, so the next is not shown it. */
const FEWEST_PEOPLE = 2;
const LONGEST_SAYING = 80;

/** The steps that are asked now, the background first: the own area's questions need it. */
export function stepsOf(form: Form, draft: Draft): readonly Step[] {
  const groups: Question[][] = [];
  for (const question of questionsAsked(form, draft)) {
    const last = groups.at(-1);
    if (last && question.kind === "attitude" && last[0]?.kind === "attitude") last.push(question);
    else groups.push([question]);
  }
  const steps = groups.map((questions): Step => ({
    key: questions[0]?.key ?? "",
    questions,
    state: stateOf(questions, draft),
  }));
  const fields = form.questionnaire?.background ?? [];
  if (!fields.length) return steps;
  const told = fields.filter((field) => draft.background[field] !== undefined || draft.skipped.includes(unsaid(field)));
  const passed = draft.skipped.includes(BACKGROUND_STEP) ? "skipped" : "open";
  return [{ key: BACKGROUND_STEP, questions: [], state: told.length === fields.length ? "done" : passed }, ...steps];
}

function stateOf(questions: readonly Question[], draft: Draft): StepState {
  if (questions.some((question) => isAnswered(draft, question))) return "done";
  return questions.some((question) => draft.skipped.includes(question.key)) ? "skipped" : "open";
}

/** The step after this one; after the last the first that is still open, or the end. */
export function stepAfter(steps: readonly Step[], at: string): string {
  const index = steps.findIndex((step) => step.key === at);
  return steps[index + 1]?.key ?? steps.find((step) => step.state === "open" && step.key !== at)?.key ?? END;
}

export function stepBefore(steps: readonly Step[], at: string): string | null {
  const index = at === END ? steps.length : steps.findIndex((step) => step.key === at);
  return steps[index - 1]?.key ?? null;
}

/** The step that a person is at; the first where it is no longer asked. */
export function stepAt(steps: readonly Step[], at: string): Step | null {
  if (at === END) return null;
  return steps.find((step) => step.key === at || step.questions.some(({ key }) => key === at)) ?? steps[0] ?? null;
}

/** The mark of these questions that a quote belongs to: the chosen one, else the latest. Never one of another question. */
export function latestQuotable(form: Form, draft: Draft, chosen: string | null, keys: readonly string[]): Mark | null {
  const quotable = draft.marks.filter((mark) => keys.includes(mark.question) && aspectsOf(form, mark).includes("text"));
  return quotable.find(({ id }) => id === chosen) ?? quotable.at(-1) ?? null;
}

/** What is asked about a mark. */
export function aspectsOf(form: Form, mark: Mark): readonly Aspect[] {
  return form.questionnaire?.questions.find(({ key }) => key === mark.question)?.settings.asks ?? [];
}

/** Something that can be named with one tap. */
export interface Likely {
  readonly code: string;
  readonly name: string;
  readonly what: "place" | "area";
  readonly point: Position;
}

const USUAL_TYPES = ["city", "town", "locality", "settlement", "village", "centre"];
const LANDMARK_TYPES = ["landmark", "mountain", "hill", "peak", "church", "bridge", "castle", "monument", "lake", "beach", "park"];

/**
 * The places that are most likely named: what was named here before, then places of a fitting type, the
 * nearest to the home area first, then the areas themselves.
 */
export function likelyPlaces(form: Form, question: Question, home: string | undefined, heard: Heard, most: number): readonly Likely[] {
  const rank = nearness(form, home);
  const fitting = question.kind === "landmark" ? LANDMARK_TYPES : USUAL_TYPES;
  const scored = [...form.places.map(placeOf), ...form.areas.map(areaOf)].map((one) => {
    const named = heard.named[`${question.key} ${one.what}:${one.code}`] ?? 0;
    const place = one.what === "place" ? form.places.find(({ code }) => code === one.code) : undefined;
    const fits = place ? fitting.includes(place.type) : question.kind !== "landmark";
    const near = rank.get(place ? (place.area ?? "") : one.code) ?? rank.size;
    return { one, score: [-named, place ? 0 : 1, fits ? 0 : 1, near] as const };
  });
  scored.sort((a, b) => compare(a.score, b.score));
  const seen = new Set<string>();
  const found: Likely[] = [];
  for (const { one } of scored) {
    const name = one.name.toLocaleLowerCase();
    if (!seen.has(name)) found.push(one);
    seen.add(name);
    if (found.length === most) break;
  }
  return found;
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [index, value] of one.entries()) {
    const apart = value - (other[index] ?? 0);
    if (apart) return apart;
  }
  return 0;
}

function placeOf(place: Place): Likely {
  return { code: place.code, name: place.name, what: "place", point: place.point };
}

function areaOf(area: Area): Likely {
  return { code: area.code, name: area.name, what: "area", point: area.point };
}

/** Each area's rank by nearness to the home area: 0 for home itself. */
function nearness(form: Form, home: string | undefined): ReadonlyMap<string, number> {
  const own = form.areas.filter((area) => area.code === home);
  return new Map([...own, ...otherAreas(form, home)].map((area, index) => [area.code, index]));
}

/** The areas of an attitude question: the own one, all but the own one, or all; nearest first. */
export function areasAskedAbout(form: Form, question: Question, background: Background): readonly Area[] {
  const own = form.areas.filter((area) => area.code === background.home_area);
  if (question.settings.about === "home_area") return own;
  const others = otherAreas(form, background.home_area);
  return question.settings.about === "other_areas" ? others : [...own, ...others];
}

/** Where something is that was chosen from the likely ones. */
export function whereOf(likely: Likely): Where {
  return likely.what === "place"
    ? { by: "list", place: likely.code, precision: "exact" }
    : { by: "list", area: likely.code, precision: "village" };
}

/** A way told as its start and its end. */
export function wayBetween(from: Likely, to: Likely): Where {
  const coarse = from.what === "area" || to.what === "area";
  return {
    by: "list",
    geometry: { type: "LineString", coordinates: [from.point, to.point] },
    precision: coarse ? "village" : "exact",
  };
}

/** Remember what a finished conversation named; nothing about who named it. */
export function withHeard(heard: Heard, draft: Draft): Heard {
  const named = { ...heard.named };
  for (const { question, where } of draft.marks) {
    const code = where.place ? `place:${where.place}` : where.area ? `area:${where.area}` : null;
    if (code) named[`${question} ${code}`] = (named[`${question} ${code}`] ?? 0) + 1;
  }
  const sayings = new Map(Object.entries(heard.sayings));
  for (const text of new Set(draft.marks.map((mark) => mark.text?.trim() ?? "").filter(isSaying))) {
    const people = (sayings.get(text) ?? 0) + 1;
    sayings.delete(text);
    sayings.set(text, people);
  }
  return { ...heard, named, sayings: Object.fromEntries([...sayings].slice(-MOST_SAYINGS)) };
}

/** Whether a text is short enough to be offered with one tap. */
export function isSaying(text: string): boolean {
  return text !== "" && text.length <= LONGEST_SAYING;
}

/** Choose a saying to be offered to everybody, or no longer. */
export function withStanding(heard: Heard, saying: string): Heard {
  const others = heard.standing.filter((one) => one !== saying);
  return { ...heard, standing: others.length < heard.standing.length ? others : [saying, ...others].slice(0, MOST_SAYINGS) };
}

/** Sayings that may be shown to the next person: those that were chosen, and those that several people said. */
export function offeredSayings(heard: Heard, most: number): readonly string[] {
  const several = Object.entries(heard.sayings).filter(([, people]) => people >= FEWEST_PEOPLE).map(([text]) => text).reverse();
  return [...new Set([...heard.standing, ...several])].slice(0, most);
}

/** What the tablet wrote down before, read with care: anything unexpected counts as nothing heard. */
export function readHeard(text: string | null, day: string): Heard {
  try {
    const read: unknown = JSON.parse(text ?? "null");
    if (typeof read !== "object" || read === null || !("day" in read) || read.day !== day) return NOTHING_HEARD;
    const { named, sayings, standing } = read as { named?: unknown; sayings?: unknown; standing?: unknown };
    const chosen = Array.isArray(standing) ? standing.filter((one): one is string => typeof one === "string") : [];
    return { named: countsIn(named), sayings: countsIn(sayings), standing: chosen };
  } catch {
    return NOTHING_HEARD;
  }
}

function countsIn(read: unknown): Readonly<Record<string, number>> {
  if (typeof read !== "object" || read === null || Array.isArray(read)) return {};
  return Object.fromEntries(Object.entries(read).filter((entry): entry is [string, number] => typeof entry[1] === "number"));
}

export function writeHeard(heard: Heard, day: string): string {
  return JSON.stringify({ day, ...heard });
}
