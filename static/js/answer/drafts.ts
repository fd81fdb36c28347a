/** Begin a draft, and keep it on the device while it grows. */

import type { Draft } from "../core/draft.ts";
import type { Form } from "../core/form.ts";
import { NotKeptError, type AnswerStore } from "./store.ts";

const SECRET_BYTES = 16;

/** Begin a draft: its id and the secret of its receipt are made before anything is told or sent. */
export function newDraft(form: Form, mode: Draft["mode"], language: string, invitation: string | null): Draft {
  if (!form.survey || !form.questionnaire) throw new Error("no round is open, so there is nothing to answer");
  return {
    id: newId(),
    survey: form.survey.slug,
    version: form.questionnaire.version,
    language,
    mode,
    secret: base64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))),
    invitation,
    background: {},
    answers: {},
    marks: [],
    skipped: [],
    at: "information",
    begun_at: new Date().toISOString(),
    seconds: 0,
    taps: 0,
  };
}

/** Whoever began by themselves and then followed an invitation was reached by it; the first one stays. */
export function invitedBy(draft: Draft, invitation: string | null): Draft {
  return { ...draft, invitation: draft.invitation ?? invitation };
}

/** A random UUID. By hand, because browsers hand out theirs only on https and this machine's own address. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Bytes as base64url without padding. */
export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Why the device keeps nothing: it has no room, or the browser refused. */
export type Trouble = "full" | "refused";

/** Keeps every state of a draft, the latest last; tells when the device does not, and when it does again. */
export class DraftKeeper {
  readonly #store: AnswerStore;
  readonly #slot: string;
  readonly #onTrouble: (trouble: Trouble | null) => void;
  #newest: Draft | null = null;
  #working: Promise<void> = Promise.resolve();

  constructor(store: AnswerStore, slot: string, onTrouble: (trouble: Trouble | null) => void) {
    this.#store = store;
    this.#slot = slot;
    this.#onTrouble = onTrouble;
  }

  /** Keep this state. States that come while one is written are passed over for the latest. */
  keep(draft: Draft): void {
    const idle = this.#newest === null;
    this.#newest = draft;
    if (idle) this.#working = this.#work();
  }

  /** Wait until what was handed in lies on the disk. */
  settled(): Promise<void> {
    return this.#working;
  }

  async #work(): Promise<void> {
    while (this.#newest) {
      const draft = this.#newest;
      try {
        await this.#store.saveDraft(this.#slot, draft);
        this.#onTrouble(null);
      } catch (error) {
        if (!(error instanceof NotKeptError)) throw error;
        this.#onTrouble(error.full ? "full" : "refused");
      }
      if (this.#newest === draft) this.#newest = null;
    }
  }
}
