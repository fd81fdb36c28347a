/** Which texts of a draft stand in which language, and which are missing. */

import type { Written } from "./builder_draft.ts";
import type { Texts } from "./form.ts";

/** A text of a draft and where it stands, as a pointer without its language. */
export interface PlacedText {
  readonly pointer: string;
  readonly texts: Texts;
}

/** Every text of a draft that somebody answering reads. */
export function textsOf(draft: Written): readonly PlacedText[] {
  const found: PlacedText[] = [
    { pointer: "#/title", texts: draft.title },
    { pointer: "#/information", texts: draft.information },
    { pointer: "#/thanks", texts: draft.thanks },
  ];
  draft.questions.forEach((question, at) => {
    found.push({ pointer: `#/questions/${at}/wording`, texts: question.wording });
    if (question.settings.help && Object.keys(question.settings.help).length > 0) found.push({ pointer: `#/questions/${at}/settings/help`, texts: question.settings.help });
    question.settings.choices?.forEach((choice, number) =>
      found.push({ pointer: `#/questions/${at}/settings/choices/${number}/label`, texts: choice.label }),
    );
  });
  return found;
}

/** Pointers of the texts that are missing in a language; a help that stands in no language is not missed. */
export function missingIn(draft: Written, locale: string): readonly string[] {
  return textsOf(draft)
    .filter(({ texts }) => !texts[locale]?.trim())
    .map(({ pointer }) => `${pointer}/${locale}`);
}

/** How many texts are missing in each language that is offered. */
export function missingCounts(draft: Written): Readonly<Record<string, number>> {
  return Object.fromEntries(draft.settings.locales.map((locale) => [locale, missingIn(draft, locale).length]));
}

/** The part of a draft that a pointer is about: a question by its position, or what stands round the questions. */
export function placeOf(pointer: string): { readonly question: number | null; readonly locale: string | null } {
  const found = /^#?\/questions\/(\d+)/.exec(pointer);
  const last = pointer.split("/").at(-1) ?? "";
  return { question: found ? Number(found[1]) : null, locale: /^(sv|sv-easy|en|ar|fi)$/.test(last) ? last : null };
}
