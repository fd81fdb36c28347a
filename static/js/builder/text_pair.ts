/** One text in two languages side by side: the main one, and the one that is chosen beside it. */

import { withText } from "../core/builder_draft.ts";
import { easeOf, lix, mostLix } from "../core/builder_lix.ts";
import type { Texts } from "../core/form.ts";
import { element } from "../ui/elements.ts";
import { htmlLanguage, languageOf, type Bench } from "./bench.ts";
import { freshId } from "./fields.ts";

export interface PairOptions {
  readonly title: string;
  /** Where the text stands: "#/questions/2/wording". */
  readonly pointer: string;
  readonly texts: Texts;
  readonly longest: number;
  /** A text that may stand in no language at all. */
  readonly optional?: boolean;
  readonly rows?: number;
  /** A label in a list that names its own columns. */
  readonly compact?: boolean;
  readonly onText: (texts: Texts) => void;
}

export function textPair(bench: Bench, options: PairOptions): HTMLElement {
  const { workshop, data } = bench;
  const locales = [data.main_locale, ...(workshop.beside ? [workshop.beside] : [])];
  const title = element("h3", { class: options.compact ? "visually-hidden" : "pair-title", id: freshId("pair") }, options.title);
  const pair = element("div", { class: "pair", role: "group", "aria-labelledby": title.id }, title);
  let texts = options.texts;
  const columns = locales.map((locale) =>
    oneText(bench, options, locale, texts[locale] ?? "", () => texts, (text) => {
      texts = withText(texts, locale, text);
      options.onText(texts);
      for (const column of columns) column.tell();
    }),
  );
  pair.append(...columns.map(({ box }) => box));
  for (const column of columns) column.tell();
  return pair;
}

interface Column {
  readonly box: HTMLElement;
  readonly tell: () => void;
}

function oneText(bench: Bench, options: PairOptions, locale: string, text: string, all: () => Texts, onText: (text: string) => void): Column {
  const { words, data } = bench;
  const language = languageOf(data, locale);
  const id = freshId("text");
  const area = element("textarea", {
    id, rows: String(options.rows ?? 1), maxlength: String(options.longest), lang: htmlLanguage(locale), dir: "auto",
    "aria-describedby": `${id}-note`, "data-pointer": `${options.pointer}/${locale}`,
  });
  area.value = text;
  area.addEventListener("input", () => onText(area.value));
  const note = element("p", { class: "text-note", id: `${id}-note` });
  const label = element("label", { for: id, dir: language.dir }, element("span", { class: "visually-hidden" }, `${options.title}, `), element("bdi", { lang: htmlLanguage(locale) }, language.name));
  const box = element("div", { class: "pair-text" }, label, area, note);
  const tell = (): void => {
    const isMissing = !area.value.trim() && !(options.optional && Object.keys(all()).length === 0);
    box.classList.toggle("is-missing", isMissing);
    const ease = isMissing || options.compact || !htmlLanguage(locale).startsWith("sv") ? null : readingEase(bench, locale, area.value);
    note.textContent = isMissing ? words("missing_here") : (ease?.sentence ?? "");
    note.classList.toggle("is-hard", ease?.isHard ?? false);
  };
  return { box, tell };
}

function readingEase(bench: Bench, locale: string, text: string): { sentence: string; isHard: boolean } | null {
  const ease = easeOf(text);
  const value = lix(text);
  if (ease === null || value === null) return null;
  const isHard = value > mostLix(locale);
  const sentence = bench.words(isHard && locale === "sv-easy" ? "ease_not_easy_enough" : `ease_${ease}`, { lix: String(Math.round(value)) });
  return { sentence, isHard };
}
