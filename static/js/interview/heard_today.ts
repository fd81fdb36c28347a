/** What was named and said on this tablet today: kept until somebody signs out, and never sent. */

import type { AnswerStore } from "../answer/store.ts";
import type { Draft } from "../core/draft.ts";
import { readHeard, withHeard, withStanding, writeHeard, type Heard } from "../core/interview.ts";

export const HEARD = "interview_heard";

export class HeardToday {
  now: Heard;
  readonly #store: AnswerStore;

  private constructor(store: AnswerStore, heard: Heard) {
    this.#store = store;
    this.now = heard;
  }

  static async open(store: AnswerStore): Promise<HeardToday> {
    return new HeardToday(store, readHeard(await store.setting(HEARD), today()));
  }

  /** Remember what a finished conversation named. */
  hear(finished: Draft): Promise<void> {
    return this.#keep(withHeard(this.now, finished));
  }

  /** Offer a saying to everybody from now on, or no longer. */
  stand(saying: string): Promise<void> {
    return this.#keep(withStanding(this.now, saying));
  }

  #keep(heard: Heard): Promise<void> {
    this.now = heard;
    return this.#store.setSetting(HEARD, writeHeard(heard, today()));
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
