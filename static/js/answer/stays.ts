/**
 * What was asked for before somebody signed out does not stay when it comes after they have.
 *
 * Part of the worker. A page is kept when it has come whole, which may be seconds after it was shown; whoever signs
 * out meanwhile would leave it behind with their name on it.
 */

import type { WorkboxPlugin } from "workbox-core/types.js";

/** How long who signs out waits for what is still on its way; what is slower is dropped when it comes. */
const PATIENCE_MS = 3000;

export class Stays {
  #stay = 0;
  readonly #running = new Map<object, Promise<void>>();
  readonly #drop: (request: Request) => Promise<unknown>;

  /** `drop` takes away what was just kept of a request, if it was an interviewer's. */
  constructor(drop: (request: Request) => Promise<unknown>) {
    this.#drop = drop;
  }

  readonly plugin: WorkboxPlugin = {
    handlerWillStart: async ({ state }) => {
      if (!state) return;
      let done = (): void => undefined;
      this.#running.set(state, new Promise<void>((resolve) => (done = resolve)));
      state["stay"] = this.#stay;
      state["done"] = done;
    },
    cacheDidUpdate: async ({ request, state }) => {
      if (state && state["stay"] !== this.#stay) await this.#drop(request);
    },
    handlerDidComplete: async ({ state }) => {
      if (!state) return;
      (state["done"] as (() => void) | undefined)?.();
      this.#running.delete(state);
    },
  };

  /** From now on it is another's stay; resolves when nothing of the one before is on its way any more. */
  async end(): Promise<void> {
    this.#stay += 1;
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    await Promise.race([Promise.all(this.#running.values()), patience]);
  }
}
