/** Change or take back what was sent: through the queue, so that it arrives even without network now. */

import type { Draft } from "../core/draft.ts";
import { keepAsked } from "../core/flow.ts";
import type { Form } from "../core/form.ts";
import { newId } from "../answer/drafts.ts";
import { CHANGE_SLOT } from "../answer/screens/elsewhere.ts";
import type { AnswerPageData } from "../answer/page_data.ts";
import type { AnswerStore, NewItem } from "../answer/store.ts";
import { bodyOf } from "../answer/submitting.ts";
import { toldInWords } from "../answer/told_in_words.ts";
import type { Words } from "../core/words.ts";
import { authorization } from "./own_answers.ts";

export { CHANGE_SLOT };

/** Put a change into the queue; gives its key there. `photos` are those the server has, by mark, with their size. */
export async function submitChange(
  store: AnswerStore, page: AnswerPageData, form: Form, draft: Draft, photos: ReadonlyMap<string, number>, words: Words,
): Promise<string> {
  const told = renewed(keepAsked(form, draft), photos);
  const headers = { ...authorization(draft.secret), "Accept-Language": draft.language };
  const change: NewItem = {
    key: `change:${newId()}`,
    kind: "change",
    method: "PUT",
    url: page.urls.receipt_data,
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify(bodyOf(form, told, null, null)),
    after: await lastOf(store, draft.id),
    told: toldInWords(form, told, words, draft.language),
  };
  const added: NewItem[] = [];
  for (const mark of told.marks.filter((one) => one.has_photo)) {
    const photo = await store.photo(mark.id);
    if (!photo || photos.get(mark.id) === photo.size) continue;
    added.push({
      key: `photo:${mark.id}:${newId()}`,
      kind: "photo",
      method: "PUT",
      url: page.urls.photos.replace("{id}", draft.id).replace("{mark}", mark.id),
      headers: { ...headers, "Content-Type": photo.type || "image/jpeg" },
      body: photo,
      after: change.key,
      told: "",
    });
  }
  await store.submit(CHANGE_SLOT, [change, ...added], null);
  return change.key;
}

/** Put the withdrawal of everything into the queue; gives its key there. */
export async function submitWithdrawal(store: AnswerStore, page: AnswerPageData, id: string, secret: string): Promise<string> {
  const key = `withdrawal:${id}`;
  await store.submit(CHANGE_SLOT, [{
    key,
    kind: "withdrawal",
    method: "DELETE",
    url: page.urls.receipt_data,
    headers: { ...authorization(secret), "Content-Type": "application/json" },
    body: null,
    after: await lastOf(store, id),
    told: "",
  }], null);
  await store.forgetReceipt(id);
  return key;
}

/** The answer itself, if it still waits on this very device: nothing may overtake it. */
async function lastOf(store: AnswerStore, id: string): Promise<string | null> {
  return (await store.queue()).find((one) => one.key === id)?.key ?? null;
}

/** A photo goes with its mark: a mark that lost its photo becomes another mark. */
function renewed(draft: Draft, photos: ReadonlyMap<string, number>): Draft {
  return { ...draft, marks: draft.marks.map((mark) => (photos.has(mark.id) && !mark.has_photo ? { ...mark, id: newId() } : mark)) };
}
