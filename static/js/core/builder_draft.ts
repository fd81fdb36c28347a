/** What an administrator builds: a draft of a questionnaire. Every change gives a new draft. */

import type { Aspect, BackgroundField, Choice, Condition, Kind, Question, QuestionSettings, Shape, Texts } from "./form.ts";

export interface Fault {
  /** Where: "#/questions/3/wording/sv". */
  readonly pointer: string;
  readonly detail: string;
  readonly remedy?: string;
}

/** What is stored: the part of a draft that somebody writes. */
export interface Written {
  readonly title: Texts;
  readonly information: Texts;
  readonly thanks: Texts;
  readonly settings: { readonly locales: readonly string[]; readonly background: readonly BackgroundField[] };
  readonly questions: readonly Question[];
}

/** A draft as the server gives it. */
export interface BuilderDraft extends Written {
  /** Names this state of the draft, so that nobody writes over what another wrote meanwhile. */
  readonly fingerprint: string;
  /** The newest version, frozen or not; 0 where there is none. */
  readonly version: number;
  readonly is_published: boolean;
  readonly published_version: number | null;
  readonly faults: readonly Fault[];
}

export const KINDS: readonly Kind[] = [
  "destination", "route", "barrier", "landmark", "district", "pride", "problem", "wish", "memory", "attitude",
];
export const ASPECTS: readonly Aspect[] = ["nature", "purposes", "valence", "themes", "text", "photo"];
export const SHAPES: readonly Shape[] = ["point", "ends", "line", "area"];
export const LOCALES: readonly string[] = ["sv", "sv-easy", "en", "ar", "fi"];
export const BACKGROUND: readonly BackgroundField[] = ["home_area", "age_band", "gender", "group"];

const USUAL: Partial<Record<Kind, QuestionSettings>> = {
  destination: { asks: ["purposes", "valence", "text"] },
  route: { shapes: ["ends", "line"], asks: ["purposes", "text"] },
  barrier: { shapes: ["line", "area", "point"], asks: ["nature", "text"] },
  district: { shapes: ["area"], asks: ["text"] },
  attitude: { shapes: ["area"], asks: ["valence", "text"], about: "other_areas" },
};
const STEPS = ["1", "2", "3", "4", "5"];

/** What a draft holds that is stored, without what the server says about it. */
export function writtenOf(draft: Written): Written {
  const { title, information, thanks, settings, questions } = draft;
  return { title, information, thanks, settings, questions };
}

/** A new question of a form, with what is usual for it; its key is free in the draft. */
export function newQuestion(draft: Written, form: Question["form"], kind: Kind | null): Question {
  const key = freeName(kind ?? form, draft.questions.map((one) => one.key));
  const empty = { key, form, kind: form === "perception" ? kind : null, wording: {} };
  if (form === "perception") {
    return { ...empty, settings: { shapes: ["point"], asks: ["text"], about: "anywhere", most: 20, ...USUAL[kind ?? "destination"] } };
  }
  if (form === "choice") return { ...empty, settings: { choices: [{ value: "1", label: {} }, { value: "2", label: {} }] } };
  if (form === "scale") return { ...empty, settings: { choices: STEPS.map((value) => ({ value, label: {} })) } };
  return { ...empty, settings: { longest: 1000 } };
}

/** The name, with a number behind it if it is taken. */
export function freeName(name: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? name : `${name}_${number}`;
    if (!taken.includes(tried)) return tried;
  }
}

export function insertQuestion(draft: Written, question: Question, at: number): Written {
  return { ...draft, questions: draft.questions.toSpliced(at, 0, question) };
}

/** Without a question; whoever was shown because of it is shown always. */
export function removeQuestion(draft: Written, key: string): Written {
  return freed({ ...draft, questions: draft.questions.filter((one) => one.key !== key) });
}

/** A question moved to another position (of the list as it is without it). */
export function moveQuestion(draft: Written, key: string, to: number): Written {
  const question = draft.questions.find((one) => one.key === key);
  if (!question) return draft;
  const others = draft.questions.filter((one) => one.key !== key);
  const at = Math.max(0, Math.min(to, others.length));
  return { ...draft, questions: others.toSpliced(at, 0, question) };
}

export function changeQuestion(draft: Written, key: string, change: (question: Question) => Question): Written {
  return { ...draft, questions: draft.questions.map((one) => (one.key === key ? change(one) : one)) };
}

