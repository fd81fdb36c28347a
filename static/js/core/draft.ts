/** A draft: what somebody has told so far, on this device only. Every change gives a new draft. */

import type { Form, Question } from "./form.ts";
import type { Geometry } from "./payload.ts";

export type PlacedBy = "map" | "search" | "list" | "position" | "words";
export type Precision = "exact" | "street" | "village";

/** Where something is: a place, an area or a geometry (one of them), and how it was said. */
export interface Where {
  readonly by: PlacedBy;
  readonly place?: string;
  readonly area?: string;
  readonly geometry?: Geometry;
  /** Where it is in the person's own words; beside an area or a place, or alone beside `area`. */
  readonly words?: string;
  readonly zoom?: number;
  readonly precision: Precision;
}

export interface Mark {
  /** A UUID, made when the mark is. */
  readonly id: string;
  readonly question: string;
  readonly where: Where;
  readonly nature?: "physical" | "emotional";
  readonly purposes?: readonly string[];
  readonly valence?: -2 | -1 | 0 | 1 | 2;
  readonly themes?: readonly string[];
  readonly text?: string;
  /** The language that the text is written or spoken in. */
  readonly language?: string;
  /** A picture waits for this mark in the device's store. */
  readonly has_photo?: boolean;
}

export interface Background {
  readonly home_area?: string;
  readonly age_band?: string;
  readonly gender?: "woman" | "man" | "other";
  readonly group?: string;
}

export type AnswerValue = string | readonly string[];

export interface Draft {
  /** The response's `client_id`: a UUID that is made before anything is sent. */
  readonly id: string;
  readonly survey: string;
  readonly version: number;
  readonly language: string;
  readonly mode: "web" | "kiosk" | "interview" | "preview";
  /** The secret of the receipt: 16 random bytes, base64url without padding, 22 characters. */
  readonly secret: string;
  readonly invitation: string | null;
  readonly background: Background;
  readonly answers: Readonly<Record<string, AnswerValue>>;
  readonly marks: readonly Mark[];
  /** Keys of questions that were passed over on purpose. */
  readonly skipped: readonly string[];
  /** Where the person is: the key of a question, or "information", "background", "check". */
  readonly at: string;
  readonly begun_at: string;
  readonly seconds: number;
  readonly taps: number;
  /** In an interview: the account that holds the conversation, whoever is signed in when it is sent. */
  readonly interviewer?: string;
}

/** What is sent to the server: the body of POST …/responses. */
export interface ResponseBody {
  readonly id: string;
  readonly survey: string;
  readonly version: number;
  readonly language: string;
  readonly said_at: string;
  readonly receipt_hash: string;
  readonly device: string | null;
  readonly invitation: string | null;
  readonly background: Background;
  readonly answers: Readonly<Record<string, AnswerValue>>;
  readonly marks: readonly Omit<Mark, "has_photo">[];
  readonly effort: { readonly seconds: number; readonly taps: number };
  /** Proof of work; left out in an interview. */
  readonly proof?: string;
}

/** Whether a question is asked now, given the answers so far and where it is asked. */
export function isAsked(question: Question, draft: Draft): boolean {
  const { only_in, shown_if } = question.settings;
  if (only_in && only_in !== (draft.mode === "interview" ? "interview" : "web")) return false;
  if (!shown_if) return true;
  const given = draft.answers[shown_if.question];
  const values = given === undefined ? [] : typeof given === "string" ? [given] : given;
  const marked = draft.marks.some((mark) => mark.question === shown_if.question);
  if (shown_if.any_of) return shown_if.any_of.some((value) => values.includes(value));
  return values.length > 0 || marked;
}

/** The questions that are asked now, in order. */
export function questionsAsked(form: Form, draft: Draft): readonly Question[] {
  return (form.questionnaire?.questions ?? []).filter((question) => isAsked(question, draft));
}

/** The marks that answer one question, in the order of telling. */
export function marksOf(draft: Draft, key: string): readonly Mark[] {
  return draft.marks.filter((mark) => mark.question === key);
}
