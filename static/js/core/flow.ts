/** Which screen comes next and before, and the changes that an answer makes to a draft. */

import { isAsked, marksOf, questionsAsked, type AnswerValue, type Background, type Draft, type Mark } from "./draft.ts";
import type { Area, BackgroundField, Form, Question } from "./form.ts";

export const FIRST = "information";
export const BACKGROUND = "background";
export const LAST = "check";

/** The screens of this person, in order: which questions are asked depends on what was answered. */
export function stepsOf(form: Form, draft: Draft): readonly string[] {
  const background = (form.questionnaire?.background ?? []).length > 0 ? [BACKGROUND] : [];
  return [FIRST, ...questionsAsked(form, draft).map((question) => question.key), ...background, LAST];
}

/** Where to go on: where the person was, or the first screen if that one is no longer asked. */
export function placeToGoOn(form: Form, draft: Draft): string {
  return stepsOf(form, draft).includes(draft.at) ? draft.at : FIRST;
}

export function stepAfter(form: Form, draft: Draft, at: string): string {
  const steps = stepsOf(form, draft);
  return steps[Math.min(steps.indexOf(at) + 1, steps.length - 1)] ?? LAST;
}

/** The screen before, or null at the first one. */
export function stepBefore(form: Form, draft: Draft, at: string): string | null {
  const steps = stepsOf(form, draft);
  return steps[steps.indexOf(at) - 1] ?? null;
}

/** How far somebody has come, counted in screens after the first. */
export function progressOf(form: Form, draft: Draft, at: string): { readonly number: number; readonly of: number } {
  const steps = stepsOf(form, draft);
  return { number: Math.max(0, steps.indexOf(at)), of: steps.length - 1 };
}

/** About how many minutes it takes: marks take longer than choices. */
export function minutesOf(form: Form): number {
  const seconds = (form.questionnaire?.questions ?? [])
    .filter((question) => question.settings.only_in !== "interview")
    .reduce((sum, question) => sum + (question.form === "perception" ? 50 : 12), 25);
  return Math.max(1, Math.round(seconds / 60));
}

export function isAnswered(draft: Draft, question: Question): boolean {
  return question.form === "perception" ? marksOf(draft, question.key).length > 0 : draft.answers[question.key] !== undefined;
}

/** Whether anything has been told that would be a loss. */
export function hasTold(draft: Draft): boolean {
  return draft.marks.length > 0 || Object.keys(draft.answers).length > 0 || Object.keys(draft.background).length > 0;
}

/** An answer to a question without a place; an empty one takes the answer away. */
export function withAnswer(draft: Draft, key: string, value: AnswerValue | null): Draft {
  const { [key]: _gone, ...others } = draft.answers;
  const isEmpty = value === null || (typeof value === "string" ? value.trim() === "" : value.length === 0);
  return { ...draft, answers: isEmpty ? others : { ...others, [key]: value }, skipped: draft.skipped.filter((one) => one !== key) };
}

/** A mark put in the place of the one with its id, or after all others. */
export function withMark(draft: Draft, mark: Mark): Draft {
  const known = draft.marks.some((one) => one.id === mark.id);
  const marks = known ? draft.marks.map((one) => (one.id === mark.id ? mark : one)) : [...draft.marks, mark];
  return { ...draft, marks, skipped: draft.skipped.filter((one) => one !== mark.question) };
}

export function withoutMark(draft: Draft, id: string): Draft {
  return { ...draft, marks: draft.marks.filter((mark) => mark.id !== id) };
}

/** A mark put back where it was. */
export function withMarkAt(draft: Draft, mark: Mark, index: number): Draft {
  if (draft.marks.some((one) => one.id === mark.id)) return draft;
  return { ...draft, marks: draft.marks.toSpliced(index, 0, mark) };
}

export function withSkipped(draft: Draft, key: string): Draft {
  return draft.skipped.includes(key) ? draft : { ...draft, skipped: [...draft.skipped, key] };
}

/** The name under which `skipped` remembers that a field of the background is left unsaid on purpose. */
export function unsaid(field: BackgroundField): string {
  return `${BACKGROUND}:${field}`;
}

/** What somebody says of themselves; null is "prefer not to say", and as good an answer as any. */
export function withBackground(draft: Draft, field: BackgroundField, value: string | null): Draft {
  const { [field]: _gone, ...others } = draft.background;
  const background = (value === null ? others : { ...others, [field]: value }) as Background;
  const skipped = draft.skipped.filter((one) => one !== unsaid(field));
  return { ...draft, background, skipped: value === null ? [...skipped, unsaid(field)] : skipped };
}

/** The draft without answers to questions that are no longer asked, since an earlier answer changed. */
export function keepAsked(form: Form, draft: Draft): Draft {
  let kept = draft;
  // A question may hang on one that hangs on another.
  for (;;) {
    const asked = new Set((form.questionnaire?.questions ?? []).filter((one) => isAsked(one, kept)).map((one) => one.key));
    const answers = Object.fromEntries(Object.entries(kept.answers).filter(([key]) => asked.has(key)));
    const marks = kept.marks.filter((mark) => asked.has(mark.question));
    if (marks.length === kept.marks.length && Object.keys(answers).length === Object.keys(kept.answers).length) return kept;
    kept = { ...kept, answers, marks };
  }
}

/** The areas in the order of asking about them: all but the own one, nearest to it first. */
export function otherAreas(form: Form, home: string | undefined): readonly Area[] {
  const byCode = new Map(form.areas.map((area) => [area.code, area]));
  const nearest = (home === undefined ? undefined : byCode.get(home))?.nearest ?? [];
  const near = nearest.flatMap((code) => byCode.get(code) ?? []);
  const rest = form.areas.filter((area) => area.code !== home && !near.includes(area));
  return [...near, ...rest];
}
