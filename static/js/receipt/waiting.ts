/** Answers that still wait on this very device: shown from the queue, since the server does not have them yet. */

import type { ResponseBody } from "../core/draft.ts";
import type { AnswerStore } from "../answer/store.ts";
import { receiptHash } from "../answer/submitting.ts";
import type { OwnAnswers } from "./own_answers.ts";

/** What waits here under the secret of a receipt; null where nothing does. */
export async function waitingAnswers(store: AnswerStore, secret: string): Promise<OwnAnswers | null> {
  const hash = receiptHash(secret);
  for (const { kind, state, body, made_at } of await store.queue()) {
    if (kind !== "response" || state !== "waiting" || typeof body !== "string") continue;
    const response = JSON.parse(body) as ResponseBody;
    if (response.receipt_hash !== hash) continue;
    return {
      response,
      received_at: new Date(made_at).toISOString(),
      survey: { slug: response.survey, name: "", is_open: false, is_published: false },
      states: Object.fromEntries(response.marks.map(({ id }) => [id, "unsent"])),
      photos: [],
    };
  }
  return null;
}
