/** Who is still needed: the server's numbers while there is network, the last ones otherwise. */

import type { AnswerStore } from "../answer/store.ts";
import type { Background, Draft, ResponseBody } from "../core/draft.ts";
import type { Quotas } from "../core/quotas.ts";
import { fetchJson } from "./fetching.ts";

export const QUOTA = "interview_quota";
const EVERY_MS = 60_000;

export class PeopleNeeded {
  readonly #store: AnswerStore;
  readonly #url: string;
  readonly #survey: string | undefined;
  readonly #changed: () => void;
  quotas: Quotas | null = null;
  #stopped = false;

  constructor(store: AnswerStore, url: string, survey: string | undefined, changed: () => void) {
    [this.#store, this.#url, this.#survey, this.#changed] = [store, url, survey, changed];
  }

  start(): void {
    void this.#ask();
    setInterval(() => void this.#ask(), EVERY_MS);
    addEventListener("online", () => void this.#ask());
  }

  /** Who was heard here and is not counted yet: those in the queue, and whom one can still go back to. */
  async waiting(last: Draft | null): Promise<readonly Background[]> {
    const queue = await this.#store.queue();
    const waiting = queue.filter(({ kind, slot }) => kind === "response" && slot === "interview").flatMap(({ body }): Background[] => {
      return typeof body === "string" ? [(JSON.parse(body) as ResponseBody).background] : [];
    });
    return last ? [...waiting, last.background] : waiting;
  }

  /** Write nothing down any more: somebody signs out. */
  stop(): void {
    this.#stopped = true;
  }

  async #ask(): Promise<void> {
    const fetched = await fetchJson<Quotas>(this.#url);
    if (this.#stopped) return;
    if (fetched) await this.#store.setSetting(QUOTA, JSON.stringify(fetched));
    // Without network the last numbers stand, less those heard since.
    const kept = fetched ? null : await this.#store.setting(QUOTA);
    const quotas = fetched ?? (kept ? (JSON.parse(kept) as Quotas) : null);
    this.quotas = quotas?.survey === this.#survey ? quotas : null;
    this.#changed();
  }
}
