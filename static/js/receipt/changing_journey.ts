/** A way through the questions that changes what was sent. */

import type { Draft } from "../core/draft.ts";
import { Journey, type JourneySetting, type Screen } from "../answer/journey.ts";
import { screenFor } from "../answer/screens/screens.ts";
import type { AnswerStore } from "../answer/store.ts";
import { CHANGE_SLOT } from "./changing.ts";
import { draftOf, fetchOwnPhoto, type OwnAnswers } from "./own_answers.ts";

export interface ChangeSetting extends Pick<JourneySetting, "page" | "form" | "store" | "speech" | "frame" | "ground" | "onTrouble"> {
  readonly own: OwnAnswers;
  readonly secret: string;
  readonly beginAnew: () => void;
  /** `photos` are those that the server has, by mark, with their size. */
  readonly send: (told: Draft, photos: ReadonlyMap<string, number>) => Promise<void>;
}

/** Make the journey; a change that was begun before goes on. */
export async function changingJourney(setting: ChangeSetting): Promise<Journey> {
  const { page, store, own, secret, speech, beginAnew, send } = setting;
  const kept = await store.loadDraft(CHANGE_SLOT);
  const draft = kept?.id === own.response.id ? kept : draftOf(own, secret, speech.locale);
  const sizes = new Map<string, number>();
  for (const id of own.photos) {
    const photo = await fetchOwnPhoto(page, secret, id);
    sizes.set(id, photo?.size ?? -1);
    if (photo && !(await store.photo(id))) await store.savePhoto(id, photo);
  }
  const screenOf = (at: string, question: Parameters<typeof screenFor>[1]): Screen => screenFor(at, question, {
    goOn: () => journey.go({ at: "check" }),
    beginAnew,
  }, {
    sendKey: "receipt_save",
    send: async () => {
      await journey.kept();
      journey.sent();
      await send(journey.draft, sizes);
    },
  });
  const journey = new Journey({ ...setting, slot: CHANGE_SLOT, draft, screenOf });
  return journey;
}

/** Whether something was changed here that is not sent; who only looked has changed nothing. */
export async function isChangeBegun(store: AnswerStore, own: OwnAnswers): Promise<boolean> {
  const kept = await store.loadDraft(CHANGE_SLOT);
  const said = ({ background, answers, marks }: Draft): string => JSON.stringify([background, answers, marks]);
  return kept?.id === own.response.id && said(kept) !== said(draftOf(own, kept.secret, kept.language));
}
