/** The page behind a receipt: see, change, take back one's answers, and read what they led to. */

import type { Draft, Mark } from "./core/draft.ts";
import { withoutMark } from "./core/flow.ts";
import type { Form } from "./core/form.ts";
import type { OutlinePayload } from "./core/payload.ts";
import { readCode } from "./core/receipt_codes.ts";
import { fateOf } from "./answer/fates.ts";
import { button, Frame, primary, quiet } from "./answer/frame.ts";
import { Journey, type Screen } from "./answer/journey.ts";
import { languageOf, loadWords, speak, type Speech } from "./answer/languages.ts";
import { readPageData } from "./answer/page_data.ts";
import { screenFor } from "./answer/screens/screens.ts";
import { Sender } from "./answer/sending.ts";
import { SendingNote } from "./answer/sending_note.ts";
import { openAnswerStore, type AnswerStore } from "./answer/store.ts";
import { CHANGE_SLOT, submitChange, submitWithdrawal } from "./receipt/changing.ts";
import { draftOf, fetchFormOf, fetchOwnAnswers, fetchOwnPhoto, UnknownReceiptError, type OwnAnswers } from "./receipt/own_answers.ts";
import { toldParts } from "./receipt/told.ts";
import { element, required } from "./ui/elements.ts";

const page = readPageData();
const frame = new Frame();

class ReceiptPage {
  private speech: Speech;
  private readonly store: AnswerStore;
  private readonly sender: Sender;
  private readonly note: SendingNote;
  private readonly ground: Promise<OutlinePayload | null>;
  private again: () => void = () => undefined;
  private journey: Journey | null = null;

