/** Save by itself, soon after each change; what is not saved yet stays in this browser too. */

import { writtenOf, type BuilderDraft, type Fault, type Written } from "../core/builder_draft.ts";
import { loadDraft, Refused, saveDraft } from "./server.ts";
import { Shelf } from "./shelf.ts";
import type { Workshop } from "./workshop.ts";

export type SavingState = "saved" | "waiting" | "saving" | "offline" | "conflict" | "refused" | "signed_out";

const PAUSE_MS = 700;
const AGAIN_MS = 5_000;

export class Saving {
  state: SavingState = "saved";
  problem = "";
  draft: BuilderDraft;
  private timer = 0;
  private changes = 0;
  /** The state that the words here began from; not the server's, if somebody else has saved meanwhile. */
  private base: string;
  private readonly url: string;
  private readonly shelf: Shelf;
  private readonly workshop: Workshop;
  private readonly onState: () => void;
  private running: Promise<void> | null = null;

  constructor(url: string, draft: BuilderDraft, workshop: Workshop, onState: () => void) {
    this.url = url;
    this.shelf = new Shelf(`mentalmap:builder:${url}`);
    this.draft = draft;
    this.base = draft.fingerprint;
    this.workshop = workshop;
    this.onState = onState;
    workshop.whenChanged(() => this.changed());
    addEventListener("online", () => this.state === "offline" && void this.save());
    addEventListener("beforeunload", (event) => this.state !== "saved" && event.preventDefault());
  }

  get faults(): readonly Fault[] {
    return this.draft.faults;
  }

  /** What an earlier visit wrote and could not save, if it still fits what the server holds. */
  takeUp(): Written | null {
    const kept = this.shelf.read();
    if (!kept) return null;
    if (same(kept.draft, this.draft)) {
      this.shelf.clear();
      return null;
    }
    this.base = kept.fingerprint;
    if (kept.fingerprint !== this.draft.fingerprint) this.tell("conflict");
    return kept.draft;
  }

  changed(): void {
    this.changes += 1;
    this.shelf.keep({ fingerprint: this.base, draft: writtenOf(this.workshop.draft) });
    if (this.state === "conflict") return;
    if (this.state !== "saving") this.tell("waiting");
    this.soon(PAUSE_MS);
  }

  /** Save what is not saved; resolves when nothing more is under way. */
  async save(): Promise<void> {
    clearTimeout(this.timer);
    await (this.running ??= this.run().finally(() => (this.running = null)));
  }

  /** After a conflict: take what the server holds, or write over it knowingly. */
  async settle(keepMine: boolean): Promise<void> {
    this.draft = await loadDraft(this.url);
    this.base = this.draft.fingerprint;
    this.tell("waiting");
    if (keepMine) {
      await this.save();
      return;
    }
    this.changes = 0;
    this.shelf.clear();
    this.tell("saved");
    this.workshop.draft = writtenOf(this.draft);
    this.workshop.choose(this.workshop.question ? this.workshop.chosen : "@start");
  }

  /** The server made another draft on purpose: a template, an import, a new version. */
  replace(draft: BuilderDraft): void {
    this.draft = draft;
    this.base = draft.fingerprint;
    this.shelf.clear();
    this.tell("saved");
  }

  private async run(): Promise<void> {
    for (;;) {
      const before = this.changes;
      this.tell("saving");
      try {
        this.draft = await saveDraft(this.url, this.workshop.draft, this.base);
        this.base = this.draft.fingerprint;
      } catch (problem) {
        this.failed(problem);
        return;
      }
      if (before === this.changes) break;
    }
    this.shelf.clear();
    this.tell("saved");
  }

  private failed(problem: unknown): void {
    if (problem instanceof Refused && problem.isConflict) return this.tell("conflict");
    if (problem instanceof Refused && (problem.status === 401 || problem.status === 403)) return this.tell("signed_out", problem.message);
    if (problem instanceof Refused && problem.status < 500 && problem.status !== 429) {
      const first = problem.faults[0];
      this.draft = { ...this.draft, faults: problem.faults };
      return this.tell("refused", first ? `${first.detail} ${first.remedy ?? ""}` : `${problem.message} ${problem.remedy}`);
    }
    this.tell("offline");
    this.soon(AGAIN_MS);
  }

  private soon(pause_ms: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), pause_ms);
  }

  private tell(state: SavingState, problem = ""): void {
    this.state = state;
    this.problem = problem;
    this.onState();
  }
}

/** Whether two drafts say the same, however their keys are ordered. */
function same(one: Written, other: Written): boolean {
  return JSON.stringify(writtenOf(one), sorted) === JSON.stringify(writtenOf(other), sorted);
}

function sorted(_: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
