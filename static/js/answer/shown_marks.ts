/** One's marks as the map shows them, with the numbers that they have in the list. */

import type { Mark } from "../core/draft.ts";
import type { Form } from "../core/form.ts";
import { numbered, placeInWords, pointOf } from "../core/marks.ts";
import type { Geometry } from "../core/payload.ts";
import type { Words } from "../core/words.ts";
import type { ShownMark } from "../map/marking_map.ts";

interface Told {
  readonly form: Form;
  readonly words: Words;
  readonly locale: string;
}

export function shownMarks(marks: readonly Mark[], { form, words, locale }: Told): ShownMark[] {
  return marks.flatMap((mark, index) => {
    const point = pointOf(mark, form);
    const geometry: Geometry | null = mark.where.geometry ?? (point && { type: "Point", coordinates: point });
    const kind = form.questionnaire?.questions.find((question) => question.key === mark.question)?.kind;
    return geometry && kind ? [{ id: mark.id, geometry, kind, label: String(index + 1), name: numbered(index + 1, placeInWords(mark, form, words, locale), words) }] : [];
  });
}
