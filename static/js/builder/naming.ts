/** What a question is called where it is listed. */

import type { Question } from "../core/form.ts";
import type { Bench } from "./bench.ts";

/** Its wording in the main language; before there is one, what sort it is. */
export function nameOf(bench: Bench, question: Question): string {
  const wording = question.wording[bench.data.main_locale]?.trim();
  return wording || sortOf(bench, question);
}

/** What sort of question it is, in words. */
export function sortOf(bench: Bench, question: Question): string {
  return bench.words(question.form === "perception" ? `kind_${question.kind ?? "destination"}` : `form_${question.form}`);
}
