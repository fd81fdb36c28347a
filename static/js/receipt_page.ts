/** The page behind a receipt: see, change, take back one's answers, and read what they led to. */

import type { Draft, Mark } from "./core/draft.ts";
import { withoutMark } from "./core/flow.ts";
import type { Form } from "./core/form.ts";
import type { OutlinePayload } from "./core/payload.ts";
import { readCode } from "./core/receipt_codes.ts";
import { fateOf } from "./answer/fates.ts";
import { button, Frame, primary, quiet } from "./answer/frame.ts";
import { keptView, type Journey } from "./answer/journey.ts";
import { languageOf, loadWords, speak, type Speech } from "./answer/languages.ts";
import { readPageData } from "./answer/page_data.ts";
import { Sender } from "./answer/sending.ts";
import { SendingNote } from "./answer/sending_note.ts";
import { openAnswerStore, type AnswerStore } from "./answer/store.ts";
import { codeForm } from "./receipt/asking_code.ts";
import { changingJourney, isChangeBegun } from "./receipt/changing_journey.ts";
import { CHANGE_SLOT, submitChange, submitWithdrawal } from "./receipt/changing.ts";
import { ledTo } from "./receipt/led_to.ts";
import { draftOf, fetchForm, fetchFormOf, fetchOwnAnswers, fetchOwnPhoto, UnknownReceiptError, type OwnAnswers } from "./receipt/own_answers.ts";
import { toldParts } from "./receipt/told.ts";
import { waitingAnswers } from "./receipt/waiting.ts";
import { element, required } from "./ui/elements.ts";

const page = readPageData();
const frame = new Frame();

class ReceiptPage {
  private speech: Speech;
  private readonly store: AnswerStore;
  private readonly sender: Sender;
  private readonly note: SendingNote;
  /** The language was asked for in the address or chosen on this device. */
  private hasChosen: boolean;
  private readonly ground: Promise<OutlinePayload | null>;
  private again: () => void = () => undefined;
  private journey: Journey | null = null;

  constructor(store: AnswerStore, speech: Speech, hasChosen: boolean) {
    this.store = store;
    this.hasChosen = hasChosen;
    this.speech = speech;
    this.ground = fetch(page.urls.ground).then((one) => (one.ok ? one.json() : null) as Promise<OutlinePayload | null>).catch(() => null);
    this.note = new SendingNote({
      host: required("#sending", HTMLElement), store, words: speech.words, locale: languageOf(speech.locale), shared: false, answering: false,
    });
    this.sender = new Sender(store, (status) => this.note.show(status));
    this.sender.start();
    frame.languages.value = speech.locale;
    frame.languages.addEventListener("change", () => void this.changeLanguage());
    addEventListener("hashchange", () => void this.open());
    // Back from changing leads to the answers; what was changed is kept, and the page says so.
    addEventListener("popstate", ({ state }) => {
      if (this.journey ? keptView(state)?.draft !== this.journey.draft.id : keptView(state)) void this.open();
    });
  }

  /** Read the secret from the address, which keeps it, so that a bookmark leads here too. */
  async open(): Promise<void> {
    this.leaveJourney();
    const secret = readCode(decodeURIComponent(location.hash));
    if (location.hash.length < 2) this.askCode();
    else if (!secret) this.askCode("receipt_code_wrong");
    else await this.load(secret);
  }

  private async load(secret: string, said?: string): Promise<void> {
    let own: OwnAnswers;
    let form: Form;
    try {
      own = await fetchOwnAnswers(page, secret);
      form = await fetchFormOf(page, own.survey.slug);
    } catch (error) {
      const waiting = await waitingAnswers(this.store, secret);
      if (waiting) await this.showWaiting(waiting, secret);
      else if (error instanceof UnknownReceiptError) await this.showUnknown(secret);
      else this.showFailed(secret);
      return;
    }
    await this.speakLikeThem(own.response.language);
    const isBegun = await isChangeBegun(this.store, own);
    const ground = await this.groundSoon();
    this.show(() => this.showAnswers(own, form, ground, secret, isBegun));
    const done = said && [this.speech.words(said), ...this.whatComesOf(said, own)].join(" ");
    if (done) frame.announce(done);
    if (done) frame.notice(done);
  }

