/** The page for recording conversations: one person after the other, with or without network. */

import { loadWords } from "./answer/languages.ts";
import { RefusedPanel } from "./answer/refused_panel.ts";
import { Sender } from "./answer/sending.ts";
import { openAnswerStore, type AnswerStore } from "./answer/store.ts";
import { hasTold } from "./core/flow.ts";
import type { Form } from "./core/form.ts";
import type { OutlinePayload } from "./core/payload.ts";
import type { Words } from "./core/words.ts";
import { fetchJson } from "./interview/fetching.ts";
import { HandingOver } from "./interview/handing_over.ts";
import { HeardToday } from "./interview/heard_today.ts";
import { InterviewPage } from "./interview/interview_page.ts";
import { becomeOnlyTab } from "./interview/only_tab.ts";
import { readInterviewPage } from "./interview/page_data.ts";

async function begin(): Promise<void> {
  const page = readInterviewPage();
  const ground = fetchJson<OutlinePayload>(page.urls.ground);
  const { words } = await loadWords(page.locale, page);
  const waits = document.getElementById("interview-waits");
  const say = (key: string): void => {
    if (waits) waits.textContent = words(key);
  };
  await becomeOnlyTab(page.project.slug, () => say("interview_other_tab"));
  const [form, store] = await Promise.all([fetchJson<Form>(page.urls.form), openAnswerStore(page.project.slug)]);
  if (!form?.survey || !form.questionnaire) {
    say(form ? "interview_no_round" : "interview_no_form");
    showUnsent(store, words, page.locale);
    return;
  }
  let shown: InterviewPage | null = null;
  const handing = new HandingOver(store, form, page.urls, (last) => shown?.showLast(last !== null));
  const draft = await handing.takeUp();
  const isElsewhere = draft !== null && draft.survey !== form.survey.slug;
  if (isElsewhere && hasTold(draft)) await handing.sendElsewhere(draft);
  shown = new InterviewPage(page, words, form, store, await HeardToday.open(store), handing, isElsewhere ? null : draft);
  shown.start(ground);
  if (isElsewhere && hasTold(draft)) shown.tellElsewhere();
}

/** Where nothing can be asked now, what was told before is still sent, or can be copied. */
function showUnsent(store: AnswerStore, words: Words, locale: string): void {
  const refused = new RefusedPanel(store, false);
  document.getElementById("interview-waits")?.after(refused.node);
  new Sender(store, (status) => refused.show(status.refused, words, locale), "conversations").start();
}

await begin();
