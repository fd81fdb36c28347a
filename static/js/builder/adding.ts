/** Add a question: one of every kind of mark, or a choice, a scale, a text. */

import { insertQuestion, KINDS, newQuestion } from "../core/builder_draft.ts";
import type { Kind, Question } from "../core/form.ts";
import { element, required } from "../ui/elements.ts";
import type { Bench } from "./bench.ts";
import { glyph } from "./glyphs.ts";

const FORMS = ["choice", "scale", "text"] as const;

export function prepareAdding(bench: Bench): void {
  const { words, workshop } = bench;
  const dialog = required("#add-dialog", HTMLDialogElement);
  const add = (form: Question["form"], kind: Kind | null): void => {
    dialog.close();
    const { questions } = workshop.draft;
    const chosen = questions.findIndex((one) => one.key === workshop.chosen);
    const at = chosen >= 0 ? chosen + 1 : workshop.chosen === "@start" ? 0 : questions.length;
    const question = newQuestion(workshop.draft, form, kind);
    workshop.chosen = question.key;
    workshop.change((draft) => insertQuestion(draft, question, at), "parts");
    document.querySelector<HTMLElement>("#editor textarea")?.focus();
    bench.say(words("question_added", { n: String(at + 1) }));
  };
  const button = (form: Question["form"], kind: Kind | null): HTMLElement => {
    const name = kind ? `kind_${kind}` : `form_${form}`;
    const made = element("button", { type: "button", class: "add-one" }, glyph(form, kind),
      element("span", {}, element("strong", {}, words(name)), element("span", { class: "quiet" }, words(`${name}_help`))));
    made.addEventListener("click", () => add(form, kind));
    return made;
  };
  required("#add-places", HTMLElement).append(...KINDS.map((kind) => button("perception", kind)));
  required("#add-others", HTMLElement).append(...FORMS.map((form) => button(form, null)));
  required("#add-question", HTMLButtonElement).addEventListener("click", () => dialog.showModal());
}
