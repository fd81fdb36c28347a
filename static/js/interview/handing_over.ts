/** From one person to the next: who has just been spoken with waits a moment, so that one can go back to them. */

import { submitDraft } from "../answer/submitting.ts";
import type { AnswerStore } from "../answer/store.ts";
import type { Draft } from "../core/draft.ts";
import { hasTold } from "../core/flow.ts";
import type { Form } from "../core/form.ts";

/** The draft of the person being spoken with, and that of the person before, which is sent from there. */
export const NOW = "interview_now";
export const BEFORE = "interview";
const BACK_MS = 10_000;

export class HandingOver {
  readonly #store: AnswerStore;
  readonly #form: Form;
  readonly #urls: { readonly responses: string; readonly photos: string };
  readonly #changed: (last: Draft | null) => void;
  #last: Draft | null = null;
  #putting = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> = Promise.resolve();

  constructor(
    store: AnswerStore, form: Form, urls: { readonly responses: string; readonly photos: string },
    changed: (last: Draft | null) => void,
  ) {
    this.#store = store;
    this.#form = form;
    this.#urls = urls;
    this.#changed = changed;
  }

  /** Somebody is being put aside at this moment. */
  get isPutting(): boolean {
    return this.#putting;
  }

  /** The person before, as long as one can go back to them. */
  get last(): Draft | null {
    return this.#last;
  }

  /** After a reload: send whom the last page had put aside; gives whoever was being spoken with. */
  async takeUp(): Promise<Draft | null> {
    const [now, before] = [await this.#store.loadDraft(NOW), await this.#store.loadDraft(BEFORE)];
    if (before) await this.#submit(before);
    // The page died between putting one person aside and beginning with the next.
    return now && before && now.id === before.id ? null : now;
  }

  /** A conversation that was begun in another round is sent there, with all that was told. */
  async sendElsewhere(draft: Draft): Promise<void> {
    await this.#store.saveDraft(BEFORE, draft);
    await this.#store.dropDraft(NOW);
    await this.#submit(draft);
  }

  /** Let go of the person before without sending: somebody else does. */
  letGo(): void {
    this.#forget();
  }

  /** Put a person aside; nothing is kept of one who told nothing. */
  async putAside(draft: Draft): Promise<void> {
    this.#putting = true;
    try {
      await this.send();
      if (!hasTold(draft)) return;
      await this.#store.saveDraft(BEFORE, draft);
    } finally {
      this.#putting = false;
    }
    this.#last = draft;
    this.#timer = setTimeout(() => void this.send(), BACK_MS);
    this.#changed(draft);
  }

  /** Go back to the person before; null where they have been sent. */
  async goBack(): Promise<Draft | null> {
    const last = this.#last;
    if (!last) return null;
    this.#forget();
    await this.#store.dropDraft(BEFORE);
    return last;
  }

  /** Put the person before into the queue now. */
  async send(): Promise<void> {
    const last = this.#last;
    this.#forget();
    if (last) this.#working = this.#working.then(() => this.#submit(last));
    await this.#working;
  }

  #forget(): void {
    clearTimeout(this.#timer);
    if (!this.#last) return;
    this.#last = null;
    this.#changed(null);
  }

  #submit(draft: Draft): Promise<void> {
    return submitDraft(this.#store, this.#form, draft, { urls: this.#urls, proof: null });
  }
}
