/** The page where residents answer: one thing per screen, kept on the phone until it is sent. */

import type { Draft } from "./core/draft.ts";
import { hasTold, keepAsked, placeToGoOn } from "./core/flow.ts";
import type { Form } from "./core/form.ts";
import type { OutlinePayload } from "./core/payload.ts";
import { invitedBy, newDraft } from "./answer/drafts.ts";
import { isSentElsewhere, watchElsewhere } from "./answer/elsewhere.ts";
import { Frame } from "./answer/frame.ts";
import { Journey, keptView, type Screen } from "./answer/journey.ts";
import type { Kiosk } from "./answer/kiosk.ts";
import { languageOf, loadWords, speak, type Speech } from "./answer/languages.ts";
import { draftOf, leftBehind } from "./answer/left_behind.ts";
import { showClosed, showUnreached } from "./answer/no_form.ts";
import { readPageData } from "./answer/page_data.ts";
import { fetchMarks, fetchScreens, screenFor } from "./answer/screens/screens.ts";
import { Sender } from "./answer/sending.ts";
import { SendingNote } from "./answer/sending_note.ts";
import { openAnswerStore, passingAnswerStore, type AnswerStore } from "./answer/store.ts";
import { forgetThoseBefore, recallSent, rememberSent } from "./answer/sent_draft.ts";
import { submitDraft } from "./answer/submitting.ts";
import { element, required } from "./ui/elements.ts";

/** Whoever goes on at once comes before what is fetched ahead of its time. */
const READING_MS = 1500;

const page = readPageData();
const slot = page.mode;
const frame = new Frame();
const asks = fetch(page.urls.form);
const ground = fetchGround();
void fetchMarks().catch(() => undefined); // asked for again by the screen that cannot do without
void begin();

async function begin(): Promise<void> {
  const store = page.mode === "preview" ? passingAnswerStore(page.project.slug) : await openAnswerStore(page.project.slug);
  let speech = await loadWords(page.locale, page);
  const kept = page.mode === "preview" ? null : await store.loadDraft(slot);
  speech = await preferred(speech, store, kept);
  speak(speech);
  frame.speak(speech.words);
  frame.languages.value = speech.locale;
  const stop = startSending(store, speech);
  let form: Form;
  try {
    form = await fetchForm();
  } catch {
    showUnreached(frame, speech.words);
    return;
  }
  offerLanguages(form);
  const own = page.mode === "preview" ? null : await draftOf(form.survey?.slug ?? null, kept, slot, store);
  if (!form.survey || !form.questionnaire) {
    showClosed(frame, page, speech.words);
    if (page.mode === "web") frame.body.append(leftBehind({ store, page, form, words: speech.words, locale: speech.locale }));
  } else await answer(form, store, speech, own);
  if (page.mode !== "preview") afterAWhile(() => void keepAtHand().catch(() => undefined)); // the next visit keeps it
  addEventListener("pagehide", stop, { once: true });
}

/** Let somebody answer, from where they were or from the beginning. */
async function answer(form: Form, store: AnswerStore, speech: Speech, kept: Draft | null): Promise<void> {
  const mode = page.mode;
  const was = keptView(history.state);
  let sent = mode === "web" && was?.view.at === "thanks" ? await recallSent(store, was.draft) : null;
  const draft = sent ?? (kept ? invitedBy(kept, page.invitation) : newDraft(form, mode, speech.locale, page.invitation));
  let thanks: Screen | null = null;
  let isElsewhere = false;
  let proof: Promise<string> | null = null;
  /** The proof is worked out while the person answers, so that nobody waits for it. */
  const startProof = (): Promise<string> => {
    proof ??= import("./answer/proof.ts").then(({ prove }) => prove(journey.draft.survey, journey.draft.id, form.proof.bits));
    proof.catch(() => (proof = null));
    return proof;
  };
  let kiosk: Kiosk | null = null;
  const anew = async (isSomebodyElse: boolean): Promise<void> => {
    if (kiosk) return kiosk.wipe();
    await journey.kept();
    await store.dropDraft(slot);
    if (isSomebodyElse && mode === "web") await forgetThoseBefore(store);
    journey.end();
    location.replace(location.pathname + location.search);
  };
  const screenOf = (at: string, question: Parameters<typeof screenFor>[1]): Screen => {
    if (sent && at === "thanks") {
      const told = sent;
      return async (...where) => {
        const { thanksScreen } = await import("./answer/screens/late.ts");
        thanks ??= thanksScreen(told, { somebodyElse: () => void anew(true) });
        return thanks(...where);
      };
    }
    if (isElsewhere) return async (...where) => (await import("./answer/screens/late.ts")).elsewhereScreen(...where);
    if (question && mode !== "preview") whenIdle(() => void startProof().catch(() => undefined));
    return screenFor(at, question, {
      goOn: () => journey.go({ at: placeToGoOn(form, journey.draft) === "information" ? "check" : placeToGoOn(form, journey.draft) }),
      beginAnew: () => void anew(false),
    }, { sendKey: "flow_send", send });
  };
  const send = async (): Promise<void> => {
    const told = keepAsked(form, journey.draft);
    await journey.kept();
    if (mode === "web" && (await isSentElsewhere(store, told.id))) return sentElsewhere();
    stopWatching();
    const { toldInWords } = await import("./answer/screens/late.ts");
    await submitDraft(store, form, told, {
      urls: { responses: page.urls.responses, photos: page.urls.photos },
      proof: mode === "preview" ? null : startProof(),
      told: toldInWords(form, told, journey.words, journey.locale),
    });
    sent = told;
    if (mode === "web") rememberSent(store.project, told);
    journey.sent();
    journey.become({ at: "thanks" });
  };
  const sentElsewhere = (): void => {
    if (isElsewhere || sent) return;
    isElsewhere = true;
    stopWatching();
    journey.sent();
    void journey.render();
  };
  const journey = new Journey({ page, form, store, slot, draft, speech, frame, ground, screenOf, onTrouble: (trouble) => note?.tell(trouble) });
  const stopWatching = mode === "web" && !sent ? watchElsewhere(store, draft.id, sentElsewhere) : () => undefined;
  if (sent) journey.sent();
  // After a reload the history still knows the very screen; who comes back later is asked first.
  if (sent) journey.start({ at: "thanks" });
  else if (was && kept && was.draft === kept.id) journey.start(was.view, was.depth);
  else journey.start({ at: "information" });
  if (mode === "kiosk") {
    const { guardKiosk } = await import("./answer/kiosk.ts");
    kiosk = guardKiosk({
      store,
      words: () => journey.words,
      stage: () => (journey.view.at === "thanks" ? "thanks" : journey.view.at === "information" && !hasTold(journey.draft) ? "start" : "telling"),
      letGo: () => {
        journey.end();
        return journey.kept();
      },
      leaveUrl: `${page.urls.signIn ?? page.urls.map}?next=${encodeURIComponent(`${page.urls.map}/intervju`)}`,
    });
  }
  // The last thing that the first mark waits for has come; what is asked after it may be asked out of reach.
  void ground.then(() => setTimeout(() => whenIdle(fetchScreens), READING_MS));
  if (mode === "preview") frame.standing(speech.words("flow_preview"));
  if (hasTold(draft) || mode === "kiosk") void import("./answer/installing.ts").then(({ keepForGood }) => keepForGood()).catch(() => undefined);
}

