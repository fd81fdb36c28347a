/** The form as the server sends it: what is asked in a round, and everything needed to answer it offline. */

import type { Position } from "./payload.ts";

/** A text in several languages, by locale: "sv", "sv-easy", "en", "ar", "fi". */
export type Texts = Readonly<Record<string, string>>;

export type Kind =
  | "destination" | "route" | "barrier" | "landmark" | "district"
  | "pride" | "problem" | "wish" | "memory" | "attitude";

/** What is asked about a mark, in the order of asking. */
export type Aspect = "nature" | "purposes" | "valence" | "themes" | "text" | "photo";
export type Shape = "point" | "ends" | "line" | "area";

/** When a question is asked: the answer to an earlier one is one of these, or there is any answer at all. */
export interface Condition {
  readonly question: string;
  readonly any_of?: readonly string[];
  readonly answered?: true;
}

export interface Choice {
  readonly value: string;
  readonly label: Texts;
}

export interface QuestionSettings {
  readonly help?: Texts;
  readonly required?: boolean;
  readonly shown_if?: Condition;
  /** Asked only on the resident's own phone, or only in a conversation. */
  readonly only_in?: "web" | "interview";
  /** perception: allowed shapes, the usual one first; `ends` is a way told as start and end. */
  readonly shapes?: readonly Shape[];
  readonly asks?: readonly Aspect[];
  /** perception: about any place, the own home area, or the other areas (nearest first). choice and scale: "organisation" or "". */
  readonly about?: string;
  /** perception: at most so many marks. */
  readonly most?: number;
  /** choice: several answers are allowed. */
  readonly several?: boolean;
  readonly choices?: readonly Choice[];
  /** text: at most so many characters. */
  readonly longest?: number;
}

export interface Question {
  readonly key: string;
  readonly form: "perception" | "choice" | "scale" | "text";
  readonly kind: Kind | null;
  readonly wording: Texts;
  readonly settings: QuestionSettings;
}

export interface Coded {
  readonly code: string;
  readonly label: Texts;
}

export interface Area {
  readonly code: string;
  readonly name: string;
  /** A position surely inside. */
  readonly point: Position;
  /** Codes of the other areas, nearest first. */
  readonly nearest: readonly string[];
}

export interface Place {
  readonly code: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: string;
  readonly point: Position;
  readonly area: string | null;
}

export type BackgroundField = "home_area" | "age_band" | "gender" | "group";

export interface Form {
  readonly project: {
    readonly slug: string;
    readonly name: string;
    readonly bounds: readonly [west: number, south: number, east: number, north: number];
    readonly is_synthetic: boolean;
  };
  /** null where no round is open. */
  readonly survey: { readonly slug: string; readonly name: string; readonly shows_others: boolean } | null;
  readonly questionnaire: {
    readonly version: number;
    readonly title: Texts;
    readonly information: Texts;
    readonly thanks: Texts;
    readonly locales: readonly string[];
    readonly background: readonly BackgroundField[];
    readonly questions: readonly Question[];
  } | null;
  readonly purposes: readonly Coded[];
  readonly themes: readonly Coded[];
  readonly groups: readonly Coded[];
  readonly age_bands: readonly string[];
  readonly areas: readonly Area[];
  readonly places: readonly Place[];
  readonly proof: { readonly bits: number };
  readonly limits: { readonly marks: number; readonly text: number; readonly words: number; readonly photo_bytes: number };
}

/** The text in a language; easy Swedish falls back to Swedish, everything else to the project's first. */
export function textIn(texts: Texts, locale: string): string {
  const easy = locale === "sv-easy" ? texts["sv"] : undefined;
  return texts[locale] ?? easy ?? texts["sv"] ?? texts["en"] ?? Object.values(texts)[0] ?? "";
}