/** A question with other settings; a setting that is undefined or empty goes. */
export function withSettings(question: Question, changed: { readonly [Name in keyof QuestionSettings]?: QuestionSettings[Name] | undefined }): Question {
  const settings = Object.fromEntries(
    Object.entries({ ...question.settings, ...changed }).filter(([, value]) => value !== undefined && value !== false),
  );
  return { ...question, settings };
}

/** A text with one language changed; an empty one is none. */
export function withText(texts: Texts, locale: string, text: string): Texts {
  const { [locale]: _, ...others } = texts;
  return text.trim() === "" ? others : { ...others, [locale]: text };
}

/** What of a list is on, in the order of all of it; for a list whose order counts, new ones come last. */
export function toggled<Item>(chosen: readonly Item[], item: Item, isOn: boolean): readonly Item[] {
  const others = chosen.filter((one) => one !== item);
  return isOn ? [...others, item] : others;
}

export function moveItem<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  const item = items[from];
  if (item === undefined || to < 0 || to >= items.length) return items;
  return items.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** A new choice with a value that no other has. */
export function newChoice(choices: readonly Choice[]): Choice {
  const taken = new Set(choices.map((one) => one.value));
  let number = choices.length + 1;
  while (taken.has(String(number))) number += 1;
  return { value: String(number), label: {} };
}

/** The earlier questions that a question may depend on: later ones are not answered yet. */
export function earlierQuestions(draft: Written, key: string): readonly Question[] {
  const at = draft.questions.findIndex((one) => one.key === key);
  return draft.questions.slice(0, Math.max(0, at));
}

/** What a key may be: small letters, digits and _, so that it stands in tables and formulas. */
export const KEY = /^[a-z][a-z0-9_]{0,63}$/;

/** A question under another key; conditions on it follow. */
export function renameQuestion(draft: Written, key: string, to: string): Written {
  const questions = draft.questions.map((one) => {
    const condition = one.settings.shown_if;
    const named = one.key === key ? { ...one, key: to } : one;
    return condition?.question === key ? withSettings(named, { shown_if: { ...condition, question: to } }) : named;
  });
  return { ...draft, questions };
}

/** A question of another kind, with what cannot be asked of that kind left out. */
export function withKind(question: Question, kind: Kind): Question {
  const shapes = (question.settings.shapes ?? []).filter((shape) => shape !== "ends" || kind === "route");
  const asks = (question.settings.asks ?? []).filter((aspect) => aspect !== "nature" || kind === "barrier");
  return withSettings({ ...question, kind }, { shapes: shapes.length > 0 ? shapes : (USUAL[kind]?.shapes ?? ["point"]), asks });
}

/** Without an answer to choose: conditions on it know it no more. */
export function removeChoice(draft: Written, key: string, value: string): Written {
  const questions = draft.questions.map((one) => {
    const condition = one.settings.shown_if;
    if (one.key === key) return withSettings(one, { choices: (one.settings.choices ?? []).filter((choice) => choice.value !== value) });
    if (condition?.question !== key || !condition.any_of?.includes(value)) return one;
    const left = condition.any_of.filter((wanted) => wanted !== value);
    return withSettings(one, { shown_if: left.length > 0 ? conditionOn(key, left) : undefined });
  });
  return { ...draft, questions };
}

/** Questions that would be asked before the one they depend on: their condition can never be met. */
export function tooEarly(draft: Written): readonly Question[] {
  return draft.questions.filter((one, at) => {
    const wanted = one.settings.shown_if?.question;
    return wanted !== undefined && !draft.questions.slice(0, at).some((earlier) => earlier.key === wanted);
  });
}

/** Conditions on questions or answers that are gone are lifted, and said nothing of the others. */
function freed(draft: Written): Written {
  const keys = new Set(draft.questions.map((one) => one.key));
  const questions = draft.questions.map((one) => {
    const condition = one.settings.shown_if;
    return condition && !keys.has(condition.question) ? withSettings(one, { shown_if: undefined }) : one;
  });
  return { ...draft, questions };
}

/** A condition on a question; on any answer if none of its answers is named. */
export function conditionOn(question: string, values: readonly string[]): Condition {
  return values.length > 0 ? { question, any_of: values } : { question, answered: true };
}
