/** What every question has: its wording, help, a way past it and a way on. */

import { LAST } from "../../core/flow.ts";
import { textIn, type Question } from "../../core/form.ts";
import { element } from "../../ui/elements.ts";
import { primary, quiet, type Frame } from "../frame.ts";
import type { Journey } from "../journey.ts";

export function headOf(question: Question, journey: Journey, frame: Frame): void {
  const { locale } = journey;
  frame.head(textIn(question.wording, locale));
  const help = textIn(question.settings.help ?? {}, locale);
  if (help) frame.body.append(element("p", { class: "hint", id: "question-help" }, help));
}

/** "Skip" unless an answer is demanded, and the one button that leads on. */
export function feetOf(question: Question, journey: Journey, frame: Frame, mayGoOn: () => boolean, skip?: () => void): void {
  const { words } = journey;
  const needed = element("p", { class: "problem", role: "alert" });
  needed.hidden = true;
  const on = primary(words(onwardKey(journey)), () => {
    if (question.settings.required && !mayGoOn()) {
      needed.textContent = words("flow_required");
      needed.hidden = false;
      return;
    }
    journey.next();
  });
  frame.foot.append(needed);
  if (!question.settings.required) frame.foot.append(quiet(words("flow_skip"), skip ?? (() => journey.skip())));
  frame.foot.append(on);
}

/** What the button that leads on is called: back to the check for who came from there. */
export function onwardKey(journey: Journey): string {
  return journey.view.toCheck && journey.view.at !== LAST ? "flow_to_check" : "flow_next";
}
