/** Another window on this phone has sent these answers: what was told here is added through the receipt. */

import type { Draft } from "../../core/draft.ts";
import { element } from "../../ui/elements.ts";
import { primary, type Frame } from "../frame.ts";
import type { Journey, Shown } from "../journey.ts";
import type { AnswerStore } from "../store.ts";

/** The slot of drafts that change what was sent. */
export const CHANGE_SLOT = "change";

export function elsewhereScreen(journey: Journey, frame: Frame): Shown {
  const { words, page, store, draft } = journey;
  frame.layOut("words");
  frame.showBack(false);
  frame.hideProgress();
  frame.head(words("flow_sent_elsewhere"));
  frame.body.append(element("p", {}, words("flow_sent_elsewhere_text")));
  frame.foot.append(primary(words("flow_sent_elsewhere_change"), () => void handOver(store, draft, page.urls.receipt)));
  return {};
}

async function handOver(store: AnswerStore, draft: Draft, receipt: string): Promise<void> {
  await store.saveDraft(CHANGE_SLOT, draft);
  // What this window wrote after the other had sent is no new answer; its pictures go with the change.
  if ((await store.loadDraft(draft.mode))?.id === draft.id) {
    const photos = await Promise.all(draft.marks.map(async ({ id }) => [id, await store.photo(id)] as const));
    await store.dropDraft(draft.mode);
    for (const [id, photo] of photos) if (photo) await store.savePhoto(id, photo);
  }
  location.assign(`${receipt}?lang=${encodeURIComponent(draft.language)}#${draft.secret}`);
}
