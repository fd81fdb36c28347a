/** A question answered in one's own words. */

import { withAnswer } from "../../core/flow.ts";
import type { Question } from "../../core/form.ts";
import { textBox } from "../text_box.ts";
import type { Frame } from "../frame.ts";
import type { Journey, Shown } from "../journey.ts";
import { feetOf, headOf } from "./question_head.ts";

export function textScreen(question: Question): (journey: Journey, frame: Frame) => Shown {
  return (journey, frame) => {
    const given = journey.draft.answers[question.key];
    frame.layOut("words");
    headOf(question, journey, frame);
    frame.body.append(textBox({
      label: null,
      value: typeof given === "string" ? given : "",
      longest: question.settings.longest ?? journey.form.limits.text,
      words: journey.words,
      lines: 7,
      onChange: (text) => journey.change(withAnswer(journey.draft, question.key, text)),
    }));
    feetOf(question, journey, frame, () => journey.draft.answers[question.key] !== undefined, () => {
      journey.change(withAnswer(journey.draft, question.key, null));
      journey.skip();
    });
    return {};
  };
}
