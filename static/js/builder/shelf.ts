/** What is not saved yet, kept in this browser: by this window until it is closed, and for whoever comes after it. */

import type { Written } from "../core/builder_draft.ts";

export interface Kept {
  /** The state that the words began from. */
  readonly fingerprint: string;
  readonly draft: Written;
}

export class Shelf {
  readonly #name: string;
  #mine: string | null = null;

  constructor(name: string) {
    this.#name = name;
  }

  keep(kept: Kept): void {
    const text = JSON.stringify(kept);
    this.#mine = text;
    for (const storage of storages()) withStorage(() => storage.setItem(this.#name, text));
  }

  read(): Kept | null {
    for (const storage of storages()) {
      const text = withStorage(() => storage.getItem(this.#name));
      const kept = text ? parsed(text) : null;
      if (!kept) continue;
      this.#mine = text;
      return kept;
    }
    return null;
  }

  /** Everything here is saved; what another window of this browser keeps stays. */
  clear(): void {
    for (const storage of storages()) {
      withStorage(() => storage.getItem(this.#name) === this.#mine && storage.removeItem(this.#name));
    }
    this.#mine = null;
  }
}

/** What was kept, unless it is not ours to read. */
function parsed(text: string): Kept | null {
  try {
    return JSON.parse(text) as Kept;
  } catch (problem) {
    if (problem instanceof SyntaxError) return null;
    throw problem;
  }
}

/** First what is this window's own. */
function storages(): readonly Storage[] {
  return withStorage(() => [sessionStorage, localStorage]) ?? [];
}

/** A browser that keeps nothing is no reason to stop: the draft is saved on the server all the same. */
function withStorage<Result>(act: () => Result): Result | null {
  try {
    return act();
  } catch (problem) {
    if (problem instanceof DOMException) return null;
    throw problem;
  }
}
