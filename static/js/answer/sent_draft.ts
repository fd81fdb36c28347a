/** What was sent from this tab, so that a reload shows the thanks again. It goes with the tab. */

import type { Draft } from "../core/draft.ts";
import type { AnswerStore } from "./store.ts";

const nameOf = (project: string): string => `mentalmap.sent.${project}`;

export function rememberSent(project: string, draft: Draft): void {
  try {
    sessionStorage.setItem(nameOf(project), JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing: the thanks stand until the page is loaded again.
  }
}

/** What was sent under this id, as long as its receipt is kept here: who takes everything back is not thanked again. */
export async function recallSent(store: AnswerStore, id: string): Promise<Draft | null> {
  try {
    const draft = JSON.parse(sessionStorage.getItem(nameOf(store.project)) ?? "null") as Draft | null;
    if (draft?.id !== id) return null;
    return (await store.receipts()).some((one) => one.id === id) ? draft : null;
  } catch {
    return null;
  }
}

/** Nobody who comes next finds the way to the answers of those before. */
export async function forgetThoseBefore(store: AnswerStore): Promise<void> {
  try {
    sessionStorage.removeItem(nameOf(store.project));
  } catch {
    // Nothing was kept there, then.
  }
  for (const { id } of await store.receipts()) await store.forgetReceipt(id);
  await store.setSetting("language", null);
}
