/** One person's way through the questions: what has been told, which screen is shown, and the way back. */

import type { Draft } from "../core/draft.ts";
import { questionsAsked } from "../core/draft.ts";
import { BACKGROUND, FIRST, LAST, progressOf, stepAfter, stepBefore, withSkipped } from "../core/flow.ts";
import type { Form, Question } from "../core/form.ts";
import type { OutlinePayload } from "../core/payload.ts";
import type { Words } from "../core/words.ts";
import { DraftKeeper, type Trouble } from "./drafts.ts";
import type { Frame } from "./frame.ts";
import { languageOf, loadWords, speak, type Speech } from "./languages.ts";
import type { AnswerPageData } from "./page_data.ts";
import type { AnswerStore } from "./store.ts";
import type { Begun } from "./where/asked.ts";

/** What is on the screen: a step, and what part of a question about places. Kept in the browser's history. */
export interface View {
  readonly at: string;
  readonly part?: "where" | "aspects" | "marks";
  /** The mark that is being told. */
  readonly mark?: string;
  /** Came from the check, and goes back there. */
  readonly toCheck?: boolean;
}

/** A screen that stands; what it has to tidy when it goes. */
export interface Shown {
  readonly close?: () => void;
}

export type Screen = (journey: Journey, frame: Frame) => Shown | Promise<Shown>;

export interface JourneySetting {
  readonly page: AnswerPageData;
  readonly form: Form;
  readonly store: AnswerStore;
  readonly slot: string;
  readonly draft: Draft;
  readonly speech: Speech;
  readonly frame: Frame;
  readonly ground: Promise<OutlinePayload | null>;
  /** The screen of a step; questions are told apart by their form. */
  readonly screenOf: (at: string, question: Question | null) => Screen;
  /** The device does not keep what is told, or does so again. */
  readonly onTrouble: (trouble: Trouble | null) => void;
}

export class Journey {
  readonly page: AnswerPageData;
  readonly form: Form;
  readonly store: AnswerStore;
  readonly slot: string;
  readonly frame: Frame;
  readonly ground: Promise<OutlinePayload | null>;
  draft: Draft;
  speech: Speech;
  view: View = { at: FIRST };
  /** Where something is, as it had been begun on this screen when it was shown in another language. */
  begun: { readonly view: View; readonly where: Begun } | null = null;
  /** Whether the screen is new, not the same one again in another language. */
  isArrival = true;
  private readonly screenOf: JourneySetting["screenOf"];
  private shown: Shown | null = null;
  private depth = 0;
  private turn = 0;
  private watchedAt = performance.now();
  private isSent = false;
  private readonly keeper: DraftKeeper;
  private readonly ended = new AbortController();

  constructor(setting: JourneySetting) {
    this.page = setting.page;
    this.form = setting.form;
    this.store = setting.store;
    this.slot = setting.slot;
    this.frame = setting.frame;
    this.ground = setting.ground;
    this.draft = setting.draft;
    this.speech = setting.speech;
    this.screenOf = setting.screenOf;
    this.keeper = new DraftKeeper(setting.store, setting.slot, setting.onTrouble);
  }

  get words(): Words {
    return this.speech.words;
  }

  get locale(): string {
    return this.speech.locale;
  }

  /** Show the first screen and listen to back, languages and taps from now on. */
  start(view: View, depth = 0): void {
    const { signal } = this.ended;
    this.view = view;
    this.depth = depth;
    this.keepInHistory("replace");
    window.addEventListener("popstate", (event) => this.onHistory(event.state), { signal });
    this.frame.backButton.addEventListener("click", () => this.back(), { signal });
    this.frame.languages.addEventListener("change", () => void this.changeLanguage(this.frame.languages.value), { signal });
    document.addEventListener("click", () => (this.draft = { ...this.draft, taps: this.draft.taps + 1 }), { capture: true, signal });
    document.addEventListener("visibilitychange", () => this.countSeconds(), { signal });
    void this.render(false);
  }

  /** Leave the page to somebody else. */
  end(): void {
    this.ended.abort();
    this.shown?.close?.();
    this.shown = null;
    this.turn += 1;
  }

  /** Take a new draft for the old one, and keep it on the device. */
  change(draft: Draft): void {
    this.countSeconds();
    this.draft = { ...draft, seconds: this.draft.seconds, taps: this.draft.taps };
    this.save();
  }

  /** The draft has gone out: nothing of it is kept here from now on. */
  sent(): void {
    this.isSent = true;
    this.frame.clearNotice();
    this.depth = 0;
  }

  /** What waits to be kept has been kept. */
  kept(): Promise<void> {
    return this.keeper.settled();
  }

