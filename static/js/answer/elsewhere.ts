/** The same answers in two windows: once one has sent them, the other says so instead of sending them again. */

import type { AnswerStore } from "./store.ts";

/** Whether another window of this device has sent the draft of this id. */
export async function isSentElsewhere(store: AnswerStore, id: string): Promise<boolean> {
  const [receipts, queue] = await Promise.all([store.receipts(), store.queue()]);
  return receipts.some((one) => one.id === id) || queue.some((one) => one.key === id);
}

/** Look whenever something is sent from this device, and when somebody comes back to this window. */
export function watchElsewhere(store: AnswerStore, id: string, onSent: () => void): () => void {
  const look = (): void => void isSentElsewhere(store, id).then((isSent) => isSent && onSent(), () => undefined);
  const stop = store.onQueueChange(look);
  const listening = new AbortController();
  document.addEventListener("visibilitychange", () => !document.hidden && look(), { signal: listening.signal });
  return () => {
    stop();
    listening.abort();
  };
}
