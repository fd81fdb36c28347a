/** When a question is asked: always, or only after certain answers to an earlier one. */

import { conditionOn, earlierQuestions, toggled, withSettings } from "../core/builder_draft.ts";
import type { Condition, Question } from "../core/form.ts";
import { element } from "../ui/elements.ts";
import type { Bench } from "./bench.ts";
import { checkField, group, selectField } from "./fields.ts";
import { nameOf } from "./naming.ts";

export function conditionField(bench: Bench, question: Question): HTMLElement {
  const { words, workshop } = bench;
  const earlier = earlierQuestions(workshop.draft, question.key);
  const answers = element("div", { class: "checks" });
  const set = (shown_if: Condition | undefined): void => {
    workshop.changeChosen((one) => withSettings(one, { shown_if }), "words");
    drawAnswers(shown_if);
  };
  const drawAnswers = (condition: Condition | undefined): void => {
    const named = earlier.find((one) => one.key === condition?.question);
    const choices = named?.settings.choices ?? [];
    answers.replaceChildren();
    if (!condition || choices.length === 0) return;
    answers.append(element("p", { class: "quiet" }, words("which_answers")));
    for (const choice of choices) {
      const chosen = condition.any_of ?? [];
      const label = choice.label[bench.data.main_locale] ?? choice.value;
      answers.append(
        checkField(label, chosen.includes(choice.value), (isOn) => {
          const values = toggled(workshop.question?.settings.shown_if?.any_of ?? [], choice.value, isOn);
          workshop.changeChosen((one) => withSettings(one, { shown_if: conditionOn(condition.question, values) }), "words");
        }),
      );
    }
  };
  const condition = question.settings.shown_if;
  const isLost = condition && !earlier.some((one) => one.key === condition.question);
  const select = selectField(
    words("asked_when"),
    [
      { value: "", label: words("asked_always") },
      ...earlier.map((one) => ({ value: one.key, label: words("asked_after", { question: nameOf(bench, one) }) })),
      ...(isLost ? [{ value: condition.question, label: words("asked_too_early") }] : []),
    ],
    condition?.question ?? "",
    (key) => set(key ? conditionOn(key, []) : undefined),
    earlier.length === 0 ? words("nothing_earlier") : "",
  );
  if (isLost) select.append(element("p", { class: "problem" }, words("too_early_help")));
  drawAnswers(condition);
  return group(words("branching"), select, answers);
}
