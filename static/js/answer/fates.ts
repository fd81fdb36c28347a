/** What became of something that was put into the queue. */

import type { AnswerStore } from "./store.ts";

export type Fate = "sent" | "refused" | "waiting";

export async function fateOf(store: AnswerStore, key: string): Promise<Fate> {
  const item = (await store.queue()).find((one) => one.key === key);
  return item === undefined ? "sent" : item.state;
}

/** The same, once it is sent or refused, or when this long has passed. */
export async function fateSoon(store: AnswerStore, key: string, patience_ms: number): Promise<Fate> {
  const end = Date.now() + patience_ms;
  let fate = await fateOf(store, key);
  while (fate === "waiting" && Date.now() < end) {
    await nextChange(store, end - Date.now());
    fate = await fateOf(store, key);
  }
  return fate;
}

/** The next change of the queue; passes after this long without one. */
function nextChange(store: AnswerStore, patience_ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stop();
      clearTimeout(timer);
      resolve();
    };
    const stop = store.onQueueChange(done);
    const timer = setTimeout(done, patience_ms);
  });
}
