/** The draft that is worked on, what of it is chosen, and who wants to know when it changes. */

import { changeQuestion, type Written } from "../core/builder_draft.ts";
import type { Question } from "../core/form.ts";

/** What is chosen beside a question, by its key: what stands before and after all questions. */
export const START = "@start";
export const END = "@end";

/** A change of words leaves every field where it is; any other draws the parts anew. */
export type Extent = "words" | "parts";

export class Workshop {
  chosen: string = START;
  /** The language beside the main one. */
  beside: string | null = null;
  private readonly onChange: ((extent: Extent) => void)[] = [];
  private readonly onChoice: (() => void)[] = [];
  draft: Written;

  constructor(draft: Written) {
    this.draft = draft;
  }

  whenChanged(listener: (extent: Extent) => void): void {
    this.onChange.push(listener);
  }

  whenChosen(listener: () => void): void {
    this.onChoice.push(listener);
  }

  get question(): Question | null {
    return this.draft.questions.find((one) => one.key === this.chosen) ?? null;
  }

  change(change: (draft: Written) => Written, extent: Extent): void {
    this.draft = change(this.draft);
    if (!this.chosen.startsWith("@") && this.question === null) this.chosen = START;
    for (const listener of this.onChange) listener(extent);
  }

  changeChosen(change: (question: Question) => Question, extent: Extent): void {
    this.change((draft) => changeQuestion(draft, this.chosen, change), extent);
  }

  choose(key: string): void {
    this.chosen = key;
    for (const listener of this.onChoice) listener();
  }

  showBeside(locale: string | null): void {
    this.beside = locale;
    for (const listener of this.onChoice) listener();
  }
}