  question(): Question | null {
    return questionsAsked(this.form, this.draft).find((one) => one.key === this.view.at) ?? null;
  }

  /** Go to a screen, so that the browser's back button leads back here. */
  go(view: View): void {
    this.view = view;
    this.depth += 1;
    this.frame.clearNotice();
    this.keepInHistory("push");
    this.settle();
  }

  /** Put another screen in this one's place: back will not lead here. */
  become(view: View): void {
    this.view = view;
    this.keepInHistory("replace");
    this.settle();
  }

  /** Remember about this entry of the history what came of it, without showing anything. */
  note(view: View): void {
    this.view = view;
    this.keepInHistory("replace");
  }

  next(): void {
    if (this.view.toCheck) this.go({ at: LAST });
    else this.go({ at: stepAfter(this.form, this.draft, this.view.at) });
  }

  skip(): void {
    this.change(withSkipped(this.draft, this.view.at));
    this.next();
  }

  back(): void {
    if (this.depth > 0) history.back();
    else this.become({ at: stepBefore(this.form, this.draft, this.view.at) ?? FIRST });
  }

  /** Say something that is not on the screen, or that changed on it. */
  announce(text: string): void {
    this.frame.announce(text);
  }

  /** Show the screen again, in the language and with the answers of now. */
  async render(moveFocus = true): Promise<void> {
    const turn = ++this.turn;
    this.isArrival = moveFocus;
    this.shown?.close?.();
    this.shown = null;
    const screen = this.screenOf(this.view.at, this.question());
    this.frame.clear();
    this.frame.showBack(this.depth > 0 || (stepBefore(this.form, this.draft, this.view.at) !== null));
    this.frame.showProgress(this.words, progressOf(this.form, this.draft, this.view.at), this.isStep());
    const shown = await screen(this, this.frame);
    if (turn !== this.turn) {
      shown.close?.();
      return;
    }
    this.shown = shown;
    this.frame.titlePage(this.form.project.name);
    if (moveFocus) this.frame.focusHeading();
  }

  private isStep(): boolean {
    return this.view.at === BACKGROUND || this.view.at === LAST || this.question() !== null;
  }

  private settle(): void {
    if (this.draft.at !== this.view.at) this.change({ ...this.draft, at: this.view.at });
    void this.render();
  }

  private async changeLanguage(locale: string): Promise<void> {
    try {
      this.speech = await loadWords(locale, this.page);
    } catch {
      this.frame.languages.value = this.speech.locale;
      this.announce(this.words("flow_language_failed"));
      this.frame.notice(this.words("flow_language_failed"));
      return;
    }
    speak(this.speech);
    this.frame.speak(this.words);
    if (this.slot !== "kiosk" && this.draft.mode !== "preview") void this.store.setSetting("language", locale);
    this.change({ ...this.draft, language: locale });
    await this.render(false);
    this.frame.languages.focus();
    window.dispatchEvent(new CustomEvent("languagechosen", { detail: { locale, tag: languageOf(locale) } }));
  }

  private onHistory(state: unknown): void {
    const kept = keptView(state);
    if (!kept) return;
    // What is sent is sent: back leads to no old screen, changes are made on the receipt's page.
    if (this.isSent) return this.become({ at: "thanks" });
    // What the person before on this device was shown is nothing for who answers now.
    if (kept.draft !== this.draft.id) {
      this.depth = 0;
      return this.become({ at: FIRST });
    }
    this.depth = kept.depth;
    this.view = kept.view;
    this.frame.clearNotice();
    if (this.draft.at !== kept.view.at) this.change({ ...this.draft, at: kept.view.at });
    void this.render();
  }

  private keepInHistory(how: "push" | "replace"): void {
    const state = { view: this.view, depth: this.depth, draft: this.draft.id };
    if (how === "push") history.pushState(state, "");
    else history.replaceState(state, "");
  }

  private countSeconds(): void {
    const now = performance.now();
    // Who lays the phone down for an hour has not answered for an hour.
    const passed = Math.min(120, (now - this.watchedAt) / 1000);
    this.watchedAt = now;
    if (!document.hidden) this.draft = { ...this.draft, seconds: this.draft.seconds + Math.round(passed) };
  }

  private save(): void {
    if (this.draft.mode !== "preview" && !this.isSent) this.keeper.keep(this.draft);
  }
}

/** The view that an entry of the history holds, if it is one of ours; `draft` is whose it was. */
export function keptView(state: unknown): { readonly view: View; readonly depth: number; readonly draft: string } | null {
  if (typeof state !== "object" || state === null || !("view" in state)) return null;
  return state as { view: View; depth: number; draft: string };
}
