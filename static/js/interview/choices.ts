/** Questions without a place: one tap each; what is typed is kept with every letter. */

import { withAnswer } from "../core/flow.ts";
import { textIn, type Question } from "../core/form.ts";
import { cleaned } from "../core/where.ts";
import { element } from "../ui/elements.ts";
import { tapButton, tapRow, type Scene } from "./scene.ts";

export function choicesPanel(scene: Scene, question: Question): HTMLElement[] {
  return question.form === "text" ? [textField(scene, question)] : [choiceRow(scene, question)];
}

function choiceRow(scene: Scene, question: Question): HTMLElement {
  const { conversation, locale } = scene;
  const { several = false, choices = [] } = question.settings;
  const given = conversation.draft.answers[question.key];
  const chosen = given === undefined ? [] : typeof given === "string" ? [given] : given;
  const tell = (value: string): void => {
    const without = chosen.filter((one) => one !== value);
    const isNew = without.length === chosen.length;
    if (several) {
      conversation.set(withAnswer(conversation.draft, question.key, isNew ? [...chosen, value] : without));
    } else {
      conversation.set(withAnswer(conversation.draft, question.key, isNew ? value : null));
      if (isNew) scene.next();
    }
  };
  const buttons = choices.map(({ value, label }) =>
    tapButton({
      text: element("bdi", {}, textIn(label, locale) || value),
      press: () => tell(value),
      pressed: chosen.includes(value),
      id: `choice-${question.key}-${value}`,
    }));
  return tapRow(textIn(question.wording, locale), question.form === "scale" ? "tap-scale" : "tap-list", ...buttons);
}

function textField({ conversation, locale, form }: Scene, question: Question): HTMLElement {
  const field = element("textarea", {
    class: "interview-words", rows: "4", dir: "auto", id: `text-${question.key}`,
    maxlength: String(question.settings.longest ?? form.limits.text), "aria-label": textIn(question.wording, locale),
  });
  const given = conversation.draft.answers[question.key];
  field.value = typeof given === "string" ? given : "";
  field.addEventListener("input", () =>
    conversation.set(withAnswer(conversation.draft, question.key, cleaned(field.value)), "words"));
  return field;
}
