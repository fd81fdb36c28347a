/** A question answered by one or several rows: choices, and scales with words at every step. */

import { withAnswer } from "../../core/flow.ts";
import { textIn, type Question } from "../../core/form.ts";
import { rows } from "../rows.ts";
import type { Frame } from "../frame.ts";
import type { Journey, Shown } from "../journey.ts";
import { feetOf, headOf } from "./question_head.ts";

const STEPS = ["1", "2", "3", "4", "5"];

export function choiceScreen(question: Question): (journey: Journey, frame: Frame) => Shown {
  return (journey, frame) => {
    const { words, locale } = journey;
    const { settings, key } = question;
    const given = journey.draft.answers[key];
    const several = question.form === "choice" && settings.several === true;
    frame.layOut("words");
    headOf(question, journey, frame);
    frame.body.append(rows({
      name: key,
      legend: null,
      ...(several ? { hint: words("flow_several") } : {}),
      several,
      rows: choicesOf(question).map(({ value, label }) => ({
        value, label: label ? textIn(label, locale) : words("flow_step_of_five", { n: value }),
      })),
      chosen: given === undefined ? [] : typeof given === "string" ? [given] : given,
      onChange: (chosen) => journey.change(withAnswer(journey.draft, key, several ? chosen : (chosen[0] ?? null))),
    }));
    feetOf(question, journey, frame, () => journey.draft.answers[key] !== undefined, () => {
      journey.change(withAnswer(journey.draft, key, null));
      journey.skip();
    });
    return {};
  };
}

/** The answers to choose from; a scale without words of its own has its five steps. */
function choicesOf(question: Question): readonly { readonly value: string; readonly label: Question["wording"] | null }[] {
  const own = question.settings.choices ?? [];
  if (own.length > 0 || question.form !== "scale") return own;
  return STEPS.map((value) => ({ value, label: null }));
}
