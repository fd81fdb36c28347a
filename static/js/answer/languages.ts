/** The words of the page in its language, and every other language it can speak. */

import { wordsFrom, type Strings, type Words } from "../core/words.ts";
import type { AnswerPageData } from "./page_data.ts";

interface SentWords {
  readonly locale: string;
  readonly dir: "ltr" | "rtl";
  readonly strings: Strings;
}

export interface Speech {
  readonly locale: string;
  readonly dir: "ltr" | "rtl";
  readonly words: Words;
}

const spoken = new Map<string, Promise<Speech>>();

/** Fetch the words of a language, once; the worker keeps them for when there is no network. */
export function loadWords(locale: string, page: Pick<AnswerPageData, "urls">): Promise<Speech> {
  const known = spoken.get(locale);
  if (known) return known;
  const asked = fetchWords(page.urls.words.replace("{locale}", locale), locale);
  spoken.set(locale, asked);
  asked.catch(() => spoken.delete(locale));
  return asked;
}

async function fetchWords(url: string, locale: string): Promise<Speech> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the words of ${locale} were not sent: ${response.status}`);
  const sent = (await response.json()) as SentWords;
  return { locale, dir: sent.dir, words: wordsFrom(sent.strings, languageOf(locale)) };
}

/** The language tag that browsers and screen readers know: easy Swedish is read as Swedish. */
export function languageOf(locale: string): string {
  return locale === "sv-easy" ? "sv" : locale;
}

/** Tell the browser which language the page speaks now, and in which direction it is written. */
export function speak(speech: Speech): void {
  document.documentElement.lang = languageOf(speech.locale);
  document.documentElement.dir = speech.dir;
}