  /** After a change: whether others see it, or not yet, or not at all. */
  private whatComesOf(said: string, own: OwnAnswers): readonly string[] {
    if (said !== "receipt_saved") return [];
    const states = Object.values(own.states);
    return (["pending", "hidden"] as const).filter((state) => states.includes(state)).map((state) => this.speech.words(`receipt_saved_${state}`));
  }

  private groundSoon(): Promise<OutlinePayload | null> {
    return Promise.race([this.ground, new Promise<null>((done) => setTimeout(done, 500, null))]);
  }

  /** The language that the answers were given in, unless this person or this device has chosen another one. */
  private async speakLikeThem(language: string): Promise<void> {
    if (this.hasChosen || language === this.speech.locale || !page.locales.some(({ code }) => code === language)) return;
    const speech = await loadWords(language, page).catch(() => null);
    if (speech) this.speakAs(speech);
  }

  /** The answers are on this device, and nowhere else yet. */
  private async showWaiting(own: OwnAnswers, secret: string): Promise<void> {
    await this.speakLikeThem(own.response.language);
    const form = await fetchFormOf(page, own.survey.slug).catch(() => fetchForm(page)).catch(() => null);
    const ground = await this.groundSoon();
    this.show(() => {
      const { words, locale } = this.speech;
      frame.head(words("receipt_heading"));
      frame.body.append(element("p", { class: "panel-note" }, words("receipt_unsent_text")));
      if (form?.survey?.slug !== own.survey.slug) return;
      const draft = draftOf(own, secret, locale);
      frame.body.append(...toldParts({ own, draft, form, ground, words, locale, remove: null, photo: async () => null }));
    });
    // Once it has arrived, it can be changed and taken back.
    const stop = this.store.onQueueChange(() => void waitingAnswers(this.store, secret).then((waiting) => {
      if (waiting) return;
      stop();
      if (readCode(decodeURIComponent(location.hash)) === secret) void this.load(secret);
    }));
  }

  private showAnswers(own: OwnAnswers, form: Form, ground: OutlinePayload | null, secret: string, isBegun: boolean): void {
    const { words, locale } = this.speech;
    const draft = draftOf(own, secret, locale);
    const mayChange = own.survey.is_open && form.questionnaire !== null;
    const day = new Date(own.received_at).toLocaleDateString(languageOf(locale), { dateStyle: "long" });
    frame.head(words("receipt_heading"));
    frame.body.append(
      element("p", {}, words("receipt_sent_on", { date: day })),
      element("p", { class: "soft" }, words(mayChange ? "receipt_is_open" : "receipt_is_closed")),
    );
    if (mayChange && isBegun) {
      const forget = quiet(words("receipt_forget_change"), () => void this.store.dropDraft(CHANGE_SLOT).then(() => this.load(secret)));
      frame.body.append(element("div", { class: "panel-note" }, element("p", {}, words("receipt_begun")), forget));
    }
    frame.body.append(
      ...toldParts({
        own, draft, form, ground, words, locale,
        remove: mayChange ? (mark) => void this.removeMark(mark, draft, own, form) : null,
        photo: (mark) => fetchOwnPhoto(page, secret, mark.id),
      }),
      ledTo(own, page.urls.map, words),
    );
    frame.foot.append(quiet(words("receipt_withdraw"), () => this.askWithdrawal(own, secret)));
    if (mayChange) frame.foot.append(primary(words(isBegun ? "receipt_go_on_changing" : "receipt_change"), () => void this.change(own, form, secret)));
  }

  private askWithdrawal(own: OwnAnswers, secret: string): void {
    const { words } = this.speech;
    const question = element("p", { class: "panel-note", tabindex: "-1" }, words("receipt_withdraw_sure"));
    frame.foot.replaceChildren(
      question,
      button(words("receipt_withdraw_yes"), () => void this.withdraw(own, secret), "button button-wide button-danger"),
      primary(words("receipt_withdraw_no"), () => this.again()),
    );
    question.focus();
  }

  private async withdraw(own: OwnAnswers, secret: string): Promise<void> {
    const key = await submitWithdrawal(this.store, page, own.response.id, secret);
    await this.sender.flush();
    const isSent = (await fateOf(this.store, key)) === "sent";
    this.show(() => {
      const { words } = this.speech;
      frame.head(words("receipt_withdrawn"));
      frame.body.append(element("p", {}, words(isSent ? "receipt_withdrawn_text" : "receipt_withdrawn_later")));
      frame.foot.append(
        button(words("receipt_other_code"), () => this.askCode()),
        element("a", { class: "button button-wide", href: page.urls.map }, words("flow_to_the_map")),
      );
    });
  }

