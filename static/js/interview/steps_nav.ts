/** The questions as a row of dots: what is done, what was passed over, and the way back to each. */

import { textIn } from "../core/form.ts";
import { BACKGROUND_STEP, type Step } from "../core/interview.ts";
import { element } from "../ui/elements.ts";
import { tapButton, type Scene } from "./scene.ts";

const SIGNS = { done: "✓", skipped: "–", open: "" } as const;

export function stepsNav({ words, locale, conversation }: Scene, steps: readonly Step[], at: string | null): HTMLElement {
  const list = element("ol", { class: "steps" });
  steps.forEach((step, index) => {
    const question = step.key === BACKGROUND_STEP ? words("interview_background") : textIn(step.questions[0]?.wording ?? {}, locale);
    const number = String(index + 1);
    const dot = tapButton({
      text: element("span", {}, SIGNS[step.state] || number),
      press: () => conversation.go(step.key),
      name: words(`interview_step_${step.state}`, { n: number, question }),
      kind: `step step-${step.state}`,
      id: `step-${step.key}`,
    });
    if (step.key === at) dot.setAttribute("aria-current", "step");
    list.append(element("li", {}, dot));
  });
  return element("nav", { class: "steps-nav", "aria-label": words("interview_steps") }, list);
}
