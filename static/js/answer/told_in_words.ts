/** Everything that was told, places and choices too, as a text to be copied where it cannot be sent. */

import type { Draft } from "../core/draft.ts";
import { marksOf } from "../core/draft.ts";
import { textIn, type Form } from "../core/form.ts";
import { answerInWords, markInWords } from "../core/marks.ts";
import type { Words } from "../core/words.ts";
import { backgroundInWords } from "./screens/check.ts";

export function toldInWords(form: Form, draft: Draft, words: Words, locale: string): string {
  const asked = form.questionnaire?.questions ?? [];
  const said = (mark: Draft["marks"][number]): string => {
    const { place, told, text } = markInWords(mark, form, words, locale);
    return [[place, ...told].join(" · "), text].filter(Boolean).join("\n");
  };
  const parts = asked.flatMap((question) => {
    const answer = draft.answers[question.key];
    const lines = [...(answer === undefined ? [] : [answerInWords(question, answer, locale)]), ...marksOf(draft, question.key).map(said)];
    return lines.some(Boolean) ? [[textIn(question.wording, locale), ...lines.filter(Boolean)].join("\n")] : [];
  });
  // Of questions that are asked no more only the answers are known.
  const known = new Set(asked.map(({ key }) => key));
  const others = draft.marks.filter(({ question }) => !known.has(question)).map(said);
  const about = backgroundInWords(form, draft.background, words, locale).join(" · ");
  return [...parts, ...others, about].filter(Boolean).join("\n\n");
}
