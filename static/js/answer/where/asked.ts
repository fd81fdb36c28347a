/** What is asked about where something is, what comes of it, and what has been begun. */

import type { Drawing } from "../../core/drawing.ts";
import type { PlacedBy, Precision, Where } from "../../core/draft.ts";
import type { Form, Question, Shape } from "../../core/form.ts";
import type { Words } from "../../core/words.ts";
import type { MarkingMap } from "../../map/marking_map.ts";
import type { Spot } from "./ways.ts";

export interface AskedWhere {
  /** Where the controls go. */
  readonly host: HTMLElement;
  readonly map: MarkingMap;
  readonly form: Form;
  readonly question: Question;
  readonly locale: string;
  readonly words: Words;
  /** What was said before, if it is being changed. */
  readonly existing: Where | null;
  readonly homeArea: string | null;
  /** What was begun in another language. */
  readonly begun?: Begun | null;
  /** "usual" takes the precision that suits the way it was said, without asking: one tap less in a conversation. */
  readonly precision?: "ask" | "usual";
}

/** What has been begun and not been said yet. */
export interface Begun {
  readonly shape: Shape;
  readonly from: Spot | null;
  readonly corners: Drawing | null;
  readonly drawn: { readonly by: PlacedBy; readonly as: Precision; readonly finest: Precision };
  readonly way: PlacedBy;
  readonly written: readonly string[];
  /** What was to be confirmed: a spot, or all that was drawn. */
  readonly taken: Spot | "drawn" | null;
}

export interface AskingWhere {
  /** Where it is; null for giving up, and then what was there before is kept. */
  readonly done: Promise<Where | null>;
  /** What has been begun; to be asked before it is closed. */
  begun(): Begun;
  close(): void;
}