  private async removeMark(mark: Mark, draft: Draft, own: OwnAnswers, form: Form): Promise<void> {
    await this.sendChange(withoutMark(draft, mark.id), form, new Map(own.photos.map((id) => [id, -1])));
  }

  /** The same screens as for answering, beginning with the check. */
  private async change(own: OwnAnswers, form: Form, secret: string): Promise<void> {
    this.journey = await changingJourney({
      page, form, own, secret, store: this.store, speech: this.speech, frame, ground: this.ground,
      onTrouble: (trouble) => this.note.tell(trouble),
      beginAnew: () => void this.open(),
      send: (told, photos) => this.sendChange(told, form, photos),
    });
    // An entry of its own, so that the browser's back leads to the answers and not off the page.
    history.replaceState(null, "");
    history.pushState(null, "");
    this.journey.start({ at: "check" }, 1);
    frame.focusHeading();
  }

  private async sendChange(draft: Draft, form: Form, photos: ReadonlyMap<string, number>): Promise<void> {
    const key = await submitChange(this.store, page, form, draft, photos, this.speech.words);
    await this.sender.flush();
    this.leaveJourney();
    const fate = await fateOf(this.store, key);
    await this.load(draft.secret, fate === "sent" ? "receipt_saved" : fate === "waiting" ? "receipt_saved_later" : "receipt_refused");
  }

  private askCode(problem?: string): void {
    this.show(() => {
      const { words } = this.speech;
      frame.head(words("receipt_no_code"));
      frame.body.append(codeForm(words, (secret) => {
        if (location.hash === `#${secret}`) void this.open();
        else location.hash = secret;
      }, problem));
    });
  }

  private async showUnknown(secret: string): Promise<void> {
    // Taken back from another device: this one does not offer it any more.
    for (const one of await this.store.receipts()) if (one.secret === secret && one.sent_at) await this.store.forgetReceipt(one.id);
    this.show(() => {
      const { words } = this.speech;
      frame.head(words("receipt_unknown"));
      frame.body.append(element("p", {}, words("receipt_unknown_text")));
      frame.foot.append(primary(words("receipt_other_code"), () => this.askCode()));
    });
  }

  private showFailed(secret: string): void {
    this.show(() => {
      const { words } = this.speech;
      frame.head(words("receipt_failed"));
      frame.body.append(element("p", {}, words(navigator.onLine ? "receipt_failed_text" : "receipt_offline_text")));
      frame.foot.append(primary(words("flow_try_again"), () => void this.load(secret)));
    });
  }

  private show(lay: () => void): void {
    this.leaveJourney();
    this.again = () => {
      frame.clear();
      frame.clearNotice();
      frame.layOut("words");
      frame.showBack(false);
      frame.hideProgress();
      lay();
      frame.titlePage(page.project.name);
    };
    this.again();
    frame.focusHeading();
  }

  private leaveJourney(): void {
    this.journey?.end();
    this.journey = null;
  }

  private async changeLanguage(): Promise<void> {
    const locale = frame.languages.value;
    this.hasChosen = true;
    let speech: Speech;
    try {
      speech = await loadWords(locale, page);
    } catch {
      frame.languages.value = this.speech.locale;
      return;
    }
    this.speakAs(speech);
    if (this.journey) return; // it shows its screen by itself
    await this.store.setSetting("language", locale);
    this.again();
    frame.languages.focus();
  }

  private speakAs(speech: Speech): void {
    this.speech = speech;
    this.note.speak(speech.words, languageOf(speech.locale));
    speak(speech);
    frame.speak(speech.words);
    frame.languages.value = speech.locale;
  }
}

async function begin(): Promise<void> {
  const store = await openAnswerStore(page.project.slug);
  const isAsked = new URLSearchParams(location.search).has("lang");
  const chosen = isAsked ? null : await store.setting("language");
  const speech = await loadWords(chosen ?? page.locale, page).catch(() => loadWords(page.locale, page));
  speak(speech);
  frame.speak(speech.words);
  await new ReceiptPage(store, speech, isAsked || chosen !== null).open();
  const { fonts } = document.documentElement.dataset;
  if (fonts) document.head.append(element("link", { rel: "stylesheet", href: fonts }));
}

void begin();