let note: SendingNote | null = null;

/** Send what waits from earlier, and say how it goes. */
function startSending(store: AnswerStore, speech: Speech): () => void {
  if (page.mode === "preview") return () => undefined;
  const shown = new SendingNote({
    host: required("#sending", HTMLElement), store, words: speech.words, locale: languageOf(speech.locale),
    shared: page.mode === "kiosk", answering: true,
  });
  note = shown;
  const sender = new Sender(store, (status) => shown.show(status));
  sender.start();
  addEventListener("languagechosen", (event) => {
    void loadWords((event as CustomEvent<{ locale: string }>).detail.locale, page).then(({ words, locale }) => shown.speak(words, languageOf(locale)));
  });
  return () => sender.stop();
}

/** The language asked for in the address; else the one that this person or this phone chose before. */
async function preferred(speech: Speech, store: AnswerStore, kept: Draft | null): Promise<Speech> {
  if (new URLSearchParams(location.search).has("lang") || page.mode === "preview") return speech;
  const chosen = kept?.language ?? (page.mode === "web" ? await store.setting("language") : null);
  if (!chosen || chosen === speech.locale || !page.locales.some(({ code }) => code === chosen)) return speech;
  return loadWords(chosen, page).catch(() => speech);
}

async function fetchForm(): Promise<Form> {
  const response = await asks;
  if (!response.ok) throw new Error(`the questions were not sent: ${response.status}`);
  return (await response.json()) as Form;
}

async function fetchGround(): Promise<OutlinePayload | null> {
  try {
    const response = await fetch(page.urls.ground);
    return response.ok ? ((await response.json()) as OutlinePayload) : null;
  } catch {
    return null; // marks can be placed by name all the same
  }
}

/** The languages that this questionnaire is written in. */
function offerLanguages(form: Form): void {
  const offered = form.questionnaire?.locales ?? [];
  for (const option of [...frame.languages.options]) {
    const isOffered = offered.length === 0 || offered.includes(option.value) || option.selected;
    if (!isOffered) option.remove();
  }
}

/** Keep the page on the phone, and every language's words with it. */
async function keepAtHand(): Promise<void> {
  const { install } = await import("./answer/installing.ts");
  await install({
    worker: page.urls.worker,
    keep: [
      location.pathname, page.urls.form, page.urls.ground,
      ...page.locales.map(({ code }) => page.urls.words.replace("{locale}", code)),
    ],
    mayUpdate: () => false,
    onNewVersion: (apply) => note?.offerUpdate(apply),
  });
}

function whenIdle(work: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: 4000 });
  else setTimeout(work, 1500);
}

/** Nothing that can wait takes the line from somebody with one bar of coverage who wants to place a mark. */
function afterAWhile(work: () => void): void {
  setTimeout(() => whenIdle(work), 6000);
}

addEventListener("load", () => afterAWhile(() => {
  const { fonts } = document.documentElement.dataset;
  if (fonts) document.head.append(element("link", { rel: "stylesheet", href: fonts }));
}));
