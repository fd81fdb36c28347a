/** What somebody began to tell in a round that was closed meanwhile: it stays here, to be copied or thrown away. */

import type { Draft } from "../core/draft.ts";
import { hasTold } from "../core/flow.ts";
import type { Form } from "../core/form.ts";
import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";
import type { AnswerPageData } from "./page_data.ts";
import type { AnswerStore } from "./store.ts";

export interface LeftBehind {
  readonly store: AnswerStore;
  readonly page: AnswerPageData;
  /** Of the round that is open, or of none. */
  readonly form: Form;
  readonly words: Words;
  readonly locale: string;
}

/**
 * The draft to go on with: the one in the slot if it belongs to this round, or one of this round that was put aside
 * before. One of another round is put aside first, so that nothing is written over it.
 */
export async function draftOf(survey: string | null, kept: Draft | null, slot: string, store: AnswerStore): Promise<Draft | null> {
  if (kept && kept.survey === survey) return kept;
  // Where many use the device, one after the other, nothing of theirs is put aside.
  if (slot !== "web") return null;
  if (kept && hasTold(kept)) await store.putAside(slot);
  const before = (await store.asideDrafts()).find((one) => one.survey === survey);
  return before ? store.takeUp(before.id, slot) : null;
}

/** A place on the screen for what was left behind, filled as soon as it is known whether there is anything. */
export function leftBehind(seen: LeftBehind): HTMLElement {
  const host = element("div", { class: "left-behind" });
  const fill = async (): Promise<void> => {
    const drafts = (await seen.store.asideDrafts()).filter(({ mode }) => mode === "web");
    if (drafts.length === 0) return host.remove();
    const { leftPanel } = await import("./screens/late.ts");
    for (const draft of drafts) host.append(await leftPanel(draft, seen));
  };
  // Out of reach for now: it is shown the next time.
  void fill().catch(() => host.remove());
  return host;
}