  constructor(store: AnswerStore, speech: Speech) {
    this.store = store;
    this.speech = speech;
    this.ground = fetch(page.urls.ground).then((one) => (one.ok ? one.json() : null) as Promise<OutlinePayload | null>).catch(() => null);
    this.note = new SendingNote({
      host: required("#sending", HTMLElement), store, words: speech.words, locale: languageOf(speech.locale), shared: false, signInUrl: null,
    });
    this.sender = new Sender(store, (status) => this.note.show(status));
    this.sender.start();
    frame.languages.value = speech.locale;
    frame.languages.addEventListener("change", () => void this.changeLanguage());
    addEventListener("hashchange", () => void this.open());
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
      if (error instanceof UnknownReceiptError) this.showUnknown();
      else this.showFailed(secret);
      return;
    }
    const ground = await Promise.race([this.ground, new Promise<null>((done) => setTimeout(done, 500, null))]);
    this.show(() => this.showAnswers(own, form, ground, secret));
    if (said) frame.announce(said);
    if (said) frame.notice(said);
  }

  private showAnswers(own: OwnAnswers, form: Form, ground: OutlinePayload | null, secret: string): void {
    const { words, locale } = this.speech;
    const draft = draftOf(own, secret, locale);
    const mayChange = own.survey.is_open && form.questionnaire !== null;
    const day = new Date(own.received_at).toLocaleDateString(languageOf(locale), { dateStyle: "long" });
    frame.head(words("receipt_heading"));
    frame.body.append(
      element("p", {}, words("receipt_sent_on", { date: day })),
      element("p", { class: "soft" }, words(mayChange ? "receipt_is_open" : "receipt_is_closed")),
    );
    frame.body.append(
      ...toldParts({
        own, draft, form, ground, words, locale,
        remove: mayChange ? (mark) => void this.removeMark(mark, draft, own, form) : null,
        photo: (mark) => fetchOwnPhoto(page, secret, mark.id),
      }),
      this.ledTo(own),
    );
    frame.foot.append(quiet(words("receipt_withdraw"), () => this.askWithdrawal(own, secret)));
    if (mayChange) frame.foot.append(primary(words("receipt_change"), () => void this.change(own, form, secret)));
  }

  /** What the answers of everybody led to: the map, once it is published. */
  private ledTo(own: OwnAnswers): HTMLElement {
    const { words } = this.speech;
    const said = element("p", { class: "soft" }, words("receipt_led_to_nothing_yet"));
    const survey = encodeURIComponent(own.survey.slug);
    void fetch(`${page.urls.map}/layers/destinations.json?survey=${survey}`).then((response) => {
      if (!response.ok) return;
      const link = element("a", { href: `${page.urls.map}?survey=${survey}` }, words("flow_others_map"));
      said.replaceChildren(words("receipt_led_to_map"), " ", link);
      said.classList.remove("soft");
    }).catch(() => undefined);
    return element("section", { class: "told" }, element("h2", {}, words("receipt_led_to")), said);
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
      frame.foot.append(element("a", { class: "button button-wide", href: page.urls.map }, words("flow_to_the_map")));
    });
  }

  private async removeMark(mark: Mark, draft: Draft, own: OwnAnswers, form: Form): Promise<void> {
    await this.sendChange(withoutMark(draft, mark.id), form, new Map(own.photos.map((id) => [id, -1])));
  }

  /** The same screens as for answering, beginning with the check. */
  private async change(own: OwnAnswers, form: Form, secret: string): Promise<void> {
    const kept = await this.store.loadDraft(CHANGE_SLOT);
    const draft = kept?.id === own.response.id ? kept : draftOf(own, secret, this.speech.locale);
    const sizes = new Map<string, number>();
    for (const id of own.photos) {
      const photo = await fetchOwnPhoto(page, secret, id);
      sizes.set(id, photo?.size ?? -1);
      if (photo && !(await this.store.photo(id))) await this.store.savePhoto(id, photo);
    }
    const screenOf = (at: string, question: Parameters<typeof screenFor>[1]): Screen => screenFor(at, question, {
      goOn: () => journey.go({ at: "check" }),
      beginAnew: () => void this.open(),
    }, {
      sendKey: "receipt_save",
      send: async () => {
        await journey.kept();
        const told = journey.draft;
        journey.sent();
        await this.sendChange(told, form, sizes);
      },
    });
    const journey = new Journey({
      page, form, store: this.store, slot: CHANGE_SLOT, draft, speech: this.speech, frame, ground: this.ground, screenOf,
      onTrouble: (trouble) => this.note.tell(trouble),
      onLeave: () => void this.open(),
    });
    this.journey = journey;
    journey.start({ at: "check" });
    frame.focusHeading();
  }

  private async sendChange(draft: Draft, form: Form, photos: ReadonlyMap<string, number>): Promise<void> {
    const { words } = this.speech;
    const key = await submitChange(this.store, page, form, draft, photos);
    await this.sender.flush();
    this.leaveJourney();
    const fate = await fateOf(this.store, key);
    await this.load(draft.secret, words(fate === "sent" ? "receipt_saved" : fate === "waiting" ? "receipt_saved_later" : "receipt_refused"));
  }

  private askCode(problem?: string): void {
    this.show(() => {
      const { words } = this.speech;
      frame.head(words("receipt_no_code"));
      const told = element("p", { class: "problem", role: "alert", id: "code-problem" }, problem ? words(problem) : "");
      const input = element("input", { type: "text", id: "code", dir: "ltr", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", "aria-describedby": "code-problem" });
      const form = element("form", { class: "code-form" },
        element("p", {}, words("receipt_no_code_text")),
        element("label", { for: "code", class: "group-legend" }, words("receipt_code")), input, told,
        element("button", { class: "button button-primary button-wide" }, words("receipt_show")));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const secret = readCode(input.value);
        if (!secret) {
          told.textContent = words("receipt_code_wrong");
          input.setAttribute("aria-invalid", "true");
          input.focus();
        } else if (location.hash === `#${secret}`) void this.open();
        else location.hash = secret;
      });
      frame.body.append(form);
    });
  }

  private showUnknown(): void {
    this.show(() => {
      const { words } = this.speech;
      frame.head(words("receipt_unknown"));
      frame.body.append(element("p", {}, words("receipt_unknown_text")));
      frame.foot.append(primary(words("receipt_no_code"), () => this.askCode()));
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
    try {
      this.speech = await loadWords(locale, page);
    } catch {
      frame.languages.value = this.speech.locale;
      return;
    }
    this.note.speak(this.speech.words, languageOf(locale));
    if (this.journey) return; // it speaks for itself
    speak(this.speech);
    frame.speak(this.speech.words);
    await this.store.setSetting("language", locale);
    this.again();
    frame.languages.focus();
  }
}

async function begin(): Promise<void> {
  const store = await openAnswerStore(page.project.slug);
  const chosen = new URLSearchParams(location.search).has("lang") ? null : await store.setting("language");
  const speech = await loadWords(chosen ?? page.locale, page).catch(() => loadWords(page.locale, page));
  speak(speech);
  frame.speak(speech.words);
  await new ReceiptPage(store, speech).open();
  const { fonts } = document.documentElement.dataset;
  if (fonts) document.head.append(element("link", { rel: "stylesheet", href: fonts }));
}

void begin();
