/** The conversation that is going on: what was told, which mark is spoken about, and what it took. */

import { newDraft, newId } from "../answer/drafts.ts";
import type { Draft, Mark, Where } from "../core/draft.ts";
import { withMark, withoutMark } from "../core/flow.ts";
import type { Form, Question } from "../core/form.ts";
import { BACKGROUND_STEP, stepsOf } from "../core/interview.ts";
import { NO_EFFORT, secondsOf, withTap, type Effort } from "../core/taps.ts";

/** What changed: everything that is drawn, or only words being typed, whose field must not be drawn anew. */
export type Change = "all" | "words";

export class Conversation {
  readonly form: Form;
  draft: Draft;
  /** The mark that is spoken about. */
  chosen: string | null = null;
  effort: Effort = NO_EFFORT;
  readonly #changed: (change: Change) => void;
  #seconds_before = 0;
  #taps_before = 0;

  readonly #interviewer: string;

  constructor(form: Form, draft: Draft | null, language: string, interviewer: string, changed: (change: Change) => void) {
    this.form = form;
    this.#interviewer = interviewer;
    this.#changed = changed;
    this.draft = draft ?? this.#begin(language);
    this.#goOn();
  }

  /** Begin with somebody else, in the language that was spoken last. */
  renew(): void {
    this.draft = this.#begin(this.draft.language);
    this.#goOn();
    this.#changed("all");
  }

  /** Go back to somebody whose draft was put aside. */
  resume(draft: Draft): void {
    this.draft = draft;
    this.#goOn();
    this.#changed("all");
  }

  set(draft: Draft, change: Change = "all"): void {
    this.draft = { ...draft, ...this.#taken() };
    this.#changed(change);
  }

  go(key: string): void {
    this.chosen = null;
    this.set({ ...this.draft, at: key });
  }

  /** Tell a place; it is then the one that is spoken about. */
  add(question: Question, where: Where, more: Partial<Mark> = {}): void {
    const mark: Mark = { id: newId(), question: question.key, where, ...more };
    this.chosen = mark.id;
    this.set(withMark(this.draft, mark));
  }

  put(mark: Mark, change: Change = "all"): void {
    if (change === "all") this.chosen = mark.id;
    this.set(withMark(this.draft, mark), change);
  }

  remove(id: string): void {
    if (this.chosen === id) this.chosen = null;
    this.set(withoutMark(this.draft, id));
  }

  choose(id: string): void {
    this.chosen = id;
    this.#changed("all");
  }

  count(what: "tap" | "key"): void {
    this.effort = withTap(this.effort, Date.now(), what);
  }

  seconds(): number {
    return this.#seconds_before + secondsOf(this.effort, Date.now());
  }

  /** The draft with what it took so far. */
  finished(): Draft {
    return { ...this.draft, ...this.#taken() };
  }

  #begin(language: string): Draft {
    const draft = newDraft(this.form, "interview", language, null);
    return { ...draft, interviewer: this.#interviewer, at: stepsOf(this.form, draft)[0]?.key ?? BACKGROUND_STEP };
  }

  #goOn(): void {
    this.chosen = null;
    this.effort = NO_EFFORT;
    this.#seconds_before = this.draft.seconds;
    this.#taps_before = this.draft.taps;
  }

  #taken(): Pick<Draft, "seconds" | "taps"> {
    return { seconds: this.seconds(), taps: this.#taps_before + this.effort.taps };
  }
}
