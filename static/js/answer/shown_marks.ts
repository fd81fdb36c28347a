/** One's marks as the map shows them, with the numbers that they have in the list. */

import type { Mark } from "../core/draft.ts";
import type { Form } from "../core/form.ts";
import { pointOf } from "../core/marks.ts";
import type { Geometry } from "../core/payload.ts";
import type { ShownMark } from "../map/marking_map.ts";

export function shownMarks(marks: readonly Mark[], { form }: { readonly form: Form }): ShownMark[] {
  return marks.flatMap((mark, index) => {
    const point = pointOf(mark, form);
    const geometry: Geometry | null = mark.where.geometry ?? (point && { type: "Point", coordinates: point });
    const kind = form.questionnaire?.questions.find((question) => question.key === mark.question)?.kind;
    return geometry && kind ? [{ id: mark.id, geometry, kind, label: String(index + 1) }] : [];
  });
}
